"""The fields of a release as a JSON Schema, for editors that complete and check what is written.

It describes front matter as `new` and the documentation write it. Press itself reads more: other spellings of fields,
dates in words, names in place of ids.

Format: JSON Schema draft 7, which editors of YAML know best (https://json-schema.org/draft-07).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from press.config import Config, Term
from press.form.fields import FIELDS, WORDS, Field, Takes
from press.i18n.catalogues import Translate, languages, translator
from press.i18n.words import words

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number"]}
"""YAML reads ``code: 12`` as a number, Press as a text."""
_TEXTS: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_MOMENT: Schema = {"type": "string", "pattern": r"\d", "examples": ["2026-03-14 09:30"]}
_DAY: Schema = {"type": "string", "pattern": r"\d", "examples": ["2026-03-14"]}
_YES_NO: Schema = {"enum": [True, False, "ya", "tidak"]}
_WEB_ADDRESS: Schema = {"type": "string", "pattern": "^(https?:)?//"}
_EMPTY: Schema = {"type": "null"}


def schema(language: str, config: Config | None = None) -> Schema:
    """Return the schema, with explanations in a language; with a portal's settings also its lists of terms."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Press: a release",
        **_object(FIELDS, _Form(language, config)),
    }


class _Form:
    """How the fields of a portal are explained, and which words they take."""

    def __init__(self, language: str, config: Config | None) -> None:
        self.translate: Translate = translator(language)
        offices, topics, regions = (config.offices, config.topics, config.regions) if config else (None, None, None)
        self._values: dict[Takes, Schema] = {
            Takes.TEXTS: _TEXTS,
            Takes.MOMENT: _MOMENT,
            Takes.DAY: _DAY,
            Takes.YES_NO: _YES_NO,
            Takes.WEB_ADDRESS: _WEB_ADDRESS,
            Takes.KIND: _choice("kinds", "kind_lists"),
            Takes.VERDICT: _choice("verdicts", "stamps"),
            Takes.DISCLOSURE: _choice("disclosures"),
            Takes.EVENT_STATUS: _choice("event_states"),
            Takes.CROP: _choice("crops"),
            **{takes: _choice(group) for takes, group in WORDS.items()},
            Takes.OFFICE: _term(offices),
            Takes.OFFICES: _some(_term(offices)),
            Takes.TOPICS: _some(_term(topics)),
            Takes.REGIONS: _some(_term(regions)),
        }

    def value(self, takes: Takes) -> Schema:
        """Return the schema of a simple value."""
        return self._values.get(takes, _TEXT)


def _choice(*groups: str) -> Schema:
    """Return the schema of a value that is written as itself, or as pages show it in some language."""
    labels = [getattr(words(language), group) for language in languages() for group in groups]
    return {"enum": list(dict.fromkeys([*labels[0], *(word.lower() for pairs in labels for word in pairs.values())]))}


def _term(terms: Mapping[str, Term] | None) -> Schema:
    """Return the schema of an entry of a list of terms: its id or one of its names."""
    if not terms:
        return _TEXT
    names = (name for key, term in terms.items() for name in (key, term.name, term.short, *term.aliases) if name)
    return {"enum": list(dict.fromkeys(names))}


def _some(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _field(field: Field, form: _Form) -> Schema:
    """Return the schema of a field; each may be left empty, as if it were absent."""
    explained = {"title": form.translate(field.label)}
    if field.hint:
        explained["description"] = form.translate(field.hint)
    return {**explained, "anyOf": [*_forms(field, form), _EMPTY]}


def _forms(field: Field, form: _Form) -> list[Schema]:
    """Return the forms in which a field may be written."""
    if not field.fields:
        return [form.value(field.takes)]
    whole = _object(field.fields, form)
    forms = [whole, _TEXT] if field.short or field.takes is Takes.CONTACT else [whole]
    return [{"type": "array", "items": {"anyOf": forms}}] if field.takes is Takes.ENTRIES else forms


def _object(fields: Iterable[Field], form: _Form) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": {field.name: _field(field, form) for field in fields},
        "additionalProperties": False,
    }
    needed = [field.name for field in fields if field.needed]
    return {**found, "required": needed} if needed else found
