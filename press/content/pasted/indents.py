"""Paragraphs that begin with a tab or spaces, as word processors show them: Markdown reads them as code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from press.content.markdown.outline import LineKind, OutlineLine
from press.content.pasted.found import Found
from press.content.pasted.markers import markers
from press.expressions import expression

_CODE = expression(
    r"[`<>{}=\\^~|]|\$[\w(]|[;{]$|^\S+,$|\w\(\)|::|//|--\w|&&|\w\.\w+\(|\b\w+_\w+\b|\b[a-z]\w*\.[a-z]{2,4}\b|^[$#%@]"
    r"|\S {3,}\S"
)
"""What code and aligned columns have, and prose has not."""
_ADDRESS = expression(r"(?:https?://|www\.)\S+|[\w.-]+@[\w.-]+|\b(?:[\w-]+\.)+(?:id|com|org|net)\b(?:/\S*)?")
_WORD = expression(r"[^\W\d_]{2,}")
_BEGINNING = expression(r"[\"“‘'(*_]{0,3}(?:[^\W\d_]|\d)")
_LONG = 6
"""Fewest words of a line that is prose although it does not end as a sentence."""
_SHORT = 3
"""Fewest words of a sentence."""


def find(lines: Sequence[OutlineLine]) -> Iterator[Found]:
    """Yield the indented lines that are prose, not code."""
    for is_other, group in groupby(lines, lambda line: line.kind in (LineKind.TEXT, LineKind.OTHER)):
        block = [] if is_other else _without_blank_ends(list(group))
        parts = groupby(block, lambda line: line.kind is LineKind.CODE)
        paragraphs = [list(part) for is_code, part in parts if is_code]
        if paragraphs and all(map(_may_be_prose, paragraphs)) and any(map(_is_prose, paragraphs)):
            yield Found(block[0].number, len(block), tuple(line.text.lstrip(" \t") for line in block))


def _without_blank_ends(block: list[OutlineLine]) -> list[OutlineLine]:
    numbers = [index for index, line in enumerate(block) if line.kind is LineKind.CODE]
    return block[numbers[0] : numbers[-1] + 1] if numbers else []


def _may_be_prose(paragraph: list[OutlineLine]) -> bool:
    """Tell whether nothing in a paragraph is code; a signature may be as short as a line of code."""
    texts = [line.text.strip() for line in paragraph]
    return not any(_CODE.search(_ADDRESS.sub("x", text)) for text in texts) and _begins_as_prose(texts[0])


def _is_prose(paragraph: list[OutlineLine]) -> bool:
    """Tell whether a paragraph has a sentence or is a list."""
    texts = [line.text.strip() for line in paragraph]
    if all(markers(text) for text in texts):
        return all(_begins_as_prose(markers(text)[0].text) and ":" not in text for text in texts)
    words = len(_WORD.findall(" ".join(texts)))
    return words >= _LONG or (words >= _SHORT and texts[-1].rstrip('"”’)*_').endswith((".", "!", "?")))


def _begins_as_prose(text: str) -> bool:
    text = markers(text)[0].text if markers(text) else text
    return bool(_BEGINNING.match(text)) and not text.lstrip("\"“‘'(*_")[0].islower()
