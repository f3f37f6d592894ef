"""`schema`: the fields of a release for editors."""

from __future__ import annotations

import json

import click

from press.cli.command import CommandContext, press_command
from press.errors import Exit
from press.i18n.mark import N_


@press_command(N_("Print the JSON Schema of a release's front matter, with the lists of this portal."))
def schema(context: CommandContext) -> Exit:
    """Print the JSON Schema of front matter, with the lists of this portal."""
    from press.form.schema import schema as of  # noqa: PLC0415 - only for this command

    click.echo(json.dumps(of(context.config.language, context.config), ensure_ascii=False, indent=2))
    return Exit.GOOD
