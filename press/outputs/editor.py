"""The editor in the browser, ``/admin/``: its page, its settings, and the files of Sveltia CMS.

Nothing of it exists unless ``config.toml`` names a repository. It is in no feed, sitemap or search index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from press import urls, views
from press.config import Config
from press.form import sveltia
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot

TEMPLATES = ("editor.html",)
_PAGE, _SETTINGS = sveltia.ADDRESS + "index.html", sveltia.ADDRESS + "config.json"


@cache
def _forms() -> str:
    """Return the address of our own script, which changes with its content."""
    return f"{sveltia.ADDRESS}forms.{hashlib.sha256(sveltia.OWN_SCRIPT.read_bytes()).hexdigest()[:8]}.js"


class Page(views.View, frozen=True, kw_only=True, tag=True):
    """The page that starts the editor."""

    settings: str
    """Link to them."""
    scripts: tuple[str, ...]
    """Links to them, in their order."""
    shapes: str
    """JSON: how front matter may be written (`press.form.cms.shapes`)."""
    policy: str
    """Its Content-Security-Policy."""


class Settings(views.View, frozen=True, kw_only=True, tag=True):
    """The settings of the editor."""

    settings: dict[str, Any]


class Part(views.View, frozen=True, kw_only=True, tag=True):
    """A file of Sveltia CMS, or our own script."""

    name: str


_view: msgspec.json.Decoder[Page | Settings | Part] = msgspec.json.Decoder(Page | Settings | Part)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The addresses of all files, if the portal has an editor."""
    if not snapshot.config.editor.repository:
        return ()
    return (_PAGE, _SETTINGS, _forms(), *(sveltia.FOLDER + name for name in sveltia.names()))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """No ids: no release changes them."""
    return ()


def owns(path: str, config: Config) -> bool:
    """The folder of the editor, if the portal has one; `press.outputs.assets` owns the other files."""
    return bool(config.editor.repository) and f"{path}/".startswith(sveltia.ADDRESS)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One file, by its address."""
    from press.form import cms  # noqa: PLC0415 - 5 ms, only for portals with an editor

    address, config = invalidation.id, snapshot.config
    if address == _PAGE:
        policy = "; ".join(f"{name} {value}" for name, value in sveltia.policy(config.editor.api).items())
        scripts = tuple(urls.href(script, config) for script in (_forms(), sveltia.FOLDER + sveltia.SCRIPT))
        shapes = msgspec.json.encode(cms.shapes(config)).decode()
        yield address, Page(settings=urls.href(_SETTINGS, config), scripts=scripts, shapes=shapes, policy=policy)
    elif address == _SETTINGS:
        yield address, Settings(settings=cms.settings(config, snapshot.site.crest))
    else:
        yield address, Part(name=address.removeprefix(sveltia.FOLDER))


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, write the settings, or look up the file."""
    match _view.decode(view):
        case Page() as page:
            return context.page("editor.html", page)
        case Settings(settings=settings):
            return msgspec.json.format(msgspec.json.encode(settings), indent=1) + b"\n"
        case Part(name=name):
            return sveltia.OWN_SCRIPT.read_bytes() if name == _forms() else sveltia.read(name)
