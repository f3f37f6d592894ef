"""`seal`: seal what is public, and the keys, witnesses and checks of the seal (docs/seal.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from press.cli.command import CommandContext, press_command, summary
from press.cli.options import Group, option
from press.errors import Exit, Misuse
from press.i18n.mark import N_
from press.seal import secret

if TYPE_CHECKING:  # imported only for this command
    from press.build.sealing import Sealed
    from press.seal.signing import Seed

_NO_ORIGIN = N_('config.toml has no log: write [seal] with origin, such as origin = "berita.example/seal"')


@click.group(
    cls=Group, invoke_without_command=True, help=N_("Seal what is public: `seal append`, if nothing is named.")
)
@click.pass_context
def seal(context: click.Context) -> Exit | None:
    """Seal if nothing is named."""
    if context.invoked_subcommand is None:
        return context.invoke(append) or Exit.GOOD
    return None


@press_command(N_("Seal what the last build published, and build again with the proofs."))
@option(
    "--restate", is_flag=True, help=N_("Also seal texts that changed without a correction: no fact is another one.")
)
@option("--require", is_flag=True, help=N_("End with an error if there is no key, and something waits for the seal."))
def append(context: CommandContext, restate: bool, require: bool) -> Exit:
    """Append entries to the log, sign its head, and publish both."""
    from press.build import engine, sealing  # noqa: PLC0415 - only where something is sealed

    check_enabled(context)
    seeds = _seeds(secret.LOG_KEY)
    request = context.request()
    found = sealing.seal(request, seeds, _published(context), restate)
    if not seeds:
        return _unsealed(found, context, require)
    for entry in found.entries:
        click.echo(f"{entry.action} {entry.id} ({entry.version})")
    report = engine.build(request)
    text = context.translate(N_("sealed: {count} new entries, {size} in all"))
    click.echo(text.format(count=len(found.entries), size=found.size))
    click.echo(summary(report, context))
    return Exit.GOOD


def check_enabled(context: CommandContext) -> None:
    """Raise `Misuse` if the portal has no seal."""
    if not context.config.seal.origin:
        raise Misuse(_NO_ORIGIN)


def _seeds(name: str) -> tuple[Seed, ...]:
    """Return the seeds in an environment variable. Raises `Misuse`, which says nothing of what is in it."""
    from press.seal import signing  # noqa: PLC0415 - as above

    text = secret.take(name)
    try:
        return signing.seeds(text) if text else ()
    except ValueError:
        message = N_("{name} is not a key: it must be what seal init wrote into the file of the key")
        raise Misuse(message, name=name) from None


def _unsealed(found: Sealed, context: CommandContext, require: bool) -> Exit:
    text = context.translate(N_("not sealed yet: there is no key in {name}; {count} texts wait"))
    click.echo(text.format(name=secret.LOG_KEY, count=found.waiting), err=True)
    return Exit.CONTENT if require and found.waiting else Exit.GOOD


def _published(context: CommandContext) -> str:
    """Return the checkpoint of the live site, if ``--published live`` asks for it; empty if it has none."""
    if context.published != "live":
        return ""
    from press.site.download import download  # noqa: PLC0415 - as above

    data = download(f"{context.config.base_url}seal/checkpoint", 20.0, 100_000)
    return data.decode("utf-8", "replace") if data else ""


seal.add_command(append)
