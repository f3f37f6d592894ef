"""`correct`: correct a fact of a release wherever it stands, and write the entry that shows it to readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.errors import Exit, Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:  # imported only for this command
    from press.content.corrections.correcting import Plan
    from press.content.prose import Prose


@press_command(N_("Correct a fact in FILE wherever it stands, and write the correction that readers see."))
@click.argument("name", metavar="FILE")
@option("--was", default="", metavar="TEXT", help=N_("What is wrong, as it is in the text."))
@option("--is", "right", default="", metavar="TEXT", help=N_("What is right."))
@option("--note", default="", metavar="TEXT", help=N_("What was wrong, in a sentence for readers."))
@option("--yes", is_flag=True, help=N_("Write it without asking."))
@option(
    "--only",
    type=click.Choice(("text", "entry")),
    help=N_("text: no correction, before publication; entry: the text is right already."),
)
def correct(context: CommandContext, name: str, was: str, right: str, note: str, yes: bool, only: str | None) -> Exit:
    """Ask what was wrong and what is right, show the change, and write it."""
    from press.cli import dialogue  # noqa: PLC0415 - only for this command
    from press.content import files  # noqa: PLC0415
    from press.content.corrections import correcting, matching  # noqa: PLC0415

    source = files.read(context.root, dialogue.release_file(name, context))
    text = correcting.prose_of(source, context.config)
    _check_state(text, only, context)
    was = matching.in_one_line(was or dialogue.ask(N_("What is wrong, as it is in the text?"), "", context))
    right = matching.in_one_line(right or dialogue.ask(N_("What is right?"), "", context))
    correcting.check_values(was, right, text, is_corrected=only == "entry")
    if only != "text" and not note:
        note = correcting.proposed_note(was, right, text.release, context.config)
        note = note if yes else dialogue.ask(N_("What was wrong, in a sentence for readers?"), note, context)
    wanted = correcting.Wanted(was, right, "" if only == "text" else matching.in_one_line(note), context.now)
    plan = correcting.plan(source, text, wanted, context.config)
    dialogue.show(plan)
    _print_remarks(plan, wanted.was, context)
    if not yes and not dialogue.confirm(N_("Write this?"), context):
        return Exit.INTERRUPTED
    dialogue.write(plan, context)
    return Exit.GOOD


def _check_state(text: Prose, only: str | None, context: CommandContext) -> None:
    """Raise `Misuse` unless readers may know the release; if only its text shall change, if they may."""
    from press.content.corrections import correcting  # noqa: PLC0415

    is_public = correcting.is_public(text.release, context.now)
    if is_public and only == "text":
        message = N_("{path} is published: its facts are corrected openly; leave out --only text")
        raise Misuse(message, path=text.release.source)
    if not is_public and only != "text":
        message = N_("{path} is not published yet and needs no correction; with --only text, its text is changed")
        raise Misuse(message, path=text.release.source)


def _print_remarks(plan: Plan, was: str, context: CommandContext) -> None:
    """Print what the change does not reach, and what it could not keep."""
    for place in plan.restyled:
        text = context.translate(N_("{place}: this text is written with other quotation marks than before"))
        click.echo(text.format(place=place), err=True)
    for line in plan.hidden:
        text = context.translate(N_("{path}:{line}: “{was}” is in code, an address or a tag here, and stays"))
        click.echo(text.format(path=plan.path, line=line, was=was), err=True)
    for place, form in plan.others:
        text = context.translate(N_("{place}: “{form}” may be the same number; if it is, correct it by hand"))
        click.echo(text.format(place=place, form=form), err=True)
