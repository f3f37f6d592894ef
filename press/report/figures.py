"""The figures of a month: published, corrected, withdrawn, silent, unanswered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from press.model import Card, Listing, ListingKind, Verdict
from press.report.lag import Lag, lag
from press.views.context import Snapshot

_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r"""\balt=["'][^"']""")


class Office(msgspec.Struct, frozen=True):
    """What an office published in the month; also one that is named in no release."""

    id: str
    name: str
    releases: int
    """Those that it leads."""
    kinds: dict[str, int]
    """How many of each kind."""
    corrected: int
    """How many corrections its releases, of whatever month, got in this one."""
    withdrawn: int
    """How many of its releases, of whatever month, were withdrawn in this one."""
    last: str
    """The day of its newest public release until the end of the month, ISO 8601; empty: it has none."""


class Member(msgspec.Struct, frozen=True):
    """What another portal of the network published in the month."""

    name: str
    releases: int
    last: str
    """The day of its newest release until the end of the month, ISO 8601; empty: it has none."""


class Change(msgspec.Struct, frozen=True):
    """A correction or withdrawal of the month."""

    at: str
    """ISO 8601."""
    title: str
    source: str
    note: str
    """What was wrong, or why it was withdrawn."""


class Open(msgspec.Struct, frozen=True):
    """A claim that is still being checked."""

    title: str
    source: str
    since: str
    """The day of the release, ISO 8601."""
    days: int
    """Until the end of the month, or until now."""
    due: str
    """The day by which the newsroom said that it would answer; empty: it named none."""
    late: bool
    """Whether that day is over."""


class Figures(msgspec.Struct, frozen=True):
    """The figures of a month."""

    month: str
    """``2026-10``."""
    portal: str
    """Its name."""
    releases: int
    """Public releases of the month, also those that were withdrawn since."""
    kinds: dict[str, int]
    """How many of each kind."""
    offices: tuple[Office, ...]
    """The most releases first; silent ones last."""
    lag: Lag | None
    """None if Git does not know it, or too few releases could be measured."""
    corrections: tuple[Change, ...]
    """By date."""
    withdrawals: tuple[Change, ...]
    """By date."""
    images: int
    """Images of the releases of the month."""
    without_alt: int
    """How many of them have no alternative text."""
    members: tuple[Member, ...]
    """The other portals of the network, in the order of config.toml. Nothing else here counts their releases."""
    checking: tuple[Open, ...]
    """Claims of this and earlier months without a finding, the longest open first."""

    @property
    def silent(self) -> tuple[Office, ...]:
        """The offices that published nothing."""
        return tuple(office for office in self.offices if not office.releases)


_Changed = tuple[Card, Change]
"""A change with its release."""


def figures(month: datetime, snapshot: Snapshot, root: Path) -> Figures:
    """Return the figures of the month that begins at `month`."""
    catalogue = snapshot.catalogue
    published = catalogue.newest(Listing(ListingKind.MONTH, f"{month:%Y-%m}"), -1)
    cards = [card for card in published if card.has_page]
    changed = [card for card in catalogue.newest(Listing(ListingKind.CHANGES, f"{month:%Y}"), -1) if card.has_page]
    corrections = sorted(_corrections(changed, month), key=lambda one: one[1].at)
    withdrawals = sorted(_withdrawals(changed, month), key=lambda one: one[1].at)
    alternatives = [alt for card in cards for alt in _alternatives(card, snapshot)]
    return Figures(
        month=f"{month:%Y-%m}",
        portal=snapshot.config.title,
        releases=len(cards),
        kinds=dict(Counter(str(card.release.kind) for card in cards).most_common()),
        offices=tuple(_offices(month, cards, corrections, withdrawals, snapshot)),
        lag=lag(cards, root, month),
        corrections=tuple(change for _, change in corrections),
        withdrawals=tuple(change for _, change in withdrawals),
        images=len(alternatives),
        without_alt=alternatives.count(False),
        members=tuple(_members(month, published, snapshot)),
        checking=tuple(_checking(month, snapshot)),
    )


def next_month(month: datetime) -> datetime:
    """Return the beginning of the month after the one that begins at `month`."""
    return (month + timedelta(days=32)).replace(day=1)


def _offices(
    month: datetime, cards: list[Card], corrections: list[_Changed], withdrawals: list[_Changed], snapshot: Snapshot
) -> list[Office]:
    corrected = Counter(_leading(card) for card, _ in corrections)
    withdrawn = Counter(_leading(card) for card, _ in withdrawals)
    by_office: dict[str, list[Card]] = {name: [] for name in snapshot.config.offices or ()}
    for card in cards:
        by_office.setdefault(_leading(card), []).append(card)
    names = snapshot.config.offices or {}
    found = [
        Office(
            id=name,
            name=names[name].name if name in names else name,
            releases=len(own),
            kinds=dict(Counter(str(card.release.kind) for card in own).most_common()),
            corrected=corrected[name],
            withdrawn=withdrawn[name],
            last=_day(own[0]) if own else _last_before(next_month(month), name, snapshot),
        )
        for name, own in by_office.items()
    ]
    return sorted(found, key=lambda one: (-one.releases, one.name))


def _members(month: datetime, published: list[Card], snapshot: Snapshot) -> Iterator[Member]:
    by_member = Counter(card.release.origin for card in published)
    for name, member in snapshot.config.network.items():
        newest_first = snapshot.catalogue.newest(Listing(ListingKind.ORIGIN, name), -1)
        last = next((_day(card) for card in newest_first if card.release.date < next_month(month)), "")
        yield Member(member.title, by_member[name], last)


def _leading(card: Card) -> str:
    """Return the leading office of a release; empty: it has none."""
    return next(iter(card.release.offices), "")


def _last_before(end: datetime, office: str, snapshot: Snapshot) -> str:
    """Return the day of the newest release of an office before a time; empty: it has none."""
    newest_first = snapshot.catalogue.newest(Listing(ListingKind.OFFICE, office), -1)
    return next((_day(card) for card in newest_first if card.release.date < end), "")


def _day(card: Card) -> str:
    return card.release.date.date().isoformat()


def _corrections(cards: Iterable[Card], month: datetime) -> Iterator[_Changed]:
    for card in cards:
        for one in card.release.corrections:
            if month <= one.date < next_month(month):
                yield card, _change(card, one.date, one.note)


def _withdrawals(cards: Iterable[Card], month: datetime) -> Iterator[_Changed]:
    for card in cards:
        withdrawn = card.release.withdrawn
        if withdrawn and card.is_withdrawn and month <= withdrawn.date < next_month(month):
            yield card, _change(card, withdrawn.date, withdrawn.reason)


def _change(card: Card, at: datetime, note: str) -> Change:
    return Change(at.isoformat(), card.release.title, card.release.source, note)


def _alternatives(card: Card, snapshot: Snapshot) -> Iterator[bool]:
    """Yield for each image of a release whether it has an alternative text."""
    release = card.release
    yield from (bool(image.alt) for image in (*filter(None, [release.image]), *release.images))
    yield from (bool(_ALT.search(tag)) for tag in _IMAGE.findall(snapshot.catalogue.html(card)))


def _checking(month: datetime, snapshot: Snapshot) -> list[Open]:
    """Return the claims whose releases were there before the end of the month, and that have no finding now."""
    end = min(next_month(month), snapshot.now)
    cards = snapshot.catalogue.oldest(Listing(ListingKind.VERDICT, str(Verdict.CHECKING)), -1)
    return [_open(card, end) for card in cards if card.has_page and card.release.date < end]


def _open(card: Card, end: datetime) -> Open:
    release = card.release
    due = release.claim.due if release.claim else None
    return Open(
        title=release.title,
        source=release.source,
        since=_day(card),
        days=(end - release.date).days,
        due=due.isoformat() if due else "",
        late=bool(due and due < end.astimezone(release.date.tzinfo).date()),
    )
