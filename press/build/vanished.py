"""Nothing that was published vanishes silently: it redirects, or the build is refused (docs/decisions/0020)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from press import rules, urls
from press.build.plan import Invalidations
from press.build.state import BuildState
from press.build.update import Update
from press.checks import with_severities
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import STATIC, Changes, ListingKind, OutputRecord
from press.outputs import hosts
from press.site.last_publication import of_folder
from press.store.published import (
    ALIAS,
    LOST,
    OWN,
    PORTAL,
    STATIC_FILE,
    PublishedPath,
    PublishedPaths,
    Takeover,
    of_release,
    path_of,
)
from press.views import addresses
from press.views.context import Snapshot

_SHOWN = 8
"""How many addresses a message names."""
_FOUND_BY = "vanished"
_CONFIG = "config.toml"
_BY_DATE = (ListingKind.MONTH, ListingKind.YEAR, ListingKind.CHANGES)
"""Kinds of listings of which one decides about the pages and feeds of others."""


def learn(build: BuildState) -> list[PublishedPath]:
    """Take over what was published, if this cache does not know it. Returns the paths that this build must follow.

    Where settings or code changed, these are all. Raises `MemoryUnreadable`.
    """
    request, published = build.request, build.catalogue.published
    if request.drafts:
        return []
    learned: list[PublishedPath] = []
    is_new = published.is_empty()
    if is_new:
        learned += published.learn(of_folder(request.output, request.config))
    if request.published:
        known = {} if is_new else {record.address: record.digest for record in build.ledger.manifests()}
        learned += published.learn(request.published.paths(known, request.config))
    return learned if build.ledger.note("reading") == request.reading_fingerprint else published.all()


def follow(
    build: BuildState, update: Update, changes: Changes, snapshot: Snapshot, learned: Iterable[PublishedPath]
) -> None:
    """Find what was published and is no longer there: record problems, and invalidate the redirects that may differ."""
    statics = [path for path in (*changes.removed, *(record.path for record in changes.edited)) if _is_static(path)]
    published = snapshot.catalogue.published
    rows = {*learned, *_candidates(update, statics, published)} if update.to_check or statics or learned else set()
    if build.request.drafts or not rows | set(update.takeovers):
        return
    follower = _Follower(snapshot, update.invalidations)
    problems = list(follower.changed_ids(update.takeovers))
    for row in sorted({published.at(row.path) or row for row in rows}):
        follower.follow(row)
    problems += follower.problems()
    build.ledger.record_problems("", _FOUND_BY, with_severities(problems, snapshot.config))


def remember(records: Iterable[OutputRecord], build: BuildState) -> None:
    """Record what was published besides the paths of releases."""
    if build.request.drafts:
        return
    published, feeds = build.catalogue.published, addresses.former_feed_paths(build.request.config)
    found = (PublishedPath(path_of(record.address), _subject(record, feeds)) for record in records)
    published.remember(row for row in list(found) if row.subject and not published.lost_at(row.path))


def _subject(record: OutputRecord, former_feeds: dict[str, str]) -> str:
    """Return the subject of an output that belongs to no release; ``""``: its address is not for readers."""
    is_page = record.address.endswith("index.html")
    match record.kind:
        case "lists" | "corrections" | "agenda":
            return record.owner if is_page else ""  # a calendar is none
        case "archive":
            return record.owner if ":" in record.owner else PORTAL
        case "feeds":
            present = former_feeds.get(path_of(record.address), record.address)
            return f"{record.owner}/{present.rpartition('/')[2]}"
        case "static":
            is_for_hosts = record.address in (*addresses.FILES, "CNAME") or record.address[0] in "._"
            return "" if is_for_hosts else STATIC_FILE
        case "directory" | "home" | "search" | "subscribe" if is_page:
            return PORTAL
    return ""


def _is_static(path: str) -> bool:
    return path.startswith(STATIC)


def _candidates(update: Update, statics: Iterable[str], published: PublishedPaths) -> Iterator[PublishedPath]:
    """The paths that may have vanished, or be there again."""
    yield from published.lost()
    for id in update.ids:
        yield from published.of_subject(of_release(id))
    for listing in update.listings:
        yield from published.of_subject(str(listing))
        yield from published.of_subjects(f"{listing}/")
    for kind in {listing.kind for listing in update.listings if listing.kind in _BY_DATE}:
        yield from published.of_subjects(f"{kind}:")
    for path in statics:
        row = published.at(path_of(path.removeprefix(STATIC)))
        yield from (row,) if row else ()


class _Follower:
    """Decides what becomes of paths, and collects the problems."""

    def __init__(self, snapshot: Snapshot, found: Invalidations) -> None:
        self._snapshot, self._found = snapshot, found
        self._published = snapshot.catalogue.published
        self._vanished = defaultdict[str, list[str]](list)
        """Paths by what they belonged to."""
        self._moved = defaultdict[str, list[str]](list)
        """Paths of releases that need an alias, by their ids."""
        self._others: list[Diagnostic] = []
        self._renamed: set[str] = set()
        """Subjects whose releases have other ids now."""

    def changed_ids(self, takeovers: Iterable[Takeover]) -> Iterator[Diagnostic]:
        """Take over paths that another release has now; yield the problems of those whose id was changed."""
        for one in takeovers:
            card = self._snapshot.catalogue.card(one.source)
            if card and one.before not in self._renamed and self._has_changed_id(one):
                self._renamed.add(one.before)
                place = Place(one.source, card.release.lines.get("id", 1))
                message = N_("this release was published with the id “{id}”: feed readers would show it as a new one")
                hint = N_(
                    "write id: {id} again; if this is another release, give it another address, and restore the former "
                    "one or list /{address}/ under [addresses] gone in config.toml"
                )
                id = one.before.removeprefix(of_release(""))
                yield rules.CHANGED_ID.broken(place, message, hint, id=id, address=one.path)
            self._published.take(one)
            self._found.add("hosts", hosts.WITH_REDIRECTS)

    def follow(self, row: PublishedPath) -> None:
        """Decide what becomes of a path, and mark it."""
        was_lost = self._published.lost_at(row.path) is not None
        if addresses.is_served(row.path, self._snapshot):
            state = LOST if self._is_empty_list(row) else OWN
            if was_lost or state == LOST:
                self._published.mark(row.path, state)
        elif self._snapshot.config.addresses.is_gone(row.path):
            self._published.forget(row.path)
            state = OWN
        else:
            self._follow_lost(row)
            state = LOST
        is_lost = state == LOST
        if was_lost != is_lost or (is_lost and not row.subject.startswith(of_release(""))):
            self._invalidate(row)

    def problems(self) -> Iterator[Diagnostic]:
        """Yield the problems of all paths that were followed."""
        yield from self._others
        for subject, paths in self._vanished.items():
            if subject not in self._renamed:
                yield _vanished(subject, _shown(paths), self._snapshot)
        for release_id, paths in self._moved.items():
            yield from _moved(release_id, paths, self._snapshot)

    def _follow_lost(self, row: PublishedPath) -> None:
        if not addresses.destination(row, self._snapshot):
            self._vanished[row.subject.rpartition("/")[0] if addresses.copied_feed(row) else row.subject].append(
                row.path
            )
            return
        self._published.mark(row.path, LOST)
        if addresses.is_stated(row, self._snapshot):
            return
        if row.subject.startswith(of_release("")):
            self._moved[row.subject.removeprefix(of_release(""))].append(row.path)
        else:
            self._others.append(_moved_list(row, self._snapshot))

    def _has_changed_id(self, one: Takeover) -> bool:
        id = one.before.removeprefix(of_release(""))
        is_lost = one.before.startswith(of_release("")) and self._snapshot.catalogue.by_id(id) is None
        is_page = one.state != ALIAS and not self._snapshot.config.addresses.is_gone(one.path)
        return is_lost and is_page and not one.was_known

    def _is_empty_list(self, row: PublishedPath) -> bool:
        """Tell whether a path is that of a list that stays although it is empty; if so, that is a problem."""
        listing, number = urls.listing_at(row.path, self._snapshot.config)
        if not listing or number or self._snapshot.catalogue.count(listing):
            return False
        if not addresses.is_kept(listing, self._snapshot):
            return False
        message = N_("the list /{address}/ was published and has no releases any more; it stays, and is empty")
        hint = N_(
            'if it has another name now, write "/{address}/" = and its present address under [lists.aliases] in '
            "config.toml; if it may go, list /{address}/ under [addresses] gone"
        )
        self._others.append(rules.EMPTY_LIST.broken(Place(_CONFIG), message, hint, address=row.path))
        return True

    def _invalidate(self, row: PublishedPath) -> None:
        """Add the redirect or the copy of a feed at a path, and the files of hosts."""
        if feed := addresses.copied_feed(row):
            self._found.add("feeds", [str(feed[0])])
        else:
            self._found.add("aliases", [addresses.alias_of(row.path)])
        self._found.add("hosts", hosts.WITH_REDIRECTS)


def _shown(paths: list[str]) -> str:
    """Return paths as addresses, not too many."""
    return ", ".join(map(addresses.alias_of, paths[:_SHOWN])) + (" …" if len(paths) > _SHOWN else "")


def _vanished(subject: str, shown: str, snapshot: Snapshot) -> Diagnostic:
    if not subject.startswith(of_release("")):
        return _vanished_other(subject, shown)
    id = subject.removeprefix(of_release(""))
    card = snapshot.catalogue.by_id(id)
    if card:
        lines = card.release.lines
        place = Place(card.release.source, lines.get("draft" if card.release.draft else "date", 1))
        message = N_("this release was published at {addresses}, which would vanish")
        hint = N_(
            "let it be public; or write withdrawn: with date and reason, so that its page says so; or write the "
            "address among the aliases of the release that takes its place; if it must go, list it under "
            "[addresses] gone in config.toml"
        )
        return rules.VANISHED.broken(place, message, hint, addresses=shown)
    message = N_("the release “{id}” was published at {addresses}, which would vanish")
    hint = N_(
        "restore its file; or restore it and write withdrawn: with date and reason, so that its page says so; or write "
        "the address among the aliases of the release that takes its place; if its file has another name now, write "
        "id: {id} into it; if it must go, list the address under [addresses] gone in config.toml"
    )
    return rules.VANISHED.broken(Place("posts"), message, hint, id=id, addresses=shown)


def _vanished_other(subject: str, shown: str) -> Diagnostic:
    if subject == STATIC_FILE:
        message = N_("{addresses} was published from static/, and would vanish")
        hint = N_(
            "restore the file; or write the address among the aliases of a release; if it must go, list it under "
            "[addresses] gone in config.toml"
        )
        return rules.VANISHED.broken(Place("static"), message, hint, addresses=shown)
    message = N_("the list {addresses} was published, and would vanish with its feeds")
    hint = N_(
        "restore it; or, if its topic, office or region has another id now, write the former id there as "
        "aliases = […]; or name its present address under [lists.aliases]; if it must go, list the address under "
        "[addresses] gone"
    )
    return rules.VANISHED.broken(Place(_CONFIG), message, hint, addresses=shown)


def _moved(release_id: str, paths: list[str], snapshot: Snapshot) -> Iterator[Diagnostic]:
    card = snapshot.catalogue.by_id(release_id)
    if card:
        message = N_("this release was published at {addresses}, which now redirects to its present address")
        hint = N_("keep that: write aliases: [{addresses}], or run check --fix")
        place = Place(card.release.source, card.release.lines.get("slug", 1))
        yield rules.MOVED.broken(place, message, hint, addresses=", ".join(map(addresses.alias_of, paths)))


def _moved_list(row: PublishedPath, snapshot: Snapshot) -> Diagnostic:
    found = addresses.destination(row, snapshot)
    message = N_("/{address} was published, and now leads to /{present}")
    hint = N_('keep that: write "/{address}/" = "/{present}" under [lists.aliases] in config.toml')
    present = found.address if found else ""
    return rules.MOVED.broken(Place(_CONFIG), message, hint, address=row.path, present=present)
