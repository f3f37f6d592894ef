"""Check that datelines, sign-offs and bylines are in their fields, not typed into the text, and move them there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press import rules
from press.checks.texts import TextContext
from press.config import Config
from press.content import front_matter
from press.content.prose import Prose
from press.content.typed import datelines, endings
from press.content.typed.found import Typed
from press.diagnostics import Diagnostic, Place, Rule
from press.i18n.mark import N_
from press.model import Release, ReleaseKind, SourceFile


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each part of the text that belongs into a field."""
    for typed in _found(prose.markdown, prose.release, context.config):
        line = prose.line + prose.markdown.count("\n", 0, typed.end)
        values = {"text": typed.text, "fields": ", ".join(f"{name}: {value}" for name, value in typed.fields)}
        rule, message = _broken(typed)
        yield rule.broken(Place(prose.release.source, line), message, _hint(typed), **values)


def _found(text: str, release: Release, config: Config) -> Iterator[Typed]:
    if release.kind is not ReleaseKind.PAGE:
        yield from datelines.find(text, release, config)
        yield from endings.find(text, release)


def _broken(typed: Typed) -> tuple[Rule, str]:
    """Return the rule that is broken, and the message."""
    names = [name for name, _ in typed.fields]
    if names == ["place"]:
        return rules.DATELINE, N_("“{text}” is typed into the text, but the page makes the dateline of place and date")
    if names in (["code"], []):
        return rules.SIGN_OFF, N_("“{text}” is typed below the text, where readers cannot tell what it means")
    return rules.BYLINE, N_("“{text}” is typed below the text, but it belongs into the fields above")


def _hint(typed: Typed) -> str:
    if not typed.fields:
        return N_("delete it; build.py check --fix does that for you")
    if typed.is_clear:
        return N_("write {fields} into the fields and delete it here; build.py check --fix does that for you")
    return N_("if nothing else is lost, write {fields} into the fields and delete it here")


def fix(file: SourceFile, problems: Sequence[Diagnostic], config: Config) -> bytes:
    """Return the file with these parts of the text in their fields, where nothing is lost."""
    from press.content.front_matter.edit import EditableFile  # noqa: PLC0415 - 3 ms, which builds do not need

    parsed, edited = front_matter.parse(file, config), EditableFile(file.path, file.data)
    wanted = {problem.rule for problem in problems}
    if parsed.release is None:
        return file.data
    lines = edited.text.split("\n")[: parsed.line - 1]
    offset = sum(len(line) + 1 for line in lines)
    for typed in _found(parsed.text, parsed.release, config):
        if typed.is_clear and _broken(typed)[0].name in wanted:
            edited.change(offset + typed.start, offset + typed.end, "")
            for name, value in typed.fields:
                if not getattr(parsed.release, name):
                    edited.set_field(name, value)
    return edited.data()
