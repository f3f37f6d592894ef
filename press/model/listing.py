"""Listings: named sets of public releases."""

from __future__ import annotations

import enum
from typing import Self

import msgspec


class ListingKind(enum.StrEnum):
    """What the releases of a listing have in common."""

    ALL = "all"
    KIND = "kind"
    TOPIC = "topic"
    TAG = "tag"
    OFFICE = "office"
    REGION = "region"
    LANG = "lang"
    VERDICT = "verdict"
    """Clarifications with the same finding; those that were withdrawn have none."""
    CHECKED = "checked"
    """The clarifications of a year."""
    MONTH = "month"
    YEAR = "year"
    SEARCH = "search"
    """The releases of a year that can be searched."""
    CHANGES = "changes"
    """Releases that were corrected or withdrawn; with a year as term, in that year. In the order of these changes."""
    CORRECTED = "corrected"
    """Releases on a topic that were corrected or withdrawn, in the order of these changes."""
    DISCLOSURE = "disclosure"
    """Public information of one class; what was withdrawn is not in it."""
    PINNED = "pinned"
    """Releases that are pinned now."""
    COMING = "coming"
    """Events that are not over, of all offices or of one, in the order of their starts."""
    PAST = "past"
    """Events that are over, of all offices or of one, in the order of their starts."""
    AGENDA = "agenda"
    """The events of a month, in the order of their starts."""
    ALERTS = "alerts"
    """Alerts that are neither over nor withdrawn; those that a later one replaces are in it too."""
    ORIGIN = "origin"
    """The releases of one portal of the network, by its name in config.toml; without a term, those of this portal."""
    SITEMAP = "sitemap"
    """Pages that search engines may index: the releases of a month, or the standing pages."""


class Listing(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """A named set of public releases, in the order of their dates: ``topic:air``, ``month:2026-03``, ``all``."""

    kind: ListingKind
    term: str = ""
    """Which listing of its kind; empty if there is only one."""
    lang: str = ""
    """The language of the edition that it belongs to: then only releases in this language are in it; empty: of none."""

    def __str__(self) -> str:
        """Return its name in the catalogue: ``topic:air``; in the English edition ``en/topic:air``."""
        name = f"{self.kind}:{self.term}" if self.term else str(self.kind)
        return f"{self.lang}/{name}" if self.lang else name

    @classmethod
    def named(cls, name: str) -> Self:
        """Make a listing from its name; the inverse of `str`. Raises ValueError if it is not the name of a listing."""
        whole, _, term = name.partition(":")
        lang, _, kind = whole.rpartition("/")
        return cls(ListingKind(kind), term, lang)


ALL = Listing(ListingKind.ALL)
"""All releases."""
CHANGES = Listing(ListingKind.CHANGES)
"""All releases that were corrected or withdrawn."""
PINNED = Listing(ListingKind.PINNED)
"""All releases that are pinned now."""
EVENTS = Listing(ListingKind.KIND, "event")
"""All events. Their list is the agenda, which has no numbered pages."""
ALERTS = Listing(ListingKind.ALERTS)
"""All alerts that are neither over nor withdrawn."""
OWN = Listing(ListingKind.ORIGIN)
"""All releases of this portal: none of other portals of the network."""
STANDING_PAGES = Listing(ListingKind.SITEMAP, "pages")
"""The standing pages that search engines may index."""
TERM_FIELDS = {
    ListingKind.TOPIC: "topics", ListingKind.TAG: "tags",
    ListingKind.OFFICE: "offices", ListingKind.REGION: "regions",
}  # fmt: skip
"""The field of a release that names the listings of a kind."""
VOCABULARIES = (ListingKind.TOPIC, ListingKind.OFFICE, ListingKind.REGION)
"""Kinds of listings whose terms config.toml can declare."""
LISTS = (
    ListingKind.KIND, ListingKind.TOPIC, ListingKind.TAG, ListingKind.OFFICE, ListingKind.REGION, ListingKind.LANG,
)  # fmt: skip
"""Kinds of listings that have a list page, with numbered pages, and feeds."""
EDITION_LISTS = (
    ListingKind.ALL, ListingKind.KIND, ListingKind.TOPIC, ListingKind.TAG, ListingKind.OFFICE, ListingKind.REGION,
)  # fmt: skip
"""Kinds of listings of which an edition has its own, with pages and feeds."""
REGISTERS = (ListingKind.VERDICT, ListingKind.CHECKED)
"""Kinds of listings that are parts of the register of clarifications."""
LIST_PAGES = (*LISTS, *REGISTERS)
"""Kinds of listings that have a list page with numbered pages."""
