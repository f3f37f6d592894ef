"""The stages one after the other: from Markdown to a `Body`."""

from __future__ import annotations

import re

from press.content.markdown import balance, links, plain_text, sanitise
from press.content.markdown.balance import DEEPEST, TooDeep
from press.content.markdown.convert import forget, to_html
from press.content.markdown.diagnostics import Findings
from press.content.markdown.fast_path import Split, part
from press.diagnostics import Diagnostic
from press.model import Body

__all__ = ["DEEPEST", "TooDeep", "TooMuch", "body", "forget", "make"]

LARGEST = 10_000_000
"""Characters of HTML: links by reference and abbreviations can multiply a text."""


class TooMuch(Exception):
    """The HTML is many times as long as its Markdown may be."""


def make(text: str, path: str, first_line: int) -> tuple[Body, tuple[Diagnostic, ...]]:
    """Turn Markdown into a `Body`. Raises `TooDeep`, `TooMuch`, and whatever Markdown raises."""
    parted = part(text)
    if _CONTROL.search(parted.rest):  # no plain paragraph has any
        text = without_control(text)
        parted = part(text)
    findings = Findings(text, path, first_line)
    return body(parted, findings), findings.problems()


def body(parted: Split, findings: Findings) -> Body:
    """Convert the rest of a text, and put its plain paragraphs back."""
    authored = "<" in parted.rest or "{" in parted.rest  # else every tag is Markdown's own, and balanced
    raw = to_html(parted.rest)
    if len(raw) > LARGEST:
        raise TooMuch
    if authored or balance.may_be_deep(raw):
        raw = balance.tidy(raw, findings)
    clean = sanitise.clean(raw)
    if "&#" in raw or "\x02" in raw:  # a character by its number; a mark that Markdown has left behind
        clean = without_control(clean)
    clean = clean.replace('"press:', '"press&#58;')  # in the author's words; it must mean a `Ref` and nothing else
    written = links.rewrite(clean, findings)
    if written.lost and not authored:
        balance.tidy(raw, findings)  # only to say which links the sanitiser took
    text = parted.text(plain_text.plain(written.html))
    return Body(
        html=parted.html(written.html),
        text=text,
        lead=parted.lead(plain_text.lead(written.html)),
        words=plain_text.words(text),
        refs=written.refs,
        headings=written.headings,
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def without_control(text: str) -> str:
    """Leave out characters that nobody sees, that XML forbids, and two of which Markdown uses inside."""
    return _CONTROL.sub("", text)
