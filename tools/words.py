"""Update the catalogues of press/i18n/ from code and templates: ``python -m tools.words``, ``make words``.

Collects the message ids of templates and code, merges them into ``press.po`` of each language (new ones are added
without a translation, unused ones are deleted), and compiles ``press.mo``. In the English catalogue every message is
its own translation.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from sys import stdout

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from press.i18n.catalogues import FOLDER

ROOT = Path(__file__).parent.parent
_TEMPLATES = ("templates/**.html", "press/report/templates/**.html", "press/serve/templates/**.html")
_METHODS = [("press/**.py", "python"), *((pattern, "jinja2") for pattern in _TEMPLATES)]
_OPTIONS = {pattern: {"trimmed": "true", "newstyle_gettext": "true"} for pattern in _TEMPLATES}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "Nn_": (1, 2)}
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in all catalogues: it is constant, because Git records when they change."""


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/press.po"))


def po_file(language: str) -> Path:
    """The file that translators edit."""
    return FOLDER / language / "LC_MESSAGES" / "press.po"


def extract() -> Catalog:
    """Collect the messages of templates and code."""
    found = Catalog(project="Press", creation_date=_DATE, revision_date=_DATE, charset="utf-8")
    for name, _, message, comments, context in extract_from_dir(
        ROOT, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("i18n:",), strip_comment_tags=True
    ):
        found.add(message, locations=[(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    return found


def merge(language: str) -> Catalog:
    """The catalogue of a language, updated with the messages of templates and code."""
    with po_file(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.update(extract(), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.revision_date = _DATE
    catalog.header_comment = f"# Press: {language}"
    if language == "en":
        for message in catalog:
            if message.id:
                message.string = message.id
    return catalog


def write(language: str, catalog: Catalog) -> None:
    """Write ``press.po`` and ``press.mo`` of a language."""
    with po_file(language).open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    with po_file(language).with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def main() -> None:
    """Update all languages, and print the messages without a translation."""
    for language in languages():
        catalog = merge(language)
        write(language, catalog)
        missing = [message.id for message in catalog if message.id and not message.string]
        stdout.write(f"{language}: {len(catalog)} texts, {len(missing)} to translate\n")
        stdout.writelines(f"    {os.fspath(po_file(language))}: {text!r}\n" for text in missing)


if __name__ == "__main__":
    main()
