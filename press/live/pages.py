"""What differs between two versions of an HTML page: words, scripts, frames, forms, links, or the markup only.

The live page may be anything, also no HTML. lxml reads it as a browser would, and limits the depth of its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
from lxml import etree

from press import disk
from press.checks.texts import gambling

_SOURCES = {"script": "src", "iframe": "src", "frame": "src", "embed": "src", "object": "data", "form": "action",
            "base": "href", "a": "href", "area": "href", "link": "href", "applet": "code"}  # fmt: skip
_RESOURCES = {"img": "src", "video": "src", "audio": "src", "source": "src", "track": "src"}
"""What a page loads that cannot act in it."""
_DATA = ("application/ld+json", "application/json")
"""The types of scripts that are not run."""
_PAGE_LINKS = ("a", "area")
_HIDDEN = ("script", "style")
_CDN = re.compile(
    r"script (?:/cdn-cgi/scripts/\w+/cloudflare-static/email-decode\.min\.js"
    r"|https://static\.cloudflareinsights\.com/beacon\.min\.js(?:/\w+)?)|link /cdn-cgi/l/email-protection"
)
"""What Cloudflare adds to pages where its settings say so."""
_PROTECTED = ("[email", "protected]")
"""What Cloudflare shows instead of an e-mail address."""
_ACTIVE = re.compile(
    rb"<\s*(?:script|i?frame|object|embed|applet|form|meta|base|link|svg|math|style)\b|javascript:|[\s\"'/]on\w+\s*=",
    re.I,
)
_QUOTES = " '\""
_CONTEXT = 6
"""Words of a difference that are shown."""


class Page(msgspec.Struct, frozen=True):
    """What of a page can be compared."""

    words: tuple[str, ...] = ()
    """The text that a reader sees, or may see."""
    parts: frozenset[str] = frozenset()
    """What can act or lead somewhere: ``script https://host/x.js``, ``form /cari/``, ``inline a1b2…``."""
    resources: frozenset[str] = frozenset()
    """URLs of images and sounds."""
    links: frozenset[str] = frozenset()
    """URLs of links, with the path only where they lead to the site itself."""
    markup: str = ""
    """A digest of elements, attributes and words, in order."""
    active: int = 0
    """How often the bytes may begin something that acts, also where lxml sees a comment and a browser does not."""


def read(data: bytes, url: str, hosts: frozenset[str]) -> Page:
    """Read a page at a URL; `hosts` are the names of the site itself. What is no HTML is an empty page."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    if root is None:
        return Page(words=tuple(data[:100_000].decode(errors="replace").split()))
    reader = _Reader(url, hosts)
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    parts = frozenset(part for element in elements for part in reader.parts(element))
    loaded = (element.get(_RESOURCES[element.tag], "") for element in elements if element.tag in _RESOURCES)
    markup = [_described(one) for one in elements]
    return Page(
        words=tuple(word for text in _texts(root) for word in text.split()),
        parts=parts,
        resources=frozenset(map(reader.url, loaded)),
        links=frozenset(part.removeprefix("link ") for part in parts if part.startswith("link ")),
        markup=disk.digest(repr(markup).encode(errors="replace")),
        active=len(_ACTIVE.findall(data)),
    )


def _digest(text: str) -> str:
    return disk.digest(text.encode(errors="replace"))[:12]


class _Reader:
    """Reads the elements of a page."""

    def __init__(self, url: str, hosts: frozenset[str]) -> None:
        self._url, self._hosts = url, hosts

    def url(self, written: str) -> str:
        """Return a link without query and fragment; only its path, if it leads to the site itself."""
        try:
            parts = urlsplit(urljoin(self._url, written.strip()))
            if parts.scheme in ("http", "https"):
                return (
                    parts.path or "/" if parts.netloc in self._hosts else f"{parts.scheme}://{parts.netloc}{parts.path}"
                )
        except ValueError:
            return "?"
        return parts.scheme or "?"

    def parts(self, element: Any) -> Iterator[str]:
        """Yield what of an element can act or lead somewhere."""
        tag, attributes = element.tag, element.attrib
        for name, value in attributes.items():
            if name.startswith("on"):
                yield f"inline {_digest(value)}"
            elif name == "formaction":
                yield f"form {self.url(value)}"
            elif name == "srcdoc":
                yield f"frame {_digest(value)}"
        if tag == "script" and attributes.get("type", "").lower() in _DATA:
            return
        if tag == "script" and "src" not in attributes:
            yield f"inline {_digest(element.text or '')}"
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            yield f"refresh {self.url(attributes.get('content', '').partition('=')[2].strip(_QUOTES))}"
        elif (source := _SOURCES.get(tag)) and source in attributes:
            yield f"{'link' if tag in _PAGE_LINKS else tag} {self.url(attributes[source])}"


def _texts(root: Any) -> Iterator[str]:
    """Yield the texts of a page, and those of its attributes that readers get to hear or see."""
    for element in root.iter():
        if isinstance(element.tag, str):
            if element.tag not in _HIDDEN:
                yield element.text or ""
            yield from (element.get(name, "") for name in ("alt", "title", "content", "placeholder", "aria-label"))
        yield element.tail or ""


def _described(element: Any) -> tuple[object, ...]:
    text, tail = _spaced(element.text), _spaced(element.tail)
    return element.tag, sorted(element.attrib.items()), len(element), text, tail


def _spaced(text: str | None) -> str:
    return " ".join((text or "").split())


def added_parts(live: Page, ours: Page) -> list[str]:
    """Return what of the live page can act or lead elsewhere, and is not in ours; links within the site are not."""
    return sorted(
        part
        for part in live.parts - ours.parts
        if not _CDN.fullmatch(part) and not (part.startswith("link /") or part in ("link mailto", "link tel"))
    )


def added_gambling(live: Page, ours: Page) -> list[str]:
    """Return the words that advertise gambling, and the links to it, that only the live page has."""
    found = set(gambling.words(" ".join(live.words))) - set(gambling.words(" ".join(ours.words)))
    return sorted(found | {link for link in live.links - ours.links if gambling.is_gambling_link(link)})


def insecure(live: Page, ours: Page) -> list[str]:
    """Return what the live page loads without encryption, and ours does not."""
    loaded = {part.partition(" ")[2] for part in live.parts - ours.parts if not part.startswith("link ")}
    return sorted(url for url in loaded | (live.resources - ours.resources) if url.startswith("http://"))


def is_rewritten(live: Page, ours: Page) -> bool:
    """Tell whether two pages are the same but for the spelling of their markup, and what Cloudflare does to them."""
    added = live.parts - ours.parts
    if live.active > ours.active + sum(part.startswith("script ") for part in added):
        return False
    if live.markup == ours.markup:
        return True
    if not added or not all(_CDN.fullmatch(part) for part in added):
        return False
    return _without_emails(live) == _without_emails(ours)


def _without_emails(page: Page) -> list[str]:
    return [word for word in page.words if word not in _PROTECTED and "@" not in word]


def first_difference(live: Page, ours: Page) -> tuple[str, str]:
    """Return some words of both pages where they begin to differ; empty if all words are the same."""
    if live.words == ours.words:
        return "", ""
    pairs = zip(live.words, ours.words, strict=False)
    start = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(live.words), len(ours.words)))
    return tuple(" ".join(page.words[max(0, start - 1) : start + _CONTEXT])[:120] for page in (live, ours))  # type: ignore[return-value]
