"""Markdown becomes a `Body`: clean HTML, plain text, headings, and the links and images with their lines.

The stages, each a module: `paragraphs` (what is plain is set aside till the end), `converter` (Markdown → raw HTML),
`tidying` (raw HTML → balanced tags, and what was wrong with them), `sanitiser` (the policy, and nh3), `rewriting`
(links into the portal, images, headings), `reading` (plain text). Every text may take `LARGEST` characters and
`SECONDS` of conversion; whatever happens in here, the answer is a body or a diagnostic, never an exception.

Rules. Errors: ``unsafe`` (a script, a link that the URL policy refuses), ``size``, ``time``, ``nesting``,
``markdown``. Warnings: ``html`` (a tag or handler was taken out), ``embed`` (a frame became a link),
``foreign-image``, ``alt``, ``heading``, ``link-text``, ``link-target``.
"""

from __future__ import annotations

from press import rules
from press.content.markdown.timeout import TooSlow, bounded
from press.diagnostics import Diagnostic, Place, Rule
from press.i18n.mark import N_
from press.model import Body

LARGEST = 1_000_000
"""Characters of Markdown."""
SECONDS = 2.0
"""Wall time of one conversion."""


def render(text: str, path: str, first_line: int = 1) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    """Turn Markdown into a `Body` and say what is wrong with it.

    `path` is the file and `first_line` the line of it on which `text` begins: diagnostics say where in the file they
    are, whereas `Ref.line` counts from the beginning of `text`. The body is None where the text is too long, nested
    too deep or cannot be converted in time; then there is an error.
    """
    if not text.strip():
        return Body("", "", "", 0), ()
    if len(text) > LARGEST:
        return _refused(path, first_line, rules.SIZE, _TOO_LONG, _TOO_LONG_HINT)
    return _made(text, path, first_line)


def _made(text: str, path: str, first_line: int) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    from press.content.markdown import pipeline  # noqa: PLC0415 - Markdown and nh3 cost 40 ms, and most builds convert nothing

    try:
        return bounded(pipeline.make, text, path, first_line, seconds=SECONDS)
    except TooSlow:
        pipeline.forget()
        return _refused(path, first_line, rules.TIME, _TOO_SLOW, _TOO_SLOW_HINT, seconds=f"{SECONDS:g}")
    except (pipeline.TooDeep, RecursionError):
        pipeline.forget()
        return _refused(path, first_line, rules.NESTING, _TOO_DEEP, _TOO_DEEP_HINT, limit=pipeline.DEEPEST)
    except pipeline.TooMuch:
        return _refused(path, first_line, rules.SIZE, _TOO_MUCH, _TOO_LONG_HINT)
    except Exception as reason:  # a text may bring out any bug of a parser; it must not stop the others
        pipeline.forget()
        return _refused(path, first_line, rules.MARKDOWN, _BROKEN, _BROKEN_HINT, reason=type(reason).__name__)


def _refused(
    path: str, line: int, rule: Rule, message: str, hint: str, **values: object
) -> tuple[None, tuple[Diagnostic]]:
    return None, (rule.broken(Place(path, line), message, hint, **values),)


_TOO_LONG = N_("this text has more than a million characters")
_TOO_LONG_HINT = N_("publish it in parts, or attach it as a document")
_TOO_MUCH = N_("this text grows too large when it is made into a page")
_TOO_SLOW = N_("this text could not be made into a page within {seconds} seconds")
_TOO_SLOW_HINT = N_("look for long rows of brackets, backticks or “<” that were pasted in by accident")
_TOO_DEEP = N_("lists, quotes or tags stand more than {limit} deep inside each other")
_TOO_DEEP_HINT = N_("take some of the levels out; often a tag was opened many times and never closed")
_BROKEN = N_("this text could not be made into a page ({reason})")
_BROKEN_HINT = N_("take out what was added last, and send the file to those who look after the portal")
