"""`seal append` and `seal cosign`: what is added to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click
import msgspec

from press.cli.command import HOLD_BROKEN, CommandContext, press_command, print_held, print_problems, summary
from press.cli.due import write_note
from press.cli.options import option
from press.cli.seal.common import check_enabled, seeds
from press.errors import Exit, Misuse
from press.i18n.mark import N_
from press.outputs.feeds import websub
from press.seal import secret

if TYPE_CHECKING:  # imported only where something is sealed
    from press.build.sealing import Sealer


@press_command(N_("Build, and seal what is public: the log, its signature and the proofs are published too."))
@option("--restate", is_flag=True, help=N_("Also seal texts that changed without a correction, but in no fact."))
@option("--require", is_flag=True, help=N_("End with an error if there is no key, and something waits for the seal."))
@option("--hold-broken", is_flag=True, help=HOLD_BROKEN)
def append(context: CommandContext, restate: bool = False, require: bool = False, hold_broken: bool = False) -> Exit:
    """Build, and append entries to the log in the middle of it."""
    from press.build import engine  # noqa: PLC0415 - only where something is sealed
    from press.build.sealing import Sealer  # noqa: PLC0415

    check_enabled(context)
    sealer = Sealer(seeds(secret.LOG_KEY), _published(context), restate)
    is_given = bool(click.get_current_context().params["now"])
    request = msgspec.structs.replace(context.request(), may_go_back=is_given, restate=restate, hold_broken=hold_broken)
    report = engine.build(request, sealer=sealer)
    write_note(report, request)
    websub.write_note(report.written, context.config, request.database.parent)
    print_problems(report.problems, "text", context.translate)
    click.echo(summary(report, context))
    print_held(report, context.translate)
    _print_sealed(sealer, context)
    if not context.config.seal.root:
        click.echo(context.translate(_NO_ROOT), err=True)
    if sealer.waiting and require:
        return Exit.CONTENT
    return Exit.HELD if report.held else Exit.GOOD


_NO_ROOT = N_(
    "warning: without the root key, readers cannot check anything, and there is no page for it; write the line "
    'root = "…", which seal init printed, below [seal] in config.toml, and seal again'
)


def _print_sealed(sealer: Sealer, context: CommandContext) -> None:
    """Print what was sealed, or what waits for the seal."""
    if sealer.waiting:
        text = context.translate(N_("not sealed yet: there is no key in {name}; {count} texts wait"))
        click.echo(text.format(name=secret.LOG_KEY, count=sealer.waiting), err=True)
        return
    for entry in sealer.entries:
        click.echo(f"{entry.action} {entry.id} ({entry.version})")
    text = context.translate(N_("sealed: {count} new entries, {size} in all"))
    click.echo(text.format(count=len(sealer.entries), size=sealer.size))


@press_command(N_("Add the cosignatures of witnesses in FILE to the newest checkpoint."))
@click.argument("file", type=click.File(encoding="utf-8"))
def cosign(context: CommandContext, file: TextIO) -> Exit:
    """Add the lines of a file that are cosignatures of witnesses of the policy."""
    from press.seal import appending, ledger, policy  # noqa: PLC0415 - as above

    check_enabled(context)
    try:
        log = ledger.read(context.root / ledger.FOLDER)
        witnesses = policy.policy(log.text_of(ledger.POLICY)).witnesses.values()
        added = appending.add_cosignatures(log, file.read().splitlines(), tuple(witnesses))
    except ValueError as reason:
        raise Misuse(N_("nothing was added: {reason}"), reason=context.translate(str(reason))) from None
    click.echo(context.translate(N_("{count} cosignatures were added")).format(count=added))
    return Exit.GOOD if added else Exit.CONTENT


def _published(context: CommandContext) -> str:
    """Return the checkpoint of the live site, if ``--published live`` asks for it; empty if it has none."""
    if context.published != "live":
        return ""
    from press.site.download import download  # noqa: PLC0415 - as above

    data = download(f"{context.config.base_url}seal/checkpoint", 20.0, 100_000)
    return data.decode("utf-8", "replace") if data else ""
