"""Check names of offices, regions, places and people against the portal's registries."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.checks.language.passages import indonesian
from press.checks.texts import TextContext
from press.config import Config
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language import dictionary, names, word_lists
from press.language.tokens import words


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the names that are nearly, but not quite, those of a registry."""
    registered = (*_configured(context.config), *word_lists.desk_names(context.root, context.lists))
    if dictionary.is_available() and any(" " in name for name in registered):
        for passage in indonesian(prose, context):
            for found in names.near_misses(words(passage.text), passage.text, registered):
                message = N_("“{written}” is nearly the registered name “{right}”")
                hint = N_("write “{right}”; if it is another name, add it to dictionaries/names.txt")
                place = passage.place(found.start)
                yield rules.NAME.broken(place, message, hint, written=found.written, right=found.right)


def _configured(config: Config) -> Iterator[str]:
    """Yield the names of config.toml: offices, regions, datelines and contacts."""
    for terms in (config.offices, config.regions):
        yield from (term.name for term in (terms or {}).values())
    yield from config.places
    yield from (contact.name for contact in config.contacts.values())
