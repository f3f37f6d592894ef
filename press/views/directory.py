"""The views of the index pages above the lists, of the page of contacts, and of the official accounts."""

from __future__ import annotations

from press.model import Contact
from press.views.parts import Head, Link, Term, View


class OfficeEntry(View, frozen=True, kw_only=True):
    """An office, with what config.toml says of it. All but its name may be empty."""

    href: str
    """Link to its list."""
    name: str
    short: str
    description: str
    url: str
    head: str
    """The name of its head."""
    address: str
    address_url: str
    """Where maps show its address."""
    hours: str
    phone: str
    whatsapp: str
    email: str
    contact: Contact | None
    """Its contact for the media."""
    feed: str
    """Link to its RSS feed."""
    latest: Link | None = None
    """Its newest release that is current, on the index page."""
    latest_date: str = ""


class Entry(View, frozen=True, kw_only=True):
    """A topic, region or tag in an index page."""

    href: str
    name: str
    description: str
    count: int
    """How many releases its list has."""


class Letter(View, frozen=True, kw_only=True):
    """The entries of an index page that begin with a letter; ``0`` for digits."""

    letter: str
    entries: tuple[Entry, ...]


class MapPlace(View, frozen=True, kw_only=True):
    """A region on the map: an area, or a point."""

    href: str
    name: str
    shape: str
    x: float
    y: float
    label: str
    """The words at this point; empty: none."""
    is_here: bool
    """Whether the page is that of this region."""


class RegionMap(View, frozen=True, kw_only=True):
    """The map of the regions."""

    width: int
    height: int
    outline: str
    radius: float
    """Of the points."""
    places: tuple[MapPlace, ...]


class Index(View, frozen=True, kw_only=True, tag=True):
    """An index page: of offices, topics, regions or tags."""

    head: Head
    listing: str
    """``office``, ``topic``, ``region`` or ``tag``."""
    offices: tuple[OfficeEntry, ...] = ()
    entries: tuple[Entry, ...] = ()
    """Of topics and regions, in the order of config.toml or by name; the most used tags."""
    letters: tuple[Letter, ...] = ()
    """All tags."""
    map: RegionMap | None = None


class ContactEntry(View, frozen=True, kw_only=True):
    """A contact, and the offices that name it."""

    contact: Contact
    offices: tuple[Term, ...]


class Contacts(View, frozen=True, kw_only=True, tag=True):
    """The page of all contacts."""

    head: Head
    contacts: tuple[ContactEntry, ...]
    offices: str
    """Link to the index page of the offices; empty if config.toml declares none."""


class Channel(View, frozen=True, kw_only=True):
    """An official account."""

    service: str
    """``whatsapp``, ``telegram``, ``email``, ``instagram``, ``facebook``, ``x``, ``youtube`` or ``tiktok``."""
    href: str
    label: str
    """What comes after the name of the service: ``@humas``, or the host and path."""
