"""The seal: a release that was sealed is corrected openly, and its text can be sealed."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import renditions
from press.model import Card
from press.views import sealed
from press.views.context import Snapshot

_FORBIDDEN = N_("the character {character} hides words or shows them in another order, so this text cannot be sealed")
_FORBIDDEN_HINT = N_("delete it: type the words around it again, without copying them")
_SILENT = N_("“{title}” was sealed as version {version}, and its text is another one now, without a correction")
_SILENT_HINT = N_(
    "restore the former text; or correct it openly: python build.py correct, or a new entry in corrections:; a change "
    "that alters no fact is sealed with python build.py seal append --restate"
)


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield the problems of a release that is public."""
    if not sealed.is_sealable(card, snapshot):
        return
    release = card.release
    found = sealed.sealed_text(card, snapshot)
    if found.forbidden:
        place = Place(release.source, release.lines.get("title", 1))
        yield rules.SEAL_TEXT.broken(place, _FORBIDDEN, _FORBIDDEN_HINT, character=found.forbidden)
    elif found.before and not snapshot.restates and sealed.change(card, found.before, snapshot) is None:
        place = Place(release.source, release.lines.get("corrections", 1))
        version = found.before.entry.version
        yield rules.SEALED.broken(place, _SILENT, _SILENT_HINT, title=release.title, version=version)
    if any(renditions.name(file) == sealed.TEXT for file in card.files.values() if not file.is_static):
        message, hint = N_("the address /{address} belongs to the portal itself"), N_("choose another address")
        address = card.address + sealed.TEXT
        yield rules.ADDRESS.broken(Place(release.source, 1), message, hint, address=address)
