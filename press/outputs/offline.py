"""The service worker that keeps opened pages for times without a network, and the list of what it must not show.

It exists where config.toml has ``[offline]``. Its script is ``offline.js`` of the templates' assets.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import CHANGES, Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot
from press.views.offline import WORKER

TEMPLATES = ()
_WITHDRAWN = "withdrawn.json"
_SCRIPT, _STYLE = "offline.js", "press.css"
_WORDS = {
    "home": N_("Home page"),
    "offline": N_("No connection"),
    "none": N_("This page was not opened before, so there is no copy of it on this device."),
    "copy": N_("No connection. This copy is of {date}; what it says may have been corrected or withdrawn since."),
    "withdrawn": N_("Withdrawn"),
    "notice": N_("This release was withdrawn. With a connection, its page says why."),
}
"""Message ids of what the worker shows."""
_END = """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("press-")) await caches.delete(name);
  await self.registration.unregister();
})()));
"""
"""The worker of a portal that had one and switched it off: it removes itself with all copies."""


class Worker(views.View, frozen=True, kw_only=True, tag=True):
    """The worker: its settings, and the script that uses them."""

    script: str
    """Link to the script; empty: the worker removes itself."""
    base: str = ""
    language: str = ""
    style: str = ""
    """Link to the stylesheet."""
    words: dict[str, str] = msgspec.field(default_factory=dict)


class Withdrawn(views.View, frozen=True, kw_only=True, tag=True):
    """Links to all withdrawn releases."""

    hrefs: tuple[str, ...]


_file: msgspec.json.Decoder[Worker | Withdrawn] = msgspec.json.Decoder(Worker | Withdrawn)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """Both files."""
    return (WORKER, _WITHDRAWN)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The list, if the release is withdrawn."""
    return (_WITHDRAWN,) if card.is_withdrawn and config.offline else ()


def owns(path: str, config: Config) -> bool:
    """Both files, if there are some."""
    return config.offline is not None and path in (WORKER, _WITHDRAWN)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The worker or the list."""
    config = snapshot.config
    if config.offline is None or (invalidation.id == _WITHDRAWN and not config.offline.enabled):
        yield invalidation.id, None
    elif invalidation.id == WORKER:
        yield WORKER, _worker(snapshot) if config.offline.enabled else Worker(script="")
    else:
        cards = (card for card in snapshot.catalogue.newest(CHANGES, -1) if card.is_withdrawn)
        yield _WITHDRAWN, Withdrawn(hrefs=tuple(sorted(urls.href(card.address, config) for card in cards)))


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file."""
    found = _file.decode(view)
    if isinstance(found, Withdrawn):
        return msgspec.json.encode(found.hrefs) + b"\n"
    return _written(found) if found.script else _END.encode()


def _worker(snapshot: Snapshot) -> Worker:
    config, assets = snapshot.config, snapshot.site.assets
    translate = translator(config.language)
    return Worker(
        script=assets[_SCRIPT],
        base=config.base_path,
        language=config.language,
        style=assets.get(_STYLE, ""),
        words={name: translate(message) for name, message in _WORDS.items()},
    )


def _written(worker: Worker) -> bytes:
    settings = {"base": worker.base, "home": worker.base, "language": worker.language, "style": worker.style}
    data = msgspec.json.encode(settings | {"words": worker.words})
    return b"self.settings = %s;\nimportScripts(%s);\n" % (data, msgspec.json.encode(worker.script))
