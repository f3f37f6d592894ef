"""Photos and documents of the old site: found in a copied folder or downloaded, checked, and brought to a good size."""

from __future__ import annotations

import base64
import binascii
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from press import disk, slugs, web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.notes import note
from press.media import types
from press.media.probe import FILE_BYTES, IMAGE_BYTES

_UPLOADS = re.compile(r".*?(?:wp-content/uploads|wp-content|files|uploads|media|images|assets)/", re.IGNORECASE)
_ENDINGS = frozenset(ending for kind in types.TYPES.values() for ending in kind.endings) | {
    ".doc",
    ".xls",
    ".ppt",
    ".rar",
    ".bmp",
    ".tif",
    ".tiff",
    ".heic",
    ".svg",
    ".zip",
    ".docm",
    ".avi",
    ".mov",
    ".wmv",
}


class MediaStore:
    """Copies the files that texts use to the texts that use them."""

    def __init__(
        self,
        staging: Path,
        folder: Path | None,
        download: Callable[[str], Path | None] | None,
        beside: Path,
        local: Callable[[str], Path | None] = lambda path: None,
    ) -> None:
        """Take the folder into which files are written, a copy of the old uploads, and what downloads an address."""
        self._staging, self._folder, self._download, self._beside = staging, folder, download, beside
        self._local = local
        self._named: dict[str, dict[str, str]] = {}
        """The names of the files of each text, by the old address, so that none is stored twice."""

    @staticmethod
    def is_file(path: str) -> bool:
        """Tell whether a path of the old site is that of a photo, document or recording."""
        return PurePosixPath(path).suffix.lower() in _ENDINGS

    def is_beside(self, name: str) -> bool:
        """Tell whether a name is that of a file beside the source."""
        return self._inside(self._beside, name) is not None

    def store(self, address: str, stem: str, notes: list[Diagnostic]) -> str:
        """Put a file beside a text, and return its name; empty, with a note, if it is not there or not allowed.

        `stem` is the path of the text from the root, without its ending.
        """
        named = self._named.setdefault(stem, {})
        known = address if address in named else full_address(address)
        if known in named:
            return named[known]
        path = self._found(address)
        if path is None:
            about = "image" if PurePosixPath(web.split(address).path).suffix.lower() in _IMAGE_ENDINGS else "media"
            notes.append(note(about, _MISSING, _MISSING_HINT, address=address))
            return ""
        try:
            data = path.read_bytes() if path.stat().st_size <= FILE_BYTES else b""
        except OSError:
            data = b""
        name = PurePosixPath(unquote(web.split(full_address(address)).path)).name
        named[known] = self._write(data, name, stem, address, notes)
        return named[known]

    def names(self, stem: str) -> tuple[str, ...]:
        """Return the names of the files that are beside a text."""
        return tuple(filter(None, self._named.get(stem, {}).values()))

    def store_data(self, address: str, stem: str, notes: list[Diagnostic]) -> str:
        """Put a photo that is written into the text itself (``data:image/png;base64,…``) beside it."""
        head, _, body = address.partition(",")
        try:
            data = base64.b64decode(re.sub(r"\s", "", unquote(body)), validate=True) if ";base64" in head else b""
        except (binascii.Error, ValueError):
            data = b""
        named = self._named.setdefault(stem, {})
        key = disk.digest(address.encode())
        if key not in named:
            named[key] = self._write(data, f"gambar-{len(named) + 1}", stem, f"{head[:40]}…", notes)
        return named[key]

    def _found(self, address: str) -> Path | None:
        """Return the file for an address: the full size of a photo if it is there, else that which was used."""
        path = unquote(web.split(address).path).lstrip("/")
        below = _UPLOADS.sub("", path, count=1)
        places = (below, re.sub(r"^sites/\d+/", "", below), f"uploads/{below}", path)
        for name in dict.fromkeys(name for place in places for name in _sizes(place)):
            for folder in (self._folder, self._beside):
                if folder and (found := self._inside(folder, name)):
                    return found
        for name in dict.fromkeys(_sizes(path)):
            if found := self._local(name):
                return found
        if not self._download:
            return None
        full = full_address(address)
        return self._download(full) or (self._download(address) if full != address else None)

    @staticmethod
    def _inside(folder: Path, name: str) -> Path | None:
        """Return a file of a folder; None for one that is elsewhere, whatever links and dots lead to it.

        Accents may be written in two ways, and the case of the name may differ.
        """
        for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
            try:
                path = (folder / form).resolve()
                found = path if path.is_file() else _in_other_case(path)
                if found and found.resolve().is_relative_to(folder.resolve()):
                    return found
            except (OSError, ValueError):
                return None
        return None

    def _write(self, data: bytes, name: str, stem: str, address: str, notes: list[Diagnostic]) -> str:
        """Write a file under a name of its own, with the ending of its type."""
        mime = types.sniff(data, PurePosixPath(name).suffix.lower()) if data else ""
        if mime not in types.TYPES:
            about = "image" if PurePosixPath(name).suffix.lower() in _IMAGE_ENDINGS else "media"
            notes.append(note(about, _REFUSED, _REFUSED_HINT, address=address))
            return ""
        if mime in types.IMAGES:
            fitted = _fitted(data, mime)
            if fitted is None:
                notes.append(note("image", _DAMAGED, _DAMAGED_HINT, address=address))
                return ""
            data, mime = fitted
        endings, ending = types.TYPES[mime].endings, PurePosixPath(name).suffix.lower()
        own = slugs.slugify(PurePosixPath(name).stem)[:60].strip("-")
        folder, base = PurePosixPath(stem).parent, PurePosixPath(stem).name
        ending = ending if ending in endings else endings[0]
        taken = set(self._named.get(stem, {}).values())
        new = next(
            one for number in range(1, 10_000)
            if (one := f"{base}-{own}{f'-{number}' if number > 1 else ''}{ending}") not in taken
        )  # fmt: skip
        target = self._staging / folder / new
        target.parent.mkdir(parents=True, exist_ok=True)
        disk.write(target, data)
        return new


_IMAGE_ENDINGS = {ending for kind in types.IMAGES.values() for ending in kind.endings} | {
    ".bmp",
    ".svg",
    ".tif",
    ".heic",
}


def _in_other_case(path: Path) -> Path | None:
    """Return the file whose name differs from that of a path only in case."""
    name = path.name.casefold()
    names = path.parent.iterdir() if path.parent.is_dir() else ()
    return next((one for one in sorted(names) if one.name.casefold() == name and one.is_file()), None)


def full_address(address: str) -> str:
    """Return the address of a photo in its full size."""
    return re.sub(r"-\d{1,5}x\d{1,5}(?=\.\w+(?:\?|$))", "", address)


def _sizes(path: str) -> list[str]:
    """Return the names that a photo may have, the best first: without the size, or as WordPress scaled it."""
    full = re.sub(r"-\d{1,5}x\d{1,5}(?=\.\w+$)", "", path)
    stem, ending = os.path.splitext(full)  # noqa: PTH122 - a path of the web
    return [full, f"{stem}-scaled{ending}", path]


def _fitted(data: bytes, mime: str) -> tuple[bytes, str] | None:
    """Return a photo at a size that pages use, without its position; None if it is damaged.

    A photo that is small enough and says nothing of where it was taken keeps its bytes.
    """
    from press.media import images, renditions  # noqa: PLC0415 - Pillow, which only photos need

    size = images.measure(data, mime)
    if size is None:
        return None
    is_small = max(size.width, size.height) <= renditions.ORIGINAL_SIDE
    if is_small and len(data) <= IMAGE_BYTES and not size.is_animated and not images.has_position(data, mime):
        return data, mime
    original = images.original(data)
    return (original.data, types.sniff(original.data)) if original else None


_MISSING = N_("the file {address} was not found; the text still leads to the old site")
_MISSING_HINT = N_("copy the old folder of uploads and name it with --media, or use --download; then import again")
_REFUSED = N_("the file {address} is empty, too large, or of a kind that is not published; the text still leads to it")
_REFUSED_HINT = N_("save it as PDF, JPEG or PNG beside the text, and write its name")
_DAMAGED = N_("the photo {address} is damaged; the text still leads to the old site")
_DAMAGED_HINT = N_("copy it again, and import again; or remove it from the text")
