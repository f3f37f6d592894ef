"""`import`: bring the texts of another program into the portal, with a proof of what was kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from press import disk
from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.errors import Exit
from press.i18n.mark import N_


@press_command(
    N_(
        "Bring the texts of another program into posts/: WordPress, Blogger, Jekyll, Hugo, Pelican, Eleventy, a feed, "
        "a table. SOURCE is the export, or the folder of the site."
    ),
    name="import",
)
@click.argument("source", type=click.Path(path_type=Path))
@option(
    "--kind",
    default="",
    metavar="KIND",
    help=N_("What it is, if that is not recognised; docs/import.md names the kinds."),
)
@option("--into", default="posts", metavar="FOLDER", help=N_("The folder for releases: posts, or one in it."))
@option("--office", default="", metavar="ID", help=N_("The leading office of texts that name none."))
@option("--address", default="", metavar="URL", help=N_("Address of the old site, if SOURCE does not say it."))
@option("--media", type=click.Path(path_type=Path, file_okay=False), help=N_("A copy of wp-content/uploads."))
@option("--download", is_flag=True, help=N_("Download photos and documents from the old site."))
@option("--dry-run", is_flag=True, help=N_("Write nothing; report what an import would do."))
@option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help=N_("Also write the report as JSON to a file.")
)
@option("--format", "format", type=click.Choice(["text", "json"]), default="text", help=N_("Format of the report."))
def import_(
    context: CommandContext, source: Path, format: str, report: Path | None, dry_run: bool, **options: Any
) -> Exit:
    """Import, and print what became of each text."""
    from press.importing.report import as_json, as_text  # noqa: PLC0415 - HTML and XML parsers, which builds do not need
    from press.importing.run import ImportRequest, run  # noqa: PLC0415

    found = run(ImportRequest(context.request(), source, is_dry=dry_run, **options))
    data = as_json(found, context.translate)
    if report:
        disk.write(report, data)
    if format == "json":
        click.echo(data.decode(), nl=False)
    else:
        for line in as_text(found, context.translate):
            click.echo(line)
    return Exit.GOOD
