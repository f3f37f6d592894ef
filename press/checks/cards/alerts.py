"""Check alerts: the eight items that must be announced (Perki 1/2021), an end, and what an update names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.diagnostics import Diagnostic, Place, Rule
from press.i18n.mark import N_
from press.i18n.words import MESSAGES, words
from press.model import Alert, Card
from press.views.context import Snapshot

_BMKG = re.compile(r"\bBMKG\b|\bBadan Meteorologi\b")
"""The authority that issues warnings of weather, earthquakes and tsunamis (Undang-Undang 31/2009)."""


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield the problems of an alert that is still valid, or was when it was published."""
    if card.alert and not card.is_withdrawn:
        yield from _items(card, card.alert, snapshot)
        yield from _end(card, card.alert)
        yield from _update(card, card.alert, snapshot)
        yield from _source(card, card.alert)


def _items(card: Card, alert: Alert, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Only a warning: a missing item must not hold back what saves lives. An all-clear needs none."""
    labels = words(snapshot.config.language).alert_items
    missing = [name for name in MESSAGES.alert_items if not getattr(alert, name)]
    if missing and not alert.all_clear:
        message = N_("the alert does not have all eight items that the law asks for; missing: {names}")
        hint = N_("write them below alert:; where an item does not apply, say so, such as “not necessary”")
        names = ", ".join(f"{name} ({labels[name].lower()})" for name in missing)
        yield _problem(rules.ALERT_ITEMS, card, "alert", message, hint, names=names)


def _end(card: Card, alert: Alert) -> Iterator[Diagnostic]:
    expires = card.release.expires
    if not expires and not alert.all_clear:
        message = N_("the alert does not say until when it is valid")
        hint = N_("write expires: and the time; if the danger lasts longer, publish an update")
        yield _problem(rules.ALERT_END, card, "alert", message, hint)
    elif expires and alert.starts and expires <= alert.starts:
        message, hint = N_("the alert ends before the danger starts"), N_("correct expires: or starts:")
        yield _problem(rules.ALERT_END, card, "alert.starts", message, hint)


def _update(card: Card, alert: Alert, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """A release that does not exist is reported among the relations."""
    if not alert.updates:
        if alert.all_clear:
            message, hint = N_("the all-clear does not say which alert is over"), N_("write updates: and the id of it")
            yield _problem(rules.ALERT_UPDATE, card, "alert.all_clear", message, hint)
        return
    earlier = snapshot.catalogue.by_id(alert.updates)
    if not earlier:
        return
    if not earlier.alert:
        message, hint = N_("“{id}” is no alert"), N_("copy the id from the file of the alert that is meant")
        yield _problem(rules.ALERT_UPDATE, card, "alert.updates", message, hint, id=alert.updates)
    elif earlier.instant >= card.instant:
        message = N_("the alert “{id}”, which this one replaces, is not earlier")
        hint = N_("correct updates:, or one of the two dates")
        yield _problem(rules.ALERT_UPDATE, card, "alert.updates", message, hint, id=alert.updates)
    elif earlier.alert.status != alert.status:
        message = N_("one of the two alerts is an exercise, and the other is meant")
        yield _problem(rules.ALERT_UPDATE, card, "alert.updates", message, N_("correct status:"))


def _source(card: Card, alert: Alert) -> Iterator[Diagnostic]:
    if _BMKG.search(alert.announcer):
        message = N_("a warning of BMKG is not issued again: its own one may change or end at any time")
        hint = N_(
            "write your own office as announcer:, and the address of the warning as source_url:; to pass a warning on "
            "without advice of your own, write kind: link and original:"
        )
        yield _problem(rules.ALERT_SOURCE, card, "alert.announcer", message, hint)


def _problem(rule: Rule, card: Card, field: str, message: str, hint: str, **values: str) -> Diagnostic:
    release = card.release
    place = Place(release.source, release.lines.get(field) or release.lines.get("alert", 1))
    return rule.broken(place, message, hint, **values)
