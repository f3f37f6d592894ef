"""All stages in order: from Markdown to a `Body`."""

from __future__ import annotations

import re

from press.content.markdown import balance, definitions, leftovers, limits, links, plain_text, players, sanitise
from press.content.markdown.balance import MAX_DEPTH, TooDeep
from press.content.markdown.convert import clear_converters, to_html
from press.content.markdown.diagnostics import Findings
from press.content.markdown.fast_path import Split, split
from press.content.markdown.limits import TooMany
from press.diagnostics import Diagnostic
from press.model import Body

__all__ = ["MAX_DEPTH", "HtmlTooLong", "TooDeep", "TooMany", "body", "clear_converters", "make"]

MAX_HTML_CHARACTERS = 10_000_000
"""Limit of the HTML: reference links and abbreviations can make it many times longer than its Markdown."""


class HtmlTooLong(Exception):
    """The HTML is longer than `MAX_HTML_CHARACTERS`."""


def make(text: str, path: str, first_line: int) -> tuple[Body, tuple[Diagnostic, ...]]:
    """Convert Markdown to a `Body`. Raises `TooDeep`, `TooMany`, `HtmlTooLong`, and whatever Python-Markdown raises."""
    findings = Findings(text, path, first_line)
    text = leftovers.convert(text, findings)
    parts = split(text)
    if _CONTROL.search(parts.rest):  # plain paragraphs have no control characters
        text = without_control(text)
        parts = split(text)
    limits.check_source(parts.rest)
    return body(parts, findings), findings.problems()


def body(parts: Split, findings: Findings) -> Body:
    """Convert the rest of a text, and put its plain paragraphs back."""
    may_have_html = "<" in parts.rest or "{" in parts.rest  # else all tags are made by Markdown, and balanced
    raw = to_html(parts.rest)
    if len(raw) > MAX_HTML_CHARACTERS:
        raise HtmlTooLong
    if may_have_html or balance.may_be_deep(raw):
        raw = balance.balance_tags(raw, findings)
    clean = sanitise.clean(raw)
    if "&#" in raw or "\x02" in raw:  # a character reference, or an internal mark left by Python-Markdown
        clean = without_control(clean)
    limits.check_html(clean)
    clean = clean.replace('"press:', '"press&#58;')  # written by the author; only `links` may refer to a `Ref`
    rewritten = links.rewrite(players.images_as_links(clean), findings)
    body_html, refs = players.mark(rewritten.html, rewritten.refs)
    if rewritten.has_lost_targets and not may_have_html:
        balance.balance_tags(raw, findings)  # only to report the links that the sanitiser removed
    text = parts.text(plain_text.plain(body_html))
    definitions.report_unused(text, findings)
    return Body(
        html=parts.html(body_html),
        text=text,
        lead=parts.lead(plain_text.lead(body_html)),
        words=plain_text.words(text),
        refs=refs,
        headings=rewritten.headings,
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def without_control(text: str) -> str:
    """Remove invisible characters that XML forbids; Python-Markdown uses two of them internally."""
    return _CONTROL.sub("", text)
