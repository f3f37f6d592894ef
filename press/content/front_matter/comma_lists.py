"""Lists that are written as one text, ``topics: air, banjir``: to Press this is one topic with a comma in its name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from press import rules
from press.content.front_matter.readers import ReadContext
from press.content.front_matter.values import Value, entries
from press.i18n.mark import N_

_COMMA = re.compile(r"\s*(?:[;,](?!\d)|(?<!\d)[;,])\s*")
"""A comma between digits is part of a number."""
_AND = re.compile(r"\s+(?:dan|and|&)\s+|\s*/\s*")
_UNSAFE = re.compile(r"[\[\]{},:#&*!|>'\"%@`]|^[-?\s]|^$")
"""What a text within brackets must not have in YAML unless it is in quotation marks."""
_LONGEST = 60
"""Most characters of a name that is compared with those that are known."""
_SIMILARITY = 0.8
"""From 0 to 1."""
_SHOWN = 12
"""How many known names a hint shows."""


def written(value: Value, ids: Mapping[str, str]) -> str:
    """Return the list that is meant by a value as it is to be typed, ``[air, banjir]``; empty if it has no commas.

    `ids` are the ids of the known names, which are written in place of names that are similar.
    """
    texts = [entry.data for entry in entries(value) if isinstance(entry.data, str)]
    parts = [part for text in texts for part in _parts(text, ids)]
    return as_list(_id(part, ids) or part for part in parts) if len(parts) > len(texts) else ""


def report(value: Value, path: str, context: ReadContext) -> None:
    """Report the entries of a list in which any names are allowed, if they have commas."""
    for entry in entries(value):
        if isinstance(entry.data, str) and len(_parts(entry.data, {})) > 1:
            message = N_("“{text}” is one entry of “{field}”, with a comma in its name")
            hint = N_("if several are meant, write {field}: {list}")
            values = {"text": entry.data[:80], "field": path, "list": written(value, {})}
            context.findings.add(entry.at, rules.COMMA_LIST, message, hint, **values)


def as_list(names: Iterable[str]) -> str:
    """Return names as a list in YAML."""
    quoted = (f'"{name}"' if _UNSAFE.search(name) else name for name in dict.fromkeys(names))
    return f"[{', '.join(quoted)}]"


def shown(known: Iterable[str]) -> str:
    """Return the names that may be chosen, for a hint."""
    names = list(known)
    return ", ".join(names[:_SHOWN]) + ", …" * (len(names) > _SHOWN)


def _parts(text: str, ids: Mapping[str, str]) -> list[str]:
    """Return the names in a text; those between ``dan`` only if all are known."""
    parts = [part for part in _COMMA.split(text.strip(" []")) if part]
    names = [name for part in parts for name in _AND.split(part)]
    return names if all(_id(name, ids) for name in names) else parts


def _id(name: str, ids: Mapping[str, str]) -> str:
    """Return the id of the known name that is most similar to a name; empty if none is."""
    folded = {known.casefold(): id for known, id in ids.items()}
    is_short = len(name) <= _LONGEST
    nearest = difflib.get_close_matches(name.casefold(), folded, 1, _SIMILARITY) if is_short else []
    return folded[nearest[0]] if nearest else ""
