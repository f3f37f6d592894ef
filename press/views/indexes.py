"""The addresses that people type: the index pages above all lists, the page of contacts, months without the archive.

A page, file or former address that the desk puts at one of them takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from press import urls
from press.config import Config
from press.model import Card, Listing, ListingKind

INDEXED = (ListingKind.TOPIC, ListingKind.OFFICE, ListingKind.REGION, ListingKind.TAG)
"""The kinds of lists that have an index page."""
CONTACT = "contact"
"""The id of the page of contacts."""
_PERIOD = re.compile(r"\d{4}(/\d{2})?")


def pages(config: Config) -> dict[str, str]:
    """Return the addresses of the index pages by the kind of their lists, and that of the contacts if there are any."""
    names = (*INDEXED, CONTACT) if config.contacts else INDEXED
    return {name: index_address(name, config) for name in names}


def index_address(name: str, config: Config) -> str:
    """Return the address of the index page of a kind of lists, or of the page of contacts."""
    return f"{urls.word(name, config)}/"


def taken_by(card: Card, config: Config) -> Iterable[str]:
    """Return the ids of the generated pages whose address a card has, or had before."""
    own = {f"{path.strip('/')}/" for path in (card.address, *card.release.aliases)}
    return [name for name in (*INDEXED, CONTACT) if index_address(name, config) in own]


def period_at(path: str) -> Listing | None:
    """Return the month or year that an address without the archive's folder means: ``2026/11`` or ``2026``."""
    if not _PERIOD.fullmatch(path):
        return None
    return Listing(ListingKind.MONTH if "/" in path else ListingKind.YEAR, path.replace("/", "-"))


def period_path(period: Listing) -> str:
    """Return the address of a month or year without the archive's folder, as a former address: ``/2026/11/``."""
    return f"/{period.term.replace('-', '/')}/"
