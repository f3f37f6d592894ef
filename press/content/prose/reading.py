"""From a parsed file to its prose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from press.content.prose import blocks, inline
from press.content.prose.passages import Passage, PassageKind
from press.diagnostics import Place
from press.model import Parsed, Release


class Prose(msgspec.Struct, frozen=True, dict=True):
    """A release as it was written."""

    release: Release
    markdown: str
    """The text below the front matter, unchanged."""
    line: int
    """The line of the file on which `markdown` begins, from 1."""
    fields: tuple[Passage, ...]
    """The texts of the front matter: title and summary first."""

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The passages of `markdown`; found when first needed, since the checks of a build seldom need them."""
        path = self.release.source
        found = (one for block in blocks.split(self.markdown) for one in inline.passages(block, path, self.line))
        return tuple(found)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of reading."""
        return self.fields + self.body

    def place(self, offset: int) -> Place:
        """Return the place in the file of a character of `markdown`."""
        begin = self.markdown.rfind("\n", 0, offset) + 1
        line = self.line + self.markdown.count("\n", 0, offset)
        return Place(self.release.source, line, offset - begin + 1)


def read(parsed: Parsed) -> Prose | None:
    """Return the prose of a parsed file; None if it has no release."""
    if parsed.release is None:
        return None
    return Prose(parsed.release, parsed.text, parsed.line, tuple(_fields(parsed.release)))


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
    yield from ((f"points.{number}", point) for number, point in enumerate(release.points))
    pictures = {"image": release.image, **{f"images.{number}": one for number, one in enumerate(release.images)}}
    for name, picture in pictures.items():
        if picture:
            yield from ((f"{name}.alt", picture.alt), (f"{name}.caption", picture.caption))
    for number, quote in enumerate(release.quotes):
        yield f"quotes.{number}.text", quote.text
    for number, attachment in enumerate(release.attachments):
        yield f"attachments.{number}.title", attachment.title
    if release.claim:
        yield from (("claim.text", release.claim.text), ("claim.fact", release.claim.fact))
    for number, correction in enumerate(release.corrections):
        yield f"corrections.{number}.note", correction.note
    if release.withdrawn:
        yield "withdrawn.reason", release.withdrawn.reason
