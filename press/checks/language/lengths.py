"""Check that sentences have at most 30 words, and leads 40."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.language.passages import RUNNING, indonesian
from press.checks.texts import TextContext
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language.sentences import sentences

_LONGEST_SENTENCE, _LONGEST_LEAD = 30, 40
_DATELINE = re.compile(r"^[^.!?\n–—]{2,70}?(?:\([^)\n]{4,24}\)|\d{4})?\s*[–—-]{1,2}\s+(?=\S)")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the long sentences of a text, and its first paragraph if that is long."""
    is_lead = True
    for passage in indonesian(prose, context):
        if passage.kind in RUNNING or passage.field == "summary":
            yield from _sentences(passage)
        if is_lead and passage.kind is PassageKind.PARAGRAPH:
            is_lead = False
            dateline = _DATELINE.match(passage.text)
            count = _count(passage.text[dateline.end() if dateline else 0 :])
            if count > _LONGEST_LEAD:
                message = N_("the lead has {count} words; readers of a phone see the first 40")
                hint = N_("say what happened, who did it, when and where; leave the rest to the next paragraph")
                yield rules.LONG_LEAD.broken(passage.place(0), message, hint, count=count)


def _sentences(passage: Passage) -> Iterator[Diagnostic]:
    dateline = _DATELINE.match(passage.text)
    for begin, end in sentences(passage.text):
        start = dateline.end() if dateline and begin == 0 and dateline.end() < end else begin
        count = _count(passage.text[start:end])
        if count > _LONGEST_SENTENCE:
            message = N_("this sentence has {count} words; more than 30 are hard to follow")
            hint = N_("make two sentences of it")
            yield rules.LONG_SENTENCE.broken(passage.place(begin), message, hint, count=count)


def _count(text: str) -> int:
    """Return the number of words, as word processors count them."""
    return sum(any(character.isalnum() for character in word) for word in text.split())
