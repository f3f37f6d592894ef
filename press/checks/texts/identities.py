"""Check that no text publishes the number of an identity card or a family card. Every build does.

A message never repeats a whole number: the logs of a CI service are often public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_

_SIXTEEN = re.compile(r"\d(?<!\d\d)(?<!\d[.,/-]\d)(?:[ .\u00a0-]?\d){15}(?![\d/]|[.,-]\d)")
"""Begins with a digit, which is rare in a text: the search is several times faster."""
_PROVINCES = frozenset((
    *range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)
))  # fmt: skip
"""The codes of provinces, with which the number of an identity card or a family card begins."""
_ADDRESS_BEFORE = re.compile(r"(?:://|www\.)[^\s<>\"]*$")
"""The digits of a web address are mostly those of a time."""
_LONGEST = 500
_HIDDEN = "•"
PlaceOf = Callable[[int], Place]
"""A function that returns the place of a character."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each number that is plausible as that of an identity card (NIK) or a family card (KK)."""
    for text, place in _texts(prose):
        for found in _SIXTEEN.finditer(text):
            number = re.sub(r"\D", "", found[0])
            if is_nik(number) and not _ADDRESS_BEFORE.search(text, max(0, found.start() - _LONGEST), found.start()):
                message = N_("{number} looks like the number of an identity card or a family card (NIK, KK)")
                hint = N_("delete it, or hide its digits: nobody may publish it without consent")
                yield rules.NIK.broken(place(found.start()), message, hint, number=masked(number))


def _texts(prose: Prose) -> Iterator[tuple[str, PlaceOf]]:
    """Yield the Markdown, with code and comments, which are published too; and the texts of the front matter."""
    yield prose.markdown, prose.place
    yield from ((passage.text, passage.place) for passage in prose.fields)


def is_nik(number: str) -> bool:
    """Tell whether 16 digits begin with a province, go on with a date (women's days plus 40), and end with a count."""
    regency, district = int(number[2:4]), int(number[4:6])
    day, month, count = int(number[6:8]), int(number[8:10]), int(number[12:])
    return (
        int(number[:2]) in _PROVINCES
        and 1 <= regency <= 79
        and 1 <= district <= 60
        and 1 <= (day - 40 if day > 40 else day) <= 31
        and 1 <= month <= 12
        and count > 0
    )


def masked(number: str) -> str:
    """Return a number with most of its digits hidden."""
    return number[:4] + _HIDDEN * (len(number) - 6) + number[-2:]
