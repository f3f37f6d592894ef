"""The request for a build, and the fingerprints of all that outputs depend on besides posts."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from press import views
from press.build import fingerprints
from press.config import Config
from press.outputs.table import FOLDERS, KINDS
from press.rendering import assets
from press.rendering.assets import Asset
from press.rendering.context import RenderContext
from press.rendering.templates import Templates
from press.site.last_publication import LastPublication
from press.store.ledger import Ledger
from press.views.context import site_view

_DIGEST_LENGTH = 12
"""Hexadecimal digits of the digest that names the cache of an output folder other than ``site/``."""


class _KindFingerprints(msgspec.Struct, frozen=True):
    """The fingerprints of all output kinds, and the rendering fingerprint that they belong to."""

    rendering: str
    kinds: dict[str, str]


class BuildRequest(msgspec.Struct, frozen=True, dict=True):
    """A request for a build."""

    root: Path
    """The portal."""
    output: Path
    """The folder of the site."""
    config: Config
    now: datetime
    drafts: bool = False
    """A preview: what is not public is shown, and nothing may be indexed."""
    strict: bool = False
    """Warnings stop the build too."""
    adopt: bool = False
    """Build even into a folder with files that are not of a site; they are deleted."""
    jobs: int = 0
    """Worker processes; 0: one for each core."""
    published: LastPublication | None = None
    """What was published before, if another place than the cache and the output folder says it."""
    changed: tuple[str, ...] | None = None
    """The paths that may have changed, if a watcher reported them; None: search for changes."""
    may_go_back: bool = True
    """Whether `now` may be before the last build although that undoes what was published: a person gave it."""
    hold_broken: bool = False
    """A release with errors does not stop the build: the site keeps it as it was."""
    restate: bool = False
    """Texts that were sealed and changed without a correction say the same, as a person says."""

    urgent: bool = False
    """Texts, lists, feeds and alerts are published first; photos, share cards and the search follow."""

    @cached_property
    def database(self) -> Path:
        """The cache of this output folder, in ``.press/`` of the portal."""
        if self.output == self.root / "site":
            return self.root / ".press" / "build.db"
        digest = hashlib.sha256(str(self.output).encode()).hexdigest()[:_DIGEST_LENGTH]
        return self.root / ".press" / f"build-{digest}.db"

    @property
    def bytecode(self) -> Path:
        """The folder of compiled templates."""
        return self.database.parent / "templates"

    @cached_property
    def template_folders(self) -> tuple[Path, ...]:
        """The portal's own templates, then those that come with Press."""
        folders = (self.root / "templates", fingerprints.own_templates())
        return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """The assets, by name."""
        return assets.load(self.template_folders, self.config)

    @cached_property
    def site_view(self) -> views.Site:
        """The view that all pages share."""
        return site_view(self.config, self.assets, self.drafts)

    @cached_property
    def templates(self) -> Templates:
        """The templates, each read when it is first needed."""
        quotes, shared = self.config.prose.quotes, {"site": self.site_view}
        return Templates(self.template_folders, self.config.language, self.bytecode, quotes=quotes, shared=shared)

    @cached_property
    def editions(self) -> dict[str, Templates]:
        """The templates of the editions in other languages, each with its view of the site."""
        folders, quotes = self.template_folders, self.config.prose.quotes
        sites = {language: self._site_of(one) for language, one in self.config.other_editions.items()}
        return {name: Templates(folders, name, quotes=quotes, shared={"site": site}) for name, site in sites.items()}

    def _site_of(self, edition: Config) -> views.Site:
        return site_view(edition, self.assets, self.drafts)

    @cached_property
    def code_fingerprint(self) -> str:
        """The fingerprint of the code."""
        return fingerprints.code()

    @cached_property
    def reading_fingerprint(self) -> str:
        """The fingerprint of all that cards depend on besides their files."""
        parts = (self.code_fingerprint.encode(), msgspec.json.encode(self.config), b"%d" % self.drafts)
        return fingerprints.digest(parts)

    @cached_property
    def describing_fingerprint(self) -> str:
        """The fingerprint of all that views depend on besides cards."""
        return fingerprints.digest((self.reading_fingerprint.encode(), *fingerprints.addresses(self.assets)))

    @cached_property
    def rendering_fingerprint(self) -> str:
        """The fingerprint of all that outputs depend on besides their views."""
        templates = sorted(path for folder in self.template_folders for path in folder.rglob("*") if path.is_file())
        names = (str(path.relative_to(path.parents[-2])).encode() for path in templates)
        contents = fingerprints.contents(templates)
        return fingerprints.digest((self.describing_fingerprint.encode(), *names, *contents))

    def kind_fingerprints(self, ledger: Ledger) -> dict[str, str]:
        """Return, for each kind, the fingerprint of all that its outputs depend on besides their views.

        Reading all templates is slow, so the result is noted in the ledger.
        """
        last = _noted_fingerprints(ledger)
        if last.rendering != self.rendering_fingerprint:
            last = _KindFingerprints(self.rendering_fingerprint, self._kind_fingerprints)
            ledger.write_note("kind fingerprints", msgspec.json.encode(last).decode())
        return last.kinds

    def changed_kinds(self, ledger: Ledger) -> frozenset[str]:
        """Return the kinds that have other fingerprints than in the last build."""
        last = _noted_fingerprints(ledger)
        if last.rendering == self.rendering_fingerprint:
            return frozenset()
        return frozenset(name for name, value in self._kind_fingerprints.items() if last.kinds.get(name) != value)

    @cached_property
    def _kind_fingerprints(self) -> dict[str, str]:
        code, site = self.code_fingerprint.encode(), msgspec.json.encode(self.site_view)
        every = (self.templates, *self.editions.values())
        return {
            name: fingerprints.digest(
                (
                    code,
                    b"" if name in FOLDERS else site,
                    *(one.fingerprint(template).encode() for one in every for template in kind.TEMPLATES),
                )
            )
            for name, kind in KINDS.items()
        }

    def render_context(self) -> RenderContext:
        """Return what workers need to render."""
        return RenderContext(
            fingerprint=self.rendering_fingerprint,
            root=self.root,
            media_cache=self.database.parent / "made",
            template_folders=self.template_folders,
            config=self.config,
            templates=self.templates,
            editions=self.editions,
        )


def _noted_fingerprints(ledger: Ledger) -> _KindFingerprints:
    """Return the fingerprints of the last build."""
    noted = ledger.note("kind fingerprints")
    return msgspec.json.decode(noted, type=_KindFingerprints) if noted else _KindFingerprints("", {})
