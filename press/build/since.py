"""`check --since`: the facts of published releases that were changed since a revision without a correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press.build.request import BuildRequest
from press.checks import by_place, with_severities
from press.content import front_matter, lifecycle, prose, versions
from press.content.corrections import events, silent
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.model import Release, SourceFile


def problems(request: BuildRequest, revision: str) -> tuple[Diagnostic, ...]:
    """Return the problems of the releases that differ from a revision. Raises `Misuse` if git does not know it.

    A release is found again by its id if its file was renamed, and by its file if its id was changed.
    """
    before, after = versions.differing(request.root, revision)
    published = list(_published(before, request))
    by_id = {text.release.id: text for text in published}
    by_path = {text.release.source: text for text in published}
    found: list[Diagnostic] = []
    for new in _published(after, request):
        former = by_id.get(new.release.id) or by_path.get(new.release.source)
        if former and not _is_withdrawn_since(former.release, new.release):
            found += silent.problems(former, new, request.config.language)
            found += events.problems(former.release, new.release)
    return tuple(sorted(with_severities(found, request.config), key=by_place))


def _published(sources: Iterable[SourceFile], request: BuildRequest) -> Iterator[Prose]:
    """Yield the prose of the releases that readers may know."""
    for source in sources:
        text = prose.read(front_matter.parse(source, request.config))
        if text and _is_readable(text.release, request):
            yield text


def _is_readable(release: Release, request: BuildRequest) -> bool:
    is_public = lifecycle.is_public(lifecycle.state(release, request.now))
    return is_public and not lifecycle.is_text_removed(release, request.now)


def _is_withdrawn_since(old: Release, new: Release) -> bool:
    """Tell whether a release was withdrawn: readers are told by its notice."""
    return new.withdrawn is not None and old.withdrawn is None
