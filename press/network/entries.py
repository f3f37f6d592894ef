"""What a feed says, in whichever format: its entries, what it deleted, and where its older part is."""

from __future__ import annotations

from typing import Any

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """Why a feed or an entry is not taken."""

    message: str
    """A message id."""
    values: dict[str, str] = {}
    """The values for the fields of `message`."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a feed, as it is written: nothing in it is checked."""

    id: str
    url: str
    title: str
    summary: str = ""
    """Plain text."""
    published: str = ""
    updated: str = ""
    lang: str = ""
    topics: tuple[str, ...] = ()
    """Its categories, if the feed does not say which of them are topics."""
    origin: str = ""
    """A URL of the portal that published it, if the feed says that it is another one."""
    facts: dict[str, Any] | None = None
    """What a feed of Press says besides (`press.network.facts`)."""


class Deletion(msgspec.Struct, frozen=True):
    """An entry that was deleted (RFC 6721)."""

    ref: str
    """Its id."""
    when: str
    comment: str = ""
    """Plain text."""


class Page(msgspec.Struct, frozen=True):
    """A feed, or one archived part of it (RFC 5005)."""

    entries: tuple[Entry, ...]
    deletions: tuple[Deletion, ...] = ()
    older: str = ""
    """Where the part before this one is; empty: there is none."""
