"""Templates, and the fingerprint of all that a template's output depends on.

A template can use only its variables: no clock, no random numbers, no files. Texts in ``_("…")`` are translated when a
template is compiled, so that rendering a page takes no time for it. Jinja is imported when something is rendered.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from press.i18n.catalogues import compiled
from press.rendering.templates.sources import BadTemplate, TemplateSource, parts, read

if TYPE_CHECKING:
    from press.rendering.templates.environment import Renderer

__all__ = ["BadTemplate", "Templates"]

_PACKAGE = Path(__file__).parent.parent.parent


class Templates:
    """The templates of a portal.

    If several `folders` have a template of the same name, the first is used, so a portal's own templates replace those
    of Press. `packed` is the texts of all templates, compressed; a worker gets it instead of folders. If there is a
    folder `bytecode`, compiled templates are cached in it. With `quotes`, the filter of that name writes typographic
    quotation marks. `shared` are the variables that are the same for all pages, by name: templates that are imported
    see these too, and what they make of them is made once.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        language: str,
        bytecode: Path | None = None,
        packed: bytes | None = None,
        quotes: bool = False,
        shared: Mapping[str, object] | None = None,
    ) -> None:
        self._folders = tuple(folders)
        self._language = language
        self._bytecode = bytecode
        self._packed = packed
        self._quotes = quotes
        self._shared = shared or {}
        self._fingerprints: dict[str, str] = {}

    def __reduce__(self) -> tuple[type[Templates], tuple[object, ...]]:
        """Pickle with the texts of all templates, for a worker on any machine: 15 kB for ours."""
        if self._packed is None:
            self._packed = zlib.compress(msgspec.msgpack.encode(self._sources))
        return Templates, ((), self._language, self._bytecode, self._packed, self._quotes, self._shared)

    def render(self, name: str, **variables: object) -> str:
        """Render a template. Raises `BadTemplate`."""
        return self._renderer.render(name, **variables)

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """A macro of a template; a call returns its HTML. Raises `BadTemplate`, also when called."""
        return self._renderer.macro(template, name)

    def fingerprint(self, name: str) -> str:
        """The SHA-256 of all that the output of a template depends on besides its variables.

        That is its source, the sources of all that it extends, includes and imports, the translations of the language,
        and the code that renders it.
        """
        if name not in self._fingerprints:
            digest = hashlib.sha256(self._shared_fingerprint)
            for part, source in sorted(parts(name, self._sources).items()):
                digest.update(hashlib.sha256(part.encode()).digest() + hashlib.sha256(source.encode()).digest())
            self._fingerprints[name] = digest.hexdigest()
        return self._fingerprints[name]

    @cached_property
    def _shared_fingerprint(self) -> bytes:
        """A digest of what all templates depend on."""
        import babel  # noqa: PLC0415 - with Jinja, needed only by builds that render, or by the first build
        import jinja2  # noqa: PLC0415

        folders = (_PACKAGE / "rendering/templates", _PACKAGE / "compat", _PACKAGE / "i18n")
        code = [path for folder in folders for path in sorted(folder.glob("*.py"))]
        digest = hashlib.sha256(f"{self._language}\0{self._quotes}\0{jinja2.__version__}\0{babel.__version__}".encode())  # type: ignore[attr-defined]
        for path in (*code, compiled(self._language)):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.digest()

    @cached_property
    def _sources(self) -> dict[str, TemplateSource]:
        """Every template, by name."""
        if self._packed is not None:
            return msgspec.msgpack.decode(zlib.decompress(self._packed), type=dict[str, TemplateSource])
        return read(self._folders)

    @cached_property
    def _renderer(self) -> Renderer:
        from press.rendering.templates.bytecode_cache import BytecodeFolder, key_of_user  # noqa: PLC0415 - Jinja: 20 ms
        from press.rendering.templates.environment import Renderer  # noqa: PLC0415

        folder = self._bytecode
        key = key_of_user() if folder and folder.is_dir() else None
        cache = BytecodeFolder(folder, self._shared_fingerprint, key) if folder and key else None
        return Renderer(self._sources, self._language, cache, self._quotes, self._shared)
