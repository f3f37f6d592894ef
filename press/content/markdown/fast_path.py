"""Convert plain paragraphs without Markdown: they are taken out before the other stages, and put back afterwards.

Most paragraphs of a press release are plain words, some of them ``**strong**``. Each run of consecutive plain
paragraphs is replaced by one paragraph that holds a single placeholder character, which the other stages leave as it
is; at the end the placeholder is replaced by the HTML or the plain text of the run. `tests/unit/test_fast_path.py`
checks that the result is equal to that of converting the whole text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from press.content.markdown.convert import needed
from press.content.markdown.dialect.starts import PASTED_BULLETS
from press.videos import may_have_video

MARK = "\ufdd0"
"""The placeholder of a run: Unicode reserves this character for internal use; Markdown and nh3 do not change it."""

_MARKUP = r"`\\\[<>&*_~{|@"
"""The first characters of inline markup and of attribute lists, and characters that are escaped in HTML."""
_SPECIAL = (
    r"\x00-\x09\x0b-\x1f\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\ud800-\udfff\ufdd0\ufffe\uffff"
)
"""Control characters, and every space but U+0020: some stage changes them, or plain text has one space instead."""
_PREVENTS_SPLIT = ("<", "&", '"press:', MARK, "```", "~~~")
"""A text with one of these is converted whole: raw HTML, character references, what later stages change, and code.

So is one with the address of a video, which becomes a player.
"""
_CHARACTER = rf"[^\n{_MARKUP}{_SPECIAL}]"
_STRONG = rf"\*\*(?=\w){_CHARACTER}++(?<=\w)\*\*(?!\*)"
# A line that does not begin like a list, a heading or its underline, or a definition, and is not indented. It does not
# end with a space, which could be part of a line break.
_LINE = rf"(?![\s#=+\-:{PASTED_BULLETS}]|\d++[.)]){_CHARACTER}*+(?:{_STRONG}{_CHARACTER}*+)*+(?<![\n ])"
_PARAGRAPH = rf"{_LINE}(?:\n{_LINE})*+(?=\n\n|\n?\Z)"
_RUN = re.compile(rf"\n\n({_PARAGRAPH}(?:\n\n{_PARAGRAPH})*+)")
_STRONG_PAIR = re.compile(r"\*\*([^*]++)\*\*")
_DEFINITION = re.compile(r":(?<!\w:)[ \t]")
"""The beginning of a definition, whose term may be a plain paragraph."""


class Split(NamedTuple):
    """A text, split into its runs of plain paragraphs and the rest."""

    rest: str
    """Markdown, in which each run is replaced by a paragraph that holds only `MARK`."""
    runs: list[list[str]]
    """The runs in their order, each a list of paragraphs."""

    def html(self, rest_html: str) -> str:
        """Put the runs into the HTML of the rest."""
        return _filled(rest_html, [_html(run) for run in self.runs])

    def text(self, rest_text: str) -> str:
        """Put the runs into the plain text of the rest."""
        return _filled(rest_text, [_text(run) for run in self.runs])

    def lead(self, rest_lead: str) -> str:
        """Return the lead of the whole text, given that of the rest."""
        return _text(self.runs[0][:1]) if self.runs and rest_lead == MARK else rest_lead


def unsplit(text: str) -> Split:
    """Leave the text whole, without any runs."""
    return Split(text, [])


def split(text: str) -> Split:
    """Split the plain paragraphs off, unless the text has markup that can affect other paragraphs than its own."""
    if any(sign in text for sign in _PREVENTS_SPLIT) or may_have_video(text):
        return unsplit(text)
    pieces = _RUN.split(f"\n\n{text}")
    runs = []
    for index in range(1, len(pieces), 2):
        run = pieces[index]
        if "://" in run or "www." in run.lower():  # a bare link
            pieces[index] = f"\n\n{run}"
        else:
            pieces[index] = f"\n\n{MARK}"
            runs.append(run.split("\n\n"))
    rest = "".join(pieces).removeprefix("\n\n")
    return unsplit(text) if needed(rest) or _DEFINITION.search(rest) else Split(rest, runs)


def _html(run: list[str]) -> str:
    """Return the HTML of a run, without its first ``<p>`` and its last ``</p>``."""
    return _STRONG_PAIR.sub(r"<strong>\1</strong>", "</p>\n<p>".join(run))


def _text(run: list[str]) -> str:
    """Return the plain text of a run: each paragraph on one line, one space between words."""
    text = "\n".join([paragraph.replace("\n", " ") for paragraph in run]).replace("**", "")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")) if "  " in text else text


def _filled(text: str, runs: list[str]) -> str:
    """Replace each `MARK` by its run. Without runs, a `MARK` in the text is the author's own character."""
    if not runs:
        return text
    pieces = text.split(MARK)
    return "".join(piece for pair in zip(pieces, [*runs, ""], strict=True) for piece in pair)
