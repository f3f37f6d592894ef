"""What is taken of an entry: plain text and facts of a release that belongs to the member."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date as day
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from press import web
from press.config import Config, Member
from press.content import dates, pulled
from press.content.front_matter.release_fields import is_language
from press.i18n.catalogues import spoken, translator
from press.i18n.mark import N_
from press.i18n.words import marked
from press.model import LISTED_KINDS, Claim, Correction, Evidence, PulledItem, ReleaseKind, State, Verdict, Withdrawal
from press.network import facts
from press.network.entries import Deletion, Entry, Reason
from press.network.plain import line, text_of

_ID, _TITLE, _SUMMARY, _NOTE, _TERM = 500, 300, 600, 1000, 100
"""Most characters."""
_MANY = 50
"""Most corrections, topics or pieces of evidence."""
_SKEW = timedelta(minutes=15)
"""How far the clock of a member may be ahead of ours without a word."""


class Judge:
    """Decides about the entries of one member in one run of `pull`."""

    def __init__(self, member: Member, config: Config, now: datetime) -> None:
        self._member, self._config, self._now = member, config, now
        self.is_ahead = False
        """Whether a time was in the future."""

    def is_foreign(self, entry: Entry) -> bool:
        """Tell whether the feed says that another portal published an entry: it comes from there."""
        return bool(entry.origin) and not self._is_own(entry.origin)

    def refusal(self, entry: Entry) -> Reason | None:
        """Return why an entry is not taken; None if it is."""
        try:
            title = line(facts.of(entry.facts).title or entry.title, _TITLE)
        except ValueError as reason:
            return Reason(N_("what it says cannot be read: {reason}"), {"reason": str(reason)[:200]})
        if not _is_id(entry.id):
            return Reason(N_("it has no id, or one that is not right"))
        if pulled.is_own_id(entry.id, self._config):
            return Reason(N_("it claims to be a release of this portal"))
        return self._refusal_of_url(web.encoded(entry.url)) if text_of(title).strip() else Reason(N_("it has no title"))

    def _refusal_of_url(self, url: str) -> Reason | None:
        if not web.is_web_address(url) or len(url) > _NOTE:
            return Reason(N_("it has no link to a page"))
        if not self._is_own(url):
            return Reason(N_("its page is not on a host of this member: {url}"), {"url": url[:200]})
        return None

    def accepted(self, entry: Entry, old: PulledItem | None) -> PulledItem:
        """Return what is stored of an entry that is not refused; `old` is what is stored of it now."""
        known = facts.of(entry.facts)
        clock = _Clock(self._now, self._config, old)
        item = PulledItem(
            id=entry.id,
            url=web.encoded(entry.url),
            title=line(known.title or entry.title, _TITLE),
            published=self._published(entry, old, clock),
            kind=_kind(known),
            lang=entry.lang if is_language(entry.lang) else "",
            summary="" if known.withdrawn else line(known.summary or entry.summary, _SUMMARY),
            updated=clock.past(entry.updated),
            expires=clock.any(known.expires),
            claim=None if known.withdrawn else _claim(known.claim),
            corrections=tuple(_corrections(known, clock)),
            withdrawn=self._withdrawal(known.withdrawn, clock) if known.withdrawn else None,
            topics=_terms(known.topics) or tuple(_lines(entry.topics)),
            regions=_terms(known.regions),
            ahead=clock.ahead,
        )
        self.is_ahead |= clock.is_ahead
        return _without_needless_update(item)

    def withdrawn(self, deletion: Deletion, old: PulledItem) -> PulledItem:
        """Return what is stored of a release that the feed says was deleted: that it was, and nothing of its text."""
        clock = _Clock(self._now, self._config, old)
        withdrawal = self._withdrawal(facts.Withdrawal(deletion.when, deletion.comment), clock)
        title = _unmarked(old.title, old.lang or self._config.language)
        return PulledItem(
            id=old.id, url=old.url, title=title, published=old.published, kind=old.kind, lang=old.lang,
            withdrawn=withdrawal, topics=old.topics, regions=old.regions, ahead={**old.ahead, **clock.ahead},
        )  # fmt: skip

    def is_after(self, deletion: Deletion, item: PulledItem) -> bool:
        """Tell whether an entry was deleted after what the feed says of it: else it was published again."""
        when = _moment(deletion.when, self._config)
        last = max(one for one in (item.published, item.updated, *(each.date for each in item.corrections)) if one)
        return when is None or when >= last

    def _is_own(self, url: str) -> bool:
        """Tell whether a URL is on a host of the member."""
        return web.split(url).netloc.lower() in self._member.own_hosts

    def _published(self, entry: Entry, old: PulledItem | None, clock: _Clock) -> datetime:
        """Return when an entry was published: if it does not say it, when it was read first."""
        found = clock.past(entry.published or entry.updated)
        return found or (old.published if old else self._now)

    def _withdrawal(self, said: facts.Withdrawal, clock: _Clock) -> Withdrawal:
        translate = translator(self._config.language)
        reason = line(said.reason, _NOTE) or translate(N_("The office that published it withdrew it."))
        old = clock.old.withdrawn if clock.old else None
        date = clock.past(said.date) or (old.date if old else self._now)
        return Withdrawal(date=date, reason=reason)


class _Clock:
    """The times of one entry: none that tells of the past is later than now, whatever the member's clock says."""

    def __init__(self, now: datetime, config: Config, old: PulledItem | None) -> None:
        self._now, self._config = now, config
        self.old = old
        self.ahead: dict[str, datetime] = {}
        self.is_ahead = False

    def any(self, written: str) -> datetime | None:
        """Return a time that may be in the future; None if it is none."""
        return _moment(written, self._config)

    def past(self, written: str) -> datetime | None:
        """Return a time that is not in the future: in its place that of the run that read it first."""
        found = _moment(written, self._config)
        first = self.old.ahead.get(found.isoformat()) if self.old and found else None
        if found is None or (found <= self._now and not first):
            return found
        self.is_ahead |= found > self._now + _SKEW
        self.ahead[found.isoformat()] = first or self._now
        return self.ahead[found.isoformat()]


def _moment(written: str, config: Config) -> datetime | None:
    """Parse a date of RFC 3339 or RFC 5322, or as people write it; None if it is none, or of no likely year."""
    found = dates.moment(written.strip()[:_TERM], config.zone)
    if found is None:
        with suppress(ValueError, TypeError, OverflowError):
            found = parsedate_to_datetime(written.strip()[:_TERM])
    if found is None or found.year not in dates.YEARS:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=config.zone)
    offset = aware.utcoffset() or timedelta()
    return aware.replace(microsecond=0) if not offset.total_seconds() % 60 else aware.astimezone(config.zone)


def _unmarked(title: str, language: str) -> str:
    """Return a headline without the mark that feeds of Press put before that of a withdrawn release."""
    return title.removeprefix(marked("", State.WITHDRAWN, spoken(language, "en"))) or title


def _is_id(id: str) -> bool:
    return bool(id) and id == id.strip() and len(id) <= _ID and id.isprintable()


def _kind(known: facts.Facts) -> ReleaseKind:
    return ReleaseKind(known.kind) if known.kind in LISTED_KINDS else ReleaseKind.RELEASE


def _claim(said: facts.Claim | None) -> Claim | None:
    """Return a claim; none if its verdict is not one that we know."""
    if not said or said.verdict not in list(Verdict) or not line(said.text, _NOTE):
        return None
    return Claim(
        text=line(said.text, _NOTE),
        verdict=Verdict(said.verdict),
        where=line(said.where, _NOTE),
        first_seen=_day(said.first_seen),
        evidence=tuple(Evidence(line(one.title, _NOTE), web.link_of(one.url)[:_NOTE]) for one in said.evidence[:_MANY]),
        due=_day(said.due),
        fact=line(said.fact, _NOTE),
    )


def _day(written: str) -> day | None:
    try:
        return day.fromisoformat(written)
    except ValueError:
        return None


def _corrections(known: facts.Facts, clock: _Clock) -> Iterator[Correction]:
    for one in known.corrections[:_MANY]:
        note, date = line(one.note, _NOTE), clock.past(one.date)
        if note and date:
            yield Correction(date=date, note=note, was=line(one.was, _NOTE), now=line(one.now, _NOTE))


def _terms(terms: tuple[facts.Term, ...]) -> tuple[str, ...]:
    return tuple(_lines(tuple(term.id for term in terms)))


def _lines(texts: tuple[str, ...]) -> Iterator[str]:
    yield from dict.fromkeys(found for text in texts[:_MANY] if (found := line(text, _TERM)))


def _without_needless_update(item: PulledItem) -> PulledItem:
    """Leave out an update that is none: many feeds say the date of publication twice."""
    is_needless = item.updated is not None and item.updated <= item.published
    return msgspec.structs.replace(item, updated=None) if is_needless else item
