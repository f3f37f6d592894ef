"""Addresses that are links without any markup: GitHub Flavored Markdown, "Autolinks (extension)"."""

from __future__ import annotations

import re
from typing import NamedTuple

from press.expressions import expression

ADDRESS = r"(?:(?<![A-Za-z])https?://|(?<![^\s*_~(])www\.)(?=\w)"
MAIL = r"(?<![^\W_])(?<![.+/@-])[^\W_][\w.+-]{0,63}+@(?=\w)"
_ADDRESS = expression(r"(?:https?://|www\.)[^\s<>\[\]\x00-\x1f]*+", re.IGNORECASE)
_MAIL = expression(r"[\w.+-]+@(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]*[A-Za-z0-9](?![^\W_]|-)")
_HOST = expression(r"(?:https?://)?((?:[\w-]+\.)*[\w-]+)", re.IGNORECASE)
_AFTER = "?!.,:;*_~'\"”’»›…|"
"""Signs that belong to the sentence if they are at the end of an address."""
_REFERENCE = expression(r"&[A-Za-z0-9]+;$")


class BareLink(NamedTuple):
    """An address in a text; within a link it is only text."""

    text: str
    address: str


def bare_link(text: str, position: int) -> BareLink | None:
    """Return the link that begins at a position, if one does."""
    if found := _ADDRESS.match(text, position):
        host, link = _HOST.match(found[0]), _without_end(found[0])
        if not host or any("_" in part for part in host[1].split(".")[-2:]):
            return None
        address = link.replace("`", "%60").replace("\\", "%5C")
        return BareLink(link, f"https://{address}" if link[3] == "." else address)
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
