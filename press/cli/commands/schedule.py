"""`schedule`: list what will change because of its date."""

from __future__ import annotations

import click
import msgspec

from press.build import engine
from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.errors import Exit
from press.i18n.mark import N_


@press_command(N_("List the releases that will be published, expire or be withdrawn at a set time."))
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
def schedule(context: CommandContext, format: str) -> Exit:
    """List what will be published, expire and be withdrawn because of its date."""
    from press.cli.explain import upcoming  # noqa: PLC0415 - only for this command

    events = engine.inspect(context.request(), lambda snapshot, problems: list(upcoming(snapshot)))
    if format == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(events)).decode())
    for event in events if format == "text" else ():
        click.echo(f"{event.at}  {event.what:<10} {event.source}  {event.title}")
    return Exit.GOOD
