"""The catalogues of translated texts, by language."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

FOLDER = Path(__file__).parent
Translate = Callable[[str], str]
"""From a message id to a text."""


def compiled(language: str) -> Path:
    """Return the compiled catalogue of a language; if it has none, that of the tag without region, else English."""
    for name in (language, language.partition("-")[0], "en"):
        path = FOLDER / name / "LC_MESSAGES" / "press.mo"
        if path.is_file():
            return path
    raise AssertionError(f"no catalogues in {FOLDER}")


@lru_cache
def translations(language: str) -> NullTranslations:
    """Return the catalogue of a language, loaded once: click finds it where gettext keeps it."""
    return translation("press", FOLDER, [compiled(language).parent.parent.name])


@lru_cache
def languages() -> list[str]:
    """Return the languages that have a catalogue, by tag."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/press.mo"))


def spoken(language: str, other: str) -> str:
    """Return a language if it has a catalogue, else another one: for words beside a text in a regional language."""
    return language if {language, language.partition("-")[0]} & set(languages()) else other


def translator(language: str) -> Translate:
    """Return the function that translates a message id into a language."""
    return translations(language).gettext
