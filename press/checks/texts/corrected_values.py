"""Check that a value that was corrected stands nowhere else in its release.

Only values that are the same fact wherever they stand are searched for (`matching.is_searchable`). It is no problem if
the old value is a part of the new one, if a later correction made it right again, if two corrections of a day swap
values, or if the text says itself that it was corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.model import Correction


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem wherever an old value of a correction still stands."""
    if not any(correction.was for correction in prose.release.corrections):
        return
    from press.content.corrections.matching import is_searchable  # noqa: PLC0415 - few releases are corrected

    corrections = sorted(prose.release.corrections, key=lambda correction: correction.date)
    for number, correction in enumerate(corrections):
        if is_searchable(correction.was):
            others = [one for one in corrections[:number] if _is_swapped(one, correction)] + corrections[number + 1 :]
            yield from _standing(correction, others, prose)


def _is_swapped(one: Correction, other: Correction) -> bool:
    """Tell whether two corrections of one day swap values, as of two rows of a table: both are still right."""
    return (one.was, one.now, one.date.date()) == (other.now, other.was, other.date.date())


def _standing(correction: Correction, others: Sequence[Correction], prose: Prose) -> Iterator[Diagnostic]:
    """Yield where an old value stands, unless one of the other corrections has made it right."""
    from press.content.corrections import matching  # noqa: PLC0415 - see above

    was = matching.in_one_line(correction.was).strip(".,;:“”\"' ")
    right = [one.now for one in (correction, *others)]
    if any(next(matching.occurrences(was, one.now), None) for one in others):
        return
    for passage in prose.passages:
        if matching.is_corrected_text(passage) and not matching.is_own_note(passage):
            for start, end in matching.occurrences(was, passage.text):
                if not any(matching.is_within(start, end, now, passage.text) for now in right):
                    message = N_("“{was}” was corrected to “{now}”, but is still here")
                    hint = N_("correct it here too; or, if this is another fact, write more words in was: and now:")
                    place = passage.place(start)
                    yield rules.CORRECTED_VALUE.broken(place, message, hint, was=was, now=correction.now or "–")
