"""`photo`: put a camera's picture into posts/, small and without the place where it was taken."""

from __future__ import annotations

from pathlib import Path

import click

from press.cli.command import CommandContext, press_command
from press.errors import Exit
from press.i18n.mark import N_


@press_command(N_("Put a small copy of the photo FILE into posts/, without GPS position, and show how to use it."))
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
def photo(context: CommandContext, source: Path) -> Exit:
    """Write a copy of at most 2,560 pixels beside a photo in posts/, else into the folder of this month."""
    from press.content import photos, scaffold  # noqa: PLC0415 - YAML and random ids, which builds do not need

    month = scaffold.folder_of(context.root, context.now, context.config)
    added = photos.add(source, photos.folder_for(source, context.root, month))
    click.echo(added.path.relative_to(context.root))
    click.echo(added.front_matter(context.translate))
    return Exit.GOOD
