"""`check --since`: the facts of published releases that were changed since a revision without a correction."""

from __future__ import annotations

from collections.abc import Iterable

from press.build.request import BuildRequest
from press.checks import by_place, with_severities
from press.content import front_matter, lifecycle, prose, versions
from press.content.corrections import silent
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.model import Release, SourceFile


def problems(request: BuildRequest, revision: str) -> tuple[Diagnostic, ...]:
    """Return the problems of the releases that differ from a revision. Raises `Misuse` if git does not know it."""
    before, after = versions.differing(request.root, revision)
    old = _published(before, request)
    found: list[Diagnostic] = []
    for id, new in _published(after, request).items():
        if (former := old.get(id)) and not _is_withdrawn_since(former.release, new.release):
            found += silent.problems(former, new, request.config.language)
    return tuple(sorted(with_severities(found, request.config), key=by_place))


def _published(sources: Iterable[SourceFile], request: BuildRequest) -> dict[str, Prose]:
    """Return the prose of the releases that readers may know, by id: a renamed file keeps its id."""
    texts = (prose.read(front_matter.parse(source, request.config)) for source in sources)
    return {text.release.id: text for text in texts if text and _is_readable(text.release, request)}


def _is_readable(release: Release, request: BuildRequest) -> bool:
    is_public = lifecycle.is_public(lifecycle.state(release, request.now))
    return is_public and not lifecycle.is_text_removed(release, request.now)


def _is_withdrawn_since(old: Release, new: Release) -> bool:
    """Tell whether a release was withdrawn: readers are told by its notice."""
    return new.withdrawn is not None and old.withdrawn is None
