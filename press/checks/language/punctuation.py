"""Check spaces and marks: before and after punctuation, at quotations and degrees (EYD V, Penggunaan Tanda Baca)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from press import rules
from press.checks.language.passages import indonesian
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_SAID = (
    r"(?:kata|ujar|tutur|ucap|ungkap|papar|tegas|jelas|terang|imbuh|tambah|lanjut|pungkas|sebut|tukas|beber|cetus|kilah"
    r"|tandas|pesan|harap|tulis|imbau)(?:nya)?"
)
_DEGREE = r"(?:(?:S|M)\.(?:[A-Z][a-z]{0,3}\.?)(?:[A-Z][a-z]{0,3}\.?)?|A\.Md\.?|Ph\.D\.?|Sp\.[A-Z]{1,3}\.?)"
_DOTLESS = r"(?:SH|SE|ST|MM|MH|MT|MAP|MSi|SPd|MPd|SSos|SKM|MKes|SKom|MKom|SAg|MAg|SIP|SHut|SPt|MSc)"
_WORD = r"[^\W\d_]"


class _Pattern(NamedTuple):
    """A wrong form, and the right one for a match. Most texts lack what `needs` finds, which takes less time."""

    needs: re.Pattern[str]
    wrong: re.Pattern[str]
    """Its group ``at``, if there is one, is where the error begins."""
    right: Callable[[re.Match[str]], str]


_QUOTE, _BRACKET = re.compile(r"[\"”]"), re.compile(r"[()]")
_PATTERNS = (
    # Spaces; "Hari : Senin" at the beginning of a line is a form that was pasted, which is no sentence
    _Pattern(
        re.compile(r"[ \t\u00a0][,;:!?.]"),
        re.compile(
            r"(?<!\w)(?!(?<![^\n/])[A-Z]\w*[ \t]+:)(\w+[\"”’)]?)[ \t\u00a0]+([,;:!?]|\.(?![\d.\w]))(?![)(/\-D])"
        ),
        lambda found: found[1] + found[2],
    ),
    _Pattern(
        re.compile(rf"[,;](?={_WORD})"),
        re.compile(rf"(?<!\w)({_WORD}{{2,}}[\"”)]?)([,;])({_WORD}+)"),
        lambda found: f"{found[1]}{found[2]} {found[3]}",
    ),
    _Pattern(
        re.compile(r"[.!?:][A-Z]"),
        re.compile(r"(?<![\w/@.-])([a-z]{3,})([.!?:])([A-Z][a-z]+)(?![\w/@]|\.\w)"),
        lambda found: f"{found[1]}{found[2]} {found[3]}",
    ),
    _Pattern(
        re.compile(r"[ \u00a0]{2}"),
        re.compile(r"(\w[,;:]?|[.!?])[ \u00a0]{2,}(?=\S)"),
        lambda found: f"{found[1]} ",
    ),
    _Pattern(_BRACKET, re.compile(rf"(?<!\w)({_WORD}{{2,}})\((?={_WORD}{{2,}}|\d)"), lambda found: f"{found[1]} ("),
    _Pattern(_BRACKET, re.compile(r"\([ \u00a0]+(\w+)"), lambda found: f"({found[1]}"),
    _Pattern(_BRACKET, re.compile(r"(?<!\w)(\w+[.\"”]?)[ \u00a0]+\)"), lambda found: f"{found[1]})"),
    _Pattern(_BRACKET, re.compile(r"(?<=\))([a-zA-Z]{3,})"), lambda found: f" {found[1]}"),
    # Marks that are there twice
    _Pattern(
        re.compile(r"([,;:.])\1|,\."),
        re.compile(r"(?<!\w)(\w*)(,{2,}|;{2,}|:{2,}|(?<!\.)\.\.(?![.\w/])|,\.(?!\w))"),
        lambda found: found[1] + found[2][0],
    ),
    # Quotations
    _Pattern(
        _QUOTE,
        re.compile(rf"(?<![\w-])({_SAID}(?: [A-Z][\w.]*){{0,5}})(?<!\.)[ ]+([\"“])(?=[A-Z][^\"”\s]*\s[^\"”\s]+\s)"),
        lambda found: f"{found[1]}, {found[2]}",
    ),
    _Pattern(
        _QUOTE,
        re.compile(rf"(?<=[\w%)])([\"”])[ ]*,[ ]*({_SAID})(?![\w-])"),
        lambda found: f",{found[1]} {found[2]}",
    ),
    _Pattern(
        _QUOTE,
        re.compile(rf"(?<=\w\w\w)([\"”])[ ]+({_SAID})(?= (?:[A-Z]|dia\b|ia\b|beliau\b))"),
        lambda found: f",{found[1]} {found[2]}",
    ),
    _Pattern(
        re.compile(r"[\"”]\."),
        re.compile(r"(?<=[,:] )[\"“][A-Z][^\"”“.!?]{0,400}\s(?P<at>[^\"”“\s]{0,60}\w)([\"”])\.(?=\s|$)"),
        lambda found: f"{found[1]}.{found[2]}",
    ),
    # Degrees
    _Pattern(
        re.compile(r"[SMADp]\.[A-Z]|Sp\."),
        re.compile(rf"(?<![\w'’.])([A-Z][\w'’.]+) ({_DEGREE})(?=[\s,.)]|$)"),
        lambda found: f"{found[1]}, {found[2]}",
    ),
    _Pattern(
        re.compile(r", [SM][A-Z]"),
        re.compile(rf"(?<=[a-z.], )({_DOTLESS}(?:, ?{_DOTLESS})*)(?![\w.])"),
        lambda found: ", ".join(map(_with_dots, re.split(r", ?", found[1]))),
    ),
    _Pattern(
        re.compile(r"[a-z] [SM][A-Z]"),
        re.compile(rf"\b[A-Z][a-z]+ [A-Z][a-z]+ ({_DOTLESS}(?:, ?{_DOTLESS})*)(?=[,.]|$)"),
        lambda found: found[0][: -len(found[1]) - 1] + ", " + ", ".join(map(_with_dots, re.split(r", ?", found[1]))),
    ),
    _Pattern(
        re.compile(r"\., [SM]\.|[a-z], [SM]\."),
        re.compile(r"(?<=, )[SM]\.[A-Z][a-z]{0,4}(?:\.[A-Z][a-z]{0,3})?(?![\w.])"),
        lambda found: f"{found[0]}.",
    ),
)


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the wrong spaces and marks of a text."""
    for passage in indonesian(prose, context):
        seen: set[int] = set()
        for pattern in _PATTERNS:
            if not pattern.needs.search(passage.text):
                continue
            for found in pattern.wrong.finditer(passage.text):
                if found.end() not in seen:
                    seen.add(found.end())
                    start = found.start("at" if "at" in pattern.wrong.groupindex else 0)
                    wrong, right = passage.text[start : found.end()].replace("\n", " "), pattern.right(found)
                    message, hint = N_("“{wrong}”: a space or a mark is wrong"), N_("write “{right}”")
                    place = passage.place(start)
                    yield rules.PUNCTUATION.broken(place, message, hint, wrong=wrong, right=right)


def _with_dots(degree: str) -> str:
    """Return a degree with its dots: S.Pd. for "SPd"."""
    return "".join(f"{part}." for part in re.findall(r"[A-Z][a-z]*", degree))
