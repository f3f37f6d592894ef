"""The tables and keys of ``config.toml``. docs/config.md is written from these docstrings (`make docs`)."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from press.model import Contact


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[identity]``: who mints the ids of feeds (RFC 4151), whatever the portal's address is."""

    authority: str = ""
    """A domain that the publisher owned in `year`. Default: the host of ``base_url`` as config.toml has it."""
    year: int = 2026
    """A year in which the publisher owned the domain."""


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[theme]``: what makes the portal look like yours."""

    colour: str = "#0b4f6c"
    """The accent, as ``#rrggbb``; dark enough for white text on it."""
    crest: str = "crest.svg"
    """The crest, a file in ``templates/assets/``."""
    share_cards: bool = True
    """Draw a share card for every release. Otherwise links are shared with the photo alone."""


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[menu]]`` and ``[[footer]]``: one link."""

    label: str
    """The words of the link."""
    url: str
    """From the root of the portal, with a leading slash; or a whole address."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[topics.ID]``, ``[offices.ID]``, ``[regions.ID]``: one entry of a vocabulary."""

    name: str
    """The whole name."""
    short: str = ""
    """A shorter name for tight places."""
    description: str = ""
    """One sentence, shown on its list and in its feed."""
    contact: str = ""
    """Default press contact of an office: an id from ``[contacts]``."""
    url: str = ""
    """Its own web site."""


class PlaceName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[places.NAME]``: a dateline in another zone than the portal's."""

    timezone: str
    """An IANA name: ``Asia/Jakarta``."""


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[checks]``: the rules of the house."""

    require: tuple[str, ...] = ()
    """Fields that every release must have besides title and date."""
    severity: dict[str, str] = {}
    """``error``, ``warning`` or ``off`` for a rule, where the desk wants another severity than the rule's own."""


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[lists]``: how lists are paged."""

    size: int = 20
    """Releases on a numbered page."""


class Feeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[feeds]``: what subscribers get."""

    items: int = 20
    """So many of the newest releases are always in a feed."""
    days: int = 14
    """Releases of so many days before the newest are in it, too."""
    kilobytes: int = 512
    """Soft limit of a feed's size: a larger feed holds only the newest `items`."""
    hub: str = ""
    """Address of a WebSub hub. Default: no links to a hub."""
    email: str = ""
    """Role mailbox shown as managing editor; never a person's."""
    aliases: dict[str, str] = {}
    """The present address of a feed by a former one, both from the root of the portal. A full copy is served there."""


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[search]``: what the search page can do."""

    enabled: bool = True
    """Index the releases with Pagefind. Otherwise the search page only links to the lists."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The portal. Only ``title``, ``base_url``, ``language`` and ``timezone`` are needed."""

    title: str
    """Name of the portal."""
    base_url: str
    """Where it is served, with the path if it lies under one: ``https://berita.example/portal/``."""
    language: str
    """BCP 47 language of interface and releases: ``id`` or ``en``."""
    timezone: str
    """Zone of the desk: ``Asia/Jakarta``, ``Asia/Makassar`` or ``Asia/Jayapura``, or any other IANA name."""
    short_title: str = ""
    """For tight places; at most 20 characters or so."""
    description: str = ""
    """One sentence on what the portal is."""
    publisher: str = ""
    """The government body that is responsible for it. Default: the title."""
    publisher_url: str = ""
    """The body's own address."""
    license: str = ""
    """Name of the licence of texts and photos."""
    license_url: str = ""
    """Address of the licence."""
    identity: Identity = Identity()
    theme: Theme = Theme()
    menu: tuple[MenuItem, ...] = ()
    """``[[menu]]``: the links in the head of every page, in their order; seven at most read well."""
    footer: tuple[MenuItem, ...] = ()
    """``[[footer]]``: the links at the foot of every page."""
    contacts: dict[str, Contact] = {}
    """``[contacts.ID]``: press contacts that releases and offices name by id."""
    topics: dict[str, Term] | None = None
    """``[topics.ID]``; declared: closed, only these ids are known. Not declared: open, names as typed."""
    offices: dict[str, Term] | None = None
    """``[offices.ID]``; as `topics`."""
    regions: dict[str, Term] | None = None
    """``[regions.ID]``; as `topics`."""
    places: dict[str, PlaceName] = {}
    """``[places.NAME]``: datelines in another zone than the desk's."""
    checks: Checks = Checks()
    lists: Lists = Lists()
    feeds: Feeds = Feeds()
    search: Search = Search()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def base_path(self) -> str:
        """The path under which the portal is served, with slashes at both ends: ``/`` or ``/portal/``."""
        return urlsplit(self.base_url).path

    def zone_of(self, place: str) -> ZoneInfo:
        """Give the zone of a dateline, the desk's where the place declares none."""
        named = self.places.get(place)
        return ZoneInfo(named.timezone) if named else self.zone
