"""`init`: make a portal of one's own out of the sample portal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from press import web
from press.cli import dialogue
from press.cli.command import CommandContext, press_command
from press.config import colours
from press.errors import Exit
from press.i18n.mark import N_
from press.starter import portal

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@press_command(N_("Make the sample portal yours: ask for name, address and offices, and delete its releases."))
def init(context: CommandContext) -> Exit:
    """Ask for what a new portal must know of itself, delete the releases of the sample, and write its settings."""
    portal.check_is_sample(context.root, context.config.base_url)
    answers = _asked(context)
    if not dialogue.confirm(N_("Delete the releases and pages of the sample portal, and write your own?"), context):
        click.echo(context.translate(N_("nothing was changed")))
        return Exit.GOOD
    portal.write(context.root, context.output, answers, context.now.year)
    for line in _NEXT:
        click.echo(context.translate(line))
    return Exit.GOOD


_NEXT = (
    N_("Your portal is ready. Next:"),
    N_("1. put your coat of arms in place of templates/assets/crest.svg, and your icon in place of icon.svg"),
    N_("2. read the pages in pages/, and complete config.toml"),
    N_("3. python build.py new, then python build.py serve"),
)


def _asked(context: CommandContext) -> portal.Answers:
    def ask(question: str, default: str = "") -> str:
        return dialogue.ask_until(question, context, bool, default)

    publisher = ask(N_("Government body, in full, such as “Pemerintah Kabupaten Contoh”"))
    title = ask(N_("Name of the portal"), f"Berita {publisher.removeprefix('Pemerintah ')}")
    address = dialogue.ask_until(N_("Address, such as https://berita.contohkab.go.id/"), context, _is_address)
    zone = dialogue.choose(N_("Time zone?"), _ZONES, context, default="Asia/Jakarta")
    return portal.Answers(
        title=title,
        publisher=publisher,
        base_url=address.rstrip("/") + "/",
        timezone=zone,
        colour=_colour(context),
        contact_name=ask(N_("Contact for the media: name")),
        contact_role=ask(N_("Role, with the office"), "Pranata Humas"),
        phone=ask(N_("Phone")),
        email=dialogue.ask_until(N_("E-mail"), context, lambda text: "@" in text),
        offices=tuple(_offices(context)),
    )


def _is_address(text: str) -> bool:
    return bool(web.folder_url(text.rstrip("/") + "/")) and portal.SAMPLE not in text


def _colour(context: CommandContext) -> str:
    """Ask for the portal's colour; one on which white text cannot be read is made darker."""
    given = dialogue.ask_until(N_("Colour of the portal, as #rrggbb"), context, _is_colour, "#0b4f6c")
    readable = colours.readable(given)
    if colours.contrast_with_white(given) >= colours.READABLE:
        return given
    text = context.translate(N_("White text on {given} cannot be read; {readable} is used."))
    click.echo(text.format(given=given, readable=readable))
    return readable


def _is_colour(text: str) -> bool:
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text))


def _offices(context: CommandContext) -> Iterator[str]:
    """Ask for the names of offices until the answer is empty."""
    first = dialogue.ask_until(N_("Offices, one after another; first the one that runs the portal"), context, bool)
    yield first
    while name := dialogue.ask(N_("Next office (empty: no more)"), "", context):
        yield name
