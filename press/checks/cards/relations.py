"""Check that the releases that a release names exist, and that its addresses are not used by other pages."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules, urls
from press.config import Config
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import renditions
from press.model import Card
from press.store.card_keys import fold
from press.views.alerts import CAP_NAME
from press.views.context import Snapshot
from press.views.share import share_files


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each named release that does not exist, and for each address that is used twice."""
    yield from _missing_releases(card, snapshot)
    yield from _same_names(card, snapshot.config)


def _missing_releases(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    release = card.release
    named = {"translation_of": release.translation_of}
    if release.event:
        named["event.result"] = release.event.result
    if release.withdrawn:
        named["withdrawn"] = release.withdrawn.replacement
    if release.alert:
        named["alert.updates"] = release.alert.updates
    for field, other in named.items():
        if other and not snapshot.catalogue.by_id(other):
            place = Place(release.source, release.lines.get(field, 1))
            message = N_("there is no release with the id “{id}”")
            hint = N_("copy the id from the file of the release that is meant")
            yield rules.RELATION.broken(place, message, hint, id=other)


def _same_names(card: Card, config: Config) -> Iterator[Diagnostic]:
    """Yield a problem for two files of a release that would be published under one name, also if only by case."""
    names = {"index.html": "index.html"}
    if card.event:
        calendar = urls.calendar_address("", config)
        names[calendar] = calendar
    if card.alert:
        names[CAP_NAME] = CAP_NAME
    for share in share_files(card, config) if card.files else ():
        name = share.address.rpartition("/")[2]
        names[name] = name
    for file in card.files.values():
        for name in () if file.is_static else renditions.names(file):
            other = names.setdefault(fold(name), file.path)
            if other != file.path:
                message = N_("{one} and {other} would be published under the same name")
                place, hint = Place(card.release.source), N_("rename one of the two")
                yield rules.ADDRESS.broken(place, message, hint, one=other, other=file.path)
                break
