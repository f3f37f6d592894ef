"""`new`: write a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from press.cli import dialogue
from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.config import Term
from press.content import dates
from press.errors import Exit, Misuse
from press.i18n.mark import N_
from press.i18n.words import meaning, words
from press.model import LISTED_KINDS, ReleaseKind

if TYPE_CHECKING:
    from press.content.scaffold import Draft


class KindType(click.Choice[str]):
    """A kind of release by its name in front matter, or by the word that pages show for it in any language."""

    def __init__(self) -> None:
        super().__init__([kind.value for kind in LISTED_KINDS])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name in front matter; click reports any other word."""
        return super().convert(meaning(value, "kinds", "kind_lists") or value, param, ctx)


@press_command(
    N_("Write a draft with TITLE and a new id into posts/; without TITLE, ask for what it needs."),
    context_settings={"ignore_unknown_options": True},  # a title may begin with a hyphen
)
@click.argument("title", required=False)
@option("--kind", type=KindType(), default="release", help=N_("Its kind, also as pages show it: “siaran pers”."))
@option("--office", default="", metavar="ID", help=N_("Id of the leading office, from config.toml."))
@option(
    "--photo", type=click.Path(path_type=Path), metavar="FILE",
    help=N_("Its lead photo: a small copy, without GPS position, is put beside the draft."),
)  # fmt: skip
@option("--lang", default="", metavar="CODE", help=N_("Its language, if that is not the portal's."))
def new(context: CommandContext, title: str | None, kind: str, office: str, lang: str, photo: Path | None) -> Exit:
    """Write a draft with TITLE into posts/, with an id of its own; without TITLE, ask for what it needs."""
    from press.content import scaffold  # noqa: PLC0415 - YAML and random ids, which builds do not need

    given = {name: value for name, value in {"office": office, "lang": lang}.items() if value}
    draft = scaffold.Draft(title or "", ReleaseKind(kind), context.now, dict(given))
    words: dict[str, str] = {}
    if title is None:
        draft = _asked(context, draft)
        if photo is None:
            photo, words = _asked_photo(context)
    path = scaffold.create(context.root, draft, context.config, photo, words)
    click.echo(path.relative_to(context.root))
    return Exit.GOOD


def _asked(context: CommandContext, draft: Draft) -> Draft:
    """Return a draft with the answers to questions about what every release needs."""
    from press.content.scaffold import Draft  # noqa: PLC0415 - see above

    kinds = {kind.value: words(context.config.language).kinds[kind] for kind in LISTED_KINDS}
    kind = dialogue.choose(N_("What will it be?"), kinds, context, default=draft.kind.value)
    title = dialogue.ask_until(N_("Title"), context, bool)
    fields = dict(draft.fields)
    if summary := dialogue.ask(N_("Summary, one or two sentences"), "", context):
        fields["summary"] = summary
    for name, question, terms in (
        ("office", N_("Leading office?"), context.config.offices),
        ("topics", N_("Topic?"), context.config.topics),
    ):
        if name not in fields and (found := _term(question, terms, context)):
            fields[name] = found if name == "office" else [found]
    if place := dialogue.ask(N_("Place, for the dateline"), "", context):
        fields["place"] = place
    now = f"{context.now.astimezone(context.config.zone):%Y-%m-%d %H:%M}"
    at = dialogue.ask_until(N_("Published on"), context, lambda text: _moment(text, context) is not None, now)
    return Draft(title, ReleaseKind(kind), _moment(at, context) or context.now, fields)


def _asked_photo(context: CommandContext) -> tuple[Path | None, dict[str, str]]:
    """Ask for the file of the lead photo until it can be read, then for its words, by the names of their fields."""
    from press.content import photos  # noqa: PLC0415 - Pillow, which other commands do not need

    while written := dialogue.ask(N_("Lead photo: its file, or nothing"), "", context):
        photo = dialogue.dropped_file(written)
        try:
            photos.check(photo)
        except Misuse as error:
            click.echo(context.translate(error.message).format_map(error.values))
            continue
        questions = {
            "alt": N_("What the photo shows, for those who cannot see it"),
            "caption": N_("Caption"),
            "credit": N_("Who took the photo"),
        }
        return photo, {name: dialogue.ask(question, "", context) for name, question in questions.items()}
    return None, {}


def _moment(text: str, context: CommandContext) -> datetime | None:
    return dates.moment(text, context.config.zone)


def _term(question: str, terms: Mapping[str, Term] | None, context: CommandContext) -> str:
    """Ask for an entry of a list of terms; if the portal has no list, for a name."""
    if terms is None:
        return dialogue.ask(question, "", context)
    return dialogue.choose(question, {key: term.name for key, term in terms.items()}, context) if terms else ""
