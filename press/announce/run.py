"""Run announcements: for each channel, note what is due, verify that it is live, post it, and note the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from press import disk
from press.announce import plan
from press.announce.channel import Channel, ChannelType, LaterError, NotSentError, Patience, Post, UnclearError
from press.announce.channels.table import TYPES
from press.announce.record import Entry, File, Record, Status
from press.announce.stories import Story, Wanted
from press.announce.verify import Verifier
from press.errors import Misuse
from press.i18n.mark import N_

_NOT_LIVE = N_("its page is not on the live site as it was built: the next run tries again")
_FEWER = N_("the channel waits until {minimum} releases are due")
_LIMIT = N_("the limit of one run is reached: the next run goes on")
_UNREACHABLE = N_("the service cannot be reached: the next run tries again")
_UNKNOWN = N_(
    "nobody knows whether it was posted ({reason}); look at the channel, then run announce --resolve {channel} {id} "
    "with sent or again"
)


class Announcement(msgspec.Struct, frozen=True):
    """A request to announce."""

    channels: tuple[Channel, ...]
    verifier: Verifier
    feeds: Mapping[str, str] = {}
    """The feeds of which hubs were not notified: their files in the site, by URL."""
    dry_run: bool = False
    seed: bool = False
    """Count everything that is public as announced."""
    patience: Patience = Patience()


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one post, or of a channel that is used for the first time."""

    channel: str
    status: str
    """``sent``, ``waiting``, ``pending``, ``unknown``, ``skipped``; ``seeded`` for a channel; ``planned``."""
    id: str = ""
    event: str = ""
    url: str = ""
    headline: str = ""
    where: str = ""
    message: str = ""
    """The id that the service gave it, or the file that was written."""
    reason: str = ""
    """Why it was not sent: a message id, or what the service answered."""
    values: dict[str, str] = {}
    """The values of the reason."""
    text: str = ""
    """In a dry run, what would be sent."""
    failed: bool = False
    """Whether a person should know of it."""
    is_reachable: bool = True
    """Whether the service answered."""


class _Run(msgspec.Struct):
    """One channel in one run."""

    request: Announcement
    channel: Channel
    kind: ChannelType
    record: Record
    file: File


def wanted(file: File, channels: Sequence[Channel]) -> Wanted:
    """Return which releases must be known to announce."""
    now = channels[0].now
    records = [file.records.channels[one.name] for one in channels if one.name in file.records.channels]
    announced, ids = plan.wanted_ids(records)
    since = min(plan.oldest(one.settings, one.now) for one in channels)
    return Wanted(since, min((record.floor for record in records), default=now), announced, ids)


def announce(request: Announcement, file: File, stories: Sequence[Story]) -> Iterator[Outcome]:
    """Announce what is due, and yield what became of each post. Raises OSError if the record cannot be written."""
    for channel in request.channels:
        kind = TYPES[channel.settings.type]
        record = file.records.channels.get(channel.name)
        is_first = record is None
        record = record or Record(plan.oldest(channel.settings, channel.now))
        run = _Run(request, channel, kind, _copy(record) if request.dry_run else record, file)
        if not request.dry_run:
            file.records.channels[channel.name] = record
        is_of_feeds = channel.settings.type == "websub"
        if (is_first or request.seed) and not is_of_feeds:
            yield _seed(run, stories)
        else:
            posts = plan.feeds(request.feeds, channel) if is_of_feeds else None
            yield from _announce(run, stories, posts)


def notified(outcomes: Iterable[Outcome]) -> set[str]:
    """Return the feeds of which every hub was notified."""
    feeds = [one for one in outcomes if one.event == plan.FEED]
    return {one.id for one in feeds} - {one.id for one in feeds if one.status != Status.SENT}


def resolve(file: File, name: str, id: str, answer: str) -> None:
    """Note what a person found out about a post: ``sent`` or ``sent:ID``, ``again``, ``skip``. Raises `Misuse`."""
    word, _, message = answer.partition(":")
    statuses = {"sent": Status.SENT, "again": Status.WAITING, "skip": Status.SKIPPED}
    if word not in statuses:
        raise Misuse(N_("answer {names}, not “{name}”"), names="sent, sent:ID, again, skip", name=answer)
    record = file.records.channels.get(name)
    events = record.posts.get(id, {}) if record else {}
    open_events = {event: one for event, one in events.items() if one.status not in (Status.SENT, Status.SEEDED)}
    if not open_events:
        raise Misuse(N_("the channel {channel} has no open post of “{id}”"), channel=name, id=id)
    for event, entry in open_events.items():
        events[event] = Entry(statuses[word], entry.time, message)
    file.write()


def _copy(record: Record) -> Record:
    return msgspec.json.decode(msgspec.json.encode(record), type=Record)


def _seed(run: _Run, stories: Sequence[Story]) -> Outcome:
    before = sum(len(events) for events in run.record.posts.values())
    plan.seed(run.record, stories, run.channel)
    _write(run)
    count = sum(len(events) for events in run.record.posts.values()) - before
    reason = N_("public releases of the last {hours} hours: {count}; they, and all older ones, count as announced")
    values = {"count": str(count), "hours": str(run.channel.settings.hours)}
    return Outcome(run.channel.name, Status.SEEDED, where=run.kind.where(run.channel), reason=reason, values=values)


def _announce(run: _Run, stories: Sequence[Story], feeds: list[Post] | None) -> Iterator[Outcome]:
    record, channel = run.record, run.channel
    plan.recover(record, channel, run.kind)
    record.forget_old(channel.now)
    posts = plan.due(record, stories, channel, run.kind) if feeds is None else feeds
    dropped = plan.drop_old(record, posts, channel)
    for post in posts:
        if not record.entry(post.id, post.event):
            record.note(post.id, post.event, Entry(Status.WAITING, channel.now))
    _write(run)
    for id, event, reason in dropped:
        what = event.partition(":")[0]
        yield Outcome(channel.name, Status.SKIPPED, id, what, where=run.kind.where(channel), reason=reason, failed=True)
    for id, event, entry in record.entries():
        if entry.status is Status.UNKNOWN:
            yield _unknown(run, id, event, entry.reason)
    ready: list[Post] = []
    total = sum(not post.is_urgent for post in posts)
    for post in posts:
        if found := _obstacle(run, post, sum(not one.is_urgent for one in ready), total):
            yield found
        else:
            ready.append(post)
    yield from _post_all(run, ready)


def _obstacle(run: _Run, post: Post, ready: int, total: int) -> Outcome | None:
    """Return why a post is not sent now; None if it is. `ready` are sent before it, of `total`, without alerts.

    Alerts wait for nothing but their page.
    """
    settings = run.channel.settings
    if total < settings.minimum and not post.is_urgent:
        return _outcome(run, post, Status.WAITING, reason=_FEWER, values={"minimum": str(settings.minimum)})
    if reason := plan.cannot_edit(post, run.kind):
        return _give_up(run, post, reason)
    if ready >= settings.limit and post.event != plan.FEED and not post.is_urgent:
        return _outcome(run, post, Status.WAITING, reason=_LIMIT)
    if run.request.dry_run or run.request.verifier.is_live(post.address, run.channel):
        return None
    return _outcome(run, post, Status.WAITING, reason=_NOT_LIVE)


def _post_all(run: _Run, ready: Sequence[Post]) -> Iterator[Outcome]:
    """Post one after another, or all as one message. If the service cannot be reached, the others wait."""
    is_reachable = True
    for group in _groups(run, ready):
        if run.request.dry_run:
            yield from _planned(run, group)
        elif is_reachable:
            found = _send(run, group)
            is_reachable = found[0].is_reachable
            yield from found
        else:
            yield from (_outcome(run, post, Status.WAITING, reason=_UNREACHABLE, failed=True) for post in group)


def _groups(run: _Run, ready: Sequence[Post]) -> list[list[Post]]:
    """Return the posts of each message; an alert is one of its own.

    A message that may have been sent is sent again with the same posts.
    """
    if not run.kind.GROUPS:
        return [[post] for post in ready]
    groups: dict[str, list[Post]] = {}
    for post in ready:
        entry = run.record.entry(post.id, post.event)
        digest = entry.digest if entry and entry.status is Status.PENDING else ""
        groups.setdefault(post.key if post.is_urgent else digest, []).append(post)
    return list(groups.values())


def _planned(run: _Run, group: Sequence[Post]) -> Iterator[Outcome]:
    """Yield what would be posted; the text is in the first one of a group."""
    text = run.kind.text(group, run.channel)
    for number, post in enumerate(group):
        yield _outcome(run, post, "planned", text="" if number else text)


def _send(run: _Run, group: Sequence[Post]) -> list[Outcome]:
    """Post a group, with the record written before and after."""
    before = {post.key: run.record.entry(post.id, post.event) for post in group}
    tried = {key: entry.time for key, entry in before.items() if entry and entry.status is Status.PENDING}
    digest = disk.digest(run.kind.text(group, run.channel).encode())
    for post in group:
        entry = Entry(Status.PENDING, tried.get(post.key, run.channel.now), digest=digest)
        run.record.note(post.id, post.event, entry)
    _write(run)
    found = _delivered(run, group, bool(tried))
    for post in group:
        # A service that got it in an earlier run shows what was said then: without later corrections.
        covers = () if post.key in tried and post.is_new else post.covers
        _note(run, post, found, covers)
    _write(run)
    return [_result(run, post, found) for post in group]


class _Delivery(NamedTuple):
    """What became of a group."""

    status: Status
    message: str = ""
    """The id that the service gave it."""
    reason: str = ""
    """Why it was not sent."""
    is_reachable: bool = True


def _delivered(run: _Run, group: Sequence[Post], may_be_sent: bool) -> _Delivery:
    """Post a group; a second time, if nobody knows whether it was accepted and it would not be shown twice.

    `may_be_sent`: a run before this one tried, and it is not known whether it was accepted.
    """
    first = run.record.entry(group[0].id, group[0].event)
    repeatable = first is not None and plan.may_repeat(first, group[0].event, run.channel, run.kind)
    reason, is_reachable = "", True
    for _ in range(2 if repeatable else 1):
        try:
            return _Delivery(Status.SENT, run.kind.deliver(group, run.channel, run.request.patience))
        except NotSentError as refused:
            reason, is_reachable = str(refused), not isinstance(refused, LaterError)
            break
        except UnclearError as unclear:
            reason, may_be_sent = str(unclear), True
    unsent = Status.PENDING if repeatable else Status.UNKNOWN
    return _Delivery(unsent if may_be_sent else Status.WAITING, "", run.channel.without_secret(reason), is_reachable)


def _note(run: _Run, post: Post, found: _Delivery, covers: Sequence[str]) -> None:
    """Note what became of a post. It is not kept for feeds: of these, hubs may be notified often."""
    entry = run.record.posts[post.id][post.event]
    entry.status, entry.reason = found.status, found.reason
    if found.status is Status.SENT:
        entry.time, entry.message = run.channel.now, found.message
        for event in covers:
            run.record.note(post.id, event, Entry(Status.SENT, run.channel.now))
        if post.event == plan.FEED:
            del run.record.posts[post.id]


def _give_up(run: _Run, post: Post, reason: str) -> Outcome:
    run.record.note(post.id, post.event, Entry(Status.SKIPPED, run.channel.now, reason=reason))
    _write(run)
    return _outcome(run, post, Status.SKIPPED, reason=reason, failed=True)


def _write(run: _Run) -> None:
    if not run.request.dry_run:
        run.file.write()


# Outcomes -------------------------------------------------------------------------------------------------------


def _outcome(run: _Run, post: Post, status: str, **more: Any) -> Outcome:
    where = run.kind.where(run.channel)
    return Outcome(run.channel.name, status, post.id, post.what, post.url, post.headline, where, **more)


def _result(run: _Run, post: Post, found: _Delivery) -> Outcome:
    if found.status is Status.UNKNOWN:
        return _unknown(run, post.id, post.event, found.reason)
    is_sent = found.status is Status.SENT
    return _outcome(run, post, found.status, message=found.message, reason=found.reason, failed=not is_sent,
                    is_reachable=found.is_reachable)  # fmt: skip


def _unknown(run: _Run, id: str, event: str, reason: str) -> Outcome:
    values = {"channel": run.channel.name, "id": id, "reason": reason}
    what = event.partition(":")[0]
    return Outcome(run.channel.name, Status.UNKNOWN, id, what, reason=_UNKNOWN, values=values, failed=True)
