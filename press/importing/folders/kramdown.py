"""What only some parsers of Markdown read: instructions of kramdown, Markdown in HTML, tables of contents, notices."""

from __future__ import annotations

import re

_INSTRUCTION = re.compile(
    r"\{::comment[^{}]*\}(?:(?!\{::|\{:/)[\s\S])*+\{:/(?:comment)?\}|\{::?/?(?:nomarkdown|options|comment)[^{}\n]*\}|\{:/\}",
    re.DOTALL,
)
_CONTENTS = re.compile(
    r"^[ \t]*(?:\[TOC\]|\[\[toc\]\]|\{:\s*toc[^}\n]*\}|[*+-] (?:TOC|toc)[ \t]*\n\{:\s*toc[^}\n]*\})[ \t]*$",
    re.MULTILINE,
)
_WITH_MARKDOWN = re.compile(
    r"""<(\w+)\b([^<>]*?)\s+markdown\s*=\s*["']?(?:1|block|span|parse)["']?([^<>]*)>""", re.IGNORECASE
)
_NOTICE = re.compile(
    r'^!!!\s+\w+(?:[ \t]+"([^"\n]*)")?[^\n]*\n((?:(?: {4}|\t)[^\n]*(?:\n|$)|[ \t]*\n(?= {4}|\t))*)', re.MULTILINE
)
_TABLE = re.compile(r"(?:^|(?<=\n\n))((?:\|[^\n]*\|[ \t]*(?:\n|$)){2,})")
_RULE = re.compile(r"\|?[\s:|-]+\|?")


def as_markdown(text: str) -> str:
    """Return a text as our parser reads it."""
    if "{:" in text:
        text = _INSTRUCTION.sub("", text)
    text = _CONTENTS.sub("", text)
    if "!!!" in text:
        text = _NOTICE.sub(_quotation, text)
    if "|" in text:
        text = _TABLE.sub(_with_header, text)
    return _opened(text) if "markdown" in text else text


def _opened(text: str) -> str:
    """Put blank lines around the contents of HTML that has Markdown in it, so that they are read as such."""
    names = {found[1].lower() for found in _WITH_MARKDOWN.finditer(text)}
    if not names:
        return text
    text = _WITH_MARKDOWN.sub(r"\n\n<\1\2\3>\n\n", text)
    return re.sub(rf"</(?:{'|'.join(sorted(names))})\s*>", "\n\n\\g<0>\n\n", text, flags=re.IGNORECASE)


def _quotation(found: re.Match[str]) -> str:
    """Return a notice of Python-Markdown as a quotation."""
    title = f"**{found[1]}**\n\n" if found[1] else ""
    inside = re.sub(r"^(?: {4}|\t)", "", found[2], flags=re.MULTILINE).strip("\n")
    return re.sub(r"^", "> ", title + inside, flags=re.MULTILINE) + "\n\n"


def _with_header(found: re.Match[str]) -> str:
    """Give a table without a header, as kramdown reads it, one that is empty."""
    lines = found[1].rstrip("\n").split("\n")
    if any(_RULE.fullmatch(line.strip()) for line in lines[:2]):
        return found[0]
    columns = len(re.findall(r"(?<!\\)\|", lines[0])) - 1
    return "\n".join(("|" + "  |" * columns, "|" + "---|" * columns, *lines)) + "\n"
