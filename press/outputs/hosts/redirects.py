"""The redirects of the portal, which hosts read so that they answer 301 or 410.

They add to the pages of `press.outputs.aliases`, which redirect on any host. Feeds are left out: the former address of
a feed has a full copy, since many feed readers do not follow redirects. These files have the last `LIMIT` addresses by
name: Cloudflare reads no more than 2,000, and Apache reads its file at each request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from press.config import Config
from press.model import Card
from press.store.catalogue import Catalogue
from press.store.published import PublishedPath, of_release
from press.views import addresses
from press.views.context import Snapshot

LIMIT = 2000
_UNSAFE = re.compile(r'["\\$?#%\x00-\x1f]')
"""What has a meaning in the files of hosts; such an address has only its page."""


class Redirect(msgspec.Struct, frozen=True, array_like=True):
    """A former address and where it leads, both from the root of the host and not percent-encoded."""

    path: str
    target: str
    """Empty: it is gone, which hosts report as 410."""


def are_affected_by(card: Card, catalogue: Catalogue, config: Config) -> bool:
    """Tell whether a card has former addresses, or is where nothing may be."""
    lost = catalogue.published.lost_of(of_release(card.release.id))
    return bool(card.release.aliases or lost) or config.addresses.is_gone(card.address.rstrip("/"))


def redirects(snapshot: Snapshot) -> tuple[Redirect, ...]:
    """Return the redirects of the portal, in order."""
    home = snapshot.config.base_path
    found = {path: target for path, target in _moved(snapshot) if path != target and not _UNSAFE.search(path + target)}
    gone = [one.strip("/") for one in snapshot.config.addresses.gone if not one.endswith("*")]
    unserved = [path for path in gone if not _UNSAFE.search(path) and not addresses.is_served(path, snapshot)]
    found |= {addresses.alias_of(path)[1:]: "" for path in unserved}
    return tuple(Redirect(home + path, home + target if target else "") for path, target in sorted(found.items()))


def _moved(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield the former addresses of releases and lists, and where they lead; both without the path of the portal."""
    catalogue = snapshot.catalogue
    for path in addresses.former_lists(snapshot.config):
        if found := _target(PublishedPath(path, ""), snapshot):
            yield addresses.alias_of(path)[1:], found
    for row in catalogue.published.redirected(LIMIT):
        if found := _target(row, snapshot):
            yield addresses.alias_of(row.path)[1:], found


def _target(row: PublishedPath, snapshot: Snapshot) -> str:
    if addresses.copied_feed(row) or addresses.is_list(row.path, snapshot):
        return ""
    card = addresses.card_at(row.path, snapshot)
    found = addresses.of_card(row.path, card, snapshot) if card else addresses.destination(row, snapshot)
    return found.address if found else ""
