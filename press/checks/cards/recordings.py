"""Check that those who cannot hear a recording can read it: a video has captions, a recording of sound a transcript."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media.types import CAPTION_ENDINGS
from press.model import Attachment, Card, File
from press.views.context import Snapshot
from press.views.recordings import is_recording


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each recording that lacks them, among the attachments and in the text."""
    release = card.release
    attached: set[str] = set()
    for number, attachment in enumerate(release.attachments):
        file = card.files.get(attachment.src)
        if file and is_recording(file):
            attached.add(file.path)
            line = release.lines.get(f"attachments.{number}.src", release.lines.get("attachments", 1))
            yield from _problems(file, attachment, Place(release.source, line))
    for number, ref in enumerate(card.refs):
        file = card.files.get(ref.target)
        if ref.player and file and file.path not in attached and not _has_captions(card, number):
            attached.add(file.path)
            place = Place(release.source, release.lines.get("body", 1) + ref.line - 1)
            yield from _problems(file, Attachment(src=ref.target), place)


def _problems(file: File, attachment: Attachment, place: Place) -> Iterator[Diagnostic]:
    name = attachment.src
    if file.mime.startswith("video/"):
        if not attachment.captions:
            message = N_("the video “{name}” has no captions for those who cannot hear it")
            hint = N_("list it under attachments:, and write below it captions: and the name of a WebVTT file")
            yield rules.CAPTIONS.broken(place, message, hint, name=name)
    elif not attachment.transcript:
        message = N_("the recording “{name}” has no transcript for those who cannot hear it")
        hint = N_("list it under attachments:, and write below it transcript: and the words, or the name of their file")
        yield rules.TRANSCRIPT.broken(place, message, hint, name=name)


def _has_captions(card: Card, number: int) -> bool:
    """Tell whether the tag of a recording names captions: they are the links after its own."""
    following = (ref.target.lower() for ref in card.refs[number + 1 :])
    return next(following, "").endswith(CAPTION_ENDINGS)
