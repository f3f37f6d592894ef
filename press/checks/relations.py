"""What a release says of other releases must be so: its translation, its replacement, and an address of its own."""

from __future__ import annotations

from collections.abc import Iterator

from press import urls
from press.errors import N_, Diagnostic, Place, error
from press.media import renditions
from press.model import Card
from press.views.context import Edition


def check(card: Card, edition: Edition) -> Iterator[Diagnostic]:
    """Name each release that is spoken of and is not there, and what two things want to be at."""
    yield from _others(card, edition)
    yield from _taken(card, edition)
    yield from _twins(card)


def _others(card: Card, edition: Edition) -> Iterator[Diagnostic]:
    release = card.release
    named = {"translation_of": release.translation_of}
    if release.withdrawn:
        named["withdrawn"] = release.withdrawn.replacement
    for field, other in named.items():
        if other and not edition.catalogue.by_id(other):
            yield error(
                Place(release.source, release.lines.get(field, 1)), "relation",
                N_("there is no release with the id “{id}”"), N_("copy the id from the other file"), id=other,
            )  # fmt: skip


def _taken(card: Card, edition: Edition) -> Iterator[Diagnostic]:
    """An address of the portal's own pages, or of ``static/``, cannot be a release's."""
    for address in (card.address, *(f"{alias.strip('/')}/" for alias in card.release.aliases)):
        own = address in urls.fixed_pages(edition.config) or urls.listing_at(address, edition.config)[0]
        if own or urls.file_of(address) in edition.static:
            yield error(
                Place(card.release.source, card.release.lines.get("slug", 1)), "address",
                N_("the address /{address} is already that of a page of the portal"),
                N_("give this file another name or slug"), address=address,
            )  # fmt: skip


def _twins(card: Card) -> Iterator[Diagnostic]:
    """Two files of a release cannot be published under one name."""
    names: dict[str, str] = {}
    for file in card.files.values():
        other = names.setdefault(renditions.name(file), file.path)
        if other != file.path:
            yield error(
                Place(card.release.source), "address",
                N_("{one} and {other} would be published under one name"), N_("rename one of the two"),
                one=other, other=file.path,
            )  # fmt: skip
