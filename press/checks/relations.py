"""What a release says of other releases is so, and its addresses are its own."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules, urls
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import renditions
from press.model import Card
from press.views.context import Snapshot


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Name each release that is spoken of and does not exist, and each address that two things want."""
    yield from _others(card, snapshot)
    yield from _taken(card, snapshot)
    yield from _same_names(card)


def _others(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    release = card.release
    named = {"translation_of": release.translation_of}
    if release.withdrawn:
        named["withdrawn"] = release.withdrawn.replacement
    for field, other in named.items():
        if other and not snapshot.catalogue.by_id(other):
            place = Place(release.source, release.lines.get(field, 1))
            message, hint = N_("there is no release with the id “{id}”"), N_("copy the id from the other file")
            yield rules.RELATION.broken(place, message, hint, id=other)


def _taken(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """An address of the portal's own pages, or of ``static/``, cannot be a release's."""
    for address in (card.address, *(f"{alias.strip('/')}/" for alias in card.release.aliases)):
        own = address in urls.fixed_pages(snapshot.config) or urls.listing_at(address, snapshot.config)[0]
        if own or urls.file_of(address) in snapshot.static:
            yield rules.ADDRESS.broken(
                Place(card.release.source, card.release.lines.get("slug", 1)),
                N_("the address /{address} is already that of a page of the portal"),
                N_("give this file another name or slug"), address=address,
            )  # fmt: skip


def _same_names(card: Card) -> Iterator[Diagnostic]:
    """Two files of a release cannot be published under one name."""
    names: dict[str, str] = {}
    for file in card.files.values():
        other = names.setdefault(renditions.name(file), file.path)
        if other != file.path:
            yield rules.ADDRESS.broken(
                Place(card.release.source),
                N_("{one} and {other} would be published under one name"), N_("rename one of the two"),
                one=other, other=file.path,
            )  # fmt: skip
