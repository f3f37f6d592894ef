"""Markdown → raw HTML, by Python-Markdown with our own parsers (`dialect`). The HTML is not sanitised yet.

Of the extensions of Python-Markdown, each is used only for texts that have the characters it needs, with one converter
for each set of extensions.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from press.content.markdown.dialect.attributes import LIST
from press.content.markdown.dialect.document import BlockReader
from press.content.markdown.dialect.inline import InlineReader

EXTENSIONS: dict[str, dict[str, object]] = {
    # The title of a backlink has no words, so it suits any language: an arrow and the number of the note.
    "footnotes": {"BACKLINK_TEXT": "&#8617;&#xfe0e;", "BACKLINK_TITLE": "↩ {}", "USE_DEFINITION_ORDER": False},
    "attr_list": {},
    "abbr": {},
}
"""Options of each extension, by its name in ``markdown.extensions``. An extension is imported when a text needs it."""
_SIGNS = {"footnotes": "[^", "attr_list": "{", "abbr": "*["}


def needed(text: str) -> frozenset[str]:
    """Return the names of the extensions that a text may need: sometimes too many, never too few."""
    return frozenset([name for name, sign in _SIGNS.items() if sign in text])


def to_html(text: str) -> str:
    """Convert Markdown to HTML, which is not sanitised. Raises what Python-Markdown raises.

    Call `clear_converters` after an exception: the converter's incomplete state would change the next text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return converter(text).convert(text)


def converter(text: str) -> Markdown:
    """Return the converter for a text, ready for it. It is shared: use it before the next call."""
    return _converter(needed(text)).reset()


def clear_converters() -> None:
    """Delete all cached converters."""
    _converter.cache_clear()


class _Markdown(Markdown):
    """Python-Markdown with our block parser; it looks block tags up in a set, not in a list."""

    def is_block_level(self, tag: object) -> bool:
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._block_tags

    def build_parser(self) -> _Markdown:
        self._block_tags = frozenset(self.block_level_elements)
        super().build_parser()
        self.parser = BlockReader(self)
        return self


@cache
def _converter(extensions: frozenset[str]) -> Markdown:
    chosen = [_extension(name, options) for name, options in EXTENSIONS.items() if name in extensions]
    markdown = _Markdown(extensions=chosen, output_format="html")
    markdown.preprocessors.deregister("html_block")
    markdown.preprocessors.deregister("normalize_whitespace")
    markdown.treeprocessors.register(InlineReader(markdown), "inline", 20)
    if "attr_list" in markdown.treeprocessors:
        attributes: Any = markdown.treeprocessors["attr_list"]
        attributes.HEADER_RE = re.compile(rf"[ ]+{LIST}[ ]*$")
        attributes.BLOCK_RE = re.compile(r"(?!)")  # a line of attributes is a block
        attributes.INLINE_RE = re.compile(rf"^{LIST}")
    return markdown


def _extension(name: str, options: dict[str, object]) -> Extension:
    loaded: Extension = import_module(f"markdown.extensions.{name}").makeExtension(**options)
    return loaded
