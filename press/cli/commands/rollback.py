"""`rollback`: build an earlier commit and send it to a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from press import config
from press.build import engine
from press.build.request import BuildRequest
from press.cli.command import CommandContext, press_command
from press.cli.commands.deploy import connected, deployment, print_outcome, run, target_name
from press.cli.options import option
from press.errors import Exit, Misuse
from press.i18n.mark import N_


@press_command(N_("Build an earlier commit, else that of the last deployment but one, and send it to a server."))
@click.argument("revision", default="", required=False)
@option("--to", "name", default="", metavar="NAME", help=N_("The server, as config.toml names it."))
@option("--dry-run", is_flag=True, help=N_("Only list what would be sent and deleted."))
@option("--force", is_flag=True, help=N_("Deploy even if many files would be deleted, or another site is there."))
def rollback(context: CommandContext, revision: str, name: str, dry_run: bool, force: bool) -> Exit:
    """Build an earlier commit and send it to a server."""
    name = target_name(context, name)
    revision = revision or _before_last(context, name)
    with _checked_out(context.root, revision) as folder:
        settings = config.load(folder, context.config.base_url)
        engine.build(BuildRequest(folder, folder / "site", settings, context.now, jobs=context.jobs))
        request = deployment(context, name, folder / "site", revision)
        request = msgspec.structs.replace(request, dry_run=dry_run, force=force)
        print_outcome(run(context, name, request), request, context, "text")
    return Exit.GOOD


def _before_last(context: CommandContext, name: str) -> str:
    """Return the commit of the deployment before the last one. Raises `Misuse`."""
    from press.deploy import releases  # noqa: PLC0415 - only where something is deployed

    with connected(context, name) as target:
        before = releases(target)[1:2]
    if not before or not before[0].revision:
        raise Misuse(N_("the server does not say which commit was there before: name one, as git log shows it"))
    return before[0].revision


@contextmanager
def _checked_out(root: Path, revision: str) -> Iterator[Path]:
    """Check out a commit in a temporary folder for a block; yields the portal in it. Raises `Misuse`."""
    import tempfile  # noqa: PLC0415 - 10 ms, which other commands do not need

    with tempfile.TemporaryDirectory(prefix="press-") as temporary:
        folder = Path(temporary, "portal")
        _git(root, "worktree", "add", "--detach", str(folder), revision)
        try:
            yield folder / _git(root, "rev-parse", "--show-prefix")
        finally:
            _git(root, "worktree", "remove", "--force", str(folder))


def _git(root: Path, *arguments: str) -> str:
    import subprocess  # noqa: PLC0415 - as above

    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607 - no shell
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        raise Misuse(N_("git cannot check out {revision}: {reason}"), revision=arguments[-1], reason=reason[-1:])
    return done.stdout.strip()
