"""Convert Markdown to a `Body`: sanitised HTML, plain text, headings, and the links and images with their lines.

The stages, each a module: `leftovers` (tags of other generators → Markdown), `fast_path` (takes plain paragraphs out,
and puts them back at the end), `convert` (Markdown → raw HTML, by the parsers of `dialect`), `balance` (raw HTML →
balanced tags, and diagnostics about them), `sanitise` (which HTML is allowed, enforced by nh3), `links` (links into the
portal, images, headings), `players` (videos and recordings), `plain_text`. A text may have at most `MAX_CHARACTERS`
characters and take at most `SECONDS` to convert. The result is a body or a diagnostic; no text causes an exception.

Rules. Errors: ``unsafe`` (a script, a link that the URL policy refuses), ``size``, ``time``, ``nesting``,
``markdown``. Warnings: ``html`` (a tag or event handler was removed), ``embed`` (a frame was replaced by a link),
``foreign-image``, ``alt``, ``heading``, ``leftover`` (a tag of another generator), ``link-text``, ``link-target``,
``unused`` (a definition that the text does not use).
"""

from __future__ import annotations

from press import rules
from press.content.markdown.timeout import TooSlow, bounded
from press.diagnostics import Diagnostic, Place, Rule
from press.i18n.mark import N_
from press.model import Body

MAX_CHARACTERS = 1_000_000
"""Of Markdown, in one text."""
SECONDS = 2.0
"""Processor time of one conversion."""


def render(text: str, path: str, first_line: int = 1) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    """Convert Markdown to a `Body`, and return it with the problems found.

    `path` is the file, and `first_line` the line of the file on which `text` begins. Diagnostics have line numbers of
    the file; `Ref.line` counts from the beginning of `text`. The body is None if the text is too long, is nested too
    deep or cannot be converted in time; then one of the diagnostics is an error.
    """
    if not text.strip():
        return Body("", "", "", 0), ()
    if len(text) > MAX_CHARACTERS:
        return _failed(path, first_line, rules.SIZE, _TOO_LONG, _TOO_LONG_HINT)
    return _converted(text, path, first_line)


def _converted(text: str, path: str, first_line: int) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    from press.content.markdown import pipeline  # noqa: PLC0415 - takes 40 ms, and most builds convert nothing

    try:
        return bounded(pipeline.make, text, path, first_line, seconds=SECONDS)
    except TooSlow:
        pipeline.clear_converters()
        return _failed(path, first_line, rules.TIME, _TOO_SLOW, _TOO_SLOW_HINT, seconds=f"{SECONDS:g}")
    except (pipeline.TooDeep, RecursionError):
        pipeline.clear_converters()
        return _failed(path, first_line, rules.NESTING, _TOO_DEEP, _TOO_DEEP_HINT, limit=pipeline.MAX_DEPTH)
    except pipeline.TooMany as many:
        count, (limit, message) = many.count, many.exceeded
        return _failed(path, first_line, rules.SIZE, message, _TOO_LONG_HINT, count=count, limit=limit)
    except pipeline.HtmlTooLong:
        return _failed(path, first_line, rules.SIZE, _HTML_TOO_LONG, _TOO_LONG_HINT)
    except Exception as reason:  # a bug in a parser, met by one text, must not stop the conversion of the others
        pipeline.clear_converters()
        return _failed(path, first_line, rules.MARKDOWN, _FAILED, _FAILED_HINT, reason=type(reason).__name__)


def _failed(
    path: str, line: int, rule: Rule, message: str, hint: str, **values: object
) -> tuple[None, tuple[Diagnostic]]:
    return None, (rule.broken(Place(path, line), message, hint, **values),)


_TOO_LONG = N_("this text has more than a million characters")
_TOO_LONG_HINT = N_("publish it in parts, or attach it as a document")
_HTML_TOO_LONG = N_("this text grows too large when it is made into a page")
_TOO_SLOW = N_("this text could not be made into a page within {seconds} seconds")
_TOO_SLOW_HINT = N_("delete long rows of brackets, backticks or “<” that were pasted in by accident")
_TOO_DEEP = N_("lists, quotes or tags are nested more than {limit} levels deep")
_TOO_DEEP_HINT = N_("remove some levels; often a tag was opened many times and never closed")
_FAILED = N_("this text could not be made into a page ({reason})")
_FAILED_HINT = N_("delete what was added last, and send the file to the people who look after the portal")
