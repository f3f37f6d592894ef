"""`deploy`: send the site to a server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.cli.progress import counting
from press.content import git
from press.errors import Exit, Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:  # imported only where something is deployed
    from contextlib import AbstractContextManager

    from press.deploy import Deployment, Outcome
    from press.deploy.target import Target


@press_command(N_("Send site/ to the server NAME of config.toml; only what differs is sent."))
@click.argument("name", default="", required=False)
@option("--dry-run", is_flag=True, help=N_("Only list what would be sent and deleted."))
@option("--all", "everything", is_flag=True, help=N_("Send every file, whatever the server is said to hold."))
@option("--force", is_flag=True, help=N_("Deploy even if many files would be deleted, or another site is there."))
@option("--break-lock", is_flag=True, help=N_("Remove the lock of a deployment that has ended without doing so."))
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
def deploy(
    context: CommandContext,
    name: str,
    dry_run: bool,
    everything: bool,
    force: bool,
    break_lock: bool,
    format: str,
) -> Exit:
    """Send the site to a server."""
    name = target_name(context, name)
    request = deployment(context, name, context.output, _revision(context.root))
    request = msgspec.structs.replace(
        request, everything=everything, force=force, break_lock=break_lock, dry_run=dry_run
    )
    print_outcome(run(context, name, request), request, context, format)
    return Exit.GOOD


def target_name(context: CommandContext, name: str) -> str:
    """Return the name of the target: as given, else that of the only one. Raises `Misuse`."""
    targets = context.config.deploy
    if name in targets:
        return name
    if not targets:
        raise Misuse(N_("config.toml has no target: write one as [deploy.NAME], as docs/hosting shows"))
    if name or len(targets) > 1:
        message = N_("name one of the targets of config.toml: {names}")
        raise Misuse(message, names=", ".join(sorted(targets)))
    return next(iter(targets))


def deployment(context: CommandContext, name: str, site: Path, revision: str) -> Deployment:
    """Return the request to send a site to a target."""
    from press.deploy import Deployment  # noqa: PLC0415 - only where something is deployed

    owner, loss = _owner(), context.config.deploy[name].largest_loss
    return Deployment(site, context.config.base_url, revision, context.now, owner, loss)


def run(context: CommandContext, name: str, request: Deployment) -> Outcome:
    """Connect to a target and deploy, with the number of files shown."""
    from press.deploy import deploy  # noqa: PLC0415 - only where something is deployed

    text = context.translate(N_("{count} of {total} files"))
    with counting(sys.stderr, text, in_logs=True) as progress, connected(context, name) as target:
        return deploy(request, target, progress.step)


def connected(context: CommandContext, name: str) -> AbstractContextManager[Target]:
    """Connect to a target for a block."""
    from press.deploy import address  # noqa: PLC0415 - only where something is deployed
    from press.deploy.targets import table  # noqa: PLC0415

    return table.opened(address.of(name, context.config.deploy[name], os.environ), context.root)


def print_outcome(outcome: Outcome, request: Deployment, context: CommandContext, format: str) -> None:
    """Print what a deployment did."""
    if format == "json":
        click.echo(msgspec.json.encode(outcome))
        return
    if request.dry_run:
        for address in outcome.sent:
            click.echo(f"+ {address}")
        for address in outcome.deleted:
            click.echo(f"- {address}")
    text = context.translate(N_("{sent} files sent ({size} kB), {deleted} deleted"))
    kilobytes = -(-outcome.bytes // 1000)
    line = text.format(sent=len(outcome.sent), size=kilobytes, deleted=len(outcome.deleted))
    click.echo(f"{line}, {outcome.seconds:.2f} s")


def _revision(root: Path) -> str:
    """Return the commit that is checked out; empty if files differ from it, or the portal is not in git."""
    found = git.revision(root)
    return "" if found.dirty else found.commit


def _owner() -> str:
    """Return who deploys, for the lock: a user and a computer."""
    import getpass  # noqa: PLC0415 - other commands need neither
    import platform  # noqa: PLC0415

    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container without a name for its user
        user = "?"
    return f"{user}@{platform.node()}"
