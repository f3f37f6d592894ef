"""What `check` finds of the other portals of the network: who is silent, and what is stored of nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press import rules
from press.build.request import BuildRequest
from press.checks import with_severities
from press.content import pulled
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import NETWORK, Listing, ListingKind, SourceRecord
from press.store.catalogue import Catalogue


def problems(request: BuildRequest, catalogue: Catalogue, files: Iterable[SourceRecord]) -> tuple[Diagnostic, ...]:
    """Return a problem for each silent member, and for each folder of ``network/`` that is none of a member."""
    found = (*_silent(request, catalogue), *_unknown(request, files))
    return tuple(with_severities(found, request.config))


def _silent(request: BuildRequest, catalogue: Catalogue) -> Iterator[Diagnostic]:
    for name, member in request.config.network.items():
        newest = next(iter(catalogue.newest(Listing(ListingKind.ORIGIN, name), 1)), None)
        if silence := pulled.silence(name, member, newest.release.date if newest else None, request.now):
            yield silence


def _unknown(request: BuildRequest, files: Iterable[SourceRecord]) -> Iterator[Diagnostic]:
    stored = {file.path.split("/")[1] for file in files if file.path.startswith(NETWORK)}
    for name in sorted(stored - request.config.network.keys()):
        message = N_("config.toml has no [network.{name}]: nothing of this is shown")
        hint = N_("delete the folder, or write [network.{name}]")
        yield rules.NETWORK.broken(Place(f"{NETWORK}{name}"), message, hint, name=name)
