"""Markdown → raw HTML, by Python-Markdown with a fixed set of extensions; nothing here is safe to publish yet.

Python-Markdown is the main cost of a build, so this does what it does, only less often, with the same output:

- an inline pattern is tried only on text that has the characters it begins with;
- an extension is loaded only for texts that have the characters it needs (one instance for each set of extensions);
- the search for raw HTML is left out where there is no ``<`` and no ``&``.

`tests/test_prose_converter.py` holds the outputs equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

_EXTENSIONS: dict[str, Callable[[], Extension]] = {
    "tables": lambda: TableExtension(use_align_attribute=True),
    # A title in any language: the arrow and the number of the note.
    "footnotes": lambda: FootnoteExtension(BACKLINK_TEXT="&#8617;&#xfe0e;", BACKLINK_TITLE="↩ {}"),
    "def_list": DefListExtension,
    "attr_list": AttrListExtension,
    "fenced_code": FencedCodeExtension,
    "abbr": AbbrExtension,
}
ALL = frozenset(_EXTENSIONS)

_DEFINITION = re.compile(r"(?<!\w):[ \t]")


def needed(text: str) -> frozenset[str]:
    """Name the extensions that can do anything with a text; a few more at times, never one less."""
    wanted = {
        "tables": "|" in text,
        "footnotes": "[^" in text,
        "def_list": _DEFINITION.search(text) is not None,
        "attr_list": "{" in text,
        "fenced_code": "```" in text or "~~~" in text,
        "abbr": "*[" in text,
    }
    return frozenset(name for name, is_wanted in wanted.items() if is_wanted)


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
    chosen = [_EXTENSIONS[name]() for name in _EXTENSIONS if name in extensions]
    markdown = _Markdown(extensions=[SaneListExtension(), *chosen], output_format="html")
    markdown.ESCAPED_CHARS = list(_PUNCTUATION)
    if markdown.delimiters:
        markdown.delimiters.add("~", "del", double=True)
    markdown.preprocessors.register(_RawHtml(markdown), "html_block", 20)
    markdown.treeprocessors.register(_Inline(markdown), "inline", 20)
    markdown.treeprocessors.register(_Unescape(markdown), "unescape", 0)
    return markdown


_PUNCTUATION = "\\`*_{}[]()<>#+-.!|~=&\"'$%,/:;?@^"
"""What a backslash makes literal: all ASCII punctuation, as in CommonMark."""


class _Markdown(Markdown):
    """Markdown that looks tags up in a set."""

    def is_block_level(self, tag: object) -> bool:
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._blocks

    def build_parser(self) -> _Markdown:
        self._blocks = frozenset(self.block_level_elements)
        super().build_parser()
        return self


class _RawHtml(HtmlBlockPreprocessor):
    """Python-Markdown's search for raw HTML, where there can be any."""

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            return super().run(lines)
        return lines


class _Unescape(UnescapeTreeprocessor):
    """Python-Markdown's last step for backslashes, where there are any."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


_MARKUP = re.compile(r"[`\\\[<&*_~]|  \n")
"""What any inline pattern begins with."""

_BEGINNINGS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_", "~"),
}
"""For each inline pattern of Python-Markdown and its extensions: it cannot match where none of these is."""


class _Inline(InlineProcessor):
    """Python-Markdown's inline processor, which tries only the patterns that can match."""

    _patterns: list[tuple[int, Pattern, tuple[str, ...]]] | None = None

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        # The name is that of the private method of the base class, which has no other place to step in.
        if not _MARKUP.search(data) or isinstance(data, AtomicString):
            return data
        if self._patterns is None:
            self._patterns = list(_numbered(self.md))
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, beginnings in self._patterns[patternIndex:]:
            if any(beginning in data for beginning in beginnings):
                matched, start = True, 0
                while matched:
                    data, matched, start = apply(pattern, data, index, start)
        return data


def _numbered(markdown: Markdown) -> Iterable[tuple[int, Pattern, tuple[str, ...]]]:
    names = [item.name for item in sorted(markdown.inlinePatterns._priority, key=lambda item: -item.priority)]
    for index, name in enumerate(names):
        yield index, markdown.inlinePatterns[name], _BEGINNINGS[name]
