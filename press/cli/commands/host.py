"""`host`: print the configuration of a web server of one's own."""

from __future__ import annotations

import re

import click

from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.errors import Exit, Misuse
from press.i18n.mark import N_
from press.outputs import hosts


@press_command(N_("Print the complete configuration of nginx or Caddy for this portal."))
@click.argument("server", type=click.Choice(hosts.SERVERS))
@option(
    "--folder", default="/srv/situs/current", metavar="DIR", help=N_("Where the site is on the disk of the web server.")
)
def host(context: CommandContext, server: str, folder: str) -> Exit:
    """Print the configuration of a web server."""
    if not re.fullmatch(r"/[\w./~-]+", folder):
        raise Misuse(N_("--folder must be a path from the root of the server's disk, without spaces: /srv/situs"))
    click.echo(hosts.block(server, context.config, folder, context.request().assets), nl=False)
    return Exit.GOOD
