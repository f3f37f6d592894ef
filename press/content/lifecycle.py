"""The state of a release at `now`, what is public of it then, and when that changes without an edit.

The time is a parameter: a build uses the same `now` everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

import msgspec

from press.config import Config
from press.content import dates
from press.errors import Misuse
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import Alert, Disclosure, Pin, Release, ReleaseKind, State, Verdict

YEARS = range(1900, 2200)
"""A build in any other year is taken for an error."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWS = timedelta(hours=48)
"""How long a release is news (developers.google.com, news sitemaps). When it ends, the site changes without an edit."""
RESULT_AFTER = timedelta(days=14)
"""After how long the desk is asked for the result of an event."""
ALL_CLEAR_SHOWN = timedelta(days=1)
"""How long every page shows an all-clear, if its file says nothing else."""
RENEWED_AFTER = timedelta(days=150)
"""After how long the desk is asked to renew periodic public information; the law grants six months."""


def now(given: str, environment: Mapping[str, str], config: Config) -> datetime:
    """Return the time of the build: `given`, else ``SOURCE_DATE_EPOCH``, else the system time, to the second.

    `given` may have any form that a date in a file may have. Raises `Misuse` if it is not a time in `YEARS`.
    """
    if given:
        return _in_our_time(given, _parsed(given, config))
    if epoch := environment.get("SOURCE_DATE_EPOCH", ""):
        return _in_our_time(epoch, _of_epoch(epoch))
    return datetime.now(UTC).replace(microsecond=0)


def state(release: Release, now: datetime) -> State:
    """Return the state of a release at `now`."""
    if release.draft:
        return State.DRAFT
    if release.date > now:
        return State.SCHEDULED
    if release.withdrawn and release.withdrawn.date <= now:
        return State.WITHDRAWN
    if release.expires and release.expires <= now:
        return State.EXPIRED
    is_corrected = any(correction.date <= now for correction in release.corrections)
    return State.CORRECTED if is_corrected else State.PUBLISHED


def is_public(state: State, drafts: bool = False) -> bool:
    """Tell whether releases in this state may be in outputs. With `drafts`, in a preview, all may."""
    return drafts or state not in (State.DRAFT, State.SCHEDULED)


def is_text_removed(release: Release, now: datetime) -> bool:
    """Tell whether a release is withdrawn at `now`, and its text must not be shown any longer."""
    withdrawn = release.withdrawn
    return state(release, now) is State.WITHDRAWN and withdrawn is not None and withdrawn.removes_text


def is_pinned(release: Release, now: datetime) -> bool:
    """Tell whether a release is pinned at `now`; one that is withdrawn or no longer current is not."""
    is_over, pin = state(release, now) in (State.WITHDRAWN, State.EXPIRED), _pin(release)
    return pin is not None and now < pin.until and not is_over


def _pin(release: Release) -> Pin | None:
    """Return until when a release is pinned: an all-clear for a day, if its file says nothing else."""
    is_all_clear = release.kind is ReleaseKind.ALERT and release.alert and release.alert.all_clear
    return release.pinned or (Pin(release.date + ALL_CLEAR_SHOWN) if is_all_clear else None)


def as_of(now: datetime, release: Release, config: Config) -> Release:
    """Return what outputs may know of a release at `now`.

    It has no corrections and no update of a later date, and no pin that is over; of a release whose text was removed,
    only the facts of its notice are left.
    """
    if release.draft:
        return release
    if is_text_removed(release, now):
        release = _notice(release, config)
    if pin := _pin(release):
        release = msgspec.structs.replace(release, pinned=pin if is_pinned(release, now) else None)
    if not release.corrections and not release.updated:
        return release
    corrections = tuple(correction for correction in release.corrections if correction.date <= now)
    updated = release.updated if release.updated and release.updated <= now else None
    return msgspec.structs.replace(release, corrections=corrections, updated=updated)


def moments(release: Release) -> dict[datetime, str]:
    """Return the times at which the site changes because of a release, without an edit, and what happens then.

    ``published``, ``corrected``, ``updated``, ``expired``, ``withdrawn``, ``unpinned``, ``begins``, ``ends``; empty if
    it only stops being news, or must be checked again.
    """
    if release.draft:
        return {}
    withdrawal = release.withdrawn.date if release.withdrawn else None
    pin = _pin(release)
    pinned_until = pin.until if pin else None
    dates = (release.expires, release.updated, withdrawal, pinned_until, deadline(release), renewal(release))
    ends = (*dates, *_of_event(release))
    if not release.corrections and not any(ends):  # true for nearly all releases
        return {release.date: "published", release.date + NEWS: ""}
    corrected = {correction.date for correction in release.corrections}
    times = {release.date, release.date + NEWS, *corrected, *(end for end in ends if end)}
    return {at: _event(release, at, corrected) for at in sorted(times)}


def _of_event(release: Release) -> tuple[datetime, ...]:
    """Return when an event begins and when it is over, and from when its result is missing."""
    event = release.event if release.kind is ReleaseKind.EVENT else None
    if event is None:
        return ()
    return (event.starts, event.over) if event.result else (event.starts, event.over, event.over + RESULT_AFTER)


def deadline(release: Release) -> datetime | None:
    """Return the end of the day by which the result of a check was promised; None if no claim is being checked."""
    claim = release.claim
    if not claim or claim.verdict is not Verdict.CHECKING or not claim.due:
        return None
    return datetime.combine(claim.due, time.min, release.date.tzinfo) + timedelta(days=1)


def renewal(release: Release) -> datetime | None:
    """Return when periodic information should be renewed: a month before the half year of the law is over.

    Undang-Undang 14/2008, article 9. None if it is not periodic.
    """
    if not release.disclosure or release.disclosure.category is not Disclosure.PERIODIC:
        return None
    return (release.updated or release.date) + RENEWED_AFTER


_NOTICE = (
    "source", "id", "title", "date", "slug", "kind", "updated", "aliases", "topics", "offices", "regions", "expires",
    "review", "withdrawn", "lang", "translation_of", "announce", "lines",
)  # fmt: skip
"""What is left of a release whose text was removed: what its notice needs at its address, in its lists and feeds."""


def _notice(release: Release, config: Config) -> Release:
    notice = Release(**{name: getattr(release, name) for name in _NOTICE}, alert=_alert_notice(release.alert))
    if release.withdrawn is None or not release.withdrawn.remove_title:
        return notice
    return msgspec.structs.replace(notice, title=_neutral_title(release, release.lang or config.language))


def _alert_notice(alert: Alert | None) -> Alert | None:
    """Return what programs that got an alert need to know of its withdrawal: nothing of its text."""
    return Alert("", "", status=alert.status) if alert else None


def _neutral_title(release: Release, language: str) -> str:
    """Return a title that says nothing of the content: *Press release, 14 March 2026*."""
    kind = words(language).kinds.get(release.kind)
    return f"{kind}, {LocaleFormat(language).date(release.date.isoformat(), 'plain')}" if kind else "–"


def _event(release: Release, at: datetime, corrected: set[datetime]) -> str:
    before, after = state(release, at - timedelta(seconds=1)), state(release, at)
    if is_public(after) and not is_public(before):
        return "published"
    if not is_public(after) or before is State.WITHDRAWN:
        return ""
    if before is not after:
        return str(after)
    return "corrected" if at in corrected else _other_event(release, at)


def _other_event(release: Release, at: datetime) -> str:
    """Return what happens to a release whose state stays the same."""
    event, pin = release.event, _pin(release)
    takes_place = event is not None and not event.is_cancelled and not event.has_no_time
    names = {
        "updated": release.updated,
        "begins": event.starts if event and takes_place else None,
        "ends": event.over if event and takes_place else None,
        "unpinned": pin.until if pin else None,
    }
    return next((name for name, time in names.items() if time == at), "")


def _parsed(text: str, config: Config) -> datetime:
    moment = dates.moment(text, config.zone)
    if moment is None:
        raise Misuse(N_("“{text}” is not a time; write 2026-03-14T09:30"), text=text)
    return moment.replace(microsecond=0)


def _of_epoch(text: str) -> datetime:
    try:
        return _EPOCH + timedelta(seconds=int(text))
    except (ValueError, OverflowError):
        message = N_("SOURCE_DATE_EPOCH is “{text}”, but must be a time in seconds since 1970")
        raise Misuse(message, text=text) from None


def _in_our_time(text: str, moment: datetime) -> datetime:
    if moment.year not in YEARS:
        message = N_("the time “{text}” is not between the years {first} and {last}")
        raise Misuse(message, text=text, first=YEARS[0], last=YEARS[-1])
    return moment
