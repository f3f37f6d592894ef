"""Plain text of what others wrote: one line, without markup, without invisible characters, not too long."""

from __future__ import annotations

import html
import re
import unicodedata

_BLOCK = re.compile(r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z][^<>]*(?:>|$)", re.DOTALL)
_SENTENCE = re.compile(r"[.!?][\"”’)]*\s")


def line(text: str, most: int) -> str:
    """Return a text on one line, of at most `most` characters: cut after a sentence, else after a word."""
    visible = "".join(" " if one.isspace() else one for one in text[: 20 * most] if _is_visible(one))
    found = " ".join(visible.split())
    if len(found) <= most:
        return found
    sentences = [match.end() for match in _SENTENCE.finditer(found, 0, most)]
    if sentences and sentences[-1] > most // 2:
        return found[: sentences[-1]].rstrip()
    return f"{found[: most - 1].rpartition(' ')[0] or found[: most - 1]}…"


def text_of(markup: str) -> str:
    """Return the text of HTML. It may look like HTML again (``&lt;b&gt;``): it is text all the same."""
    return html.unescape(_TAG.sub(" ", _BLOCK.sub(" ", markup)))


def _is_visible(one: str) -> bool:
    """Tell whether a character is one that readers see, or a space; not one that turns the direction of a text."""
    category = unicodedata.category(one)
    return one.isspace() or category not in ("Cc", "Cf", "Cs", "Co", "Cn") or one in "\u200c\u200d"
