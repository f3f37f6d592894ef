"""Replacing a value in every text of a release, in place: fields of the front matter and the text below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from press.config import Config
from press.content import front_matter, prose
from press.content.corrections.matching import as_in, is_corrected_text, replaced, standing
from press.content.front_matter.edit import EditableFile, spread, word_changes
from press.content.prose import Passage, Prose
from press.diagnostics import Place
from press.model import SourceFile

_SPECIAL = re.compile(r"[\\`*_<\[\]|]")
"""What Markdown would take for a mark."""
_ENTITY = re.compile(r"&#?\w+;")


class Replacement:
    """What replacing a value did: the places, and what could not be kept or reached."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        """Where the value was."""
        self.restyled: list[Place] = []
        """Texts of the front matter that are now written in another style, such as with quotation marks."""
        self.unreached: list[Place] = []
        """Where it was and could not be replaced."""


def replace(file: EditableFile, text: Prose, was: str, now: str) -> Replacement:
    """Replace a value in a file wherever it stands; `text` is the prose of the same file."""
    result = Replacement()
    for passage in filter(is_corrected_text, text.passages):
        spans = list(standing(was, now, passage.text))
        result.places += [passage.place(start) for start, _ in spans]
        if spans and passage.field:
            _replace_field(file, passage, replaced(was, now, passage.text), result)
        elif spans:
            _replace_in_body(file, passage, spans, was, now)
    return result


def _replace_field(file: EditableFile, passage: Passage, new: str, result: Replacement) -> None:
    try:
        if not file.set_text(tuple(passage.field.split(".")), passage.text, new):
            result.restyled.append(passage.place(0))
    except KeyError:
        result.unreached.append(passage.place(0))


def _replace_in_body(
    file: EditableFile, passage: Passage, spans: Sequence[tuple[int, int]], was: str, now: str
) -> None:
    places = _Places(file.text, passage)
    for start, end in spans:
        found = passage.text[start:end]
        for first, last, words in word_changes(found, as_in(found, was, now)):
            begin = start + first
            written = places.spans(max(begin - 1, 0), max(start + last, 1))
            shift = min(begin, 1)
            escaped = _SPECIAL.sub(r"\\\g<0>", words)
            for change in spread(written, shift, last - first + shift, escaped):
                file.change(*change)


class _Places:
    """Where the characters of a passage of the body are written in the file."""

    def __init__(self, text: str, passage: Passage) -> None:
        self._text, self._passage = text, passage
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        return [self._span(offset) for offset in range(start, end)]

    def _span(self, offset: int) -> tuple[int, int]:
        place = self._passage.place(offset)
        start = self._lines[place.line - 1] + place.column - 1
        sign = self._passage.text[offset]
        if self._text[start] != sign and (entity := _ENTITY.match(self._text, start)):
            return start, entity.end()
        is_escaped = not sign.isalnum() and self._text[start - 1 : start] == "\\"
        return start - is_escaped, start + 1


def is_as_intended(before: Prose, after: Prose | None, was: str, now: str) -> bool:
    """Tell whether the texts of a release are those of before with the new value, and no others changed."""
    if after is None:
        return False
    expected = [(field, " ".join(replaced(was, now, text).split())) for field, text in _texts(before)]
    return [(field, " ".join(text.split())) for field, text in _texts(after)] == expected


def _texts(text: Prose) -> list[tuple[str, str]]:
    return [(passage.field, passage.text) for passage in text.passages if is_corrected_text(passage)]


def read(path: str, data: bytes, config: Config) -> Prose | None:
    """Return the prose of a file; None if it has no release."""
    return prose.read(front_matter.parse(SourceFile(path, data, ""), config))


def hidden_lines(file: EditableFile, text: Prose, was: str, now: str) -> Iterator[int]:
    """Yield the lines below the front matter where a value is in code, an address or a tag: no text, so it stays."""
    seen = {(place.line, place.column) for place in _standing_in_body(text, was, now)}
    lines = file.text.split("\n")
    for number in range(text.line, len(lines) + 1):
        line = lines[number - 1]
        for start, _ in standing(was, now, line):
            if not any(each == number and column in (0, start + 1) for each, column in seen):
                yield number


def _standing_in_body(text: Prose, was: str, now: str) -> Iterator[Place]:
    for passage in text.body:
        yield from (passage.place(start) for start, _ in standing(was, now, passage.text))
