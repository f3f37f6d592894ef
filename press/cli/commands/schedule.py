"""`schedule`: list what will change because of its date, or tell whether something is due."""

from __future__ import annotations

import os

import click
import msgspec

from press.build import engine
from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.content import lifecycle
from press.errors import Exit, Misuse
from press.i18n.mark import N_


@press_command(N_("List the releases that will be published, expire or be withdrawn at a set time."))
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
@option(
    "--due",
    is_flag=True,
    help=N_("Only tell, for CI, whether something fell due since the last build: exit code 0 if it did, 10 if not."),
)
@option("--since", default="", metavar="ISO", help=N_("With --due: when the last build was, if .press was not kept."))
def schedule(context: CommandContext, format: str, due: bool, since: str) -> Exit:
    """List what will be published, expire and be withdrawn because of its date; or tell whether something is due."""
    if due:
        return _tell_due(context, format, since)
    if since:
        raise Misuse(N_("--since is only for --due"))
    from press.views.upcoming import WORDS, upcoming  # noqa: PLC0415 - only for this command

    events = engine.inspect(context.request(), lambda snapshot, problems: list(upcoming(snapshot)))
    if format == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(events)).decode())
        return Exit.GOOD
    words = {what: context.translate(message) for what, message in WORDS.items()}
    width = max(map(len, words.values()))
    for event in events:
        click.echo(f"{event.at}  {words[event.what]:<{width}}  {event.source}  {event.title}")
    return Exit.GOOD


def _tell_due(context: CommandContext, format: str, since: str) -> Exit:
    from press.cli.due import answer  # noqa: PLC0415 - only for this command

    found = answer(context.request(), lifecycle.now(since, os.environ, context.config) if since else None)
    if format == "json":
        click.echo(msgspec.json.encode(found).decode())
    elif found.due:
        known = N_("something is due since the build of {date}: build again")
        message = known if found.since else N_("it is not known when the last build was: build again")
        click.echo(context.translate(message).format(date=found.since))
    else:
        message = N_("nothing is due before {date}") if found.next else N_("nothing is due")
        click.echo(context.translate(message).format(date=found.next))
    return Exit.GOOD if found.due else Exit.NOTHING_DUE
