"""`serve`: build, serve on this computer, and rebuild at every save."""

from __future__ import annotations

import os
import sys

import click

from press import config
from press.build.request import BuildRequest
from press.cli.command import CommandContext, press_command, print_problems, summary
from press.cli.options import option
from press.cli.qr_code import qr_code
from press.content import lifecycle
from press.errors import Exit
from press.i18n.mark import N_


@press_command(N_("Build, serve on 127.0.0.1, and rebuild and reload at every save."))
@option("--port", default=8000, metavar="PORT", help=N_("Port to serve on."))
@option("--drafts/--no-drafts", default=True, help=N_("Show drafts and scheduled releases too."))
@option(
    "--host",
    default="",
    metavar="ADDRESS",
    help=N_("Address of this computer in its network: also devices there, such as a phone, may open the preview."),
)
def serve(context: CommandContext, port: int, drafts: bool, host: str) -> Exit:
    """Build, serve on 127.0.0.1, and rebuild and reload at every save."""
    from press import serve as preview  # noqa: PLC0415 - watchdog and a web server, which no other command needs

    given = click.get_current_context().params

    def request_now() -> BuildRequest:
        settings = config.load(context.root, given["base_url"])
        moment = lifecycle.now(given["now"], os.environ, settings)
        output = context.root / ".press" / "preview"
        return BuildRequest(context.root, output, settings, moment, drafts, jobs=context.jobs)

    def print_links(links: preview.Links) -> None:
        click.echo(context.translate(N_("Desk: {address}")).format(address=links.desk))
        if links.entrance:
            if sys.stdout.isatty():
                click.echo(qr_code(links.entrance))
            text = context.translate(N_("Open this link on the other device; it works once: {address}"))
            click.echo(text.format(address=links.entrance))

    def print_outcome(outcome: preview.Outcome, address: str) -> None:
        print_problems(outcome.problems, "text", context.translate)
        message = context.translate(outcome.message).format_map(outcome.values)
        click.echo("  ".join([address, message if outcome.message else summary(outcome.report, context)]))

    spoken = given["messages"] or context.config.language
    preview.serve(request_now, port, host, preview.Terminal(print_links, print_outcome, context.translate, spoken))
    return Exit.GOOD
