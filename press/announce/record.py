"""What was announced: a file in the repository, with each post of each channel. It is written around every post."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec
from filelock import FileLock, Timeout

from press import disk
from press.errors import Busy, Misuse
from press.i18n.mark import N_

NAME = "announced.json"
_VERSION = 1
_KEPT = timedelta(days=400)
"""Posts stay in the file so long; later corrections do not change them any more."""


_Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Status(enum.StrEnum):
    """What is known of a post."""

    SEEDED = "seeded"
    """The release was public before the channel was used: it is never announced."""
    WAITING = "waiting"
    """Not sent yet: the next run tries again."""
    PENDING = "pending"
    """It is being sent. If a run begins with this, the one before was killed."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """Nobody knows whether it was accepted; a person must look."""
    SKIPPED = "skipped"
    """It was not sent, and will not be."""


class Entry(msgspec.Struct, omit_defaults=True):
    """What is known of one post."""

    status: Status
    time: _Time
    """When it got this status; for a pending one, when it was first tried."""
    message: str = ""
    """The id that the service gave it."""
    digest: str = ""
    """SHA-256 of what was said."""
    reason: str = ""
    """Why it was not sent."""


class Record(msgspec.Struct):
    """What one channel has said."""

    floor: _Time
    """Releases that were published before this are never announced as new."""
    posts: dict[str, dict[str, Entry]] = {}
    """By the id of the release, then by what happened."""

    def entry(self, id: str, event: str) -> Entry | None:
        """Return what is known of a post."""
        return self.posts.get(id, {}).get(event)

    def entries(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield each id, event and entry."""
        yield from ((id, event, entry) for id, events in self.posts.items() for event, entry in events.items())

    def note(self, id: str, event: str, entry: Entry) -> None:
        """Note what is known of a post."""
        self.posts.setdefault(id, {})[event] = entry

    def forget_old(self, now: datetime) -> None:
        """Drop the posts of long ago, and let no release from before them pass for a new one."""
        oldest = now - _KEPT
        self.floor = max(self.floor, oldest)
        for id, events in list(self.posts.items()):
            if all(entry.time < oldest and entry.status in _FINAL for entry in events.values()):
                del self.posts[id]


_FINAL = frozenset({Status.SEEDED, Status.SENT, Status.SKIPPED})


class Records(msgspec.Struct):
    """The whole file."""

    channels: dict[str, Record] = {}
    version: int = _VERSION


@contextmanager
def locked(portal: Path) -> Iterator[None]:
    """One run for a portal at a time. Raises `Busy`."""
    lock = portal / ".press" / "announce.lock"
    lock.parent.mkdir(exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise Busy(N_("another run of announce is at work; wait until it has ended, then try again")) from None


class File:
    """The file on the disk; `records` is its content."""

    def __init__(self, path: Path) -> None:
        """Read it; if there is none, nothing was announced yet. Raises `Misuse` if it cannot be read."""
        self._path = path
        is_there = path.exists()
        self._written = path.read_bytes() if is_there else b""
        try:
            self.records = _decode(self._written) if is_there else Records()
        except (msgspec.MsgspecError, UnicodeDecodeError) as reason:
            raise Misuse(_UNREADABLE, name=path.name, reason=reason) from None
        if self.records.version != _VERSION:
            raise Misuse(_UNREADABLE, name=path.name, reason=f"version {self.records.version}")

    def write(self) -> None:
        """Write the file, if something differs. Raises OSError."""
        data = _encoded(self.records)
        if data != self._written:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            disk.write(self._path, data)
            self._written = data


_decode = msgspec.json.Decoder(Records).decode
_UNREADABLE = N_(
    "{name} cannot be read ({reason}), so it is not known what was announced. Restore it, for example with git; if "
    "you delete it, everything that is public now counts as announced"
)


def _encoded(records: Records) -> bytes:
    """Encode as JSON with one post on each line, so that git shows what a run added."""
    channels = ",\n".join(f"{_json(name)}:{_channel(record)}" for name, record in sorted(records.channels.items()))
    return f'{{"version":{records.version},"channels":{{\n{channels}\n}}}}\n'.encode()


def _channel(record: Record) -> str:
    posts = ",\n".join(f"{_json(id)}:{_json(events)}" for id, events in sorted(record.posts.items()))
    return f'{{"floor":{_json(record.floor)},"posts":{{\n{posts}\n}}}}'


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
