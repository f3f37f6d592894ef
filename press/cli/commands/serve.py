"""`serve`: build, serve on this computer, and rebuild at every save."""

from __future__ import annotations

import os

import click

from press import config
from press.build.request import BuildRequest
from press.cli.command import CommandContext, press_command, print_problems, summary
from press.cli.formats import lines_of
from press.cli.options import option
from press.content import lifecycle
from press.errors import Exit
from press.i18n.mark import N_

_SHOWN_PROBLEMS = 300
"""Number of problems that a page of the preview shows; with very many, a browser becomes slow."""


@press_command(N_("Build, serve on 127.0.0.1, and rebuild and reload at every save."))
@option("--port", default=8000, metavar="PORT", help=N_("Port to serve on; only this computer can open it."))
@option("--drafts/--no-drafts", default=True, help=N_("Show drafts and scheduled releases too."))
def serve(context: CommandContext, port: int, drafts: bool) -> Exit:
    """Build, serve on 127.0.0.1, and rebuild and reload at every save."""
    from press import serve as preview  # noqa: PLC0415 - watchdog and a web server, which no other command needs

    given = click.get_current_context().params

    def request_now() -> BuildRequest:
        settings = config.load(context.root, given["base_url"])
        moment = lifecycle.now(given["now"], os.environ, settings)
        output = context.root / ".press" / "preview"
        return BuildRequest(context.root, output, settings, moment, drafts, jobs=context.jobs)

    def message_of(outcome: preview.Outcome) -> list[str]:
        return [context.translate(outcome.message).format_map(outcome.values)] if outcome.message else []

    def problems_of(outcome: preview.Outcome) -> list[str]:
        shown = outcome.problems[:_SHOWN_PROBLEMS]
        more = context.translate(N_("further problems, listed in the terminal: {count}"))
        rest = [more.format(count=len(outcome.problems) - len(shown))] * (len(outcome.problems) > len(shown))
        return [*lines_of(shown, "text", context.translate), *rest, *message_of(outcome)]

    def print_outcome(outcome: preview.Outcome, address: str) -> None:
        print_problems(outcome.problems, "text", context.translate)
        click.echo("  ".join([address, *(message_of(outcome) or [summary(outcome.report, context)])]))

    preview.serve(request_now, port, print_outcome, problems_of)
    return Exit.GOOD
