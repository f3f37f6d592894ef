"""The headers of each file as `_headers` of the site sets them, for targets that keep them with the file."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from press.media.types import SVG, TYPES

_ALWAYS_ASKED = "public, max-age=0, must-revalidate"
"""What the hosts that read `_headers` send where it sets no Cache-Control."""
_BINARY = "application/octet-stream"
_TEXTS = frozenset({"application/xml", SVG})
"""Texts whose media type does not begin with ``text/``."""
_INDEX = re.compile(r"(^|/)index\.html$")
_PLACES = re.compile(r"\*|:[A-Za-z]\w*")
_OWN_TYPES = {
    **{ending: mime for mime, kind in TYPES.items() for ending in kind.endings},
    ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".svg": SVG,
    ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
    ".xml": "application/xml",
}  # fmt: skip
"""Types that do not depend on the version of Python."""

Rule = tuple[re.Pattern[str], Mapping[str, str]]
"""The paths that a rule is for, and its headers, lower case."""


class Headers:
    """The headers of the files of a site."""

    def __init__(self, rules: tuple[Rule, ...] = (), home: str = "/") -> None:
        """`home`: the path of the portal, with a slash at its end."""
        self._rules, self._home = rules, home
        self._types = mimetypes.MimeTypes()

    def of(self, address: str) -> dict[str, str]:
        """Return the headers of a file, with names in lower case. Of rules for the same header, the last one counts."""
        found = {"content-type": self._media_type(address), "cache-control": _ALWAYS_ASKED}
        paths = [self._home + path for path in (address, _INDEX.sub(r"\1", address))]
        for pattern, headers in self._rules:
            if any(map(pattern.fullmatch, paths)):
                found |= headers
        return found

    def _media_type(self, address: str) -> str:
        ending = PurePosixPath(address).suffix.lower()
        mime = _OWN_TYPES.get(ending) or self._types.types_map[True].get(ending, _BINARY)
        return f"{mime}; charset=utf-8" if mime.startswith("text/") or mime in _TEXTS else mime


def read(site: Path, portal: str) -> Headers:
    """Return the headers of the site in a folder, which was built for the address of a portal."""
    file = site / "_headers"
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    return Headers(tuple(_rules(text)), f"{urlsplit(portal).path.rstrip('/')}/")


def _rules(text: str) -> Iterator[Rule]:
    """Parse `_headers`: a path, then indented lines with its headers."""
    path, headers = "", dict[str, str]()
    for line in (*text.splitlines(), "/"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        else:
            if path:
                yield re.compile(_pattern(path)), headers
            path, headers = line.strip(), {}


def _pattern(path: str) -> str:
    """Return the regular expression of a path, in which ``*`` is any text and ``:name`` one folder or file."""
    texts = [re.escape(text) for text in _PLACES.split(path)]
    places = [".*" if place == "*" else "[^/]+" for place in _PLACES.findall(path)]
    return "".join(text + place for text, place in zip(texts, (*places, ""), strict=True))
