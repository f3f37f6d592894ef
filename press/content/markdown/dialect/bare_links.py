"""Addresses that are links without any markup: GitHub Flavored Markdown, "Autolinks (extension)"."""

from __future__ import annotations

import re
from typing import NamedTuple

ADDRESS = r"(?<![\w/@.:-])(?:https?://|www\.)(?=\w)"
MAIL = r"(?<![\w.+/@-])[\w.+-]{1,64}+@(?=\w)"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\[\]\x00-\x1f]*+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]*[A-Za-z0-9](?![\w-])")
_HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)|https?://", re.IGNORECASE)
_AFTER = "?!.,:;*_~'\"”’»›…|"
"""Signs that belong to the sentence if they are at the end of an address."""
_REFERENCE = re.compile(r"&[A-Za-z0-9]+;$")


class BareLink(NamedTuple):
    """An address in a text; within a link it is only text."""

    text: str
    address: str


def bare_link(text: str, position: int) -> BareLink | None:
    """Return the link that begins at a position, if one does."""
    if found := _ADDRESS.match(text, position):
        link = _without_end(found[0])
        if not _HOST.match(link):
            return None
        return BareLink(link, link if link[3] != "." else f"https://{link}")
    found = _MAIL.match(text, position)
    return BareLink(found[0], f"mailto:{found[0]}") if found else None


def _without_end(link: str) -> str:
    """Cut off the signs at the end that belong to the sentence around an address."""
    end, surplus = len(link), link.count(")") - link.count("(")
    while end:
        if link[end - 1] == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        elif link[end - 1] == ";" and (reference := _REFERENCE.search(link, max(end - 40, 0), end)):
            end = reference.start()
        elif link[end - 1] in _AFTER:
            end -= 1
        else:
            break
    return link[:end]
