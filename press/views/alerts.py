"""Alerts: those that are valid now, the alerts before and after each, and what pages show of one."""

from __future__ import annotations

from datetime import datetime

from press import urls, views
from press.config import Config
from press.i18n.words import MESSAGES, exercise
from press.model import ALERTS, Card, Release, ReleaseKind, Severity
from press.store.catalogue import Catalogue
from press.views.context import Snapshot

_MOST = 60
"""How many alerts are read to find those that no later one replaces."""
_ORDER = tuple(Severity)
CAP_NAME = "cap.xml"
"""The name of the CAP file of an alert, in the folder of its page."""


def successor(card: Card, catalogue: Catalogue) -> Card | None:
    """Return the newest public alert that replaces an alert; one that was withdrawn replaces nothing."""
    if not card.alert:
        return None
    id = card.release.translation_of or card.release.id
    found = (catalogue.card(source) for source in catalogue.using(f"id:{id}"))
    later = [one for one in found if one and one != card and _replaces(one, id)]
    return max(later, key=lambda one: (one.instant, one.release.source), default=None)


def _replaces(card: Card, id: str) -> bool:
    is_valid = card.public and not card.is_withdrawn and not card.release.translation_of
    return is_valid and card.alert is not None and card.alert.updates == id


def predecessor(card: Card, catalogue: Catalogue) -> Card | None:
    """Return the public alert that an alert replaces."""
    found = catalogue.by_id(card.alert.updates) if card.alert and card.alert.updates else None
    return found if found and found.public and found.alert and found != card else None


def valid_now(snapshot: Snapshot) -> list[Card]:
    """Return the alerts that are valid now: first those that are meant, the worst before others, then the newest."""
    cards = snapshot.catalogue.newest(ALERTS, _MOST)
    return sorted((card for card in cards if not successor(card, snapshot.catalogue)), key=_rank)


def _rank(card: Card) -> tuple[object, ...]:
    alert = card.alert
    assert alert
    return alert.is_exercise, alert.all_clear, _ORDER.index(alert.severity), -card.instant, card.release.source


def titled(release: Release, language: str, title: str = "") -> str:
    """Return the headline of a release, or another `title` of it; that of an exercise is marked wherever it is read."""
    is_exercise = release.kind is ReleaseKind.ALERT and release.alert and release.alert.is_exercise
    shown = title or release.title
    return f"{exercise(language)}: {shown}" if is_exercise else shown


def label(card: Card, catalogue: Catalogue) -> views.AlertLabel | None:
    """Return what lists show of an alert besides its headline."""
    alert = card.alert
    if not alert:
        return None
    later = successor(card, catalogue)
    return views.AlertLabel(
        severity="" if alert.all_clear else alert.severity,
        is_exercise=alert.is_exercise,
        replaced="" if not later or not later.alert else "cleared" if later.alert.all_clear else "updated",
    )


def alert(card: Card, snapshot: Snapshot) -> views.Alert | None:
    """Return what the page of an alert shows."""
    alert, config = card.alert, snapshot.config
    if not alert:
        return None
    earlier, later = predecessor(card, snapshot.catalogue), successor(card, snapshot.catalogue)
    return views.Alert(
        severity="" if alert.all_clear else alert.severity,
        is_exercise=alert.is_exercise,
        event=alert.event,
        area=alert.area,
        urgency=alert.urgency,
        certainty=alert.certainty,
        starts=alert.starts.isoformat() if alert.starts else "",
        items=tuple((name, text) for name in MESSAGES.alert_items if (text := getattr(alert, name))),
        earlier=_link(earlier, config) if earlier else None,
        later=_link(later, config) if later else None,
        is_over=bool(later and later.alert and later.alert.all_clear),
        source=alert.source_url,
        cap=urls.href(cap_address(card), config),
    )


def cap_address(card: Card) -> str:
    """Return the address of the CAP file of an alert."""
    return card.address + CAP_NAME


def _link(card: Card, config: Config) -> views.Link:
    return views.Link(href=urls.href(card.address, config), label=card.release.title)


def versions(card: Card) -> list[datetime]:
    """Return when an alert was sent, and when it changed significantly; each is a message of its own in CAP."""
    release, withdrawn = card.release, card.release.withdrawn if card.is_withdrawn else None
    changes = [one.date for one in release.corrections]
    changes += [at for at in (release.updated, withdrawn.date if withdrawn else None) if at]
    return [release.date, *sorted({at for at in changes if at > release.date})]
