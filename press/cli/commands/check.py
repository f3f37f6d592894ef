"""`check`: list what is wrong with the content."""

from __future__ import annotations

from pathlib import Path

import click

from press.build import engine
from press.checks import by_place
from press.cli.command import CommandContext, press_command, print_problems
from press.cli.formats import FORMATS
from press.cli.options import option
from press.diagnostics import Diagnostic, is_fatal
from press.errors import Exit
from press.i18n.mark import N_


@press_command(N_("List what is wrong with the content; publish nothing."))
@option("--format", "format", type=click.Choice(FORMATS), default="text", help=N_("Format of the list of problems."))
@option("--strict", is_flag=True, help=N_("Treat warnings as errors."))
@option("--fix", is_flag=True, help=N_("Write an id into every release that has none."))
@option(
    "--since",
    default="",
    metavar="REV",
    help=N_("Also report facts of published releases that were changed since this git revision without a correction."),
)
def check(context: CommandContext, format: str, strict: bool, fix: bool, since: str) -> Exit:
    """Report the problems of the content; publish nothing."""
    problems = engine.check(context.request())
    if fix and (changed := _write_ids(context.root, problems)):
        for path in changed:
            click.echo(path, err=True)
        problems = engine.check(context.request())
    if since:
        problems = tuple(sorted((*problems, *_silent_changes(context, since)), key=by_place))
    print_problems(problems, format, context.translate)
    return Exit.CONTENT if is_fatal(problems, strict) else Exit.GOOD


def _write_ids(root: Path, problems: tuple[Diagnostic, ...]) -> list[str]:
    from press.content.front_matter.fix_ids import write_ids  # noqa: PLC0415 - YAML, 20 ms, which most builds do not need

    return write_ids(root, problems)


def _silent_changes(context: CommandContext, revision: str) -> tuple[Diagnostic, ...]:
    from press.build import since  # noqa: PLC0415 - only for this option

    return since.problems(context.request(), revision)
