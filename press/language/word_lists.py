"""The word lists that Press ships, and those of a portal in ``dictionaries/``. They are read when first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
NAMES_FILE = "names.txt"
"""The file of a portal's ``dictionaries/`` that lists names instead of words."""


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
    files = (path for path in sorted((root / "dictionaries").glob("*.txt")) if path.name != NAMES_FILE)
    return frozenset(word.lower() for path in files for line in _lines(path) for word in line.split())


def desk_names(root: Path, lists: str = "") -> tuple[str, ...]:
    """Return the names in a portal's ``dictionaries/names.txt``, cached by the fingerprint of its `lists`."""
    return _cached_names(root, lists) if lists else _names(root)


@lru_cache(maxsize=1)
def _cached_names(root: Path, lists: str) -> tuple[str, ...]:
    return _names(root)


def _names(root: Path) -> tuple[str, ...]:
    path = root / "dictionaries" / NAMES_FILE
    return tuple(_lines(path)) if path.is_file() else ()


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file without comments, which begin with ``#``, and empty lines."""
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            yield text
