"""The catalogues of translated texts, by language."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

FOLDER = Path(__file__).parent
Translate = Callable[[str], str]
"""From a message id to a text."""


def compiled(language: str) -> Path:
    """The compiled catalogue of a language; that of its root, else English, where it has none of its own."""
    for name in (language, language.partition("-")[0], "en"):
        path = FOLDER / name / "LC_MESSAGES" / "press.mo"
        if path.is_file():
            return path
    raise AssertionError(f"no catalogues in {FOLDER}")


@lru_cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, loaded once."""
    with compiled(language).open("rb") as file:
        return GNUTranslations(file)


def languages() -> list[str]:
    """The languages that have a catalogue, by tag."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/press.mo"))


def translator(language: str) -> Translate:
    """The function that translates a message id into a language."""
    return translations(language).gettext
