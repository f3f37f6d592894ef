"""`translate`: write a draft for the translation of a release."""

from __future__ import annotations

import click

from press.cli.command import CommandContext, press_command
from press.cli.dialogue import release_file
from press.cli.options import option
from press.content.files import read
from press.errors import Exit, Refused
from press.i18n.mark import N_


@press_command(N_("Write a draft for the translation of FILE beside it, with its fields and its text."))
@click.argument("name", metavar="FILE")
@option("--lang", required=True, metavar="CODE", help=N_("The language to translate into, such as en."))
def translate(context: CommandContext, name: str, lang: str) -> Exit:
    """Write a draft for the translation of a release beside it."""
    from press.content import front_matter, scaffold  # noqa: PLC0415 - YAML, which builds do not need at once

    path = release_file(name, context)
    parsed = front_matter.parse(read(context.root, path), context.config)
    if parsed.release is None:
        raise Refused(parsed.problems)
    written = scaffold.translate(context.root, parsed.release, parsed.text, lang, context.now, context.config)
    click.echo(written.relative_to(context.root))
    return Exit.GOOD
