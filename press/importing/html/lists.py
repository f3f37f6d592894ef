"""The sign of each list item, found in one pass: lists of an archive may have thousands of items."""

from __future__ import annotations

import re

from press.importing.html.tree import RAW, Tag, attribute, has_contents, is_blank

BULLET = "data-press-bullet"
"""The attribute of a list item with its sign in Markdown."""
_OTHER = "data-press-other"
"""The attribute of a list whose signs are the second sort."""


def mark(body: Tag) -> None:
    """Give each item its sign. Lists that follow each other have different signs, or Markdown would read one list."""
    for one in body.find_all(["ul", "ol"]):
        if one.has_attr(RAW) or any(parent.has_attr(RAW) for parent in one.parents):
            continue
        before = one.previous_sibling
        while before is not None and is_blank(before):
            before = before.previous_sibling
        is_other = isinstance(before, Tag) and before.name == one.name and not before.has_attr(_OTHER)
        if is_other:
            one[_OTHER] = ""
        _mark_items(one, is_other)


def _mark_items(one: Tag, is_other: bool) -> None:
    start = attribute(one, "start")
    number = int(start) if re.fullmatch(r"\d{1,8}", start) else 1
    for item in one.find_all("li", recursive=False):
        if one.name == "ul":
            item[BULLET] = "* " if is_other else "- "
        else:
            item[BULLET] = f"{number}{')' if is_other else '.'} "
            number += has_contents(item)
