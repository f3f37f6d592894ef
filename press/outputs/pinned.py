"""``pinned.json``: the bar of warnings, for the script of pages that do not have it in their HTML.

So a release that is pinned, or an alert, rewrites this file and a few pages, not the archive.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import alert_label
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import editions
from press.views.context import Snapshot
from press.views.pinned import affects, warnings

TEMPLATES = ()


class Pinned(views.View, frozen=True, kw_only=True):
    """The releases in the bar."""

    warnings: tuple[views.Warned, ...]
    language: str


_NAME = "pinned.json"
_file = msgspec.json.Decoder(Pinned)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The file is always there, in each edition, so that no script asks for one that is not."""
    return _names(snapshot.config)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The file, if the release is pinned or an alert."""
    return _names(config) if affects(card) else ()


def owns(path: str, config: Config) -> bool:
    """The file."""
    return path in _names(config)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The file."""
    snapshot = editions.in_language(invalidation.id.rpartition("/")[0], snapshot)
    yield invalidation.id, Pinned(warnings=warnings(snapshot), language=snapshot.config.language)


def _names(config: Config) -> tuple[str, ...]:
    """The file of the portal, and that of each edition."""
    return (_NAME, *(f"{language}/{_NAME}" for language in config.editions))


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file; the script only puts its texts into a page."""
    file = _file.decode(view)
    date, valid_until = LocaleFormat(file.language).date, translator(file.language)(N_("Valid until"))
    rows = [
        {
            "href": one.href,
            "title": one.title,
            "lang": one.lang,
            "until": one.until,
            "valid": f"{valid_until} {date(one.valid_until)}" if one.valid_until else "",
            "label": _label(one, file.language),
            "look": _look(one),
        }
        for one in file.warnings
    ]
    return msgspec.json.encode(rows) + b"\n"


def _label(one: views.Warned, language: str) -> str:
    """The word before a warning."""
    alert = one.alert
    return alert_label(alert.severity, alert.is_exercise, language) if alert else translator(language)(N_("Warning"))


def _look(one: views.Warned) -> str:
    """The class of that word: exercises and all-clears do not look like warnings."""
    alert = one.alert
    return "" if not alert else "exercise" if alert.is_exercise else "" if alert.severity else "cleared"
