"""Whether the site must be built again because of dates: what `schedule --due` tells CI, in a moment.

Each build notes in ``.press/build.json`` when it was, and when the site changes next. The note is not published: it
would tell when an embargo ends.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from press import disk
from press.build.request import BuildRequest
from press.model import Report


class Note(msgspec.Struct, frozen=True):
    """What a build notes."""

    built: datetime
    """The time of the last build that changed something (its `now`)."""
    next: datetime | None
    """When the site changes next because of a date; None: never."""


class Answer(msgspec.Struct, frozen=True):
    """Whether something is due."""

    due: bool
    """Also true if it cannot be known: then the site must be built."""
    since: datetime | None
    """When the site was last built; None: not known."""
    next: datetime | None = None
    """If nothing is due: when the site changes next, if the last build noted it."""


def write_note(report: Report, request: BuildRequest) -> None:
    """Note when the site was built, and when it changes next; an equal note remains, if the build changed nothing."""
    last = read_note(request)
    has_changed = bool(report.written or report.removed)
    if has_changed or not last or last.next != report.next_change or request.now < last.built:
        note = Note(request.now, report.next_change)
        disk.write(note_of(request.database), msgspec.json.encode(note) + b"\n")


def read_note(request: BuildRequest) -> Note | None:
    """Return the note of the last build that changed something; None if there is none, or it is damaged."""
    try:
        return msgspec.json.decode(note_of(request.database).read_bytes(), type=Note)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def note_of(database: Path) -> Path:
    """Return the file of the note, beside the cache."""
    return database.with_suffix(".json")


def answer(request: BuildRequest, since: datetime | None) -> Answer:
    """Tell whether something is due: according to the texts if `since` says when the last build was, else its note."""
    if since is not None:
        from press.content.due import due  # noqa: PLC0415 - reads every text, which is needed only without a note

        return Answer(due(request.root, since, request.now, request.config), since)
    note = read_note(request)
    if note is None:
        return Answer(due=True, since=None)
    # A build of a later time shows what is not public yet at this one.
    is_due = request.now < note.built or (note.next is not None and note.next <= request.now)
    return Answer(is_due, note.built, None if is_due else note.next)
