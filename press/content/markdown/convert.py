"""Markdown → raw HTML, by Python-Markdown with a fixed set of extensions. The HTML is not sanitised yet.

Python-Markdown takes most of the time of a build. So an extension is used only for texts that have the characters it
needs, with one converter for each set of extensions; `press.compat.markdown` makes the converter itself faster.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension

from press.compat.markdown import Markdown, keep_words

EXTENSIONS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    # The title of a backlink has no words, so it suits any language: an arrow and the number of the note.
    "footnotes": {"BACKLINK_TEXT": "&#8617;&#xfe0e;", "BACKLINK_TITLE": "↩ {}"},
    "def_list": {},
    "attr_list": {},
    "fenced_code": {},
    "abbr": {},
}
"""Options of each extension, by its name in ``markdown.extensions``. An extension is imported when a text needs it."""
ALL = frozenset(EXTENSIONS)

_DEFINITION = re.compile(r":(?<!\w:)[ \t]")


def needed(text: str) -> frozenset[str]:
    """Return the names of the extensions that a text may need: sometimes too many, never too few."""
    if "<" in text:  # Python-Markdown takes tags out before it parses the rest, so other characters can become adjacent
        signs = {"`": "fenced_code", "~": "fenced_code", ":": "def_list", "*": "abbr", "^": "footnotes"}
        wanted = {name for sign, name in signs.items() if sign in text}
    else:
        signs = {"```": "fenced_code", "~~~": "fenced_code", "*[": "abbr", "[^": "footnotes"}
        wanted = {name for sign, name in signs.items() if sign in text}
        wanted |= {"def_list"} if _DEFINITION.search(text) else set()
    wanted |= {"tables"} if "|" in text else set()
    wanted |= {"attr_list"} if "{" in text else set()
    return frozenset(wanted)


def to_html(text: str, extensions: frozenset[str] | None = None) -> str:
    """Convert Markdown to HTML, which is not sanitised. Raises what Python-Markdown raises.

    Call `clear_converters` after an exception: the converter's incomplete state would change the next text.
    """
    markdown = _converter(needed(text) if extensions is None else extensions)
    return markdown.reset().convert(text)


def clear_converters() -> None:
    """Delete all cached converters."""
    _converter.cache_clear()


@cache
def _converter(extensions: frozenset[str]) -> Markdown:
    chosen = [extension(name, options) for name, options in EXTENSIONS.items() if name in extensions]
    markdown = Markdown(extensions=[SaneListExtension(), *chosen], output_format="html")
    markdown.ESCAPED_CHARS = list(PUNCTUATION)
    if markdown.delimiters:
        markdown.delimiters.add("~", "del", double=True)
    keep_words(markdown)
    markdown.use_selective_processors()
    return markdown


def extension(name: str, options: dict[str, object]) -> Extension:
    """Load an extension by its name."""
    loaded: Extension = import_module(f"markdown.extensions.{name}").makeExtension(**options)
    return loaded


PUNCTUATION = "\\`*_{}[]()<>#+-.!|~=&\"'$%,/:;?@^"
"""Characters that can be escaped with a backslash: all ASCII punctuation, as in CommonMark."""
