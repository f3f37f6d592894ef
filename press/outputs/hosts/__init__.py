"""What hosts read: headers for each file, and redirects (`press.outputs.hosts.redirects`).

``_headers`` and ``_redirects`` are for Netlify and Cloudflare, ``.htaccess`` is for Apache, ``_redirects.nginx`` for
nginx.

Every page has its Content-Security-Policy in a meta tag, so that it applies on any host; the header adds what a meta
tag cannot contain. Netlify combines the values of all rules that match a path. Therefore the rule for all paths allows
what the search page and the players of videos need, and the meta tags of all other pages forbid it. ``_headers`` does
not say how long a page may be cached: by default, browsers ask these hosts each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.form import sveltia
from press.model import Card, Invalidation
from press.outputs import Described
from press.outputs.hosts import redirects
from press.outputs.hosts.redirects import Redirect
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.videos import PLAYERS
from press.views.context import Snapshot

TEMPLATES = ()
POLICY = {
    "default-src": "'none'", "img-src": "'self'", "style-src": "'self'", "script-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "base-uri": "'none'", "form-action": "'self'",
}  # fmt: skip
"""The policy in the meta tag of every page (``templates/base.html``)."""
PLAYER_SOURCES = {"frame-src": " ".join(PLAYERS), "media-src": "'self'"}
"""What the meta tags of pages with players add: those of the sites whose players they have, and of recordings."""
SEARCH_SCRIPT_SOURCE = "'wasm-unsafe-eval'"
"""What the meta tag of the search page adds to ``script-src``."""
_SECURITY_HEADERS = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"))
_PREVIEW_HEADERS = (("X-Robots-Tag", "noindex"),)
"""For feeds, images and documents, which have no meta tag."""
_CACHED_FOR_EVER, _CACHED_BRIEFLY = "public, max-age=31536000, immutable", "public, max-age=300"
_TYPES = {
    **{feed.name: "application/xml; charset=utf-8" for feed in urls.FEEDS},
    "feed.json": "application/feed+json; charset=utf-8",
    "feeds.opml": "text/x-opml; charset=utf-8",
}
"""Media types by file name. RSS and Atom are sent as plain XML: feed readers accept it as well as
``application/rss+xml``, and browsers show it with its stylesheet; with that type they show plain text or download it.
"""
_FIRST_LINE = "# Written by Press; a file of this name in static/ takes its place."


class HostFile(views.View, frozen=True, kw_only=True):
    """One of the files, and what its content depends on."""

    name: str
    home: str
    """The path of the portal: ``/`` or ``/portal/``."""
    search: str
    """Link to the search page."""
    preview: bool
    redirects: tuple[Redirect, ...] = ()
    editor: str = ""
    """The API that the editor in the browser asks; empty if the portal has no editor."""


_file = msgspec.json.Decoder(HostFile)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The names of all files."""
    return tuple(_WRITERS)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The files with redirects, if the card has former addresses."""
    return WITH_REDIRECTS if redirects.are_affected_by(card, catalogue, config) else ()


def owns(path: str, config: Config) -> bool:
    """All files."""
    return path in _WRITERS


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One of the files, by its name."""
    name = invalidation.id
    found = redirects.redirects(snapshot) if name in WITH_REDIRECTS else ()
    site, editor = snapshot.site, snapshot.config.editor
    api = editor.api if editor.repository else ""
    view = HostFile(name=name, home=site.home, search=site.search, preview=site.preview, redirects=found, editor=api)
    yield name, view


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file."""
    file = _file.decode(view)
    return "\n".join([_FIRST_LINE, *_WRITERS[file.name](file), ""]).encode()


def policy(for_scripts: str = "", editor: str = "") -> str:
    """The Content-Security-Policy as a header, which, unlike a meta tag, can also forbid frames.

    `for_scripts` is added to ``script-src``, and what the editor needs, if `editor` is its API.
    """
    rules = {
        **POLICY,
        **PLAYER_SOURCES,
        "script-src": f"{POLICY['script-src']} {for_scripts}".strip(),
        "frame-ancestors": "'none'",
    }
    for name, sources in sveltia.policy(editor).items() if editor else ():
        allowed = dict.fromkeys(f"{rules.get(name, '')} {sources}".split())
        rules[name] = " ".join(one for one in allowed if one != "'none'") or "'none'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _security_headers(file: HostFile) -> tuple[tuple[str, str], ...]:
    return (*_SECURITY_HEADERS, *_PREVIEW_HEADERS) if file.preview else _SECURITY_HEADERS


def _netlify(file: HostFile) -> Iterator[str]:
    """Rules by path; an indented line is a header."""
    home, csp = file.home, ("Content-Security-Policy", policy(SEARCH_SCRIPT_SOURCE, file.editor))
    yield from _netlify_rule(f"{home}*", csp, *_security_headers(file))
    yield from _netlify_rule(f"{home}assets/*", ("Cache-Control", _CACHED_FOR_EVER))
    for name, mime in _TYPES.items():
        for path in (f"{home}{name}", f"{home}*/{name}"):
            yield from _netlify_rule(path, ("Content-Type", mime), ("Cache-Control", _CACHED_BRIEFLY))


def _netlify_rule(path: str, *headers: tuple[str, str]) -> Iterator[str]:
    yield path
    yield from (f"  {name}: {value}" for name, value in headers)


def _apache(file: HostFile) -> Iterator[str]:
    """Only directives that ``AllowOverride FileInfo`` allows: any other would make every request fail."""
    home, search = file.home, file.search
    yield f"ErrorDocument 404 {home}404.html"
    yield "AddDefaultCharset utf-8"
    yield "AddType image/avif .avif"
    yield "AddType image/webp .webp"
    yield "AddType text/vtt .vtt"
    for name, mime in _TYPES.items():
        yield from (f'<Files "{name}">', f'  ForceType "{mime}"', "</Files>")
    yield "<IfModule mod_headers.c>"
    yield from (f'  Header always set {name} "{value}"' for name, value in _security_headers(file))
    yield f'  Header always set Content-Security-Policy "{policy()}"'
    yield f'  Header set Cache-Control "{_CACHED_BRIEFLY}"'
    yield from _apache_condition(search, "always set", "Content-Security-Policy", policy(SEARCH_SCRIPT_SOURCE))
    if file.editor:
        csp = policy(editor=file.editor)
        yield from _apache_condition(f"{home}{sveltia.ADDRESS}", "always set", "Content-Security-Policy", csp)
    yield from _apache_condition(f"{home}assets/", "set", "Cache-Control", _CACHED_FOR_EVER)
    yield "</IfModule>"
    yield from redirects.apache(file.redirects)


def _apache_condition(path: str, how: str, name: str, value: str) -> Iterator[str]:
    yield f'  <If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}#">'
    yield f'    Header {how} {name} "{value}"'
    yield "  </If>"


_WRITERS: dict[str, Callable[[HostFile], Iterator[str]]] = {
    "_headers": _netlify,
    ".htaccess": _apache,
    "_redirects": lambda file: redirects.netlify(file.redirects),
    "_redirects.nginx": lambda file: redirects.nginx(file.redirects),
}
WITH_REDIRECTS = (".htaccess", "_redirects", "_redirects.nginx")
"""The files in which former addresses are."""
