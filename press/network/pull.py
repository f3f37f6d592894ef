"""Fetch what the members of the network published, and store it. Whatever a member does, the others are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from press import disk, rules
from press.config import Config, Member
from press.content import pulled
from press.diagnostics import Diagnostic, Place
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.model import NETWORK, PulledItem
from press.network import json_feed, registries, store, xml_feed
from press.network.accept import Judge
from press.network.entries import Deletion, Entry, Page, Reason
from press.network.fetch import Conditions, Manners, fetch
from press.network.store import FeedState

_AT_ONCE = 8
"""Members that are asked at the same time."""
_MOST_PAGES = 60
"""Older parts of a feed that are read in one run; the next run continues."""
_MOST_NEW = 5000
"""New releases of a member that are stored in one run."""
_SHOWN = 5
"""Refused entries of a member that are reported one by one."""
_STAYS = N_("what was read before stays; the next run asks again")


class PullRequest(msgspec.Struct, frozen=True):
    """A request to fetch what members published."""

    root: Path
    """The portal."""
    config: Config
    now: datetime
    names: tuple[str, ...] = ()
    """The members that are asked; empty: all that are enabled."""
    everything: bool = False
    """Read everything again, also the older parts of feeds."""
    manners: Manners = Manners()
    translate: Translate = str
    """Translates the reasons in problems."""


class Outcome(msgspec.Struct, frozen=True):
    """What was read of a member."""

    name: str
    title: str
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    """How many of those that were added or changed are withdrawn now, and were not before."""
    failed: bool = False
    """Whether nothing could be read; what is stored stays."""
    problems: tuple[Diagnostic, ...] = ()


class _Read(NamedTuple):
    """What was read of a member's feed."""

    pages: list[Page]
    state: FeedState
    fault: Reason | None = None
    """Why nothing, or not everything, was read."""


_Files = Mapping[str, str]
"""Paths of stored releases, by the keys of their ids."""


def pull(request: PullRequest) -> list[Outcome]:
    """Fetch and store; the members are asked at once, and stored one after another, in the order of config.toml.

    Raises `OSError` if a file cannot be written.
    """
    members = [(name, one) for name, one in request.config.network.items() if _is_asked(name, one, request)]
    files = store.files_of_members(request.root)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="pull") as threads:
        reads = list(threads.map(lambda one: _read(one[0], one[1], files.get(one[0], {}), request), members))
    both = zip(members, reads, strict=True)
    outcomes = [_Merging(name, member, files, request).outcome(read) for (name, member), read in both]
    return [*outcomes, *_registries(request)]


def _is_asked(name: str, member: Member, request: PullRequest) -> bool:
    return member.enabled and (not request.names or name in request.names)


def _registries(request: PullRequest) -> Iterator[Outcome]:
    """Copy the registries, and yield what became of each."""
    for name, registry in request.config.registries.items():
        if request.names and name not in request.names:
            continue
        found = registries.copied(request.root, name, registry, request.manners)
        problems: tuple[Diagnostic, ...] = ()
        if isinstance(found, Reason):
            message, hint = N_("{title} could not be read: {reason}"), _STAYS
            reason = _words(found, request)
            problems = (rules.NETWORK.broken(Place(f"dictionaries/{name}"), message, hint, title=name, reason=reason),)
        yield Outcome(name, name, changed=int(found is True), failed=bool(problems), problems=problems)


def _words(reason: Reason, request: PullRequest) -> str:
    """Return a reason as text."""
    translate = request.translate
    return translate(reason.message).format_map({name: translate(value) for name, value in reason.values.items()})


# Reading --------------------------------------------------------------------------------------------------------


def _read(name: str, member: Member, files: _Files, request: PullRequest) -> _Read:
    """Read a feed, and its older parts as long as everything in them is new."""
    last = FeedState(member.url) if request.everything else store.state(request.root, name, member.url)
    answer = fetch(member.url, member.own_hosts, request.manners, Conditions(last.etag, last.modified))
    if answer.fault:
        return _Read([], last, answer.fault)
    digest = disk.digest(answer.body)
    pages: list[Page] = []
    older, state = last.older, last
    if not answer.is_same and digest != last.digest:
        try:
            page = _parsed(answer.body, member.url)
        except (ValueError, RecursionError) as reason:
            return _Read([], last, _damaged(reason))
        pages.append(page)
        state = FeedState(member.url, answer.etag, answer.modified, digest, page.older)
        is_wanted = request.everything or page.older != last.archive or _continues(page, files)
        older = page.older if is_wanted else last.older
    older, fault = _add_older(pages, older, member, files, request)
    return _Read(pages, msgspec.structs.replace(state, older=older), fault)


def _add_older(
    pages: list[Page], older: str, member: Member, files: _Files, request: PullRequest
) -> tuple[str, Reason | None]:
    """Read older parts of a feed. Returns with which one the next run continues, and why."""
    seen = set[str]()
    while older and older not in seen:
        if len(seen) >= _MOST_PAGES:
            return older, None
        seen.add(older)
        answer = fetch(older, member.own_hosts, request.manners)
        if answer.fault:
            return older, answer.fault
        try:
            page = _parsed(answer.body, older)
        except (ValueError, RecursionError) as reason:
            return "", _damaged(reason)
        pages.append(page)
        older = page.older if request.everything or _continues(page, files) else ""
    return "", None


def _parsed(body: bytes, url: str) -> Page:
    """Parse a feed of any format. Raises `ValueError`, `RecursionError`."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return json_feed.page(body, url) if start in (b"{", b"[") else xml_feed.page(body, url)


def _damaged(reason: Exception) -> Reason:
    words = " ".join(str(reason).split())[:200]
    return Reason(N_("what it answers is no feed that can be read: {reason}"), {"reason": words})


def _continues(page: Page, files: _Files) -> bool:
    """Tell whether what is before a page may be new, too: nothing on it was there, except what came back changed."""
    plain = [entry for entry in page.entries if not _is_changed(entry)] or page.entries
    return bool(plain) and not any(store.key_of(entry.id) in files for entry in plain)


def _is_changed(entry: Entry) -> bool:
    return bool(entry.updated) and entry.updated != entry.published


# Storing --------------------------------------------------------------------------------------------------------


class _Merging:
    """What was read of one member becomes its files."""

    def __init__(self, name: str, member: Member, files: dict[str, dict[str, str]], request: PullRequest) -> None:
        self._name, self._member, self._request = name, member, request
        self._files = files.setdefault(name, {})
        self._others = {key: other for other, paths in files.items() if other != name for key in paths}
        self._judge = Judge(member, request.config, request.now)
        self._refused: list[tuple[Entry, Reason]] = []
        self._seen = set[str]()
        self._counts = {"added": 0, "changed": 0, "withdrawn": 0}

    def outcome(self, read: _Read) -> Outcome:
        """Store what was read. The file that says what was read is written last: a run that is killed is repeated."""
        deleted = {one.ref: one for page in reversed(read.pages) for one in page.deletions}
        for page in read.pages:
            for entry in page.entries:
                self._store(entry, deleted)
        for deletion in deleted.values():
            self._delete(deletion)
        failed = read.fault is not None and not read.pages
        if not failed and (read.pages or read.state.older):
            store.write(self._request.root, store.state_path(self._name), read.state)
        problems = tuple(self._problems(read))
        return Outcome(self._name, self._member.title, **self._counts, failed=failed, problems=problems)

    def _store(self, entry: Entry, deleted: Mapping[str, Deletion]) -> None:
        if self._judge.is_foreign(entry) or entry.id in self._seen:
            return
        self._seen.add(entry.id)
        if refusal := self._judge.refusal(entry) or self._taken(entry):
            self._refused.append((entry, refusal))
            return
        old = self._old(entry.id)
        item = self._judge.accepted(entry, old)
        if (deletion := deleted.get(entry.id)) and not item.withdrawn and self._judge.is_after(deletion, item):
            item = self._judge.withdrawn(deletion, old or item)
        self._write(item, old)

    def _taken(self, entry: Entry) -> Reason | None:
        """Return why an entry may not have its id: another member had it first."""
        key = store.key_of(entry.id)
        if other := self._others.get(key):
            return Reason(N_("{other} has published it"), {"other": other})
        if key not in self._files and self._counts["added"] >= _MOST_NEW:
            return Reason(N_("there are too many new ones at once"))
        return None

    def _delete(self, deletion: Deletion) -> None:
        """Withdraw a release that is stored, and that the feed deleted without another word."""
        old = self._old(deletion.ref) if deletion.ref not in self._seen else None
        if old and not old.withdrawn and self._judge.is_after(deletion, old):
            self._write(self._judge.withdrawn(deletion, old), old)

    def _old(self, id: str) -> PulledItem | None:
        path = self._files.get(store.key_of(id))
        return store.item(self._request.root, path) if path else None

    def _write(self, item: PulledItem, old: PulledItem | None) -> None:
        key = store.key_of(item.id)
        is_new = key not in self._files
        path = self._files.setdefault(key, store.path_of(self._name, item))
        if store.write(self._request.root, path, item):
            self._counts["added" if is_new else "changed"] += 1
            self._counts["withdrawn"] += bool(item.withdrawn and not (old and old.withdrawn))

    def _problems(self, read: _Read) -> Iterator[Diagnostic]:
        title = self._member.title
        if read.fault:
            message = N_("{title} could not be read whole: {reason}")
            message = message if read.pages else N_("{title} could not be read: {reason}")
            yield self._problem(message, _STAYS, title=title, reason=_words(read.fault, self._request))
        for entry, refusal in self._refused[:_SHOWN]:
            message, hint = N_("not taken from {title}: “{entry}”: {reason}"), N_("tell the office")
            name = entry.title[:80] or entry.id[:80]
            yield self._problem(message, hint, title=title, entry=name, reason=_words(refusal, self._request))
        if len(self._refused) > _SHOWN:
            message = N_("not taken from {title}: {count} more")
            yield self._problem(message, N_("tell the office"), title=title, count=len(self._refused) - _SHOWN)
        if self._judge.is_ahead:
            message = N_("the clock of {title} is ahead: its times in the future count as now")
            yield self._problem(message, N_("tell the office"), title=title)
        newest = store.newest(self._request.root, self._files)
        silence = pulled.silence(self._name, self._member, newest.published if newest else None, self._request.now)
        yield from (silence,) if silence and not read.fault else ()

    def _problem(self, message: str, hint: str, **values: object) -> Diagnostic:
        return rules.NETWORK.broken(Place(f"{NETWORK}{self._name}"), message, hint, **values)
