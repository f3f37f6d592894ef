"""What changed since the last build, read and staged in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from press.build import hold, unread
from press.build.request import BuildRequest
from press.build.state import BuildState
from press.build.workers import Batching
from press.checks import with_severities
from press.content import changes, files, git
from press.content.files import has_card
from press.diagnostics import Diagnostic
from press.model import NO_REVISION, Changes, SourceRecord
from press.store.card_keys import file_name
from press.store.catalogue import Catalogue
from press.store.ledger import Ledger

if TYPE_CHECKING:  # imported only if there are releases to read
    from press.content.load import LoadContext, Loaded

_NOTE = "read again"
_ROWS = 500
"""Number of ledger rows that are written at once."""
_BATCHING = Batching(inline=8, size=50, weight=400_000)
"""Batches for reading; the weight of a release is the size of its file."""


def find_changes(build: BuildState) -> Changes:
    """What may differ from the last build, according to the folders, the time, the settings, templates and code."""
    request, ledger = build.request, build.ledger
    if ledger.note("reading") != request.reading_fingerprint:
        ledger.clear_sources()
    all_sources = not ledger.has_sources()
    if request.changed is not None and ledger.has_sources() and not ledger.note("scan"):
        found = changes.given(request.root, request.changed, ledger.sources_under)
    else:
        found = _look_for_changes(request, ledger)
    # Neither git nor a watcher reports changes behind a symbolic link, or of what cannot be read.
    ledger.write_note("scan", "1" * (found.is_beyond_git or bool(found.problems)))
    everything = ledger.note("describing") != request.describing_fingerprint
    kinds = frozenset() if everything else request.changed_kinds(ledger)
    found = hold.without_unreachable(found, request) if request.hold_broken else found
    return msgspec.structs.replace(found, everything=everything, kinds=kinds, all_sources=all_sources)


def _look_for_changes(request: BuildRequest, ledger: Ledger) -> Changes:
    """The changes according to git, which need not look at every file; else according to the folders."""
    last, found = ledger.revision(), None
    now = git.revision(request.root, last.started)
    if ledger.has_sources():
        found = changes.by_git(request.root, last, now, ledger.sources_under)
    if found is None:
        found = changes.scan(request.root, {record.path: record for record in ledger.sources()})
    # Files that git does not cover, and files that cannot be read, must be searched for in each build.
    known = NO_REVISION if found.is_beyond_git or found.problems else now
    return msgspec.structs.replace(found, revision=known)


def stage(build: BuildState, found: Changes) -> int:
    """Stage the cards of edited files, of releases that are due to change, and of what uses a changed file.

    Returns how many files really differ. Their problems are recorded in the ledger.
    """
    request, catalogue, ledger = build.request, build.catalogue, build.ledger
    ledger.record_problems("", "folders", with_severities(found.problems, request.config))
    edited = {record.path: record for record in found.edited}
    others, differing = _other_files(build, edited.values())
    unread.note(build, (record.path for record in others if record.digest), found.removed)
    due: set[str] = set()
    if not found.all_sources:
        for path in (*differing, *(path for path in found.removed if not has_card(path))):
            for user in set(catalogue.using(file_name(path))) - set(found.removed):
                edited[user] = msgspec.structs.replace(edited.get(user) or ledger.source(user), digest="")
        noted = _noted(ledger)
        for path in noted:
            ledger.record_problems(path, "rules", ())  # they are found again, if they are still there
        due = (_due(request, catalogue, ledger) | noted) - set(found.removed)
        edited.update((path, ledger.source(path)) for path in due - edited.keys())
    for path in found.removed:
        _stage_removal(path, catalogue, ledger)
    texts, same = _texts(request, edited, due)
    count = _stage_loaded(build, texts, due)
    ledger.record_sources((*others, *same), gone=found.removed)
    ledger.record_revision(git.with_recent_edits(request.root, found.revision, edited))
    return count + len(differing) + len(found.removed)


def _other_files(build: BuildState, edited: Iterable[SourceRecord]) -> tuple[list[SourceRecord], list[str]]:
    """Photos and other files among the edited, with their digests now; and which of them really differ."""
    rows: list[SourceRecord] = []
    differing: list[str] = []
    for record in edited:
        if not has_card(record.path):
            digest, problems = _digest(build.request, record.path)
            build.ledger.record_problems(record.path, "reading", with_severities(problems, build.request.config))
            rows.append(msgspec.structs.replace(record, digest=digest))
            differing += [record.path] * (digest != record.digest)
    return rows, differing


def _digest(request: BuildRequest, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the digest of a file; if it cannot be read, ``""`` and a problem."""
    try:
        return files.digest(request.root, path), ()
    except OSError as reason:
        return "", (files.unreadable(path, reason),)


def _texts(
    request: BuildRequest, edited: Mapping[str, SourceRecord], due: Set[str]
) -> tuple[list[SourceRecord], list[SourceRecord]]:
    """The texts among the edited, in order, without those that are only new copies and not due; and the latter.

    In a fresh checkout without git, all texts are new copies.
    """
    texts = [record for path, record in sorted(edited.items()) if has_card(path)]
    copies = {
        record.path: record
        for record in texts
        if record.path not in due and record.digest and record.digest == _digest(request, record.path)[0]
    }
    return [record for record in texts if record.path not in copies], list(copies.values())


def _due(request: BuildRequest, catalogue: Catalogue, ledger: Ledger) -> set[str]:
    """Return the releases that changed since the last build because of their dates.

    They are read again, since a card has nothing of its release that is not public at its time.
    """
    last = ledger.note("now")
    return set(catalogue.due(msgspec.json.decode(last, type=int), int(request.now.timestamp()))) if last else set()


def _noted(ledger: Ledger) -> set[str]:
    """Return the files that the last build left to be read again."""
    noted = ledger.note(_NOTE)
    return set(msgspec.json.decode(noted, type=list[str])) if noted else set()


def note(sources: Iterable[str], ledger: Ledger) -> None:
    """Note files whose cards are not in the catalogue as they are, so that the next build reads them again."""
    ledger.write_note(_NOTE, msgspec.json.encode(sorted(set(sources))).decode())


def _stage_removal(path: str, catalogue: Catalogue, ledger: Ledger) -> None:
    catalogue.staged.put(path, None)
    for found_by in ("reading", "rules"):
        ledger.record_problems(path, found_by, ())


def _stage_loaded(build: BuildState, texts: Sequence[SourceRecord], due: Set[str]) -> int:
    """Load texts and stage their cards, those that are due in any case. Returns how many really differ."""
    count = 0
    rows: list[SourceRecord] = []
    wanted = [msgspec.structs.replace(record, digest="") if record.path in due else record for record in texts]
    for record, loaded in zip(texts, _loaded(build, wanted), strict=True):
        rows.append(msgspec.structs.replace(record, digest=loaded.digest) if loaded else record)
        if loaded is None:
            continue
        count += loaded.digest != record.digest
        _stage_one(build, record.path, loaded)
        if len(rows) >= _ROWS:
            build.ledger.record_sources(rows)
            rows.clear()
    build.ledger.record_sources(rows)
    return count


def _stage_one(build: BuildState, path: str, loaded: Loaded) -> None:
    build.catalogue.staged.put(path, loaded.card)
    if loaded.markdown:
        build.catalogue.insert_body(loaded.markdown, loaded.body)
    build.ledger.record_problems(path, "reading", with_severities(loaded.problems, build.request.config))
    build.profile.add_release(path, loaded.seconds)


def _loaded(build: BuildState, texts: Sequence[SourceRecord]) -> Iterator[Loaded | None]:
    if not texts:
        return iter(())
    from press.content.load import LoadContext  # noqa: PLC0415 - see above

    request = build.request
    context = LoadContext(request.root, request.config, request.now, request.drafts)
    return build.pool.map(partial(_load_batch, context), texts, _BATCHING, lambda record: record.size)


def _load_batch(context: LoadContext, texts: Sequence[SourceRecord]) -> list[Loaded | None]:
    from press.checks import texts as checks  # noqa: PLC0415 - see above
    from press.checks.texts.table import TEXT_CHECKS  # noqa: PLC0415
    from press.content.load import load  # noqa: PLC0415

    text_context = checks.TextContext(context.root, context.config)
    check_text = partial(checks.problems, checks=TEXT_CHECKS, context=text_context)
    return [load(record.path, record.digest, context, check_text) for record in texts]
