"""Check that the releases that a release names exist, and that its addresses are not used by other pages."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules, urls
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import renditions
from press.model import Card
from press.views.context import Snapshot


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each named release that does not exist, and for each address that is used twice."""
    yield from _missing_releases(card, snapshot)
    yield from _taken_addresses(card, snapshot)
    yield from _same_names(card)


def _missing_releases(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    release = card.release
    named = {"translation_of": release.translation_of}
    if release.withdrawn:
        named["withdrawn"] = release.withdrawn.replacement
    for field, other in named.items():
        if other and not snapshot.catalogue.by_id(other):
            place = Place(release.source, release.lines.get(field, 1))
            message = N_("there is no release with the id “{id}”")
            hint = N_("copy the id from the file of the release that is meant")
            yield rules.RELATION.broken(place, message, hint, id=other)


def _taken_addresses(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each address that is that of a page of the portal or of a file of ``static/``."""
    for address in (card.address, *(f"{alias.strip('/')}/" for alias in card.release.aliases)):
        own = address in urls.fixed_pages(snapshot.config) or urls.listing_at(address, snapshot.config)[0]
        if own or urls.file_of(address) in snapshot.static:
            yield rules.ADDRESS.broken(
                Place(card.release.source, card.release.lines.get("slug", 1)),
                N_("the address /{address} is already used by a page of the portal"),
                N_("give this file another name or slug"), address=address,
            )  # fmt: skip


def _same_names(card: Card) -> Iterator[Diagnostic]:
    """Yield a problem for two files of a release that would be published under one name."""
    names: dict[str, str] = {}
    for file in card.files.values():
        other = names.setdefault(renditions.name(file), file.path)
        if other != file.path:
            yield rules.ADDRESS.broken(
                Place(card.release.source),
                N_("{one} and {other} would be published under the same name"), N_("rename one of the two"),
                one=other, other=file.path,
            )  # fmt: skip
