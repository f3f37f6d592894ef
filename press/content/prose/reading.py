"""From a parsed file to its prose."""

from __future__ import annotations

from collections.abc import Iterator

from press.content.prose import blocks, inline
from press.content.prose.passages import Passage, PassageKind, Prose
from press.model import Parsed, Release


def read(parsed: Parsed) -> Prose | None:
    """Return the prose of a parsed file; None if it has no release."""
    if parsed.release is None:
        return None
    path = parsed.release.source
    body = (passage for block in blocks.split(parsed.text) for passage in inline.passages(block, path, parsed.line))
    return Prose(parsed.release, parsed.text, parsed.line, tuple(_fields(parsed.release)), tuple(body))


def _fields(release: Release) -> Iterator[Passage]:
    for name, text in _texts(release):
        line = _line(release, name)
        if text:
            yield Passage(PassageKind.FIELD, text, release.source, ((0, line, 0),), name)


def _line(release: Release, name: str) -> int:
    """Return the line of a field, else that of the field that contains it."""
    while name not in release.lines and "." in name:
        name = name.rpartition(".")[0]
    return release.lines.get(name, 1)


def _texts(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the texts that readers see, by the names of their fields."""
    yield from (("title", release.title), ("short_title", release.short_title), ("summary", release.summary))
    pictures = {"image": release.image, **{f"images.{number}": one for number, one in enumerate(release.images)}}
    for name, picture in pictures.items():
        if picture:
            yield from ((f"{name}.alt", picture.alt), (f"{name}.caption", picture.caption))
    for number, attachment in enumerate(release.attachments):
        yield f"attachments.{number}.title", attachment.title
    if release.claim:
        yield "claim.text", release.claim.text
    for number, correction in enumerate(release.corrections):
        yield f"corrections.{number}.note", correction.note
    if release.withdrawn:
        yield "withdrawn.reason", release.withdrawn.reason
