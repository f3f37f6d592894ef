"""A value in a text: where it stands as a whole, whether it can be searched for, and other forms of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from press.content.corrections.numerals import NUMERALS, spelled
from press.content.prose import Passage, PassageKind, Prose

_SIGNS = {"“": '["“”„]', '"': '["“”„]', "”": '["“”„]', "'": "['‘’]", "’": "['‘’]", "-": "[-‐‑–]", "–": "[-‐‑–]"}
_NO_SPACE = "\0"
_SPACE = r"[*_~]*\s+[*_~]*"
"""A space, with marks of emphasis around it: fields of the front matter may have some."""
_SIGNS |= {" ": _SPACE, _NO_SPACE: r"\.?\s*"}
"""Signs that are written in several forms. There may be a space between ``Rp`` and a number, or a number and ``%``."""
_NUMBER_BEGINS = r"(?:(?<=Rp)|(?<=US)|(?<![^\W_]))(?<!\d[.,:/])"
_NUMBER_ENDS = r"(?!\d)(?![.,:/]\d)(?!(?!(?:km|hm|kg|kw|cm|mm|m|ha|gr?|ml|l|t)(?:\b|[²³\d]))[^\W\d_])"
"""A number is not a part of a longer one. A unit may be written without a space before it."""


def occurrences(value: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans where a value stands in a text as a whole: ``1.200`` is neither in ``11.200`` nor ``1.200,5``.

    A space may be a line break, and a small letter at its beginning a capital.
    """
    return (found.span() for found in _pattern(in_one_line(value)).finditer(text)) if value.strip() else iter(())


def standing(was: str, now: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans where an old value still stands: not as a part of the new one."""
    for start, end in occurrences(was, text):
        if not is_within(start, end, now, text):
            yield start, end


def is_within(start: int, end: int, value: str, text: str) -> bool:
    """Tell whether a part of a text is within a value that stands there."""
    return any(first <= start and end <= last for first, last in occurrences(value, text))


def replaced(was: str, now: str, text: str) -> str:
    """Return a text with the new value wherever the old one stands."""
    parts, position = [], 0
    for start, end in standing(was, now, text):
        parts += [text[position:start], as_in(text[start:end], was, now)]
        position = end
    return "".join([*parts, text[position:]])


def as_in(found: str, was: str, now: str) -> str:
    """Return the new value as it is written in place of the old one that was found.

    It has its line breaks and marks, and a capital if the old one was found with one at the beginning of a sentence.
    """
    spaces, words = re.findall(_SPACE, found), now.split(" ")
    parts = [part for pair in zip_longest(words[1:], spaces[: len(words) - 1], fillvalue=" ") for part in pair[::-1]]
    marks = "".join(space.replace(" ", "") for space in spaces[len(words) - 1 :])
    new = "".join([words[0], *parts, marks.strip()])
    return new[:1].upper() + new[1:] if found[:1] != was[:1] and found[:1].isupper() else new


def in_one_line(text: str) -> str:
    """Return a text without line breaks and other control characters, and with single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@lru_cache(maxsize=256)
def _pattern(value: str) -> re.Pattern[str]:
    first, last = value[0], value[-1]
    spaced = re.sub(r"(?<=Rp)\.? ?(?=\d)|(?<=\d) ?(?=%)", _NO_SPACE, value)
    inner = "".join(_SIGNS.get(sign) or re.escape(sign) for sign in spaced[1:])
    begin = f"[{first}{first.upper()}]" if first.islower() else _SIGNS.get(first) or re.escape(first)
    return re.compile(_boundary_before(first) + begin + inner + _boundary_after(last))


def _boundary_before(first: str) -> str:
    if first.isdigit():
        return _NUMBER_BEGINS
    return r"(?<![^\W_])(?<!\w[-‐‑])" if first.islower() else r"(?<![^\W_])" if first.isalpha() else ""


def _boundary_after(last: str) -> str:
    if last.isdigit():
        return _NUMBER_ENDS
    return r"(?![^\W_])(?![-‐‑]\w)" if last.islower() else r"(?![^\W_])" if last.isalpha() else ""


def is_corrected_text(passage: Passage) -> bool:
    """Tell whether a passage is text of the release itself, not of its correction, its withdrawal or a claim."""
    return not passage.field.startswith(("corrections.", "withdrawn.", "claim.text"))


_WEEKDAYS_AND_MONTHS = frozenset({
    "senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "ahad", "januari", "februari", "maret", "april",
    "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "january", "february", "march", "may", "june", "july", "august",
    "october", "december",
})  # fmt: skip
_YEAR = re.compile(r"(?:19|20|21)\d\d")


def is_searchable(value: str) -> bool:
    """Tell whether a value is so specific that it is the same fact wherever it stands in a release.

    It is: a number with a unit, of three digits, or with a decimal, percent or currency sign; a date; a name; several
    words with a name or a number, or three words. It is not: ``3``, ``2026``, ``tidak``, ``Sabtu``.
    """
    words = in_one_line(value).strip("“”\"'.,;:()").split()
    if any(sign.isdigit() for sign in value):
        number = words[0] if len(words) == 1 else ""
        return (
            len(words) > 1
            or (sum(sign.isdigit() for sign in number) >= 3 and not _YEAR.fullmatch(number))
            or (bool(re.search(r"%|Rp|\d[.,:/]\d", number)))
        )
    if len(words) == 1:
        return words[0].istitle() and len(words[0]) > 2 and words[0].lower() not in _WEEKDAYS_AND_MONTHS
    is_specific = any(word[:1].isupper() or word.lower() in NUMERALS for word in words)
    return len(words) > 2 or (len(words) == 2 and is_specific)


def other_forms(value: str, prose: Prose) -> Iterator[tuple[Passage, int, str]]:
    """Yield where a number of a value stands in another form, such as ``1200`` or ``seribu dua ratus`` for ``1.200``.

    Each is the passage, the offset in it, and the form.
    """
    for form in _forms(value):
        for passage in prose.passages:
            if is_corrected_text(passage):
                yield from ((passage, start, passage.text[start:end]) for start, end in occurrences(form, passage.text))


def _forms(value: str) -> Iterator[str]:
    for found in re.finditer(r"\d{1,3}(?:[.,\s]\d{3})+(?![\d.,])|(?<![\d.,])\d+(?![\d.,])", value):
        number = int(re.sub(r"\D", "", found[0]))
        grouped = f"{number:,}"
        words = spelled(number) if number < 10**15 else str(number)
        forms = {str(number), grouped, grouped.replace(",", "."), grouped.replace(",", " "), words} - {found[0]}
        yield from sorted(form for form in forms if number > 9)


_OWN_NOTE = re.compile(
    r"\b(?:ralat|koreksi|diralat|dikoreksi|semula|sebelumnya|tertulis|keliru|corrections?|corrected|previously|"
    r"originally|erroneously)\b",
    re.IGNORECASE,
)


def is_own_note(passage: Passage) -> bool:
    """Tell whether a passage of the body tells readers itself that something was corrected."""
    return passage.kind is not PassageKind.FIELD and bool(_OWN_NOTE.search(passage.text))
