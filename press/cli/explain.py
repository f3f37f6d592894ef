"""The data that `show` prints: why a release is, or is not, on the site."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import msgspec

from press import urls
from press.i18n.mark import N_
from press.model import Card, Invalidation, State
from press.outputs.table import KINDS
from press.store.published import UNKNOWN, PublishedPath
from press.views import addresses
from press.views.context import Snapshot


class Answer(msgspec.Struct, frozen=True):
    """What `show` prints about a release or standing page."""

    source: str
    id: str
    title: str
    state: str
    reason: str
    """Message id: why it is, or is not, on the site."""
    values: dict[str, str]
    """The values for the fields of `reason`."""
    url: str
    """Absolute URL; empty if it is not public."""
    outputs: tuple[str, ...]
    """Addresses of the outputs that it affects."""
    view: msgspec.Raw | None
    """The view that the template of its page gets, as JSON; None if it has no page."""


class Lead(msgspec.Struct, frozen=True):
    """What `show` prints about an address that something else was published at."""

    reason: str
    """Message id: where the address leads."""
    values: dict[str, str]
    """The values for the fields of `reason`."""


_REASONS = {
    State.DRAFT: N_("it is a draft: remove the line “draft” to publish it"),
    State.SCHEDULED: N_("it will be published on {date}, at the first build after that"),
    State.PUBLISHED: N_("it is published"),
    State.CORRECTED: N_("it is published, with a correction"),
    State.EXPIRED: N_("it is published, and labelled as no longer current"),
    State.WITHDRAWN: N_("it is withdrawn: its page says so, and why"),
}


def explain(name: str, snapshot: Snapshot) -> Answer | None:
    """Explain a file (``posts/2026/03/x.md``) or an address (``/2026/03/x/``, or an absolute URL)."""
    catalogue, path = snapshot.catalogue, _address(name, snapshot)
    card = catalogue.card(name.removeprefix("./")) or catalogue.at(path)
    if card is None and not addresses.is_list(path, snapshot):
        card = addresses.follower(_published(path, snapshot), snapshot)
    if card is None:
        return None
    release = card.release
    return Answer(
        source=release.source,
        id=release.id,
        title=release.title,
        state=card.state,
        reason=_REASONS[card.state],
        values={"date": release.date.isoformat()},
        url=urls.absolute(card.address, snapshot.config) if card.public else "",
        outputs=tuple(_outputs(card, snapshot)) if card.public else (),
        view=_view(card, snapshot),
    )


def lead(name: str, snapshot: Snapshot) -> Lead | None:
    """Tell where a former address leads: an alias, that of a list or a translation, or one that moved by itself."""
    path = _address(name, snapshot)
    if snapshot.catalogue.card(name.removeprefix("./")) or snapshot.catalogue.page_at(f"{path}/"):
        return None
    card = addresses.card_at(path, snapshot)
    if card:
        found: addresses.Destination | None = addresses.of_card(path, card, snapshot)
    elif not addresses.is_served(path, snapshot) or path in addresses.former_lists(snapshot.config):
        found = addresses.destination(_published(path, snapshot), snapshot)
        if found is None and snapshot.config.addresses.is_gone(path):
            return Lead(N_("/{address} may vanish: [addresses] gone in config.toml says so"), {"address": path})
    else:
        found = None
    if found is None:
        return None
    values = {"address": path, "present": urls.absolute(found.address, snapshot.config), "title": found.title}
    return Lead(N_("/{address} is a former address of “{title}”, and leads to {present}"), values)


def _published(path: str, snapshot: Snapshot) -> PublishedPath:
    return snapshot.catalogue.published.at(path) or PublishedPath(path, UNKNOWN)


def _address(name: str, snapshot: Snapshot) -> str:
    path = unquote(urlsplit(name).path)
    return path.removeprefix(snapshot.config.base_path.rstrip("/")).strip("/").removesuffix("/index.html")


def _outputs(card: Card, snapshot: Snapshot) -> Iterator[str]:
    """Yield the addresses of all outputs that a card affects, in the order of the table."""
    for kind in KINDS.values():
        for id in kind.affected_by(card, snapshot.catalogue, snapshot.config):
            described = kind.describe(Invalidation(id, card.instant, 1), snapshot)
            yield from (address for address, view in described if view is not None)


def _view(card: Card, snapshot: Snapshot) -> msgspec.Raw | None:
    for name in ("release", "page"):
        for _, view in KINDS[name].describe(Invalidation(card.address, card.instant, 1), snapshot):
            if view is not None:
                return msgspec.Raw(msgspec.json.encode(view))
    return None
