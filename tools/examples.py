"""The examples of rules, ``tests/rules/NAME.md``: why the rule is there, and texts that meet and that break it.

A file has the reason, with its source, then ``## Passes`` and ``## Fails``, each with one or more fenced blocks. A
block is a release, or only its text. A block before them whose fence names a file (``toml config.toml``) is that file
of the portal; settings are added to those of the test. tests/unit/test_rules.py runs the examples, and ``make docs``
shows them in docs/rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "tests/rules"
_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<language>\w+) ?(?P<path>.*)\n(?P<text>[\s\S]*?)^(?P=fence)$", re.MULTILINE)
_FIELDS = "---\ntitle: Judul rilis\ndate: 2026-03-14 09:30\n---\n\n"


class Examples(NamedTuple):
    """The examples of one rule."""

    reason: str
    """Markdown: why the rule is there, its source, and the files that the examples need."""
    files: Mapping[str, str]
    """Files of the portal, by their paths."""
    passing: tuple[str, ...]
    """Texts that break no rule."""
    failing: tuple[str, ...]
    """Texts that break this rule, and no other."""


def load(rule: str) -> Examples | None:
    """Return the examples of a rule, if it has any."""
    path = FOLDER / f"{rule}.md"
    if not path.is_file():
        return None
    reason, _, rest = path.read_text(encoding="utf-8").partition("## Passes\n")
    passing, _, failing = rest.partition("## Fails\n")
    files = {block["path"]: block["text"] for block in _BLOCK.finditer(reason)}
    return Examples(reason.strip(), files, tuple(_texts(passing)), tuple(_texts(failing)))


def release(example: str) -> str:
    """Return an example as the whole text of a release."""
    return example if example.startswith("---\n") else _FIELDS + example


def section(rule: str) -> str:
    """Return the examples of a rule as a part of docs/rules.md; empty if there are none."""
    examples = load(rule)
    if not examples:
        return ""
    parts = [examples.reason, "Right:", *map(_fenced, examples.passing), "Wrong:", *map(_fenced, examples.failing)]
    return "\n\n".join(parts)


def _texts(markdown: str) -> Iterator[str]:
    return (block["text"] for block in _BLOCK.finditer(markdown))


def _fenced(text: str) -> str:
    return f"```markdown\n{text}```"
