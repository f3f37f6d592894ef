"""How the site must be served: the model from which the file of every kind of web server is written.

Every page has its Content-Security-Policy in a meta tag, so that it applies on any host; the header adds what a meta
tag cannot contain, and is for files that have no meta tag.
"""

from __future__ import annotations

import re

from press import urls, views
from press.form import sveltia
from press.outputs.hosts.redirects import Redirect
from press.videos import PLAYERS

POLICY = {
    "default-src": "'none'", "img-src": "'self'", "style-src": "'self'", "script-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "base-uri": "'none'", "form-action": "'self'",
}  # fmt: skip
"""The policy in the meta tag of every page (``templates/base.html``)."""
PLAYER_SOURCES = {"frame-src": " ".join(PLAYERS), "media-src": "'self'"}
"""What the meta tags of pages with players add: those of the sites whose players they have, and of recordings."""
SEARCH_SCRIPT_SOURCE = "'wasm-unsafe-eval'"
"""What the meta tag of the search page adds to ``script-src``."""

FOR_EVER, BRIEFLY = "public, max-age=31536000, immutable", "public, max-age=300"
"""How long copies may be kept: of assets, whose names contain their digests; and of all else, such as feeds."""
READABLE = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag, Last-Modified"))
"""What lets feed readers that are web pages read feeds, and ask later whether a feed has changed."""
_SECURITY_HEADERS = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"))
_PREVIEW_HEADERS = (("X-Robots-Tag", "noindex"),)
"""For feeds, images and documents, which have no meta tag."""

FEED_TYPES = {
    **{feed.name: "application/xml" for feed in urls.FEEDS},
    "feed.json": "application/feed+json",
    "feeds.opml": "text/x-opml",
}
"""Media types of feeds by file name. RSS and Atom are sent as plain XML: feed readers accept it as well as
``application/rss+xml``, and browsers show it with its stylesheet; with that type they show plain text or download it.
"""
TEXT_TYPES = {
    "css": "text/css", "csv": "text/csv", "html": "text/html", "ics": "text/calendar", "js": "text/javascript",
    "json": "application/json", "opml": "text/x-opml", "svg": "image/svg+xml", "txt": "text/plain", "vtt": "text/vtt",
    "webmanifest": "application/manifest+json", "xml": "application/xml",
}  # fmt: skip
"""Media types of texts by the endings of their names. All are UTF-8, and are compressed."""
OTHER_TYPES = {"avif": "image/avif", "wasm": "application/wasm", "webp": "image/webp", "woff2": "font/woff2"}
"""Other media types that hosts may not have."""
ENCODINGS = {"br": "br", "gzip": "gz"}
"""Endings of compressed copies by the name of their encoding; the better one first."""
ERROR_PAGES = {404: "404.html", 410: "410.html"}


class HostFile(views.View, frozen=True, kw_only=True):
    """A file for a web server, and what its content depends on."""

    name: str
    home: str
    """The path of the portal: ``/`` or ``/portal/``."""
    searches: dict[str, str]
    """Links to the search pages of the portal and its editions, by names: ``search``, ``search_en``."""
    preview: bool
    assets: tuple[str, ...] = ()
    """Addresses of the assets."""
    redirects: tuple[Redirect, ...] = ()
    compressed: tuple[str, ...] = ()
    """The encodings in which the site has compressed copies: ``gzip``, ``brotli``."""
    editor: str = ""
    """The API that the editor in the browser asks; empty if the portal has no editor."""
    check: str = ""
    """Link to the page that checks texts against the seal; empty if the portal has none."""
    check_sources: tuple[str, str] = ("", "")
    """The digests of its script and its style sheet, as policies write them."""

    @property
    def policies(self) -> dict[str, tuple[str, str]]:
        """The pages with a policy of their own, by a name: the beginning of their paths, and the policy."""
        pages = {name: (path, policy(SEARCH_SCRIPT_SOURCE)) for name, path in self.searches.items()}
        editor = {"editor": (f"{self.home}{sveltia.ADDRESS}", policy(editor=self.editor))}
        script, style = self.check_sources
        check = {"check": (self.check, policy(script, for_styles=style))}
        return pages | (editor if self.editor else {}) | (check if self.check else {})

    @property
    def encodings(self) -> dict[str, str]:
        """The endings of compressed copies that the site has, by the name of their encoding in HTTP."""
        made = {one.replace("brotli", "br") for one in self.compressed}
        return {name: ending for name, ending in ENCODINGS.items() if name in made}

    @property
    def hashed(self) -> str:
        """A regular expression for the paths of assets, whose names contain their digests."""
        return rf"^{re.escape(self.home)}assets/.+\.[0-9a-f]{{8}}\.[a-z0-9.]+$"

    @property
    def feeds(self) -> str:
        """A regular expression for the paths of feeds, of their list, and of compressed copies of these."""
        names = "|".join(map(re.escape, FEED_TYPES))
        return rf"^{re.escape(self.home)}(.*/)?({names})(\.(gz|br))?$"

    @property
    def rules_for_hosts(self) -> str:
        """A regular expression for the paths of files like this one, which readers do not need."""
        return rf"^{re.escape(self.home)}_(headers|redirects)"

    def security_headers(self) -> tuple[tuple[str, str], ...]:
        """Return the headers of every response, besides its policy."""
        return (*_SECURITY_HEADERS, *_PREVIEW_HEADERS) if self.preview else _SECURITY_HEADERS


UNSERVED = r"(^|/)\.(?!well-known(/|$))|~$"
"""A regular expression, with a lookahead, for paths of hidden files and of files that are being written."""


def policy(for_scripts: str = "", editor: str = "", for_styles: str = "") -> str:
    """Return the Content-Security-Policy as a header, which, unlike a meta tag, can also forbid frames.

    `for_scripts` is added to ``script-src``, `for_styles` to ``style-src``, and what the editor needs, if `editor` is
    its API.
    """
    rules = {
        **POLICY,
        **PLAYER_SOURCES,
        "script-src": f"{POLICY['script-src']} {for_scripts}".strip(),
        "style-src": f"{POLICY['style-src']} {for_styles}".strip(),
        "frame-ancestors": "'none'",
    }
    for name, sources in sveltia.policy(editor).items() if editor else ():
        allowed = dict.fromkeys(f"{rules.get(name, '')} {sources}".split())
        rules[name] = " ".join(one for one in allowed if one != "'none'") or "'none'"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def with_charset(mime: str) -> str:
    """Return the media type of a text with its charset."""
    return f"{mime}; charset=utf-8"
