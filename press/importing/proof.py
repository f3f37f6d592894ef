"""The proof: what a text had on the old site, and what of it our own renderer shows."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from press import web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html import Expected
from press.importing.html.tree import Tag, attribute, has_contents, parse, plain
from press.importing.notes import note
from press.model import Body

_WORD = re.compile(r"\w+")
_SHOWN = 12
"""Most words or links that a note names."""
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


class Counts(msgspec.Struct, frozen=True):
    """How many of each a text has."""

    words: int = 0
    links: int = 0
    images: int = 0
    tables: int = 0
    headings: int = 0


class Measured(NamedTuple):
    """The contents of a text."""

    counts: Counts
    words: Counter[str]
    links: Counter[str]
    """The targets of its links."""


def measured(text: str) -> Measured:
    """Measure HTML as readers see it."""
    body = parse(text)
    words = Counter(_WORD.findall(unicodedata.normalize("NFC", plain(body)).casefold()))
    links = Counter(_comparable(attribute(link, "href")) for link in body.find_all("a", href=True) if _is_seen(link))
    counts = Counts(
        words=words.total(),
        links=links.total(),
        images=len(body.find_all("img")),
        tables=sum(has_contents(one) for one in body.find_all("table")),
        headings=sum(bool(plain(one).strip()) for one in body.find_all(_HEADINGS)),
    )
    return Measured(counts, words, links)


def rendered(body: Body) -> Measured:
    """Measure a body that our renderer made."""
    return measured(re.sub(r'<(a|img)([^>]*? (?:href|src)=")press:(\d+)"', lambda tag: _target(tag, body), body.html))


def losses(before: Measured, after: Measured, expected: Expected, explained: set[str]) -> list[Diagnostic]:
    """Return a note for each sort of thing that is not shown any more.

    `expected` is what the Markdown is to show: all of the old page, but for what notes explain, whose classes are
    `explained`.
    """
    found = []
    if words := before.words - after.words:
        shown = ", ".join(sorted(words)[:_SHOWN])
        found.append(note("lost", _WORDS, _LOOK, number=words.total(), words=shown))
    missing = Counter(map(_comparable, expected.links)) - after.links
    unexplained = 0 if explained & {"link", "image", "embed"} else before.counts.links - after.counts.links
    if number := max(missing.total(), unexplained):
        found.append(note("lost", _LINKS, _LOOK, number=number, links=", ".join(sorted(missing)[:_SHOWN]) or "–"))
    for name, (message, reasons) in _OTHERS.items():
        shown_now, wanted = getattr(after.counts, name), getattr(expected, name)
        unexplained = 0 if explained & reasons else getattr(before.counts, name) - shown_now
        if (number := max(wanted - shown_now, unexplained)) > 0:
            found.append(note("lost", message, _LOOK, number=number))
    return found


def _is_seen(link: Tag) -> bool:
    is_note = attribute(link, "class").startswith("footnote")
    return not is_note and bool(attribute(link, "href")) and (bool(plain(link).strip()) or link.find("img") is not None)


def _target(tag: re.Match[str], body: Body) -> str:
    return f'<{tag[1]}{tag[2]}{html.escape(body.refs[int(tag[3])].target)}"'


def _comparable(address: str) -> str:
    """Return an address so that its spellings are alike."""
    return unquote(web.encoded(html.unescape(address))).rstrip("/")


_LOOK = N_("compare the page with the old one, and write into the text what is missing")
_WORDS = N_("{number} words of the old page are not on the new one: {words}")
_LINKS = N_("{number} links of the old page are not on the new one: {links}")
_IMAGES = N_("{number} images of the old page are not on the new one")
_TABLES = N_("{number} tables of the old page are not on the new one")
_TITLES = N_("{number} headings of the old page are not on the new one")
_OTHERS: dict[str, tuple[str, set[str]]] = {
    "images": (_IMAGES, {"image"}),
    "tables": (_TABLES, {"table"}),
    "headings": (_TITLES, {"html"}),
}
"""For other parts of a page: the message, and the notes that explain that there are fewer of them."""
