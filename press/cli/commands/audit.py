"""`audit`: compare the live site with what was built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from press import web
from press.cli.command import CommandContext, press_command, print_problems
from press.cli.options import option
from press.cli.progress import counting
from press.errors import Exit, Misuse
from press.i18n.mark import N_
from press.site import manifest

if TYPE_CHECKING:  # imported only where something is audited
    from press.live.audit import Audit


@press_command(N_("Compare the live site, by default that of config.toml, with what was built."))
@click.argument("url", default="", required=False)
@option(
    "--manifest",
    "manifest_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The manifest.json of the build; default: that of site/, else the one that the live site shows."),
)
@option(
    "--most",
    type=click.IntRange(1),
    default=300,
    metavar="N",
    help=N_("Files to ask for in one audit; each day others, until all were."),
)
@option("--all", "everything", is_flag=True, help=N_("Ask for every file."))
@option("--status", type=click.Path(path_type=Path), metavar="FOLDER", help=N_("Write a badge, JSON and a feed there."))
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
def audit(
    context: CommandContext,
    url: str,
    manifest_file: Path | None,
    most: int,
    everything: bool,
    status: Path | None,
    format: str,
) -> Exit:
    """Compare the live site with what was built."""
    from press.live import audit as live  # noqa: PLC0415 - only where something is audited
    from press.live.audit import AuditRequest  # noqa: PLC0415

    built = context.output / manifest.NAME
    file = manifest_file or (built if built.is_file() else None)
    request = AuditRequest(_base(context, url), context.config, context.now, file, everything, most)
    _check_folder(context, status)
    with counting(sys.stderr, context.translate(N_("{count} files"))) as progress:
        found = live.audit(request, progress.step)
    if status:
        from press.live import status as written  # noqa: PLC0415 - as above

        written.write(status, found, context.config.title, context.translate)
    _print(found, context, format)
    return Exit.NOT_AS_BUILT if found.has_errors else Exit.GOOD


def _base(context: CommandContext, url: str) -> str:
    """Return the URL of the home page to audit, with a slash at its end. Raises `Misuse`."""
    base = web.folder_url(url or context.config.base_url)
    if not base:
        raise Misuse(N_("“{url}” is not the http or https address of a portal"), url=url)
    return base


def _check_folder(context: CommandContext, status: Path | None) -> None:
    if status and status.absolute().is_relative_to(context.output):
        raise Misuse(N_("--status cannot write into {folder}: the next build would delete it"), folder=context.output)


def _print(found: Audit, context: CommandContext, format: str) -> None:
    from press.live import findings, status  # noqa: PLC0415 - only where something is audited

    if format == "json":
        click.echo(status.as_json(found, context.translate).decode())
        return
    print_problems(tuple(findings.shortened(found.findings, found.url)), "text", context.translate)
    text = context.translate(N_("{checked} of {total} files of {url} audited; days until all are: {days}"))
    click.echo(text.format(checked=found.checked, total=found.total, url=found.url, days=found.days))
