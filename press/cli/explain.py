"""The data that `show` and `schedule` print: why a release is, or is not, on the site; what will change by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

import msgspec

from press import urls
from press.i18n.mark import N_
from press.model import Card, Invalidation, State
from press.outputs.table import KINDS
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


class Event(msgspec.Struct, frozen=True):
    """A change that a date in the content will cause, without an edit."""

    at: str
    """ISO 8601, in the zone of the release."""
    what: str
    """``published``, ``corrected``, ``updated``, ``expired`` or ``withdrawn``."""
    source: str
    title: str


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
    catalogue = snapshot.catalogue
    card = catalogue.card(name.removeprefix("./")) or catalogue.at(_address(name, snapshot))
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


def upcoming(snapshot: Snapshot) -> Iterator[Event]:
    """Yield what happens to releases after `now` because of their dates, soonest first."""
    for at, source in snapshot.catalogue.upcoming(int(snapshot.now.timestamp())):
        card = snapshot.catalogue.card(source)
        what = card.moments[at] if card else ""
        if card and what:
            moment = datetime.fromtimestamp(at, UTC).astimezone(snapshot.config.zone_of(card.release.place))
            yield Event(moment.isoformat(), what, source, card.release.title)


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
