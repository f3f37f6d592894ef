"""Write the tables of docs/dialect.md: how far Press reads Markdown as GFM does. Run by ``make docs``.

They are between ``<!-- compared: … -->`` and ``<!-- end -->``; tests/laws/test_dialect.py fails while they are out of
date.
"""

from __future__ import annotations

import re

from tests.dialect.agreement import by_section, compared
from tests.dialect.differences import DIFFERENCES
from tools.docs import REPOSITORY, markdown, table

PAGE = REPOSITORY / "docs/dialect.md"
_PART = re.compile(r"(<!-- compared: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(text: str) -> str:
    """The text of the page with new tables."""
    tables = {"agreement": _agreement, "differences": _differences}
    return _PART.sub(lambda part: f"{part[1]}\n{tables[part[2]]()}\n\n{part[3]}", text)


def _agreement() -> str:
    rows = [(name, str(count), str(agree)) for name, count, agree in by_section(compared())]
    return table([("section", "examples", "read as GFM"), *rows])


def _differences() -> str:
    rows = [(name, f"`{each.example.splitlines()[-1]}`", each.reason) for name, each in DIFFERENCES.items()]
    return table([("what", "example", "why"), *(tuple(markdown(cell) for cell in row) for row in rows)])


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
