"""What all comparisons of an audit need: the live site, what it should serve, and how its addresses are written."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from press.diagnostics import Place
from press.live import headers, pages, reference
from press.live.fetch import LiveSite, request_path
from press.live.pages import Page
from press.live.reference import Redirects, Reference
from press.site import manifest


class LiveManifest(msgspec.Struct, frozen=True):
    """How the manifest that the live site serves differs from the reference."""

    digests: dict[str, str] = {}
    """The digests that it names for files whose digests in the reference are others, or that only it has."""
    missing: frozenset[str] = frozenset()
    """Files that only the reference has."""


class AuditContext:
    """The values that an audit passes to every comparison."""

    def __init__(self, site: LiveSite, expected: Reference, live: LiveManifest, own_url: str) -> None:
        """`own_url` is the URL of the portal's home page in its links; the site may be served at another one."""
        self.site, self.expected, self.live = site, expected, live
        self._bases = (own_url, site.base)
        self.home = urlsplit(own_url).path
        """The path of the home page in links and in the files for hosts."""
        self.hosts = frozenset(urlsplit(one).netloc for one in self._bases)

    def url(self, path: str) -> str:
        """Return the URL of a path from the home page."""
        return self.site.base + path

    def place(self, address: str) -> Place:
        """Return the place of a file."""
        return Place(self.url(request_path(address)))

    def page(self, data: bytes, address: str) -> Page:
        """Read a page."""
        return pages.read(data, self._bases[0] + request_path(address), self.hosts)

    def path_of(self, link: str, on: str = "") -> str | None:
        """Return the path from the home page to which a link leads; None if it leads elsewhere.

        `on` is the path of the page with the link. Queries remain, percent-encoding is decoded, fragments are removed.
        """
        try:
            for base in dict.fromkeys(self._bases):
                parts = urlsplit(urljoin(base + on, link.strip()))
                home = urlsplit(base)
                is_here = parts.scheme in ("http", "https") and parts.netloc == home.netloc
                if is_here and parts.path.startswith(home.path):
                    return unquote(parts.path[len(home.path) :]) + (f"?{parts.query}" if parts.query else "")
        except ValueError:
            return None
        return None

    def file_at(self, path: str) -> str:
        """Return the file of the site at a path; empty if neither the build nor the live manifest has one."""
        plain = path.partition("?")[0]
        folder = plain if not plain or plain.endswith("/") else f"{plain}/"
        for address in (plain, f"{folder}index.html"):
            if address in self.expected.rows or address in self.live.digests or address == manifest.NAME:
                return address
        return ""

    def digests_of(self, address: str) -> set[str]:
        """Return the digest of a file of the build, and that of the build that is live, where it is another."""
        return {self.expected.digest(address), self.live.digests.get(address, "")}

    @cached_property
    def redirects(self) -> Redirects:
        """The former addresses that the host should know."""
        return reference.redirects(self._host_file("_redirects.nginx"))

    @cached_property
    def knows_redirects(self) -> bool:
        """Whether the former addresses are known: hosts do not show the file that has them."""
        return self._host_file("_redirects.nginx") is not None

    def leads_to_file(self, target: str, path: str) -> bool:
        """Tell whether a redirect from a path, which begins with a slash, leads to a file of the site."""
        found = self.path_of(target, path.removeprefix(self.home))
        return found is not None and bool(self.file_at(found))

    @cached_property
    def promises(self) -> tuple[headers.Promise, ...]:
        """The headers that the host should send."""
        return headers.promises(self._host_file("_headers"))

    def _host_file(self, name: str) -> bytes | None:
        return self.expected.file(name)
