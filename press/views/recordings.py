"""The attachments of a release: documents to download, and recordings that the page plays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press.config import Config
from press.media import renditions
from press.media.types import RECORDINGS
from press.model import Attachment, Card, File, ReleaseKind
from press.views.pages import Attachment as AttachmentView
from press.views.parts import Captions, Recording
from press.views.pictures import file_href

_LANGUAGE = re.compile(r"\.([a-z]{2,3})\.vtt", re.IGNORECASE)


def is_recording(file: File | None) -> bool:
    """Tell whether a file is a recording."""
    return file is not None and file.mime in RECORDINGS


def attachments(card: Card, config: Config) -> tuple[AttachmentView, ...]:
    """Return the attachments of a release that exist; a recording that the text plays has no second player."""
    played = {card.files[ref.target].path for ref in card.refs if ref.player and ref.target in card.files}
    return tuple(
        AttachmentView(
            href=file_href(card, file, renditions.name(file), config),
            title=attachment.title or renditions.name(file),
            mime=file.mime,
            size=file.size,
            pages=file.pages,
            digest=file.digest if card.release.kind is ReleaseKind.DOCUMENT else "",
            recording=None if file.path in played else _recording(card, file, attachment, config),
        )
        for attachment in card.release.attachments
        if (file := card.files.get(attachment.src))
    )


def in_body(card: Card, config: Config) -> dict[str, Recording]:
    """Return the recordings that the text plays, by the N of their ``press:N`` (see `Ref`).

    One that is also an attachment has the captions, the transcript and the poster of that.
    """
    found: dict[str, Recording] = {}
    for number, ref in enumerate(card.refs):
        file = card.files.get(ref.target)
        if ref.player and file and (recording := _recording(card, file, attachment_of(card, file), config)):
            found[str(number)] = recording
    return found


def attachment_of(card: Card, file: File) -> Attachment:
    """Return the attachment of a release that is a file; one without a title if none is."""
    same = (one for one in card.release.attachments if card.files.get(one.src) == file)
    return next(same, Attachment(src=""))


def _recording(card: Card, file: File, attachment: Attachment, config: Config) -> Recording | None:
    if not is_recording(file):
        return None
    poster = card.files.get(attachment.poster)
    return Recording(
        href=file_href(card, file, renditions.name(file), config),
        mime=file.mime,
        title=attachment.title or renditions.name(file),
        size=file.size,
        is_video=file.mime.startswith("video/"),
        captions=tuple(_captions(card, attachment, config)),
        poster=file_href(card, poster, renditions.name(poster), config) if poster and poster.width else "",
        transcript=attachment.src if attachment.transcript else "",
    )


def _captions(card: Card, attachment: Attachment, config: Config) -> Iterator[Captions]:
    for name in attachment.captions:
        if file := card.files.get(name):
            language = _LANGUAGE.search(file.path)
            lang = language[1].lower() if language else card.release.lang or config.portal.language
            yield Captions(href=file_href(card, file, renditions.name(file), config), lang=lang)
