"""`check`: list what is wrong with the content, and fix what a program can fix."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import click

from press import disk
from press.build import engine
from press.checks import by_place
from press.cli.command import CommandContext, press_command, print_problems
from press.cli.formats import FORMATS
from press.cli.options import option
from press.diagnostics import Diagnostic, Severity, is_fatal
from press.errors import Exit, Misuse
from press.i18n.mark import N_


@press_command(N_("List what is wrong with the content; publish nothing."))
@option("--format", "format", type=click.Choice(FORMATS), default="text", help=N_("Format of the list of problems."))
@option("--strict", is_flag=True, help=N_("Treat warnings as errors."))
@option(
    "--fix",
    is_flag=True,
    help=N_("Fix what can be fixed without a person: missing ids, former addresses, pasted lists."),
)
@option(
    "--only", "only", multiple=True, metavar="RULE", help=N_("With --fix and --diff: only this rule; may be repeated.")
)
@option("--diff", is_flag=True, help=N_("Show what --fix would change; change nothing."))
@option(
    "--since",
    default="",
    metavar="REV",
    help=N_("Also report facts of published releases that were changed since this git revision without a correction."),
)
@option(
    "--external",
    is_flag=True,
    help=N_("Ask whether the pages on other sites that releases link to are there (slow; needs the internet)."),
)
def check(context: CommandContext, format: str, strict: bool, since: str, external: bool, **choices: Any) -> Exit:
    """Report the problems of the content; publish nothing. `choices` are the fields of `_Fixing`."""
    fixing = _Fixing(**choices)
    _check_rules(fixing)
    problems, texts = engine.check(context.request(), external)
    if fixing.diff:
        _show_fixes(context, fixing.chosen(problems))
    elif fixing.fix and _write_fixes(context, fixing.chosen(problems)):
        problems, texts = engine.check(context.request(), external)
    if since:
        problems = tuple(sorted((*problems, *_silent_changes(context, since)), key=by_place))
    print_problems(problems, format, context.translate)
    if format == "text":
        click.echo(_summary(problems, texts, context), err=True)
    return Exit.CONTENT if is_fatal(problems, strict) else Exit.GOOD


class _Fixing(NamedTuple):
    """What is to be fixed."""

    fix: bool
    diff: bool
    only: tuple[str, ...]
    """Names of rules; empty: all that can be fixed."""

    def chosen(self, problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """Return the problems of these rules."""
        return tuple(one for one in problems if not self.only or one.rule in self.only)


def _summary(problems: tuple[Diagnostic, ...], texts: tuple[str, ...], context: CommandContext) -> str:
    """Return what was checked and found, in one line."""
    pages = sum(path.startswith("pages/") for path in texts)
    found = Counter(problem.severity for problem in problems)
    message = N_("{releases} releases and {pages} standing pages checked: all is well")
    if problems:
        message = N_("{releases} releases and {pages} standing pages checked: {errors} errors, {warnings} warnings")
    if found[Severity.NOTE]:
        message = N_(
            "{releases} releases and {pages} standing pages checked: {errors} errors, {warnings} warnings, "
            "{notes} notes on drafts"
        )
    values = {"errors": found[Severity.ERROR], "warnings": found[Severity.WARNING], "notes": found[Severity.NOTE]}
    return context.translate(message).format(releases=len(texts) - pages, pages=pages, **values)


def _check_rules(fixing: _Fixing) -> None:
    """Raise `Misuse` unless each of the rules is one that --fix can satisfy."""
    if not fixing.only:
        return
    from press.checks import fixes  # noqa: PLC0415 - parses texts, which most builds do not need

    known = sorted(rule.name for solved in fixes.FIXES.values() for rule in solved)
    if not (fixing.fix or fixing.diff):
        raise Misuse(N_("--only is only for --fix and --diff"))
    if unknown := sorted(set(fixing.only) - set(known)):
        raise Misuse(N_("--fix cannot fix “{name}”, only: {names}"), name=unknown[0], names=", ".join(known))


def _show_fixes(context: CommandContext, problems: tuple[Diagnostic, ...]) -> None:
    from press.checks import fixes  # noqa: PLC0415 - parses texts, which most builds do not need

    for file in fixes.fixed(context.root, context.config, problems):
        click.echo(fixes.difference(file), nl=False)


def _write_fixes(context: CommandContext, problems: tuple[Diagnostic, ...]) -> bool:
    """Write what can be fixed, and print each file and the rules that it now follows. Returns whether any changed."""
    from press.checks import fixes  # noqa: PLC0415 - as above

    found = list(fixes.fixed(context.root, context.config, problems))
    for file in found:
        disk.write(context.root / file.path, file.after)
        click.echo(f"{file.path}: {', '.join(file.solved)}", err=True)
    return bool(found)


def _silent_changes(context: CommandContext, revision: str) -> tuple[Diagnostic, ...]:
    from press.build import since  # noqa: PLC0415 - only for this option

    return since.problems(context.request(), revision)
