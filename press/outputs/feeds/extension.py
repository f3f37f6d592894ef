"""What items of JSON feeds say besides JSON Feed 1.1: facts for other portals of the network, in ``_press``.

docs/feeds.md describes the fields. `press.network.extension` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from press import views
from press.outputs.feeds.item import Item, Notice
from press.outputs.feeds.xml import moment


def of_item(item: Item) -> dict[str, Any]:
    """Return what is known of a release as facts: kind, claim, corrections, withdrawal, topics and regions."""
    found: dict[str, Any] = {"kind": item.kind}
    if item.state:
        found["title"] = item.title  # without the mark that readers see
    if item.valid_until and item.lead:
        found["summary"] = item.lead
    if item.expires:
        found["expires"] = moment(item.expires).isoformat()
    if item.claim and item.state != "withdrawn":
        found["claim"] = _claim(item.claim)
    if corrections := [_correction(notice) for notice in item.notices if notice.state == "corrected"]:
        found["corrections"] = corrections
    for notice in item.notices:
        if notice.state == "withdrawn":
            found["withdrawn"] = {"date": moment(notice.date).isoformat(), "reason": notice.note}
    found |= _terms(item)
    if item.proof:
        found["seal"] = {"text": item.text, "proof": item.proof, "check": item.check}
    if item.origin:
        found["origin"] = {"name": item.origin.name, "url": item.origin.page}
    return found


def _claim(claim: views.Claim) -> dict[str, Any]:
    found: dict[str, Any] = {"text": claim.text, "verdict": claim.verdict}
    for name in ("fact", "where", "first_seen", "due"):
        if value := getattr(claim, name):
            found[name] = value
    if claim.evidence:
        found["evidence"] = [{"title": one.label, **({"url": one.href} if one.href else {})} for one in claim.evidence]
    return found


def _correction(notice: Notice) -> dict[str, str]:
    words = {name: value for name, value in (("was", notice.was), ("now", notice.now)) if value}
    return {"date": moment(notice.date).isoformat(), "note": notice.note, **words}


def _terms(item: Item) -> dict[str, list[dict[str, str]]]:
    named: dict[str, list[dict[str, str]]] = {"topics": [], "regions": []}
    for kind, category in _categories(item):
        named[f"{kind}s"].append(category)
    return {name: terms for name, terms in named.items() if terms}


def _categories(item: Item) -> Iterator[tuple[str, dict[str, str]]]:
    for one in item.categories:
        if one.kind in ("topic", "region"):
            yield one.kind, {"id": one.term, "name": one.label}
