"""``pinned.json``: the bar of warnings, for the script of pages that do not have it in their HTML.

So a release that is pinned, or an alert, rewrites this file and a few pages, not the archive.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import views
from press.config import Config
from press.i18n.formats import LocaleFormat
from press.i18n.words import alert_label
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
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
    """The file is always there, so that no script asks for one that is not."""
    return (_NAME,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The file, if the release is pinned or an alert."""
    return (_NAME,) if affects(card) else ()


def owns(path: str, config: Config) -> bool:
    """The file."""
    return path == _NAME


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The file."""
    yield _NAME, Pinned(warnings=warnings(snapshot), language=snapshot.config.language)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file; the script only puts its texts into a page."""
    file = _file.decode(view)
    date = LocaleFormat(file.language).date
    rows = [
        {
            "href": one.href,
            "title": one.title,
            "lang": one.lang,
            "until": one.until,
            "valid": date(one.valid_until) if one.valid_until else "",
            **_label(one, file.language),
        }
        for one in file.warnings
    ]
    return msgspec.json.encode(rows) + b"\n"


def _label(one: views.Warned, language: str) -> dict[str, str]:
    """The word before an alert, and how it looks; the word of other warnings is in the page."""
    alert = one.alert
    if not alert:
        return {}
    look = "exercise" if alert.is_exercise else "" if alert.severity else "cleared"
    label = {"label": alert_label(alert.severity, alert.is_exercise, language)}
    return {**label, "look": look} if look else label
