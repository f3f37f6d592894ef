"""The Indonesian dictionary of hunspell: where systems keep it, and whether it has a word.

It is not part of Press: its licence is the LGPL. docs/rules.md says how to get it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_NAMES = ("id_ID", "id")
_SYSTEM = (
    "/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts", "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell", "/Library/Spelling", "/usr/lib/libreoffice/share/extensions/dict-id",
    "/opt/libreoffice/share/extensions/dict-id", "/Applications/LibreOffice.app/Contents/Resources/extensions/dict-id",
)  # fmt: skip
"""Debian and Fedora, older systems, Homebrew, macOS, and LibreOffice on Linux and macOS."""
_IN_HOME = ("Library/Spelling", ".local/share/hunspell", ".hunspell")
_LIBREOFFICE = "LibreOffice/share/extensions/dict-id"


def find(root: Path) -> Path | None:
    """Return the file ``.dic`` of the dictionary, with ``.aff`` beside it: the portal's own, else the system's."""
    for folder in (root / "dictionaries", *_folders()):
        for name in _NAMES:
            path = folder / f"{name}.dic"
            if path.is_file() and path.with_suffix(".aff").is_file():
                return path
    return None


def _folders() -> Iterator[Path]:
    yield from (Path(folder) for folder in os.environ.get("DICPATH", "").split(os.pathsep) if folder)
    yield from (Path.home() / folder for folder in _IN_HOME)
    yield from map(Path, _SYSTEM)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if variable in os.environ:
            yield Path(os.environ[variable]) / _LIBREOFFICE


def is_available() -> bool:
    """Tell whether the libraries that read dictionaries and compare words are installed."""
    return all(find_spec(library) for library in ("hunspell", "rapidfuzz"))


class Dictionary:
    """A loaded dictionary. Loading takes 0.1 s."""

    def __init__(self, path: Path) -> None:
        from hunspell import Hunspell  # type: ignore[import-untyped]  # noqa: PLC0415 - only where texts are checked

        self._hunspell = Hunspell(path.stem, hunspell_data_dir=str(path.parent))

    def has(self, word: str) -> bool:
        """Tell whether the dictionary has a word, which is in lower case."""
        return word.isascii() and bool(self._hunspell.spell(word))
