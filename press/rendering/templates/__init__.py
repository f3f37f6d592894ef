"""Templates, and the fingerprint of all that a template's output depends on.

A template sees its variables and nothing else: no clock, no chance, no files. Texts in ``_("…")`` are translated when a
template is compiled, so that a page pays nothing for being in Indonesian. Jinja is loaded when something is drawn.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from press.i18n import catalogue, translator
from press.rendering.templates.sources import BadTemplate, Source, parts, read

if TYPE_CHECKING:
    from press.rendering.templates.environment import Drawing

__all__ = ["BadTemplate", "Templates", "translator"]


class Templates:
    """The templates of a portal.

    The first of `folders` that has a template of a name wins, so a portal's own come before the repository's. `packed`
    templates have travelled, and need no folders. Where there is a folder `compiled`, it spares a process to compile.
    """

    def __init__(
        self, folders: Sequence[Path], language: str, compiled: Path | None = None, packed: bytes | None = None
    ) -> None:
        self._folders = tuple(folders)
        self._language = language
        self._compiled = compiled
        self._packed = packed
        self._fingerprints: dict[str, str] = {}

    def __reduce__(self) -> tuple[type[Templates], tuple[Sequence[Path], str, Path | None, bytes]]:
        """Travel to a worker, on whatever machine, as what is written in the folders: 15 kB for all of ours."""
        if self._packed is None:
            self._packed = zlib.compress(msgspec.msgpack.encode(self._sources))
        return Templates, ((), self._language, self._compiled, self._packed)

    def render(self, name: str, **variables: object) -> str:
        """Fill in a template. Raises `BadTemplate`."""
        return self._drawing.render(name, **variables)

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """Give a macro of a template, to be called for its HTML. Raises `BadTemplate`, also when called."""
        return self._drawing.macro(template, name)

    def fingerprint(self, name: str) -> str:
        """Give the SHA-256 of all that the output of a template depends on besides its variables: its source, the
        sources of all that it extends, includes and imports, the words of the language, and the code that fills it in.
        """
        if name not in self._fingerprints:
            digest = hashlib.sha256(self._ground)
            for part, source in sorted(parts(name, self._sources).items()):
                digest.update(hashlib.sha256(part.encode()).digest() + hashlib.sha256(source.encode()).digest())
            self._fingerprints[name] = digest.hexdigest()
        return self._fingerprints[name]

    @cached_property
    def _ground(self) -> bytes:
        """A digest of what all templates depend on."""
        import babel  # noqa: PLC0415 - with Jinja: wanted only by who draws, or by the first build of all
        import jinja2  # noqa: PLC0415

        here = Path(__file__).parent
        code = [*sorted(here.glob("*.py")), here.parent.parent / "i18n" / "__init__.py", catalogue(self._language)]
        digest = hashlib.sha256(f"{self._language}\0{jinja2.__version__}\0{babel.__version__}".encode())  # type: ignore[attr-defined]
        for path in code:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.digest()

    @cached_property
    def _sources(self) -> dict[str, Source]:
        """Every template, by name."""
        if self._packed is not None:
            return msgspec.msgpack.decode(zlib.decompress(self._packed), type=dict[str, Source])
        return read(self._folders)

    @cached_property
    def _drawing(self) -> Drawing:
        from press.rendering.templates.bytecode_cache import Compiled  # noqa: PLC0415 - Jinja costs 20 ms
        from press.rendering.templates.environment import Drawing  # noqa: PLC0415

        kept = self._compiled
        compiled = Compiled(kept, self._ground) if kept and kept.is_dir() else None
        return Drawing(self._sources, self._language, compiled)
