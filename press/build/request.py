"""What is to be built, and the fingerprints of all that it depends on besides posts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path

import msgspec

from press import views
from press.build.render import Recipe
from press.config import Config
from press.outputs.table import FOLDERS, KINDS
from press.rendering import assets
from press.rendering.assets import Asset
from press.rendering.templates import Templates
from press.store.ledger import Ledger
from press.views.context import site_view

HOME = Path(__file__).parent.parent.parent
"""The repository that Press came in, whose templates serve portals that have none."""


class Order(msgspec.Struct, frozen=True, dict=True):
    """What is to be built."""

    root: Path
    """The portal."""
    output: Path
    config: Config
    now: datetime
    drafts: bool = False
    """A preview: what is not public is shown, and nothing may be indexed."""
    strict: bool = False
    """Warnings stop the build too."""
    jobs: int = 0
    """Worker processes; 0: one a core."""
    changed: tuple[str, ...] | None = None
    """The paths that may have changed, where somebody watched; None: look."""

    @cached_property
    def cache(self) -> Path:
        """The cache of this output folder, in ``.press/`` of the portal."""
        if self.output == self.root / "site":
            return self.root / ".press" / "build.db"
        mark = hashlib.sha256(str(self.output).encode()).hexdigest()[:12]
        return self.root / ".press" / f"build-{mark}.db"

    @property
    def compiled(self) -> Path:
        """The folder of compiled templates."""
        return self.cache.parent / "templates"

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The template folders: the portal's own, then those that come with Press."""
        folders = (self.root / "templates", HOME / "templates")
        return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """The assets, by name."""
        return assets.load(self.folders, self.config)

    @cached_property
    def site(self) -> views.Site:
        """What all pages share."""
        return site_view(self.config, self.assets, self.drafts)

    @cached_property
    def templates(self) -> Templates:
        """The templates, read when the first is needed."""
        return Templates(self.folders, self.config.language, self.compiled)

    @cached_property
    def engine(self) -> str:
        """Names the code."""
        return code()

    @cached_property
    def reading(self) -> str:
        """Names all that cards depend on besides their files."""
        return _digest((self.engine.encode(), msgspec.json.encode(self.config), b"%d" % self.drafts))

    @cached_property
    def drawing(self) -> str:
        """Names all that outputs depend on besides their views."""
        templates = sorted(path for folder in self.folders for path in folder.rglob("*") if path.is_file())
        shown = (str(path.relative_to(path.parents[-2])).encode() for path in templates)
        return _digest((self.reading.encode(), *shown, *_contents(templates), *_addresses(self.assets)))

    def recipe(self) -> Recipe:
        """How a worker sets up its workshop."""
        made = self.cache.parent / "made"
        site = msgspec.to_builtins(self.site)
        return Recipe(self.drawing, self.root, made, self.folders, self.config, self.templates, site)


@cache
def code() -> str:
    """Name the code: Press itself with its words, and the locked versions of what it stands on."""
    home = Path(__file__).parent.parent
    own = sorted(path for ending in ("*.py", "*.mo", "*.ttf") for path in home.rglob(ending))
    return _digest(_contents((*own, HOME / "requirements.txt")))


def fingerprints(order: Order, ledger: Ledger) -> dict[str, str]:
    """Name all that the outputs of each kind depend on besides their views. Parsed templates are dear: noted down."""
    noted = ledger.note(f"fingerprints {order.drawing}")
    if noted:
        return msgspec.json.decode(noted, type=dict[str, str])
    site = msgspec.json.encode(order.site)
    found = {
        name: _digest(
            (
                order.engine.encode(),
                b"" if name in FOLDERS else site,
                *(order.templates.fingerprint(one).encode() for one in kind.TEMPLATES),
            )
        )
        for name, kind in KINDS.items()
    }
    ledger.write_note(f"fingerprints {order.drawing}", msgspec.json.encode(found).decode())
    return found


def _contents(paths: Iterable[Path]) -> Iterable[bytes]:
    return (path.read_bytes() for path in paths if path.is_file())


def _addresses(found: dict[str, Asset]) -> Iterable[bytes]:
    return (asset.address.encode() for asset in found.values())


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
