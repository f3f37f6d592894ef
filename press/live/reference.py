"""What the live site should serve: the manifest of a build, and its files where they are at hand."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from press import disk
from press.deploy import manifests
from press.deploy.manifests import DamagedManifest, Read, Root, Row
from press.errors import Misuse
from press.i18n.mark import N_
from press.live.fetch import LiveSite, request_path
from press.site import manifest

_MANIFEST_SIZE = 8_000_000
"""Bytes."""
UNSERVED = frozenset({".htaccess", "_headers", "_redirects", "_redirects.caddy", "_redirects.nginx"})
"""Files for the host, which most hosts do not show to readers."""
_REDIRECT = re.compile(r'^"(?P<pattern>~\^)?(?P<path>.+?)(?(pattern)\$)" "(?P<target>[^"]+)";$', re.MULTILINE)
"""An entry of the map for nginx; where the case of letters counts, the path is an escaped regular expression."""
_GONE = "gone"
_RELEASE = re.compile(r"(?:^|/)(\d{4}/\d{2})/[^/]+/index\.html")


class Reference:
    """The files of a site, by their addresses."""

    def __init__(self, root: Root, read: Read, known_bytes: Read) -> None:
        """`read` reads the shards of the manifest, `known_bytes` other files. Raises `DamagedManifest`."""
        self.root = root
        self.read_shard = read
        self.rows: dict[str, Row] = manifests.every_row(root, read)
        self._known_bytes = known_bytes

    def digest(self, address: str) -> str:
        """Return the digest of a file."""
        return str(self.rows[address][0])

    def size(self, address: str) -> int:
        """Return the size of a file in bytes."""
        return int(self.rows[address][1])

    def file(self, address: str) -> bytes | None:
        """Return the bytes of a file, if they are at hand and those that the manifest names."""
        data = self._known_bytes(address) if address in self.rows else None
        return data if data is not None and disk.digest(data) == self.digest(address) else None

    def release_id(self, address: str) -> str:
        """Return the id of the release at an address; empty if it is not the page of a release."""
        row = self.rows.get(address, ())
        is_release = len(row) > 2 and str(row[2]).startswith("id:") and _RELEASE.search(address)
        return str(row[2]).removeprefix("id:") if is_release else ""

    def releases(self) -> list[str]:
        """Return the addresses of the pages of releases, those of the newest month first."""
        found = [(match[1], address) for address in self.rows if (match := _RELEASE.search(address))]
        return [address for _, address in sorted(found, reverse=True)]


class Redirects(msgspec.Struct, frozen=True):
    """The former addresses of a site, as its file for nginx has them; paths begin with a slash."""

    targets: dict[str, str]
    """Where each leads; percent-encoded."""
    gone: tuple[str, ...]


def of_folder(root_file: Path) -> Reference:
    """Read the manifest in a file, and those in the folders beside it. Raises `Misuse`."""
    folder = root_file.parent

    def read(address: str) -> bytes | None:
        path = root_file if address == manifest.NAME else folder / address
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError:
            return None

    data = read(manifest.NAME)
    if data is None:
        raise Misuse(
            N_("there is no manifest {file}: build first, or name the manifest.json of a build"), file=root_file
        )
    try:
        root = manifests.root(data)
        found = Reference(root, read, read)
    except DamagedManifest as reason:
        message = N_("{file} is not the manifest of a whole build: {part} is missing or damaged; build again")
        raise Misuse(message, file=root_file, part=reason) from None
    if root.preview:
        raise Misuse(N_("{file} is the manifest of a preview: build without --drafts, then audit"), file=root_file)
    return found


def of_site(site: LiveSite) -> Reference | None:
    """Read the manifest that the live site serves; None if it serves none, or not a whole one."""
    read = reader(site)
    try:
        data = read(manifest.NAME)
        return Reference(manifests.root(data), read, read) if data is not None else None
    except DamagedManifest:
        return None


def reader(site: LiveSite) -> Read:
    """Return the function that reads a file of the live site."""

    def read(address: str) -> bytes | None:
        answer = site.get(request_path(address), _MANIFEST_SIZE)
        return answer.body if answer.status == 200 and not answer.fault else None

    return read


def redirects(data: bytes | None) -> Redirects:
    """Read the file of redirects for nginx. A folder is there with and without the slash at its end."""
    entries = _REDIRECT.finditer((data or b"").decode(errors="replace"))
    found = {re.sub(r"\\(.)", r"\1", one["path"]) if one["pattern"] else one["path"]: one["target"] for one in entries}
    found = {path: target for path, target in found.items() if f"{path}/" not in found}
    gone = tuple(path for path, target in found.items() if target == _GONE)
    return Redirects({path: target for path, target in found.items() if target != _GONE}, gone)
