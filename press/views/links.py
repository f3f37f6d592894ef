"""The addresses that a release links to, and the other releases that its page links to."""

from __future__ import annotations

from urllib.parse import urlsplit

from press import urls, views, web
from press.media import renditions
from press.model import Card, State
from press.store.card_keys import composed, file_name, resolved
from press.views import builders
from press.views.context import Snapshot
from press.views.pictures import file_href


def targets(card: Card, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the address of each link and image of a body, for pages of the portal."""
    return tuple(target(card, ref.target, snapshot) for ref in card.refs)


def target(card: Card, written: str, snapshot: Snapshot) -> str:
    """Return the address of a link of a release, for pages of the portal.

    A link whose target does not exist is kept as written, relative to the address of the page; `check` reports it.
    """
    parts = urlsplit(written)
    tail = web.encoded(("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else ""))
    if not parts.path and written not in card.files:
        return tail
    file = card.files.get(written)
    if file:
        is_whole = composed(file_name(file.path)) != composed(resolved(card.release, written))
        if is_whole:  # ``foto#1.jpg``: what looks like a fragment is a part of the name
            tail = ""
        return file_href(card, file, renditions.name(file), snapshot.config) + tail
    name = resolved(card.release, written)
    other = snapshot.catalogue.linked(name) if not name.startswith("/") else None
    if other and other.public:
        return urls.href(other.address, snapshot.config) + tail
    if parts.path.startswith("/"):
        return snapshot.config.base_path + urls.quoted(parts.path.lstrip("/")) + tail
    return urls.href(card.address, snapshot.config) + urls.quoted(parts.path) + tail


def alternates(card: Card, snapshot: Snapshot) -> tuple[views.Alternate, ...]:
    """Return the same release in other languages."""
    found = sorted(snapshot.catalogue.translations(card), key=lambda other: (other.release.lang, other.address))
    return tuple(_alternate(other, snapshot) for other in found if other.public)


def all_versions(card: Card, snapshot: Snapshot) -> tuple[views.Alternate, ...]:
    """Return a release in all its languages, itself first, for search engines: without versions that are withdrawn.

    None if there is no other.
    """
    others = [other for other in alternates(card, snapshot) if other.state != State.WITHDRAWN]
    return (_alternate(card, snapshot), *others) if others else ()


def _alternate(card: Card, snapshot: Snapshot) -> views.Alternate:
    return views.Alternate(
        lang=card.release.lang or snapshot.config.portal.language,
        href=urls.href(card.address, snapshot.config),
        url=urls.absolute(card.address, snapshot.config),
        title=builders.headline(card, snapshot.config),
        state=card.state,
    )


def replacement(card: Card, snapshot: Snapshot) -> views.Link | None:
    """Return the link to the release that replaces a withdrawn one."""
    withdrawn = card.release.withdrawn
    other = snapshot.catalogue.by_id(withdrawn.replacement) if withdrawn and withdrawn.replacement else None
    if not other or not other.public:
        return None
    return views.Link(href=urls.href(other.address, snapshot.config), label=builders.headline(other, snapshot.config))


def withdrawal(card: Card, snapshot: Snapshot) -> views.Withdrawal | None:
    """Return the notice of a withdrawn release; None if it is not withdrawn at the build's `now`."""
    withdrawn = card.release.withdrawn
    if not card.is_withdrawn or not withdrawn:
        return None
    return views.Withdrawal(
        date=withdrawn.date.isoformat(), reason=withdrawn.reason, replacement=replacement(card, snapshot)
    )
