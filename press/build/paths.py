"""Every path of the site has one owner: a card, a file of ``static/``, or an output kind of the portal itself.

Two that want the same path, or of which one wants a file where the other needs a folder, are an error that names both.
A build is refused for it, so the catalogue never holds a conflict: only what changed must be compared with the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, repeat

import msgspec

from press import rules, urls
from press.config import Config
from press.diagnostics import Diagnostic, Place, as_notes
from press.errors import Misuse
from press.i18n.mark import N_
from press.model import LISTS, STATIC, Card, Changes, Release, TakenPath
from press.outputs import files
from press.outputs.static import REPLACEABLE
from press.outputs.table import KINDS
from press.site import manifest
from press.store import card_keys
from press.store.card_keys import fold
from press.store.catalogue import Catalogue
from press.views import addresses
from press.views.context import Snapshot, declared


def taken_by(card: Card) -> list[TakenPath]:
    """Return the paths that a card takes.

    The folder of a release is its own; below that of a standing page others may be. A release of another portal takes
    none.
    """
    if not card.has_page:
        return []
    page = TakenPath(fold(card.address.rstrip("/")), is_whole=not card.is_page)
    photos = (TakenPath(fold(path), is_whole=True) for path in files.addresses(card)) if card.is_page else ()
    return [page, *(_former(alias) for alias in card.release.aliases), *dict.fromkeys(photos)]


def rivals(card: Card, catalogue: Catalogue) -> set[str]:
    """Return the sources of the other cards that have the id of a card, or a path that conflicts with one of its own.

    With these it must be decided again which of them is wrong: in a clean build, all but the first are.
    """
    cards = (catalogue.by_id(id) for id in (card_keys.id_of(card.release), card_keys.pulled_id(card.release.id)))
    same_id = {same.release.source for same in cards if same}
    found = {other for path in taken_by(card) for _, other in _conflicting(path, catalogue)}
    return (found | same_id) - {card.release.source}


def conflicts(card: Card, catalogue: Catalogue, config: Config) -> tuple[Diagnostic, ...]:
    """Return the problems of `_conflicts`; they are only notes for a draft."""
    found = tuple(_conflicts(card, catalogue, config))
    return as_notes(found) if card.release.draft else found


def _conflicts(card: Card, catalogue: Catalogue, config: Config) -> Iterator[Diagnostic]:
    """Yield an error for each id and path of a card that another card, the card itself or the portal has already."""
    release = card.release
    if release.origin:
        yield from _conflict_of_pulled(release, catalogue)
        return
    if same_id := catalogue.by_id(release.id):
        message, hint = N_("the id “{id}” is already used by {other}"), N_("give one of the two a new id")
        place = Place(release.source, release.lines.get("id", 1))
        yield rules.DUPLICATE_ID.broken(place, message, hint, id=release.id, other=same_id.release.source)
    taken = taken_by(card)
    for field, path in zip(chain(("slug",), repeat("aliases")), taken, strict=False):
        place = Place(release.source, release.lines.get(field, 1))
        for other, source in _conflicting(path, catalogue):
            yield _error(place, path.path, source, other.path)
        if owned := _of_portal(path, config):
            yield _of_portal_error(place, owned)
    for one, other in combinations(taken, 2):
        if _is_conflict(one, other):
            place = Place(release.source, release.lines.get("aliases", 1))
            yield _error(place, other.path, release.source, one.path)


def _conflict_of_pulled(release: Release, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield a problem for a release of another portal whose id is that of our own, or of one more portal."""
    if same := catalogue.by_id(release.id) or catalogue.by_id(card_keys.id_of(release)):
        message, hint = N_("{other} has the id “{id}” already: this is not shown"), N_("delete this file")
        values = {"id": release.id, "other": same.release.source}
        yield rules.NETWORK.broken(Place(release.source), message, hint, **values)


def static_conflicts(sources: Iterable[str], changes: Changes, snapshot: Snapshot) -> dict[str, list[Diagnostic]]:
    """Return the errors for files of ``static/`` whose paths a card or the portal has, by file.

    Compared are the files that changed, and those in the way of the cards of some sources.
    """
    edited = {record.path.removeprefix(STATIC) for record in changes.edited if record.path.startswith(STATIC)}
    compared = edited & snapshot.static.keys()
    if len(compared) < len(snapshot.static):
        compared |= _in_the_way((snapshot.catalogue.card(source) for source in sources), snapshot.static)
    return {
        f"{STATIC}{address}": list(_with_static(address, snapshot.catalogue, snapshot.config))
        for address in sorted(compared)
    }


def _in_the_way(cards: Iterable[Card | None], static: Iterable[str]) -> set[str]:
    """Return the files of ``static/`` at a path of a card, above it or below it."""
    at, below = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for address in static:
        path = _of_static(address).path
        at[path].add(address)
        for folder in _above(path):
            below[folder].add(address)
    taken = [one.path for card in cards if card for one in taken_by(card)]
    found = (at.get(path, ()) for one in taken for path in (one, *_above(one)))
    return set(chain(*found, *(below.get(one, ()) for one in taken)))


def check_aliases(config: Config) -> None:
    """Raise `Misuse` if a former address of a feed or of a list is wrong, already used by the portal, or twice."""
    without_aliases = msgspec.structs.replace(config, feeds=msgspec.structs.replace(config.feeds, aliases={}))
    folders = set(map(fold, addresses.former_lists(config)))  # former feeds may be below former lists
    taken: set[str] = set()
    for path in sorted(map(fold, addresses.former_feed_files(config))):
        names = {path, *_above(path)} - folders
        if not taken.isdisjoint(names) or any(_is_own(name, without_aliases) for name in names):
            message = N_("config.toml: [feeds] aliases: the address /{address} is already used; choose another")
            raise Misuse(message, address=path)
        taken.add(path)
    for alias, target in config.lists.aliases.items():
        _check_list_alias(alias, target, config)


def _check_list_alias(alias: str, target: str, config: Config) -> None:
    listing, number = urls.listing_at(target, config)
    if not listing or number or listing.kind not in LISTS:
        message = N_("config.toml: [lists] aliases: there is no list at “{target}”; write one such as /tag/air/")
        raise Misuse(message, target=target)
    former = urls.former_address(alias)
    own, number = urls.listing_at(former, config)
    is_taken = own in (*declared(config), listing) or (own and (number or own.kind not in LISTS))
    if not former.endswith("/") or is_taken or f"{former.strip('/')}/" in urls.fixed_pages(config):
        message = N_("config.toml: [lists] aliases: “{address}” cannot be the former address of a list")
        raise Misuse(message, address=alias)


def _with_static(address: str, catalogue: Catalogue, config: Config) -> Iterator[Diagnostic]:
    path, place = _of_static(address), Place(f"{STATIC}{address}")
    for other, source in _conflicting(path, catalogue):
        if not _is_draft(source, catalogue):
            yield _error(place, path.path, source, other.path)
    if address not in REPLACEABLE and (owned := _of_portal(path, config)):
        yield _of_portal_error(place, owned)


def _is_draft(source: str, catalogue: Catalogue) -> bool:
    card = catalogue.card(source)
    return card is not None and card.release.draft


def _of_static(address: str) -> TakenPath:
    return _taken(address, is_file=True)


def _former(alias: str) -> TakenPath:
    """Return what a former address takes: a file, or a page in a folder."""
    path = alias.strip("/")
    return _taken(path, is_file=urls.is_file(path))


def _taken(path: str, is_file: bool) -> TakenPath:
    """Return what a path takes. An ``INDEX.HTML`` takes the page of its folder: some file systems ignore case."""
    folded = fold(path)
    page = folded.removesuffix("/index.html")
    return TakenPath(page, is_whole=is_file and page == folded)


def _conflicting(path: TakenPath, catalogue: Catalogue) -> list[tuple[TakenPath, str]]:
    """Return the taken paths that cannot be beside a path, each with its source."""
    found = catalogue.taken([path.path, *_above(path.path)])
    below = catalogue.taken_below(path.path) if path.is_whole else []
    return [(other, source) for other, source in chain(found, below) if _is_conflict(path, other)]


def _is_conflict(one: TakenPath, other: TakenPath) -> bool:
    """Tell whether two paths are the same, or one is below the other, which is whole."""
    if one.path == other.path:
        return True
    is_below = one.path.startswith(f"{other.path}/") and other.is_whole
    return is_below or (other.path.startswith(f"{one.path}/") and one.is_whole)


def _of_portal(path: TakenPath, config: Config) -> str:
    """Return the path of the portal's own with which a path conflicts; ``""``: none."""
    page = urls.file_of(f"{path.path}/")
    below = (page, urls.file_of(f"{path.path}/1/"))  # what the portal has in each of its folders, or would have
    names = (path.path, *below) if path.is_whole else (page, path.path)
    return next((name for name in (*names, *_above(path.path)) if _is_own(name, config)), "")


def _is_own(path: str, config: Config) -> bool:
    return manifest.is_manifest(path) or any(kind.owns(path, config) for kind in KINDS.values())


def _above(path: str) -> list[str]:
    """Return the folders above a path, the nearest first."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)]


def _error(place: Place, path: str, source: str, other: str) -> Diagnostic:
    if path == other:
        message = N_("the address /{address} is already used by {other}")
    else:
        message = N_("the address /{address} cannot be beside /{path}, which is used by {other}")
    hint = N_("give one of the two another address")
    return rules.ADDRESS.broken(place, message, hint, address=path, other=source, path=other)


def _of_portal_error(place: Place, path: str) -> Diagnostic:
    message, hint = N_("the address /{address} belongs to the portal itself"), N_("choose another address")
    return rules.ADDRESS.broken(place, message, hint, address=path)
