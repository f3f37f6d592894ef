"""Check that a text says on which day things happened: “hari ini” and “Kamis pagi” mean nothing a year later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext, own_passages
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language import surroundings
from press.language.dates import WEEKDAYS, dates
from press.model import ReleaseKind

_RELATIVE = re.compile(
    r"\b(?:hari ini|kemarin|besok|(?<!hari )(?<!dan )esok|lusa|tadi (?:pagi|siang|sore|malam)"
    r"|(?:pagi|siang|sore|malam) tadi|today|yesterday|tomorrow|tonight)\b(?!-)"
)
_WORDS = ("hari ini", "kemarin", "besok", "esok", "lusa", "tadi", "today", "yesterday", "tomorrow", "tonight")
"""One of them is in every text that `_RELATIVE` finds."""
_NO_DAY_BEFORE = re.compile(
    r"(?:\b(?:dua|tiga|empat|lima|beberapa|sehari|belakangan|generasi|anak|zaman|dunia|akhir-akhir|sampai|hingga|dewasa|of|until|to|"
    r"\d+)\s+|-)$"
)
"""What makes of *hari ini* a span of days or the present time."""
_WEEKDAY = re.compile(
    r"(?P<day>Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu(?! (?:ini|lalu|depan|mendatang)\b)|Ahad"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?!-)"
    r"(?=(?:,|\.|;|\)|$|\s+(?:dini|pagi|siang|sore|petang|malam|lalu|ini|depan|mendatang|kemarin|pekan|morning|afternoon"
    r"|evening|night)\b|\s+\(pukul))"
)
_REGULAR_BEFORE = re.compile(
    r"\b(?:[Ss]etiap|[Tt]iap|[Ss]aban|[Ee]very|[Ee]ach|[Pp]asar|[Ss]h?alat|[Ss]holat|[Ii]badah|[Kk]hotbah|[Kk]hutbah|"
    r"[Nn]ext|[Ll]ibur|[Kk]ecuali|[Bb]uka|pada hari)\s+(?:hari\s+|malam\s+)?$"
)
_OF_A_WEEK = (PassageKind.CELL, PassageKind.HEADING)
"""Where a weekday alone is mostly that of a timetable."""
_SPEECHES = (ReleaseKind.PAGE, ReleaseKind.SPEECH)


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each day that is named only as seen from the day of writing."""
    if prose.release.kind in _SPEECHES:
        return
    passages = list(own_passages(prose))
    named = [passage for passage in passages if passage.kind not in _OF_A_WEEK and _WEEKDAY.search(passage.text)]
    texts = passages if named else []
    dated = {WEEKDAYS[name.lower()] for passage in texts for name in _dated_weekdays(passage.text)}
    for passage in passages:
        yield from _relative(passage)
    for passage in named:
        yield from _weekdays_alone(passage, dated)


def _relative(passage: Passage) -> Iterator[Diagnostic]:
    text = passage.text.lower()
    if not any(word in text for word in _WORDS) or len(text) != len(passage.text):
        return
    for found in _RELATIVE.finditer(text):
        first, last = surroundings.sentence(passage.text, *found.span())
        has_date = any(first <= one.start < last for one in dates(passage.text))
        is_span = _NO_DAY_BEFORE.search(text, max(0, found.start() - 12), found.start())
        if not has_date and not is_span and not surroundings.is_quoted(passage.text, found.start()):
            message = N_("“{words}” means another day for each reader")
            hint = N_("write the date beside it, such as Kamis (7/5/2026)")
            yield rules.RELATIVE_DAY.broken(passage.place(found.start()), message, hint, words=found[0])


def _dated_weekdays(text: str) -> Iterator[str]:
    for one in dates(text):
        yield from filter(None, (one.weekday, one.last_weekday))


def _weekdays_alone(passage: Passage, dated: set[int]) -> Iterator[Diagnostic]:
    """Yield a problem for a weekday whose date is nowhere in the release, and that does not come every week."""
    text = passage.text
    spans = [(one.start, one.end) for one in dates(text)]
    for found in _WEEKDAY.finditer(text):
        begin, end = found.span("day")
        if (
            text[begin - 1 : begin].isalnum()
            or WEEKDAYS[found["day"].lower()] in dated
            or any(first <= begin < last for first, last in spans)
        ):
            continue
        if not (
            _REGULAR_BEFORE.search(text, max(0, begin - 25), begin)
            or _is_listed(text, begin, end)
            or surroundings.is_quoted(text, begin)
        ):
            message, hint = N_("“{day}” has no date"), N_("write the date beside it, such as Kamis (7/5/2026)")
            yield rules.RELATIVE_DAY.broken(passage.place(begin), message, hint, day=found["day"])


def _is_listed(text: str, begin: int, end: int) -> bool:
    """Tell whether other weekdays are beside this one, as in opening hours."""
    near = f"{text[max(0, begin - 20) : begin]} {text[end : end + 20]}".lower()
    return any(re.search(rf"\b{name}\b", near) for name in WEEKDAYS)
