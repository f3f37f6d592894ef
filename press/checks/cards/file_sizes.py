"""Check that photos and documents are small: readers load them on phones, and the repository keeps them for ever."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import types
from press.model import Card, Release
from press.views.context import Snapshot

PHOTO_BYTES = 3_000_000


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each photo and document that is too large."""
    limit = snapshot.config.checks.document_megabytes
    for written, file in card.files.items():
        values = {"path": file.path, "size": f"{file.size / 1e6:.1f}"}
        if file.width and not file.is_static and file.size > PHOTO_BYTES:
            message = N_("the photo “{path}” has {size} MB; 3 MB are plenty")
            hint = N_("make a smaller copy: python build.py photo {path}")
            yield rules.LARGE_PHOTO.broken(_place(written, card), message, hint, **values)
        elif file.mime in types.DOCUMENTS and file.size > limit * 1_000_000:
            message = N_("the document “{path}” has {size} MB; at most {limit} MB are allowed here")
            hint = N_("save it again with smaller pictures, or split it")
            yield rules.LARGE_DOCUMENT.broken(_place(written, card), message, hint, limit=limit, **values)


def _place(written: str, card: Card) -> Place:
    """Return the place where a release names a file."""
    release = card.release
    field = next((field for field, name in _fields(release) if name == written), "")
    ref = next((ref for ref in card.refs if ref.target == written), None)
    body = release.lines.get("body", 1) + ref.line - 1 if ref else 1
    return Place(release.source, release.lines.get(f"{field}.src", release.lines.get(field.partition(".")[0], body)))


def _fields(release: Release) -> Iterator[tuple[str, str]]:
    if release.image:
        yield "image", release.image.src
    yield from ((f"images.{number}", image.src) for number, image in enumerate(release.images))
    yield from ((f"attachments.{number}", attachment.src) for number, attachment in enumerate(release.attachments))
