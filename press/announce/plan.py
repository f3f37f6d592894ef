"""What a channel has to say: from the releases and from what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from press.announce import texts
from press.announce.channel import Channel, ChannelType, Post
from press.announce.record import Entry, Record, Status
from press.announce.stories import Story
from press.config import AnnounceChannel
from press.i18n.mark import N_

NEW, WITHDRAWN, FEED = "new", "withdrawn", "feed"
_OPEN = frozenset({Status.WAITING, Status.PENDING})
_KILLED = N_("the run was killed while it was sent")
_NO_ID = N_("the id of the post is not known; correct the post by hand")
_TOO_LATE = N_("it was not sent in time: it is too old now, or no longer to be announced")


def seed(record: Record, stories: Iterable[Story], channel: Channel) -> None:
    """Count every release that is public now as announced."""
    for story in stories:
        entry = record.entry(story.id, NEW)
        if story.date >= record.floor and (not entry or entry.status is Status.WAITING):
            record.note(story.id, NEW, Entry(Status.SEEDED, channel.now))


def recover(record: Record, channel: Channel, kind: ChannelType) -> None:
    """Decide what is known of the posts that a run was sending when it was killed."""
    for id, event, entry in list(record.entries()):
        if entry.status is Status.PENDING and not may_repeat(entry, event, channel, kind):
            record.note(id, event, Entry(Status.UNKNOWN, channel.now, reason=_KILLED))


def may_repeat(entry: Entry, event: str, channel: Channel, kind: ChannelType) -> bool:
    """Tell whether a post that may have been accepted can be sent again without being shown twice."""
    return (kind.EDITS and event != NEW) or abs(channel.now - entry.time) < kind.repeatable(channel)


def due(record: Record, stories: Iterable[Story], channel: Channel, kind: ChannelType) -> list[Post]:
    """Return what is to be said now: alerts, then corrections and withdrawals, then new releases, oldest first."""
    changes, new = [], []
    for story in stories:
        event = _change(record, story)
        if event:
            changes.append(_edited(record, _post(story, event, channel), kind))
        elif _is_new(record, story, channel):
            new.append(_post(story, NEW, channel))
    return sorted([*changes, *new], key=lambda post: not post.is_urgent)


def feeds(addresses: Mapping[str, str], channel: Channel) -> list[Post]:
    """Return the feeds of which the hub is to be notified; `addresses` are their files in the site, by URL."""
    return [texts.feed(url, address, channel.name, channel.authority) for url, address in addresses.items()]


def drop_old(record: Record, posts: Iterable[Post], channel: Channel) -> list[tuple[str, str, str]]:
    """Give up what was to be sent and is not due any more.

    Returns id, event and reason, so that nothing is lost silently; but not of feeds that the site no longer has, and
    not of posts of which it is not known whether they were sent: these stay in the record as unknown.
    """
    wanted = {(post.id, event) for post in posts for event in (post.event, *post.covers)}
    left = [(id, event, entry) for id, event, entry in record.entries() if (id, event) not in wanted]
    dropped = []
    for id, event, entry in left:
        if event == FEED:
            del record.posts[id]
        elif entry.status in _OPEN:
            record.note(id, event, _given_up(entry, channel))
            dropped += [(id, event, _TOO_LATE)] if entry.status is Status.WAITING else []
    return dropped


def _given_up(entry: Entry, channel: Channel) -> Entry:
    if entry.status is Status.PENDING:
        return Entry(Status.UNKNOWN, channel.now, reason=_KILLED)
    return Entry(Status.SKIPPED, channel.now, reason=_TOO_LATE)


def _post(story: Story, event: str, channel: Channel) -> Post:
    return texts.post(story, event, channel.name, channel.authority, channel.settings.hashtags)


def _is_new(record: Record, story: Story, channel: Channel) -> bool:
    """Tell whether a release is to be announced as new. One that was being sent may have become too old meanwhile."""
    entry = record.entry(story.id, NEW)
    if not story.is_current or (entry and entry.status not in _OPEN):
        return False
    if entry and entry.status is Status.PENDING:
        return True
    since = max(record.floor, oldest(channel.settings, channel.now))
    return since <= story.date <= channel.now and matches(story, channel.settings)


def matches(story: Story, wanted: AnnounceChannel) -> bool:
    """Tell whether a channel takes a release of this kind, and of these topics, offices and language."""
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        (wanted.kinds, (story.kind,)), (wanted.topics, story.topics), (wanted.offices, story.offices),
        (wanted.languages, (story.language, story.language.partition("-")[0])),
    )  # fmt: skip
    return all(not names or set(names) & set(own) for names, own in pairs)


def _change(record: Record, story: Story) -> str:
    """Return the event that a post of ours is to be corrected for; empty if there is none."""
    said = record.entry(story.id, NEW)
    if not said or said.status is not Status.SENT:
        return ""
    events = (WITHDRAWN,) if story.is_withdrawn else tuple(story.corrections)
    return next((event for event in reversed(events) if not _is_said(record, story.id, event)), "")


def _is_said(record: Record, id: str, event: str) -> bool:
    entry = record.entry(id, event)
    return entry is not None and entry.status not in _OPEN


def _edited(record: Record, post: Post, kind: ChannelType) -> Post:
    said = record.entry(post.id, NEW)
    return msgspec.structs.replace(post, message=said.message if said else "") if kind.EDITS else post


def cannot_edit(post: Post, kind: ChannelType) -> str:
    """Return a message id: why a post cannot be edited; empty if it can, or need not be."""
    return _NO_ID if kind.EDITS and post.event not in (NEW, FEED) and not post.message else ""


def wanted_ids(records: Iterable[Record]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the releases that were announced, and of those that are still to be."""
    announced, open_ids = set(), set()
    for record in records:
        for id, event, entry in record.entries():
            if entry.status in _OPEN:
                open_ids.add(id)
            elif entry.status is Status.SENT and event == NEW:
                announced.add(id)
    return frozenset(announced), frozenset(open_ids)


def oldest(settings: AnnounceChannel, now: datetime) -> datetime:
    """Return the time before which releases are too old for a channel."""
    return now - timedelta(hours=settings.hours)
