"""Put photos of cameras into ``posts/``, small, for the commands `photo` and `new`."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from press import slugs
from press.errors import Misuse
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.media import types
from press.media.probe import FILE_BYTES

if TYPE_CHECKING:
    from press.media.images import Original

_FOLDERS = ("posts", "pages")
_FIELDS = """image:
  src: {name}
  # {what}
  alt:
  caption:
  credit: {credit}
"""


_HEIC = N_(
    "“{path}” is a HEIC photo, which Press cannot read; export it as JPEG; on an iPhone: Settings, Camera, Formats, "
    "Most Compatible"
)


class Added(NamedTuple):
    """A photo that was put into ``posts/``."""

    path: Path
    credit: str
    """Who took it, if the file says so."""

    def front_matter(self, translate: Translate) -> str:
        """Return the fields of a release that show the photo."""
        what = translate(N_("What the photo shows, in a sentence, for those who cannot see it:"))
        credit = '"' + self.credit.replace("\\", "\\\\").replace('"', '\\"') + '"' if self.credit else ""
        return "\n".join(map(str.rstrip, _FIELDS.format(name=self.path.name, what=what, credit=credit).splitlines()))


def add(source: Path, folder: Path) -> Added:
    """Put a small copy of a photo into a folder, under a safe name; no file is overwritten. Raises `Misuse`."""
    original = check(source)
    folder.mkdir(parents=True, exist_ok=True)
    stem = slugs.slugify(source.stem)
    names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    path = next(path for one in names if _is_written(path := folder / f"{one}{original.ending}", original.data))
    return Added(path, original.credit)


def check(source: Path) -> Original:
    """Return the small copy of a photo. Raises `Misuse` if there is no such file, or if it is no photo."""
    from press.media import images  # noqa: PLC0415 - Pillow, which other commands do not need

    original = images.original(_read(source))
    if original is None:
        raise Misuse(N_("the photo “{path}” is damaged, not complete, or too large to be opened"), path=source)
    return original


def folder_for(source: Path, root: Path, default: Path) -> Path:
    """Return where the copy of a photo belongs: beside it, if it is in ``posts/`` or ``pages/``, else `default`."""
    folder, whole = source.resolve().parent, root.resolve()
    inside = folder.relative_to(whole) if folder.is_relative_to(whole) else Path()
    return root / inside if inside.parts[:1] in [(name,) for name in _FOLDERS] else default


def _read(source: Path) -> bytes:
    """Return the bytes of a photo. Raises `Misuse` if it is none."""
    if not source.is_file():
        raise Misuse(N_("there is no file “{name}”"), name=source)
    if source.stat().st_size > FILE_BYTES:
        raise Misuse(N_("the photo “{path}” is damaged, not complete, or too large to be opened"), path=source)
    data = source.read_bytes()
    if types.is_pointer(data):
        raise Misuse(N_("“{path}” is only a pointer of Git LFS, not the file itself; run “git lfs pull”"), path=source)
    if (found := types.sniff(data)) == types.HEIC:
        raise Misuse(_HEIC, path=source)
    if found not in types.IMAGES:
        message = N_("“{path}” is not a photo that Press can read; save it as JPEG, PNG, WebP, GIF or AVIF")
        raise Misuse(message, path=source)
    return data


def _is_written(path: Path, data: bytes) -> bool:
    """Write a new file. Returns False if there is one already."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    return True
