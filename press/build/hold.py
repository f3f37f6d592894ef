"""Releases with errors are held: everything else is published, and the site keeps what it has of them.

A release is broken if its file, or a file that it uses, has an error. It is read again in each build until it is
correct. Meanwhile its card stays in the catalogue as it was, but for what changes with time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from press import rules
from press.build.request import BuildRequest
from press.build.state import BuildState
from press.checks import with_severities
from press.content import files
from press.content.files import has_card
from press.diagnostics import Diagnostic, is_fatal
from press.model import NETWORK, STATIC, Card, Changes
from press.model.encoding import encode_card
from press.outputs.files import published
from press.views.share import share_files

T = TypeVar("T")
Held = Mapping[str, tuple[Diagnostic, ...]]
"""The sources that are held, each with the errors that checks found in it."""
_FOLDERS = ("posts/", "pages/", NETWORK)


def planned_without_broken(build: BuildState, attempt: Callable[[Held], T]) -> tuple[T, Held]:
    """Plan with `attempt`, again without the releases in which it finds errors, until it finds none.

    At the end, the ledger has the errors of what is held.
    """
    held: dict[str, tuple[Diagnostic, ...]] = {}
    unused: set[str] = set()
    broken: dict[str, tuple[Diagnostic, ...]] = dict.fromkeys(_broken(build, held), ())
    while True:
        unused.update(_kept(source, build) for source in sorted(broken))
        held |= broken
        build.catalogue.set_savepoint()
        plan = attempt(held)
        broken = _broken(build, held)
        if not broken:
            break
        build.catalogue.return_to_savepoint()
    for source, errors in held.items():
        build.ledger.record_problems(source, "rules", errors)
    build.catalogue.delete_unused_bodies(unused)
    return plan, held


def is_stopped(build: BuildState) -> bool:
    """Tell whether anything besides releases and their files has errors: nothing is published then.

    A sealed release that is gone stops nothing: what must be told at once does not wait until somebody restores it.
    """
    return any(
        not (source or problem.place.path).startswith(_FOLDERS) and problem.rule != rules.SEALED.name
        for source, problems in build.ledger.problems_by_file()
        for problem in problems
        if is_fatal([problem], build.request.strict)
    )


def names(held: Held, problems: Iterable[Diagnostic], strict: bool) -> tuple[str, ...]:
    """Return the files that are held, and those with the errors."""
    return tuple(sorted({*held, *(problem.place.path for problem in problems if is_fatal([problem], strict))}))


def frozen(held: Held, build: BuildState) -> frozenset[str]:
    """Return the addresses of those files of held releases that cannot be made again: their sources changed."""
    cards = (build.catalogue.card(source) for source in held)
    return frozenset(address for card in cards if card and card.files for address in _frozen(card, build.request))


def without_unreachable(found: Changes, request: BuildRequest) -> Changes:
    """Return the changes without removals of files that may exist, where a file or folder cannot be read."""
    problems = with_severities(found.problems, request.config)
    paths = {problem.place.path for problem in problems if is_fatal([problem], request.strict)}
    folders = tuple(f"{path}/" for path in paths if not (request.root / path).is_dir() or not _is_open(path, request))
    removed = tuple(path for path in found.removed if path not in paths and not path.startswith(folders))
    return msgspec.structs.replace(found, removed=removed)


def _is_open(path: str, request: BuildRequest) -> bool:
    """Tell whether a folder can be read."""
    try:
        next((request.root / path).iterdir(), None)
    except OSError:
        return False
    return not (request.root / path).is_symlink()


def _broken(build: BuildState, held: Held) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the releases with errors that are not held yet, each with its errors.

    Of a release and a file of ``static/`` that have the same address, the release is broken if it changed.
    """
    broken: dict[str, tuple[Diagnostic, ...]] = {}
    staged = set(build.catalogue.staged.sources())
    for source, problems in build.ledger.problems_by_file():
        for problem in problems:
            name = problem.values.get("other", "") if source.startswith(STATIC) else source
            is_ours = has_card(name) and name not in held and (name == source or name in staged)
            if is_ours and is_fatal([problem], build.request.strict):
                broken[name] = (*broken.get(name, ()), problem)
    return broken


def _kept(source: str, build: BuildState) -> str:
    """Stage the last good card of a source in place of that of its file now; return the digest of the latter's body."""
    from press.content.load import LoadContext, reviewed  # noqa: PLC0415 - Markdown and YAML, which most builds do not need

    request, catalogue = build.request, build.catalogue
    broken, card = catalogue.staged.card(source), catalogue.card(source)
    context = LoadContext(request.root, request.config, request.now, request.drafts)
    catalogue.staged.put(source, encode_card(reviewed(card, context)) if card else None)
    return broken.body if broken else ""


def _frozen(card: Card, request: BuildRequest) -> Iterator[str]:
    changed = {file.path for file in card.files.values() if not _is_same(file.path, file.digest, request)}
    yield from (address for address, file, _ in published(card, request.config) if file.path in changed)
    yield from (share.address for share in share_files(card, request.config) if share.photo in changed)


def _is_same(path: str, digest: str, request: BuildRequest) -> bool:
    try:
        return files.digest(request.root, path) == digest
    except OSError:
        return False
