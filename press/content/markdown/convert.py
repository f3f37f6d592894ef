"""Markdown → raw HTML, by Python-Markdown with a fixed set of extensions; nothing here is safe to publish yet.

Python-Markdown is the main cost of a build. An extension is loaded only for texts that have the characters it needs,
with one converter for each set of extensions; `press.compat.markdown` makes the converter itself faster.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension

from press.compat.markdown import Markdown

EXTENSIONS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    # A title in any language: the arrow and the number of the note.
    "footnotes": {"BACKLINK_TEXT": "&#8617;&#xfe0e;", "BACKLINK_TITLE": "↩ {}"},
    "def_list": {},
    "attr_list": {},
    "fenced_code": {},
    "abbr": {},
}
"""Extensions by their names in ``markdown.extensions``, where they are loaded from when a text needs them."""
ALL = frozenset(EXTENSIONS)

_DEFINITION = re.compile(r":(?<!\w:)[ \t]")


def needed(text: str) -> frozenset[str]:
    """Name the extensions that can do anything with a text; a few more at times, never one less."""
    if "<" in text:  # tags are cut out before Markdown is read, which can bring characters together
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
    """Convert Markdown to HTML that may hold anything the author wrote. Raises what Python-Markdown raises.

    After an exception call `forget`: half-done state would show in the next text.
    """
    markdown = _instance(needed(text) if extensions is None else extensions)
    return markdown.reset().convert(text)


def forget() -> None:
    """Throw all instances away."""
    _instance.cache_clear()


@cache
def _instance(extensions: frozenset[str]) -> Markdown:
    chosen = [extension(name, options) for name, options in EXTENSIONS.items() if name in extensions]
    markdown = Markdown(extensions=[SaneListExtension(), *chosen], output_format="html")
    markdown.ESCAPED_CHARS = list(PUNCTUATION)
    if markdown.delimiters:
        markdown.delimiters.add("~", "del", double=True)
    markdown.skip_what_cannot_match()
    return markdown


def extension(name: str, options: dict[str, object]) -> Extension:
    """Load an extension by its name."""
    made: Extension = import_module(f"markdown.extensions.{name}").makeExtension(**options)
    return made


PUNCTUATION = "\\`*_{}[]()<>#+-.!|~=&\"'$%,/:;?@^"
"""What a backslash makes literal: all ASCII punctuation, as in CommonMark."""
