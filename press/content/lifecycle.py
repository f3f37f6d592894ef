"""The state of a release at `now`, and the one function that decides what is public.

The time is a parameter: a build uses the same `now` everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from press.config import Config
from press.errors import Misuse
from press.i18n.mark import N_
from press.model import Card, Release, State

YEARS = range(1900, 2200)
"""A build in any other year is taken for an error."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWS = timedelta(hours=48)
"""How long a release is news (developers.google.com, news sitemaps). When it ends, the site changes without an edit."""


def now(given: str, environment: Mapping[str, str], config: Config) -> datetime:
    """Return the time of the build: `given`, else ``SOURCE_DATE_EPOCH``, else the system time, to the second.

    A time without offset is in the portal's time zone. Raises `Misuse` if what is given is not a time in `YEARS`.
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
    return State.CORRECTED if release.corrections else State.PUBLISHED


def is_public(state: State, drafts: bool = False) -> bool:
    """Tell whether releases in this state may be in outputs. With `drafts`, in a preview, all may."""
    return drafts or state not in (State.DRAFT, State.SCHEDULED)


def at(now: datetime, card: Card, drafts: bool = False) -> Card:
    """Return the card with its state at `now`."""
    at_now = state(card.release, now)
    return msgspec.structs.replace(card, state=at_now, public=is_public(at_now, drafts))


def moments(release: Release) -> tuple[datetime, ...]:
    """Return the times at which the site changes because of a release, without an edit."""
    if release.draft:
        return ()
    ends = (release.expires, release.withdrawn.date if release.withdrawn else None)
    return (release.date, release.date + NEWS, *(end for end in ends if end))


def _parsed(text: str, config: Config) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse(N_("“{text}” is not a time; write 2026-03-14T09:30"), text=text) from None
    return moment.replace(microsecond=0, tzinfo=moment.tzinfo or config.zone)


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
