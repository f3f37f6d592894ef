"""Markdown → raw HTML, by Python-Markdown with a fixed set of extensions; nothing here is safe to publish yet.

Python-Markdown is the main cost of a build, so this does what it does, only less often, with the same output:

- an inline pattern is tried only on text that has the characters it begins with;
- an extension is loaded only for texts that have the characters it needs (one instance for each set of extensions);
- the search for raw HTML is left out where there is no ``<`` and no ``&``.

`tests/test_prose_converter.py` holds the outputs equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString, Registry

T = TypeVar("T")

_EXTENSIONS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    # A title in any language: the arrow and the number of the note.
    "footnotes": {"BACKLINK_TEXT": "&#8617;&#xfe0e;", "BACKLINK_TITLE": "↩ {}"},
    "def_list": {},
    "attr_list": {},
    "fenced_code": {},
    "abbr": {},
}
"""Extensions by their names in ``markdown.extensions``, where they are loaded from when a text needs them."""
ALL = frozenset(_EXTENSIONS)

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
    chosen = [_extension(name, options) for name, options in _EXTENSIONS.items() if name in extensions]
    markdown = _Markdown(extensions=[SaneListExtension(), *chosen], output_format="html")
    markdown.ESCAPED_CHARS = list(_PUNCTUATION)
    if markdown.delimiters:
        markdown.delimiters.add("~", "del", double=True)
    markdown.preprocessors.register(_RawHtml(markdown), "html_block", 20)
    markdown.treeprocessors.register(_Inline(markdown), "inline", 20)
    markdown.treeprocessors.register(_Unescape(markdown), "unescape", 0)
    return markdown


def _extension(name: str, options: dict[str, object]) -> Extension:
    made: Extension = import_module(f"markdown.extensions.{name}").makeExtension(**options)
    return made


_PUNCTUATION = "\\`*_{}[]()<>#+-.!|~=&\"'$%,/:;?@^"
"""What a backslash makes literal: all ASCII punctuation, as in CommonMark."""


class _Markdown(Markdown):
    """Markdown that looks tags up in a set."""

    def is_block_level(self, tag: object) -> bool:
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._blocks

    def build_parser(self) -> _Markdown:
        self._blocks = frozenset(self.block_level_elements)
        super().build_parser()
        parser = _BlockParser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self


_SIGNS: dict[str, tuple[str, ...]] = {
    "code": ("    ",),
    "indent": ("    ",),
    "defindent": ("    ",),
    "table": ("|",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "*", "_"),
    "olist": (". ",),
    "ulist": ("- ", "* ", "+ "),
    "deflist": (": ",),
    "quote": (">",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
"""For each block processor of Python-Markdown and its extensions: it takes no block that has none of these."""


class _BlockParser(BlockParser):
    """Python-Markdown's block parser, which asks only the processors that can take a block."""

    _processors: list[tuple[BlockProcessor, tuple[str, ...]]] | None = None

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        if self._processors is None:
            self._processors = [(each, _SIGNS.get(name, ("",))) for name, each in _named(self.blockprocessors, _SIGNS)]
        while blocks:
            for processor, signs in self._processors:
                block = blocks[0]
                for sign in signs:
                    if sign in block:
                        break
                else:
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break


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

    _patterns: list[tuple[Pattern, tuple[str, ...]]] | None = None

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        # The name is that of the private method of the base class, which has no other place to step in.
        if not _MARKUP.search(data) or isinstance(data, AtomicString):
            return data
        if self._patterns is None:
            self._patterns = [(each, _BEGINNINGS[name]) for name, each in _named(self.md.inlinePatterns, _BEGINNINGS)]
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, (pattern, beginnings) in enumerate(self._patterns[patternIndex:], patternIndex):
            for beginning in beginnings:
                if beginning in data:
                    break
            else:
                continue
            matched, start = True, 0
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data


def _named(registry: Registry[T], names: Iterable[str]) -> list[tuple[str, T]]:
    """Give what is registered, in order, each with its name; an empty name for what is not in `names`."""
    places = {registry.get_index_for_name(name): name for name in names if name in registry}
    return [(places.get(index, ""), each) for index, each in enumerate(registry)]
