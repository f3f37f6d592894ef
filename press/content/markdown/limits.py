"""How many parts of each sort one text may have: the time and the size of a build depend on one file no more than this.

The numbers are far above those of any press release, and do not depend on the machine, as the limit of time does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from press.i18n.mark import N_

MAX_LINKS = 5_000
MAX_HEADINGS = 1_000
MAX_IMAGES = 1_000
MAX_FOOTNOTES = 1_000
MAX_ABBREVIATIONS = 500


class Limit(NamedTuple):
    """How many parts of one sort there may be."""

    limit: int
    message: str
    """Placeholders: ``count``, ``limit``."""


class TooMany(Exception):
    """A text has more parts of one sort than it may have."""

    def __init__(self, count: int, exceeded: Limit) -> None:
        super().__init__(count, exceeded)
        self.count = count
        self.exceeded = exceeded


_IN_SOURCE = {
    re.compile(r"^ {0,3}\[\^[^\]]*\]:", re.MULTILINE): Limit(
        MAX_FOOTNOTES, N_("this text has {count} footnotes; at most {limit} are allowed")
    ),
    re.compile(r"^ {0,3}\*\[[^\]]*\] ?:", re.MULTILINE): Limit(
        MAX_ABBREVIATIONS, N_("this text defines {count} abbreviations; at most {limit} are allowed")
    ),
}
_IN_HTML = {
    ("<a ",): Limit(MAX_LINKS, N_("this text has {count} links; at most {limit} are allowed")),
    ("<img ",): Limit(MAX_IMAGES, N_("this text has {count} images; at most {limit} are allowed")),
    ("<h1", "<h2", "<h3", "<h4", "<h5", "<h6"): Limit(
        MAX_HEADINGS, N_("this text has {count} headings; at most {limit} are allowed")
    ),
}


def check_source(text: str) -> None:
    """Count the footnotes and abbreviations of a Markdown text. Raises `TooMany`."""
    for pattern, limit in _IN_SOURCE.items() if "]:" in text or "] :" in text else ():
        _check(sum(1 for _ in pattern.finditer(text)), limit)


def check_html(clean: str) -> None:
    """Count the links, images and headings in sanitised HTML. Raises `TooMany`."""
    for signs, limit in _IN_HTML.items():
        _check(sum(clean.count(sign) for sign in signs), limit)


def _check(count: int, limit: Limit) -> None:
    if count > limit.limit:
        raise TooMany(count, limit)
