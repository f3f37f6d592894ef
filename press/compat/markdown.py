"""Python-Markdown, made faster with the same output: it asks only those of its parts that can do anything.

Measured on real posts (docs/decisions/0011-compat.md). Its inline processor has no public place to step in: we override
a private method under its mangled name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from markdown import Markdown as PlainMarkdown
from markdown.blockparser import BlockParser as PlainBlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString, Registry

T = TypeVar("T")


class Markdown(PlainMarkdown):
    """A converter whose block parser, inline processor and search for raw HTML skip what cannot match."""

    def is_block_level(self, tag: object) -> bool:
        """Tell whether a tag stands alone; looked up in a set."""
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._block_tags

    def build_parser(self) -> Markdown:
        """Put our block parser in the place of the library's."""
        self._block_tags = frozenset(self.block_level_elements)
        super().build_parser()
        parser = _BlockParser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self

    def skip_what_cannot_match(self) -> None:
        """Put our processors in the places of the library's; to be called once all extensions are registered."""
        self.preprocessors.register(_RawHtml(self), "html_block", 20)
        self.treeprocessors.register(_Inline(self), "inline", 20)


_SIGNS_OF_BLOCKS: dict[str, tuple[str, ...]] = {
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


class _BlockParser(PlainBlockParser):
    """Asks only the processors that can take a block."""

    _processors: list[tuple[BlockProcessor, tuple[str, ...]]] | None = None

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        if self._processors is None:
            named = _named(self.blockprocessors, _SIGNS_OF_BLOCKS)
            self._processors = [(each, _SIGNS_OF_BLOCKS.get(name, ("",))) for name, each in named]
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
    """Searches for raw HTML only where there can be any."""

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            return super().run(lines)
        return lines


_MARKUP = re.compile(r"[`\\\[<&*_~]|  \n")
"""What any inline pattern begins with."""

_SIGNS_OF_PATTERNS: dict[str, tuple[str, ...]] = {
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
    """Tries only the patterns that can match."""

    _patterns: list[tuple[Pattern, tuple[str, ...]]] | None = None

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if not _MARKUP.search(data) or isinstance(data, AtomicString):
            return data
        if self._patterns is None:
            named = _named(self.md.inlinePatterns, _SIGNS_OF_PATTERNS)
            self._patterns = [(each, _SIGNS_OF_PATTERNS[name]) for name, each in named]
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, (pattern, signs) in enumerate(self._patterns[patternIndex:], patternIndex):
            for sign in signs:
                if sign in data:
                    break
            else:
                continue
            matched, start = True, 0
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data


def _named(registry: Registry[T], names: Iterable[str]) -> list[tuple[str, T]]:
    """What is registered, in order, each with its name; an empty name for what is not in `names`."""
    places = {registry.get_index_for_name(name): name for name in names if name in registry}
    return [(places.get(index, ""), each) for index, each in enumerate(registry)]
