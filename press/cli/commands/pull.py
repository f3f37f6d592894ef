"""`pull`: fetch what the other portals of the network published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from press.checks import with_severities
from press.cli.command import CommandContext, press_command, print_problems
from press.cli.options import option
from press.errors import Exit, Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:  # imported only where something is fetched
    from press.network import Outcome


@press_command(N_("Fetch what the portals of [network] in config.toml published, into network/. Builds never do so."))
@click.argument("names", nargs=-1, metavar="[NAME]…")
@option("--all", "everything", is_flag=True, help=N_("Read everything again, also the older parts of feeds."))
@option(
    "--local", is_flag=True, help=N_("Also ask computers of this network, for a trial; else only public addresses.")
)
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
def pull(context: CommandContext, names: tuple[str, ...], everything: bool, local: bool, format: str) -> Exit:
    """Fetch and store what members published. One that cannot be read costs only a line."""
    from press.network import PullRequest, pull  # noqa: PLC0415 - only for this command
    from press.network.fetch import Manners  # noqa: PLC0415

    _check(names, context)
    agent = f"press-pull (+{context.config.base_url})"
    request = PullRequest(
        context.root, context.config, context.now, names, everything,
        manners=Manners(user_agent=agent, allows_private=local), translate=context.translate,
    )  # fmt: skip
    outcomes = pull(request)
    if format == "json":
        click.echo(msgspec.json.format(msgspec.json.encode([_plain(one, context) for one in outcomes])).decode())
        return Exit.GOOD
    for outcome in outcomes:
        print_problems(with_severities(outcome.problems, context.config), "text", context.translate)
        if not outcome.failed:
            click.echo(_line(outcome, context))
    return Exit.GOOD


def _check(names: tuple[str, ...], context: CommandContext) -> None:
    """Raise `Misuse` unless there are members, and all `names` are theirs."""
    members = {**context.config.network, **context.config.registries}
    if not members:
        raise Misuse(N_("config.toml has no network: write each portal as [network.NAME], as docs/network.md shows"))
    if unknown := sorted(set(names) - members.keys()):
        message = N_("config.toml has no portal and no registry “{name}”, only: {names}")
        raise Misuse(message, name=unknown[0], names=", ".join(members))


def _line(outcome: Outcome, context: CommandContext) -> str:
    """Return what was read of a member, in one line."""
    message = N_("{title}: nothing new")
    if outcome.name in context.config.registries and outcome.changed:
        message = N_("{title}: has changed")
    elif outcome.added or outcome.changed:
        message = N_("{title}: {added} new, {changed} changed, {withdrawn} withdrawn")
    values = {name: getattr(outcome, name) for name in ("title", "added", "changed", "withdrawn")}
    return context.translate(message).format(**values)


def _plain(outcome: Outcome, context: CommandContext) -> dict[str, object]:
    """Return what was read of a member, with its problems as texts."""
    problems = [one.message_in(context.translate) for one in with_severities(outcome.problems, context.config)]
    return msgspec.structs.asdict(outcome) | {"problems": problems}
