"""`new`: write a draft."""

from __future__ import annotations

from pathlib import Path

import click

from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.errors import Exit
from press.i18n.mark import N_
from press.i18n.words import meaning
from press.model import LISTED_KINDS, ReleaseKind


class KindType(click.Choice[str]):
    """A kind of release by its name in front matter, or by the word that pages show for it in any language."""

    def __init__(self) -> None:
        super().__init__([kind.value for kind in LISTED_KINDS])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name in front matter; click reports any other word."""
        return super().convert(meaning(value, "kinds", "kind_lists") or value, param, ctx)


@press_command(
    N_("Write a draft with TITLE and a new id into posts/."),
    context_settings={"ignore_unknown_options": True},  # a title may begin with a hyphen
)
@click.argument("title")
@option("--kind", type=KindType(), default="release", help=N_("Its kind, also as pages show it: “siaran pers”."))
@option("--office", default="", metavar="ID", help=N_("Id of the leading office, from config.toml."))
@option(
    "--photo", type=click.Path(path_type=Path), metavar="FILE",
    help=N_("Its lead photo: a small copy, without GPS position, is put beside the draft."),
)  # fmt: skip
def new(context: CommandContext, title: str, kind: str, office: str, photo: Path | None) -> Exit:
    """Write a draft with TITLE into posts/, with an id of its own."""
    from press.content import scaffold  # noqa: PLC0415 - YAML and random ids, which builds do not need

    path = scaffold.create(context.root, title, ReleaseKind(kind), office, context.now, context.config, photo)
    click.echo(path.relative_to(context.root))
    return Exit.GOOD
