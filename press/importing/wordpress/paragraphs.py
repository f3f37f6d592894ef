"""Paragraphs of texts that have none: WordPress stores blank lines, and makes paragraphs when it shows a text."""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"(</?(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote"
    r"|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption"
    r"|details|menu|summary|script|noscript|iframe|video|audio|object|center)\b[^<>]*>)",
    re.IGNORECASE,
)
_KEPT = re.compile(r"(<(pre|script|style|textarea)\b(?:(?!<\2\b).)*?</\2\s*>)", re.IGNORECASE | re.DOTALL)
_IN_PARAGRAPH = re.compile(r"<(?:p|h[1-6]|dt|summary|figcaption|caption|legend)\b", re.IGNORECASE)
_HOLDERS = re.compile(
    r"<(?:table|thead|tbody|tfoot|tr|ul|ol|dl|colgroup|figure)\b|</(?:li|td|th|tr|dt|dd)\b", re.IGNORECASE
)
_LINE = re.compile(r"(<[^<>]*>)|[ \t]*\n[ \t]*")


def with_paragraphs(text: str) -> str:
    """Return a text whose blank lines are paragraphs, and whose other line ends are line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"<br\s*/?>\s*<br\s*/?>", "\n\n", text, flags=re.IGNORECASE)
    pieces = _KEPT.split(text)
    return "".join(
        piece if number % 3 == 1 else _filled(piece) for number, piece in enumerate(pieces) if number % 3 != 2
    )


def _filled(text: str) -> str:
    """Fill the gaps between block tags with paragraphs."""
    parts = _BLOCK.split(text)
    filled, before = [], ""
    for number, part in enumerate(parts):
        if number % 2:
            before = part
            filled.append(part)
        else:
            filled.append(_paragraphs(part, before))
    return "".join(filled)


def _paragraphs(text: str, before: str) -> str:
    """Return a run of text as paragraphs; `before` is the block tag in front of it."""
    if _HOLDERS.match(before) or not re.sub(r"<(?!img\b|embed\b)[^<>]*>", "", text).strip():
        return text  # nothing, or the tags of a link around the next block
    runs = [run.strip() for run in re.split(r"\n[ \t]*\n\s*", text) if run.strip()]
    lines = [_LINE.sub(lambda found: found[1] or "<br>\n", run) for run in runs]
    if _IN_PARAGRAPH.match(before):
        return "<br><br>".join(lines)
    if (
        before
        and len(lines) == 1
        and not before.startswith("</")
        and re.match(r"<(?:td|th|dd|li)\b", before, re.IGNORECASE)
    ):
        return lines[0]
    return "".join(f"<p>{line}</p>\n" for line in lines)
