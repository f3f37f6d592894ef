"""Facts of a published release that were changed without a correction: the old text is compared with the new one.

Sentences that are in both are no change, wherever they are. A sentence that differs only in its facts shows exactly
which fact became which. Of all other sentences, the facts that are only in the old or only in the new release count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

import msgspec

from press import rules
from press.content.corrections.matching import is_corrected_text
from press.content.corrections.stated import Fact, FactKind, Reading, facts, quote_key
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Correction

_SENTENCES = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z\d])")
_TITLE_WORDS = 5
"""The fewest words of a title in which every word begins with a capital."""
_TYPING_ERROR = 0.7
"""Words of which this share is equal, from 0 to 1, differ by a typing error."""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, or a row of a table."""

    text: str
    place: Place
    facts: tuple[Fact, ...]

    @property
    def words(self) -> str:
        """What is compared: punctuation at its ends and line breaks do not count."""
        return " ".join(self.text.split()).strip(" .;,|")

    @property
    def frame(self) -> str:
        """The sentence without its facts."""
        parts, position = [], 0
        for fact in self.facts:
            if not fact.is_quoted:
                parts += [self.text[position : fact.start], f" <{fact.kind}> "]
                position = fact.end
        text = " ".join("".join([*parts, self.text[position:]]).split()).casefold()
        return re.sub(r"(<name>)(?: <name>)+", r"\1", text).strip(" .;,|")


class Difference(msgspec.Struct, frozen=True):
    """A fact that is not the same in the old and the new release; None where there is none."""

    old: Fact | None
    new: Fact | None
    place: Place


def problems(old: Prose, new: Prose, language: str) -> Iterator[Diagnostic]:
    """Yield the facts that were changed without a correction; `language` is that of the portal."""
    yield from _removed_corrections(old, new)
    reading = Reading(new.release.lang or language, new.release.date.year)
    added = [entry for entry in new.release.corrections if entry not in old.release.corrections]
    is_update = new.release.updated not in (None, old.release.updated)
    for found in differences(old, new, reading):
        is_addition = found.old is None and is_update
        if not is_addition and not any(_covers(entry, found, reading) for entry in added):
            yield _problem(found)


def _removed_corrections(old: Prose, new: Prose) -> Iterator[Diagnostic]:
    dates = {entry.date for entry in new.release.corrections}
    for entry in old.release.corrections:
        if entry.date not in dates:
            place = Place(new.release.source, new.release.lines.get("corrections", 1))
            message = N_("the correction of {date} was removed; it is part of the public record")
            hint = N_("put it back; a correction that was wrong is corrected by another one")
            yield rules.SILENT_CHANGE.broken(place, message, hint, date=f"{entry.date:%Y-%m-%d %H:%M}")


def _problem(found: Difference) -> Diagnostic:
    hint = N_("write the correction with: python build.py correct {path} --only entry; or put the old text back")
    values = {"was": found.old.text if found.old else "", "now": found.new.text if found.new else ""}
    if found.old and found.new:
        message = N_("“{was}” became “{now}” in a published release, without a correction")
    elif found.old:
        message = N_("“{was}” was removed from a published release, without a correction")
    else:
        message = N_("“{now}” was added to a published release, without a correction")
        hint = N_("write what was missing into corrections:; or, if this is news, when it was added into updated:")
    return rules.SILENT_CHANGE.broken(found.place, message, hint, path=found.place.path, **values)


def _covers(entry: Correction, found: Difference, reading: Reading) -> bool:
    """Tell whether a correction says that a fact changed; one without values covers all."""
    if not entry.was and not entry.now:
        return True
    said = f"{entry.was} | {entry.now} | {entry.note}"
    keys = {(fact.kind, fact.key) for fact in facts(said, reading)}
    folded = quote_key(said).casefold()
    for fact in (found.old, found.new):
        if fact and ((fact.kind, fact.key) in keys or quote_key(fact.text).casefold() in folded):
            return True
        if fact and fact.kind is FactKind.QUOTE:
            parts = [quote_key(part).casefold() for part in (entry.was, entry.now) if part]
            if any(part in fact.key.casefold() for part in parts):
                return True
    return False


def differences(old: Prose, new: Prose, reading: Reading) -> Iterator[Difference]:
    """Yield the facts that differ between two texts of a release."""
    before, after = list(_sentences(old, reading)), list(_sentences(new, reading))
    equal = Counter(one.words for one in before) & Counter(one.words for one in after)
    old_rest, new_rest = _without(before, equal), _without(after, equal)
    for one, other in _pairs(old_rest, new_rest):
        yield from _exact(one, other)
    yield from _Rest(before, after, old_rest, new_rest).differences()


def _sentences(text: Prose, reading: Reading) -> Iterator[Sentence]:
    for passages in _units(text):
        whole = " | ".join(passage.text for passage in passages)
        for part in _parts(whole) if len(passages) == 1 and passages[0].field != "title" else [(0, whole)]:
            start, words = part
            if words.strip():
                yield Sentence(words, passages[0].place(start), _facts(words, passages[0], reading))


def _units(text: Prose) -> Iterator[list[Passage]]:
    """Yield the passages of the release itself, the cells of a row together."""
    row: list[Passage] = []
    for passage in filter(is_corrected_text, text.passages):
        is_same = row and passage.cell and row[0].cell and passage.cell.row == row[0].cell.row
        if row and not (is_same and passage.cell and row[0].cell and passage.cell.table == row[0].cell.table):
            yield row
            row = []
        if passage.cell:
            row.append(passage)
        else:
            yield [passage]
    if row:
        yield row


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text, each with its offset."""
    start = 0
    for found in _SENTENCES.finditer(text):
        yield start, text[start : found.end()]
        start = found.end()
    yield start, text[start:]


def _facts(text: str, passage: Passage, reading: Reading) -> tuple[Fact, ...]:
    found = facts(text, reading)
    names = [fact for fact in found if fact.kind is FactKind.NAME]
    words = len(re.findall(r"[^\W\d_]+", text))
    is_title_case = words >= _TITLE_WORDS and len(names) > words * 0.6
    is_quote = passage.kind is PassageKind.QUOTE and not any(fact.kind is FactKind.QUOTE for fact in found)
    if is_title_case:
        found = [msgspec.structs.replace(fact, is_weak=True) if fact in names else fact for fact in found]
    if is_quote:
        quote = Fact(FactKind.QUOTE, quote_key(text), text.strip(), 0, len(text))
        found = [quote, *(msgspec.structs.replace(fact, is_quoted=True) for fact in found)]
    return tuple(found)


def _without(sentences: Iterable[Sentence], equal: Counter[str]) -> list[Sentence]:
    """Return the sentences without those that are in both releases, each as often as in both."""
    left, rest = equal.copy(), []
    for one in sentences:
        left[one.words] -= 1
        if left[one.words] < 0:
            rest.append(one)
    return rest


def _pairs(old: list[Sentence], new: list[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Return the sentences that differ only in their facts, and remove them from both lists."""
    by_frame: dict[str, list[Sentence]] = {}
    for one in old:
        by_frame.setdefault(one.frame, []).append(one)
    found = [(by_frame[other.frame].pop(0), other) for other in new if by_frame.get(other.frame)]
    for one, other in found:
        old.remove(one)
        new.remove(other)
    return found


def _exact(old: Sentence, new: Sentence) -> Iterator[Difference]:
    """Yield the differences of two sentences that are equal without their facts."""
    before, after = ([fact for fact in one.facts if not fact.is_quoted] for one in (old, new))
    seen: set[tuple[str, str]] = set()
    for one, other in _aligned(before, after):
        texts = (one.text if one else "", other.text if other else "")
        if texts not in seen and not _is_typing_error(one, other):
            seen.add(texts)
            yield Difference(one, other, new.place)


def _aligned(old: Sequence[Fact], new: Sequence[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """Yield the facts that differ, by their order; of names with different numbers of words, what was replaced."""
    if len(old) == len(new):
        yield from ((one, other) for one, other in zip(old, new, strict=True) if _key(one) != _key(other))
        return
    matcher = SequenceMatcher(None, [_key(one) for one in old], [_key(one) for one in new], False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation != "equal":
            yield from zip_longest(old[start:end], new[new_start:new_end])


def _is_typing_error(old: Fact | None, new: Fact | None) -> bool:
    """Tell whether two facts differ only by a typing error in ordinary words."""
    if not old or not new:
        fact = old or new
        return fact is not None and fact.is_weak
    if old.kind is FactKind.QUOTE:
        return _is_same_quote(old.key.split(), new.key.split())
    is_word = old.kind is FactKind.NAME and old.is_weak and new.is_weak
    return is_word and _is_similar(old.key.lower(), new.key.lower())


def _is_same_quote(old: Sequence[str], new: Sequence[str]) -> bool:
    if len(old) != len(new):
        return False
    differing = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    return all(one.islower() and other.islower() and _is_similar(one, other) for one, other in differing)


def _is_similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _TYPING_ERROR


class _Rest:
    """The sentences that were written anew, added or removed."""

    def __init__(self, before: list[Sentence], after: list[Sentence], old: list[Sentence], new: list[Sentence]) -> None:
        self._before, self._after, self._old, self._new = before, after, old, new
        self._counts = [Counter(_keys(one)) for one in (before, after)]
        self._words = [
            {word for one in side for word in re.findall(r"\w+", one.text.lower())} for side in (before, after)
        ]

    def differences(self) -> Iterator[Difference]:
        removed, added = list(self._only(self._old, 0)), list(self._only(self._new, 1))
        for sentence, fact in removed:
            partner = self._partner(sentence, fact, added)
            if partner:
                added.remove(partner)
                other, new = partner
                if not _is_typing_error(fact, new):
                    yield Difference(fact, new, other.place)
            else:
                yield Difference(fact, None, self._place_of_removal(sentence))
        yield from (Difference(None, fact, sentence.place) for sentence, fact in added)

    def _only(self, sentences: Iterable[Sentence], side: int) -> Iterator[tuple[Sentence, Fact]]:
        """Yield the facts of sentences that are only in the old (0) or the new (1) release; each once."""
        seen: set[tuple[FactKind, str]] = set()
        for sentence in sentences:
            for fact in sentence.facts:
                key = _key(fact)
                is_known = fact.is_weak or fact.is_quoted or key in seen or bool(self._counts[1 - side][key])
                is_word = fact.kind is FactKind.NAME and fact.key.lower() in self._words[1 - side]
                if not is_known and not is_word:
                    seen.update([key] if fact.kind is not FactKind.NAME else _run(fact, sentence))
                    yield sentence, fact

    def _partner(
        self, sentence: Sentence, fact: Fact, added: Iterable[tuple[Sentence, Fact]]
    ) -> tuple[Sentence, Fact] | None:
        """Return the added fact that probably replaces a removed one: of its kind, in the most similar sentence."""
        same = [one for one in added if one[1].kind is fact.kind]
        return max(same, key=lambda one: _likeness(sentence, one[0]), default=None)

    def _place_of_removal(self, sentence: Sentence) -> Place:
        """Return where a fact was removed: at the most similar new sentence, else at the one that was before it."""
        best = max(self._new, key=lambda one: _likeness(sentence, one), default=None)
        if best and _likeness(sentence, best):
            return best.place
        known = {one.words: one.place for one in self._after}
        before = (
            known[one.words] for one in reversed(self._before[: self._before.index(sentence)]) if one.words in known
        )
        return next(before, self._after[0].place)


def _words(sentences: Iterable[Sentence]) -> set[str]:
    """Return all words in small letters: a word that only got a capital letter is no new name."""
    return {word for sentence in sentences for word in re.findall(r"\w+", sentence.text.lower())}


def _run(fact: Fact, sentence: Sentence) -> list[tuple[FactKind, str]]:
    """Return the keys of all words of the name that a word is a part of, so that it is reported once."""
    return [_key(one) for one in sentence.facts if one.kind is FactKind.NAME and one.text == fact.text]


def _key(fact: Fact) -> tuple[FactKind, str]:
    return fact.kind, fact.key.casefold()


def _keys(sentences: Iterable[Sentence]) -> Iterator[tuple[FactKind, str]]:
    return (_key(fact) for sentence in sentences for fact in sentence.facts)


def _likeness(one: Sentence, other: Sentence) -> float:
    words, others = set(one.words.lower().split()), set(other.words.lower().split())
    return len(words & others) / (len(words | others) or 1)
