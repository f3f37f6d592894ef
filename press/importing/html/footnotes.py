"""Footnotes, as renderers of Markdown write them: a raised link to an item of the list at the end of the text."""

from __future__ import annotations

import re

from press.importing.html.tree import NOTE, NavigableString, Tag, attribute

_LIST = re.compile(r"footnote", re.IGNORECASE)
_BACK = re.compile(r"footnote-back|reversefootnote|footnote-return", re.IGNORECASE)


def mark(body: Tag) -> None:
    """Give the references and texts of footnotes their numbers, and remove the links back; others stay as they are."""
    texts = {attribute(item, "id"): item for item in body.find_all("li", id=True) if _is_note(item)}
    numbers: dict[str, int] = {}
    for link in body.find_all("a", href=True):
        id = attribute(link, "href")[1:]
        if attribute(link, "href").startswith("#") and id in texts and link.find_parent("li") is not texts[id]:
            number = numbers.setdefault(id, len(numbers) + 1)
            holder = link.parent if link.parent is not None and link.parent.name == "sup" else link
            holder.name, holder.attrs = "sup", {NOTE: str(number)}
            holder.string = str(number)
    for id, number in numbers.items():
        _mark_text(texts[id], number)
    for holder in body.find_all(class_=_LIST):
        if holder.find("div", attrs={NOTE: True}) is not None:
            for rule in holder.find_all("hr", recursive=False):
                rule.decompose()


def _is_note(item: Tag) -> bool:
    return any(_LIST.search(attribute(parent, "class")) for parent in item.parents)


def _mark_text(item: Tag, number: int) -> None:
    for link in item.find_all("a", class_=_BACK):
        before = link.previous_sibling
        link.decompose()
        if isinstance(before, NavigableString):
            before.replace_with(NavigableString(before.rstrip()))
    if item.parent is not None and item.parent.name in ("ol", "ul"):
        item.parent.name = "div"
    item.name, item.attrs = "div", {NOTE: str(number)}
