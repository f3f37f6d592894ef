"""Python-Markdown, made faster with the same output: it calls only those processors that can match.

It also keeps words that the library would leave out (`keep_words`).

Measured on real posts (docs/decisions/0011-compat.md). The inline processor has no public method that could be
overridden for this, so a private one is overridden, by its mangled name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from markdown import Markdown as PlainMarkdown
from markdown.blockparser import BlockParser as PlainBlockParser
from markdown.blockprocessors import BlockProcessor, ReferenceProcessor
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString, Registry

T = TypeVar("T")


class Markdown(PlainMarkdown):
    """A converter that skips block processors, inline patterns and the search for raw HTML where they cannot match."""

    def is_block_level(self, tag: object) -> bool:
        """Tell whether a tag is a block-level element. Looks it up in a set, the library in a list."""
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._block_tags

    def build_parser(self) -> Markdown:
        """Build the library's block parser, then replace it by ours."""
        self._block_tags = frozenset(self.block_level_elements)
        super().build_parser()
        parser = _SelectiveBlockParser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self

    def use_selective_processors(self) -> None:
        """Replace two of the library's processors by ours. To be called after all extensions are registered."""
        self.preprocessors.register(_SelectiveHtmlPreprocessor(self), "html_block", 20)
        self.treeprocessors.register(_SelectiveInlineProcessor(self), "inline", 20)


_ITEM = r"""(?:[.\#][^ ={}\n]++|[^ ={}\n]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^ ={}\n"']++)|reversed|toc|no_toc)"""
_ATTRIBUTES = rf"\{{(?=:?[ ]*(?:{_ITEM}(?:[ ]++|(?=\}})))++\}})\:?[ ]*([^\}}\n ][^\n]*)\}}"
"""A list of attributes; the library takes any words in braces for one, such as those of ``## Kontrak {sic}``."""
_TARGET = r"(<[^\s]*>|[^\s]*[/#][^\s]*|[^\s]*[^\s?!.,;:])"
"""A target of a link; the library takes any word for one, such as that of ``[Wartawan]: Benar?``."""


def keep_words(markdown: PlainMarkdown) -> None:
    """Make the library keep words that it would leave out without a message. To be called after all registrations.

    These are: cells of a table to the right of its header's last, the first of two footnotes with one name, words in
    braces that are no attributes, and a line that only looks like the definition of a link.
    """
    blocks: Any = markdown.parser.blockprocessors
    blocks["reference"].RE = re.compile(ReferenceProcessor.RE.pattern.replace(r"([^\s]+)", _TARGET), re.MULTILINE)
    if "table" in blocks:
        blocks["table"]._build_row = partial(_add_row, blocks["table"])
    if "footnote" in blocks:
        extension = blocks["footnote"].footnotes
        extension.setFootnote = partial(_add_note, extension)
    if "attr_list" in markdown.treeprocessors:
        attributes: Any = markdown.treeprocessors["attr_list"]
        attributes.HEADER_RE = re.compile(rf"[ ]+{_ATTRIBUTES}[ ]*$")
        attributes.BLOCK_RE = re.compile(rf"\n[ ]*{_ATTRIBUTES}[ ]*$")
        attributes.INLINE_RE = re.compile(rf"^{_ATTRIBUTES}")


def _add_row(table: Any, row: str, parent: Element, align: list[str | None]) -> None:
    """Add a row with all its cells."""
    cells = "\0".join(cell.strip() for cell in table._split_row(row)).rstrip("\0").count("\0") + 1
    type(table)._build_row(table, row, parent, [*align, *[None] * (cells - len(align))])


def _add_note(extension: Any, name: str, text: str) -> None:
    """Add a footnote, or a further paragraph to the one of that name."""
    before = extension.footnotes.get(name)
    extension.footnotes[name] = f"{before}\n\n{text}" if before else text


_BLOCK_SIGNS: dict[str, tuple[str, ...]] = {
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
"""For each block processor of Python-Markdown and its extensions: it matches no block without one of these strings."""


class _SelectiveBlockParser(PlainBlockParser):
    """Calls only the processors that can match a block."""

    _processors: list[tuple[BlockProcessor, tuple[str, ...]]] | None = None

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        if self._processors is None:
            named = _named(self.blockprocessors, _BLOCK_SIGNS)
            self._processors = [(each, _BLOCK_SIGNS.get(name, ("",))) for name, each in named]
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


class _SelectiveHtmlPreprocessor(HtmlBlockPreprocessor):
    """Searches for raw HTML only where there can be any."""

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            return super().run(lines)
        return lines


_MARKUP = re.compile(r"[`\\\[<&*_~]|  \n")
"""The beginnings of all inline patterns."""

_PATTERN_SIGNS: dict[str, tuple[str, ...]] = {
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
"""For each inline pattern of Python-Markdown and its extensions: it matches no text without one of these strings."""


class _SelectiveInlineProcessor(InlineProcessor):
    """Tries only the patterns that can match."""

    _patterns: list[tuple[Pattern, tuple[str, ...]]] | None = None

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if not _MARKUP.search(data) or isinstance(data, AtomicString):
            return data
        if self._patterns is None:
            named = _named(self.md.inlinePatterns, _PATTERN_SIGNS)
            self._patterns = [(each, _PATTERN_SIGNS[name]) for name, each in named]
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
    """Return the registered objects in order, each with its name; the name is empty if it is not in `names`."""
    name_at = {registry.get_index_for_name(name): name for name in names if name in registry}
    return [(name_at.get(index, ""), each) for index, each in enumerate(registry)]
