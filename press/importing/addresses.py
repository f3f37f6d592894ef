"""Old addresses: which item, photo or document of the old site each means, and what becomes of it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from press import urls, web
from press.config import Config
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.items import Archive, Picture
from press.importing.media import MediaStore
from press.importing.notes import note

_UNKNOWN_HOST = "old-site.invalid"
"""The host of addresses without one, if the source does not say where the old site was (RFC 2606)."""
_ID_QUERIES = ("p", "page_id", "attachment_id")
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)|-scaled(?=\.\w+$)|-rotated(?=\.\w+$)")


class OldSite:
    """The old site: its hosts, and where its addresses were."""

    def __init__(self, archive: Archive) -> None:
        self.is_known = bool(archive.address)
        self.address = archive.address or f"https://{_UNKNOWN_HOST}/"
        self.hosts = archive.hosts if archive.address else archive.hosts | {_UNKNOWN_HOST}

    def path(self, address: str) -> str | None:
        """Return what identifies an address of the old site: ``2020/banjir`` or ``?p=12``; None if it is elsewhere."""
        try:
            parts = urlsplit(urljoin(self.address, address.strip()))
        except ValueError:
            return None
        host = (parts.hostname or "").removeprefix("www.")
        if (host and host not in self.hosts) or (parts.scheme and parts.scheme not in ("http", "https")):
            return None
        path = unicodedata.normalize("NFC", unquote(parts.path)).strip("/").casefold()
        for name, value in parse_qsl(parts.query):
            if name in _ID_QUERIES and value.isdigit() and path in ("", "index.php"):
                return f"?p={value}"
        return path.removesuffix("index.html").rstrip("/").removesuffix(".html")  # hosts answer with and without it

    def absolute(self, address: str, base: str) -> str:
        """Return a link of a page as an absolute address; empty if it cannot be one."""
        try:
            found = web.with_https(urljoin(base or self.address, address.strip()))
        except ValueError:
            return ""
        found = _CDN.sub("https://", found)
        return found if web.is_foreign(found) else ""


_CDN = re.compile(r"https?://i\d\.wp\.com/(?=[^/]+\.)", re.IGNORECASE)
"""The servers that send the photos of other sites for WordPress; the address of the photo follows."""


def full_size(path: str) -> str:
    """Return the path of a photo without the size that WordPress writes into the names of smaller ones."""
    return _SIZE.sub("", path)


class Destination(NamedTuple):
    """Where an item of the old site is now."""

    key: str
    address: str
    """Its address in the portal, without a leading slash."""
    is_public: bool


class TextAddresses:
    """What becomes of the addresses in the text of one item (`press.importing.html.Addresses`)."""

    def __init__(
        self, site: OldSite, destinations: dict[str, Destination], media: MediaStore, archive: Archive
    ) -> None:
        self._site, self._destinations, self._media, self._archive = site, destinations, media, archive
        self._base, self._stem = "", ""
        self.notes: list[Diagnostic] = []
        self.linked: set[str] = set()

    def begin(self, base: str, stem: str) -> None:
        """Begin the text of another item: its old address, and the path of its file without the ending."""
        self._base, self._stem = self._site.absolute(base, ""), stem
        self.notes, self.linked = [], set()

    def link(self, href: str) -> str | None:
        """Return the new target of a link; empty if it cannot be one, None if that is reported already."""
        if web.is_foreign(href) and not href.lower().startswith(("//", "http:", "https:")):
            return href if web.is_safe(href) else ""
        absolute = self._file_of_page(self._site.absolute(href, self._base))
        path = self._site.path(absolute) if absolute else None
        if path is None:
            return absolute
        target = self._inside(absolute, path)
        if target != absolute or self._site.is_known:
            return target
        self.notes.append(note("link", _NO_SITE, _NO_SITE_HINT, target=href))
        return None

    def _inside(self, absolute: str, path: str) -> str:
        """Return the new target of a link into the old site; the old one if nothing takes its place."""
        fragment = absolute[absolute.find("#") :] if "#" in absolute else ""
        if found := self._destinations.get(path):
            self.linked.add(found.key)
            if found.is_public:
                return f"/{found.address}{fragment}"
            self.notes.append(note("link", _NOT_PUBLIC, _NOT_PUBLIC_HINT, target=absolute))
        elif not path:
            return f"/{fragment}"
        elif self._media.is_file(path):
            return self._file(absolute) or absolute
        elif self._site.is_known:
            self.notes.append(note("link", _UNKNOWN, _UNKNOWN_HINT, target=absolute))
        return absolute

    def image(self, src: str) -> Picture | None:
        """Return an image with its new address; None if it cannot be shown."""
        if src.startswith("data:"):
            name = self._media.store_data(src, self._stem, self.notes)
            return Picture(name) if name else None
        absolute = self._site.absolute(src, self._base)
        path = self._site.path(absolute) if absolute else None
        if not absolute or not web.is_safe(absolute):
            return None
        known = self._archive.pictures.get(full_size(path or ""), Picture(""))
        name = self._file(absolute) if path is not None or self._media.is_beside(src) else ""
        if not name and path is not None and not self._site.is_known:
            return None
        if not name and path is None:
            self.notes.append(note("image", _FOREIGN, _FOREIGN_HINT, address=absolute))
        return Picture(name or absolute, known.alt, known.caption, known.credit)

    def is_same_photo(self, href: str, src: str) -> bool:
        """Tell whether a link only leads to the photo that is in it."""
        addresses = (self._file_of_page(self._site.absolute(one, self._base)) for one in (href, src))
        paths = [self._site.path(one) for one in addresses]
        return None not in paths and full_size(paths[0] or "") == full_size(paths[1] or "")

    def _file_of_page(self, absolute: str) -> str:
        """Return the address of the file that a page only shows; for any other page, its own address."""
        return self._archive.files.get(self._site.path(absolute) or "", absolute) if absolute else ""

    def _file(self, absolute: str) -> str:
        is_reported = not self._site.is_known and self._site.path(absolute) is not None
        notes: list[Diagnostic] = [] if is_reported else self.notes
        return self._media.store(absolute, self._stem, notes)


def alias(address: str, site: OldSite, config: Config) -> str:
    """Return an old address as a former address of this portal; empty if it has a query or cannot be one."""
    parts = web.split(site.absolute(address, "") or address)
    path = parts.path
    if parts.query or not path.strip("/"):
        return ""
    inside = path.removeprefix(config.base_path) if path.startswith(config.base_path) else path
    return urls.former_address(f"/{inside.lstrip('/')}")


_NOT_PUBLIC = N_("a link leads to {target}, which was imported as a draft: it stays as it was")
_NOT_PUBLIC_HINT = N_("publish that release, then write the link to its new address")
_UNKNOWN = N_("a link leads to {target}, a page of the old site that was not imported: it stays as it was")
_UNKNOWN_HINT = N_("write the address of the page that takes its place, or remove the link")
_NO_SITE = N_("a link leads to {target}, which was not imported, and the old address is not known: its words stay")
_NO_SITE_HINT = N_("name the old site with --address https://…, and import again; or write the link")
_FOREIGN = N_("an image is on another site, {address}: the page shows a link instead")
_FOREIGN_HINT = N_("if its licence allows, save it beside the text and write the name of the file")
