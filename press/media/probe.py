"""Inspection of a file that a release names: its type, its size, and whether it may be published."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from press import disk, rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import full_size, pdf, renditions, types
from press.media.authors import authors
from press.model import File

IMAGE_BYTES = 20_000_000
FILE_BYTES = 100_000_000
"""Limit for an attachment; Git hosts do not accept larger files either."""

_SMALLER = N_("make a smaller copy: python build.py photo {path}")
_ALLOWED = N_(
    "photos may be JPEG, PNG, WebP, GIF or AVIF; documents PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT or ZIP; "
    "recordings MP4, WebM, MP3, M4A or Ogg, with captions as WebVTT (.vtt)"
)
_REFUSED = {
    types.SVG: (
        N_("“{path}” is an SVG drawing; these can contain programs and are not published"),
        N_("export the drawing as PNG"),
    ),
    types.HEIC: (
        N_("“{path}” is a HEIC photo, which most browsers cannot show"),
        N_("send or export it as JPEG; on an iPhone: Settings, Camera, Formats, Most Compatible"),
    ),
    types.MACROS: (
        N_("“{path}” is an office document with macros; macros are programs and are not published"),
        N_("save it without macros, or as PDF"),
    ),
    "": (N_("“{path}” has a format that is not published here"), _ALLOWED),
}


class _Unfit(Exception):
    """A file that cannot be published; carries the diagnostic."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem
        super().__init__(problem.message)


def probe(root: Path, path: str, place: Place) -> tuple[File | None, tuple[Diagnostic, ...]]:
    """Inspect the file `path`, relative to `root` with forward slashes, that the text at `place` names.

    Returns the file or, if it cannot be published, one diagnostic; with the file, what readers should not see in it. A
    photo is decoded once, so that a damaged one is found before anything is published, but never before its size in
    pixels is known to be safe.
    """
    try:
        data = _read(root, path, place)
        mime = _media_type(data, path, place)
        width, height, dhash = _measured(data, mime, path, place) if mime in types.IMAGES else (0, 0, "")
    except _Unfit as unfit:
        return None, (unfit.problem,)
    pages = pdf.pages(data) if mime == "application/pdf" else 0
    bare = full_size.bare_size(data, mime) if width else 0
    file = File(path, disk.digest(data), len(data), mime, width, height, pages, bare, dhash)
    return file, _named(data, mime, path, place)


def read(root: Path, path: str, place: Place) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file that the text at `place` names; None, with the problem, if it may not be read."""
    try:
        return _read(root, path, place), ()
    except _Unfit as unfit:
        return None, (unfit.problem,)


def _named(data: bytes, mime: str, path: str, place: Place) -> tuple[Diagnostic, ...]:
    """Return a problem for a document that names people in its hidden data."""
    names = ", ".join(authors(data, mime))
    if not names:
        return ()
    message = N_("“{path}” names {names} in its properties, which everybody can read")
    hint = N_("if readers should not see this, remove the author from the properties of the document and save it again")
    return (rules.DOCUMENT_AUTHOR.broken(place, message, hint, path=path, names=names[:200]),)


def _read(root: Path, path: str, place: Place) -> bytes:
    """Read a regular file under the root. Links are followed, but not out of the root, and not to hidden files."""
    try:
        target = (root / path).resolve()
        inside = target.relative_to(root.resolve())
    except (ValueError, OSError, RuntimeError):  # outside the root, a NUL in the name, a loop of links
        raise _unfit(
            place, N_("“{path}” is outside the portal"), N_("copy the file beside the text and name it here"), path
        ) from None
    if any(part.startswith(".") for part in inside.parts):
        raise _unfit(place, N_("“{path}” is a hidden file"), N_("give it a name that does not start with a dot"), path)
    try:
        if not target.is_file():
            hint = N_("check the spelling, capital letters too, and that the file was added to the repository")
            raise _unfit(place, N_("there is no file “{path}”"), hint, path)
        if target.stat().st_size > FILE_BYTES:
            raise _too_large(
                place, path, target.stat().st_size, FILE_BYTES, N_("make the document smaller, or split it")
            )
        data = target.read_bytes()
    except OSError as reason:
        text = reason.strerror or reason
        hint = N_("check that the file is there and that you may read it")
        raise _unfit(place, N_("“{path}” cannot be read: {reason}"), hint, path, reason=text) from None
    if types.is_pointer(data):
        raise _unfit(place, types.IS_POINTER, types.IS_POINTER_HINT, path)
    return data


def _media_type(data: bytes, path: str, place: Place) -> str:
    """Return the media type. Raises `_Unfit` if it is not allowed, or if the ending of the name does not match."""
    if not data:
        raise _unfit(place, N_("“{path}” is empty"), N_("copy the file again"), path)
    ending = PurePosixPath(path).suffix.lower()
    mime = types.sniff(data, ending)
    if mime not in types.TYPES:
        raise _unfit(place, *_REFUSED[mime], path)
    kind = types.TYPES[mime]
    if ending not in kind.endings:
        message = N_("the name “{path}” ends in “{ending}”, but the file has the format {kind}")
        hint = N_("change the ending to “{wanted}”, or save the file again in the format of its name")
        raise _unfit(place, message, hint, path, ending=ending, kind=kind.label, wanted=kind.endings[0])
    return mime


def _measured(data: bytes, mime: str, path: str, place: Place) -> tuple[int, int, str]:
    """Return width and height of a photo as shown, in pixels, and how it looks.

    Raises `_Unfit` if it is damaged, animated or too large.
    """
    if len(data) > IMAGE_BYTES:
        raise _too_large(place, path, len(data), IMAGE_BYTES, _SMALLER)
    from press.media import images  # noqa: PLC0415 - Pillow, which only photos need

    measure = images.measure(data, mime)
    if measure is None:
        hint = N_("copy it again from the camera or phone, or open it and save it again")
        raise _unfit(place, N_("the photo “{path}” is damaged or not complete"), hint, path)
    if not renditions.fits(measure.width, measure.height):
        message = N_("the photo “{path}” has too many pixels: {width} × {height}")
        raise _unfit(place, message, _SMALLER, path, width=measure.width, height=measure.height)
    if measure.is_animated:
        hint = N_("save one picture of it as JPEG or PNG, or attach it as an MP4 video")
        raise _unfit(place, N_("“{path}” is an animation, of which only one picture would be shown"), hint, path)
    return measure.width, measure.height, measure.dhash


def _too_large(place: Place, path: str, size: int, limit: int, hint: str) -> _Unfit:
    message = N_("“{path}” is too large: {size} MB; at most {limit} MB are allowed")
    megabytes = f"{size / 1e6:.1f}"
    return _unfit(place, message, hint, path, size=megabytes, limit=limit // 1_000_000)


def _unfit(place: Place, message: str, hint: str, path: str, **values: object) -> _Unfit:
    return _Unfit(rules.MEDIA.broken(place, message, hint, path=path, **values))
