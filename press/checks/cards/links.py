"""Check that every link into the portal has a target: a release, a heading in it, a photo, a list, a file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from press import rules
from press.content.files import nearest_name
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card, Ref
from press.page_ids import is_page_id
from press.store.card_keys import resolved
from press.views.addresses import exists
from press.views.context import Snapshot

_SHOWN = 8
"""How many headings a hint lists."""


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each link of the body whose target, or the place in it, does not exist."""
    line = card.release.lines.get("body", 1)
    anchors: dict[str, frozenset[str]] = {}
    for ref in card.refs:
        if ref.image:
            continue
        place = Place(card.release.source, line + ref.line - 1)
        if not _has_target(ref, card, snapshot):
            message = N_("the link “{target}” leads to nothing in this portal")
            hint = N_("correct the address, or remove the link")
            if nearest := _nearest(ref, card, snapshot):
                hint = N_("there is “{nearest}”: write the name exactly so, also its capital letters and its ending")
            yield rules.LINK.broken(place, message, hint, target=ref.target, nearest=nearest)
        elif not _has_anchor(ref, card, snapshot, anchors):
            message = N_("the link “{target}” leads to a heading that is not on its page")
            hint = N_("correct what follows the #, or remove it: the page has {anchors}")
            known = ", ".join(f"#{one}" for one in sorted(_anchors(ref, card, snapshot, anchors) or ())[:_SHOWN])
            yield rules.ANCHOR.broken(place, message, hint, target=ref.target, anchors=known or "–")


def _has_target(ref: Ref, card: Card, snapshot: Snapshot) -> bool:
    path = unquote(urlsplit(ref.target).path)
    if not path or ref.target in card.files:
        return True
    if path.startswith("/"):
        return exists(path.lstrip("/"), snapshot)
    other = snapshot.catalogue.linked(resolved(card.release, ref.target))
    return other is not None and (other.public or not card.public)


def _nearest(ref: Ref, card: Card, snapshot: Snapshot) -> str:
    """Return the name of a file that differs from that of a link only in case or in its ending; empty if there is none.

    Of a link into another folder, the folder must be right.
    """
    path = unquote(urlsplit(ref.target).path)
    if path.startswith("/"):
        folder, _, name = path.lstrip("/").rpartition("/")
        names = (address.rpartition("/") for address in snapshot.static)
        return nearest_name(name, sorted(other for place, _, other in names if place == folder)) if name else ""
    folder, _, name = resolved(card.release, ref.target).rpartition("/")
    return nearest_name(name, snapshot.catalogue.names_in(folder))


def _has_anchor(ref: Ref, card: Card, snapshot: Snapshot, known: dict[str, frozenset[str]]) -> bool:
    """Tell whether a link leads to a place in the text of its page, or to a part of the page that templates make."""
    id = unquote(urlsplit(ref.target).fragment.partition(":~:")[0])  # a text fragment follows the second colon
    if not id or id.lower() == "top" or is_page_id(id):
        return True
    anchors = _anchors(ref, card, snapshot, known)
    return anchors is None or id in anchors


def _anchors(ref: Ref, card: Card, snapshot: Snapshot, known: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """Return the ids in the text that a link leads to, from `known` if they are there; None if it is no text."""
    path = unquote(urlsplit(ref.target).path)
    if not path:
        other: Card | None = card
    elif ref.target in card.files:
        return None
    elif path.startswith("/"):
        other = snapshot.catalogue.at(path.lstrip("/").removesuffix("index.html"))
    else:
        other = snapshot.catalogue.linked(resolved(card.release, ref.target))
    if other is None:
        return None
    if other.body not in known:
        known[other.body] = snapshot.catalogue.anchors(other)
    return known[other.body]
