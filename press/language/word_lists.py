"""The word lists that Press ships, and those of a portal in ``dictionaries/``. They are read when first needed.

A folder in ``dictionaries/`` may be one that many portals share: a registry of officials, offices and ministries.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
NAMES_FILE = "names.txt"
"""A file in ``dictionaries/`` or a folder in it that lists names instead of words."""


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a shipped list, such as ``words-id`` (those of the newsroom) or ``places-id``."""
    return frozenset(word for line in _lines(_DATA / f"{name}.txt") for word in line.split())


@cache
def common_words() -> Mapping[str, int]:
    """Return the rank of each common word; the most common one is the first."""
    found = (word for line in _lines(_DATA / "common-id.txt") for word in line.split())
    return {word: rank for rank, word in enumerate(found)}


@cache
def non_standard_forms() -> Mapping[str, str]:
    """Return the standard form of each form that is not."""
    pairs = (entry.split(" = ") for line in _lines(_DATA / "non-standard-id.txt") for entry in line.split("; "))
    return {wrong.strip(): right.strip() for wrong, right in pairs}


def desk_words(root: Path) -> frozenset[str]:
    """Return the words in the text files of a portal's ``dictionaries/``, in lower case."""
    files = (path for path in sorted((root / "dictionaries").rglob("*.txt")) if path.name != NAMES_FILE)
    return frozenset(word.lower() for path in files for line in _lines(path) for word in line.split())


def desk_names(root: Path, lists: str = "") -> tuple[str, ...]:
    """Return the names in the registries of ``dictionaries/``, cached by the fingerprint of its `lists`.

    Those are ``names.txt``, with a name on each line, and files of TOML, whose tables have a `name`.
    """
    return _cached_names(root, lists) if lists else _names(root)


@lru_cache(maxsize=1)
def _cached_names(root: Path, lists: str) -> tuple[str, ...]:
    return _names(root)


def _names(root: Path) -> tuple[str, ...]:
    lines = (line for path in sorted((root / "dictionaries").rglob(NAMES_FILE)) for line in _lines(path))
    return tuple(dict.fromkeys((*lines, *(name for path in registries(root) for name in _names_in(path)))))


def registries(root: Path) -> list[Path]:
    """Return the files of TOML in a portal's ``dictionaries/``, in order."""
    return sorted((root / "dictionaries").rglob("*.toml"))


def _names_in(registry: Path) -> Iterator[str]:
    """Yield the names in a file of TOML; none if it cannot be read, which `check` reports."""
    try:
        yield from _named(tomllib.loads(registry.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return


def _named(table: object) -> Iterator[str]:
    """Yield the value of each key `name` in a table, and in tables within it."""
    if isinstance(table, dict):
        name = table.get("name")
        yield from (name,) if isinstance(name, str) else ()
    for one in table.values() if isinstance(table, dict) else table if isinstance(table, list) else ():
        yield from _named(one)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file without comments, which begin with ``#``, and empty lines."""
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            yield text
