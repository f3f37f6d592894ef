"""The values that every source makes: what was found elsewhere, before anything of it is converted."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from press.diagnostics import Diagnostic


class Status(enum.StrEnum):
    """What becomes of an item."""

    PUBLIC = "public"
    """It is imported; with a date in the future, it is scheduled."""
    DRAFT = "draft"
    """It was not published: it is imported as a draft."""
    WITHHELD = "withheld"
    """Not everybody may read it (private, with a password, deleted): it is not written, but reported."""


class Term(msgspec.Struct, frozen=True):
    """A category or tag of an item."""

    name: str
    slug: str = ""
    """The last part of its old address, not percent-encoded."""
    is_tag: bool = False
    parents: tuple[str, ...] = ()
    """The names of the categories above it, the nearest first."""


class Picture(msgspec.Struct, frozen=True):
    """A photo of the old site."""

    url: str
    """Its absolute old address, or the name of a file beside the source."""
    alt: str = ""
    caption: str = ""
    """Plain text."""
    credit: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One text of the old site."""

    key: str
    """What identifies it in its source: ``post-123``. Letters, digits and hyphens: the name of its file ends so."""
    line: int = 0
    """Its line in the source, from 1; 0 if it has none."""
    guid: str = ""
    """Its id in the old feeds: it becomes the `id`, so that no subscriber gets it again."""
    title: str = ""
    """Plain text."""
    date: datetime | None = None
    """When it was published, with an offset."""
    expires: datetime | None = None
    """When it was to disappear, with an offset."""
    status: Status = Status.PUBLIC
    is_page: bool = False
    """Whether it becomes a standing page."""
    parents: tuple[str, ...] = ()
    """Of a page: the slugs of the pages above it, the outermost first."""
    slug: str = ""
    """The last part of its old address, not percent-encoded; empty: it is made from the title."""
    kind: str = ""
    """The kind of release, if the source has kinds: a word that `kind:` accepts."""
    body: str = ""
    is_markdown: bool = False
    """Whether the body is Markdown, with HTML in it as it was written; otherwise it is HTML."""
    summary: str = ""
    """Plain text."""
    authors: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    lead: Picture | None = None
    attachments: tuple[str, ...] = ()
    """Old addresses of documents that the body does not link to."""
    addresses: tuple[str, ...] = ()
    """Its old addresses, absolute or from the root of the old site, the usual one first; also ``/?p=123``."""
    lang: str = ""
    place: str = ""
    notes: tuple[Diagnostic, ...] = ()
    """What the source could not read or carry over (see `press.importing.notes`)."""


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """A source that was opened."""

    items: Callable[[], Iterable[Item]]
    """Reads all items, one after the other, in the same order each time it is called."""
    address: str = ""
    """The absolute address of the old site; empty if unknown."""
    hosts: frozenset[str] = frozenset()
    """The hosts of the old site, without ``www.``."""
    pictures: Mapping[str, Picture] = {}
    """What the source says of photos, by the path of their address, without the size in its name."""
    files: Mapping[str, str] = {}
    """The address of the file that an old page only showed, by the path of the page (`OldSite.path`)."""
    local: Callable[[str], Path | None] = lambda path: None
    """Finds the file of the source that was at a path of the old site: ``gambar/banjir.jpg``."""
    feeds: Mapping[str, str] = {}
    """The list of each old feed (see `press.importing.addresses`), by the path of the feed: ``""`` for all releases."""
    skipped: Mapping[str, int] = {}
    """How many entries of each sort are no texts: menus, revisions."""
    notes: tuple[Diagnostic, ...] = ()
    """What is wrong with the source as a whole."""
