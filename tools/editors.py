"""The files with which editors help: a JSON Schema of front matter, a template for each kind of release, snippets.

Run by ``make docs``; tests/unit/test_form.py fails while they are out of date.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from press import config, urls
from press.config import Config
from press.content import scaffold
from press.form.schema import schema
from press.model import LISTED_KINDS, ReleaseKind

REPOSITORY = Path(__file__).parent.parent
TEMPLATES = "docs/contoh"
"""The folder with an empty release of each kind, for those who write in the browser."""
SNIPPETS = ".vscode/press.code-snippets"
_ID = "$CURRENT_YEAR$CURRENT_MONTH$CURRENT_DATE-$RANDOM_HEX"
_NOW = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE $CURRENT_HOUR:$CURRENT_MINUTE"


def files() -> dict[str, str]:
    """Return the text of each file by its path from the root of the repository."""
    portal = config.load(REPOSITORY)
    templates = {f"{TEMPLATES}/{urls.word(kind, portal)}.md": _template(kind, portal) for kind in LISTED_KINDS}
    return {
        scaffold.SCHEMA.as_posix(): f"{json.dumps(schema('en'), indent=2)}\n",
        SNIPPETS: _snippets(portal),
        **templates,
    }


def _template(kind: ReleaseKind, portal: Config) -> str:
    return scaffold.template(kind, {"kind": kind.value, "draft": "true"}, portal)


def _snippets(portal: Config) -> str:
    """Return snippets for Visual Studio Code (https://code.visualstudio.com/docs/editing/userdefinedsnippets)."""
    found = {
        urls.word(kind, portal): {
            "scope": "markdown",
            "prefix": urls.word(kind, portal),
            "body": _with_stops(_template(kind, portal)).split("\n"),
        }
        for kind in LISTED_KINDS
    }
    return f"{json.dumps(found, ensure_ascii=False, indent=2)}\n"


def _with_stops(text: str) -> str:
    """Return a template in which the cursor goes from one empty field to the next, and last to the text."""
    text = text.replace("\nid:\n", f"\nid: {_ID}\n").replace("\ndate:\n", f"\ndate: {_NOW}\n")
    parts = re.split(r"(?m)(?<=:)$", text)
    last = len(parts) - 1
    return "".join(f"{part} ${{{number}}}" if number <= last else part for number, part in enumerate(parts, 1)) + "$0"
