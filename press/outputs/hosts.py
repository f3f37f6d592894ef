"""What the host is asked to send with each file: ``_headers`` for Netlify and Cloudflare, ``.htaccess`` for Apache.

Pages carry their Content-Security-Policy in a meta tag, so that it holds on any host; headers add what a tag cannot.
Netlify joins the values of all rules that match a path. Therefore the rule for all paths allows what search needs, and
the tag of all other pages takes that back. How long a page may be kept is left to the host, which asks again each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot

TEMPLATES = ()
POLICY = {
    "default-src": "'none'", "img-src": "'self'", "style-src": "'self'", "script-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "base-uri": "'none'", "form-action": "'self'",
}  # fmt: skip
"""What the meta tag of every page says (``templates/base.html``)."""
SEARCH = "'wasm-unsafe-eval'"
"""What the search page's tag adds for scripts."""
_SAFE = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"))
_FOR_EVER, _SHORT = "public, max-age=31536000, immutable", "public, max-age=300"
_TYPES = {
    **{feed.name: "application/xml; charset=utf-8" for feed in urls.FEEDS},
    "feed.json": "application/feed+json; charset=utf-8",
    "feeds.opml": "text/x-opml; charset=utf-8",
}
"""Media types by the names of files. RSS and Atom go out as plain XML: readers take it as well as
``application/rss+xml``, and browsers show it with its style, whereas with that type they show bare text or download it.
"""
_TITLE = "# Written by Press; a file of this name in static/ takes its place."


class Headers(views.View, frozen=True, kw_only=True):
    """One of the files, and what it depends on."""

    name: str
    home: str
    """The path of the portal: ``/`` or ``/portal/``."""
    search: str
    """Link to the search page."""


_headers = msgspec.json.Decoder(Headers)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """Both files."""
    return tuple(_WRITERS)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """None: no release changes them."""
    return ()


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One of them."""
    name = invalidation.id
    yield name, Headers(name=name, home=snapshot.site.home, search=snapshot.site.search)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write it."""
    wanted = _headers.decode(view)
    lines = _WRITERS[wanted.name](wanted.home, wanted.search)
    return "\n".join([_TITLE, *lines, ""]).encode()


def policy(for_scripts: str = "") -> str:
    """The Content-Security-Policy as a header, which may forbid frames too."""
    rules = {**POLICY, "script-src": f"{POLICY['script-src']} {for_scripts}".strip(), "frame-ancestors": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _netlify(home: str, search: str) -> Iterator[str]:
    """Rules by path; an indented line is a header."""
    yield from _rule(f"{home}*", ("Content-Security-Policy", policy(SEARCH)), *_SAFE)
    yield from _rule(f"{home}assets/*", ("Cache-Control", _FOR_EVER))
    for name, mime in _TYPES.items():
        for path in (f"{home}{name}", f"{home}*/{name}"):
            yield from _rule(path, ("Content-Type", mime), ("Cache-Control", _SHORT))


def _rule(path: str, *headers: tuple[str, str]) -> Iterator[str]:
    yield path
    yield from (f"  {name}: {value}" for name, value in headers)


def _apache(home: str, search: str) -> Iterator[str]:
    """Directives that ``AllowOverride FileInfo`` allows, as one that it does not would break the whole site."""
    yield f"ErrorDocument 404 {home}404.html"
    yield "AddDefaultCharset utf-8"
    yield "AddType image/avif .avif"
    yield "AddType image/webp .webp"
    for name, mime in _TYPES.items():
        yield from (f'<Files "{name}">', f'  ForceType "{mime}"', "</Files>")
    yield "<IfModule mod_headers.c>"
    yield from (f'  Header always set {name} "{value}"' for name, value in _SAFE)
    yield f'  Header always set Content-Security-Policy "{policy()}"'
    yield f'  Header set Cache-Control "{_SHORT}"'
    yield from _where(search, "always set", "Content-Security-Policy", policy(SEARCH))
    yield from _where(f"{home}assets/", "set", "Cache-Control", _FOR_EVER)
    yield "</IfModule>"


def _where(path: str, how: str, name: str, value: str) -> Iterator[str]:
    yield f'  <If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}#">'
    yield f'    Header {how} {name} "{value}"'
    yield "  </If>"


_WRITERS = {"_headers": _netlify, ".htaccess": _apache}
