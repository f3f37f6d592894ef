"""`withdraw`: withdraw a release; its page stays and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from press.build import engine
from press.cli.command import CommandContext, path_from_root, press_command
from press.cli.options import option
from press.errors import Exit, Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:  # imported only for this command
    from press.model import Card, Release
    from press.views.context import Snapshot

_SUGGESTED = 3
"""How many newer releases are suggested as replacements."""
_NEWEST = 20
"""How many releases of an office or topic are considered."""


@press_command(N_("Withdraw the release FILE: its page stays, and says why."))
@click.argument("name", metavar="FILE")
@option("--reason", default="", metavar="TEXT", help=N_("Why, in a sentence that readers understand."))
@option("--replacement", default=None, metavar="ID|FILE", help=N_("The release that replaces it."))
@option("--remove-text", is_flag=True, help=N_("Its text must not be shown any longer: personal data, victims."))
@option("--yes", is_flag=True, help=N_("Write it without asking."))
def withdraw(
    context: CommandContext, name: str, reason: str, replacement: str | None, remove_text: bool, yes: bool
) -> Exit:
    """Ask for the reason and the replacement, show the change, and write it."""
    from press.cli import dialogue  # noqa: PLC0415 - only for this command
    from press.content import files  # noqa: PLC0415
    from press.content.corrections import correcting, matching, withdrawing  # noqa: PLC0415

    source = files.read(context.root, dialogue.release_file(name, context))
    text = correcting.prose_of(source, context.config)
    withdrawing.check_withdrawable(text)
    if not correcting.is_public(text.release, context.now):
        raise Misuse(N_("{path} is not published yet: delete the file, or write draft: true"), path=source.path)
    reason = reason or dialogue.ask(N_("Why is it withdrawn, in a sentence that readers understand?"), "", context)
    if replacement is None:
        replacement = "" if yes else _asked_replacement(text.release, context)
    wanted = withdrawing.Wanted(matching.in_one_line(reason), context.now, _id_of(replacement, context), remove_text)
    plan = withdrawing.plan(source, text, wanted, context.config)
    dialogue.show(plan)
    if not yes and not dialogue.confirm(N_("Write this?"), context):
        return Exit.INTERRUPTED
    dialogue.write(plan, context)
    return Exit.GOOD


def _asked_replacement(release: Release, context: CommandContext) -> str:
    from press.cli import dialogue  # noqa: PLC0415

    found = engine.inspect(context.request(), lambda snapshot, problems: _suggestions(release, snapshot))
    for other in found:
        click.echo(f"  {other.id}  {other.date:%Y-%m-%d}  {other.title}")
    answer = dialogue.ask(N_("Which release replaces it (id or file; - for none)?"), "-", context)
    return "" if answer == "-" else answer


def _suggestions(release: Release, snapshot: Snapshot) -> list[Release]:
    """Return newer releases of the same office and topic, newest first; those that share more come first."""
    from press.model import Listing, ListingKind  # noqa: PLC0415

    named = [(ListingKind.OFFICE, id) for id in release.offices] + [(ListingKind.TOPIC, id) for id in release.topics]
    cards = [card for kind, id in named for card in snapshot.catalogue.newest(Listing(kind, id), _NEWEST)]
    counts: dict[str, int] = {}
    others: dict[str, Release] = {}
    for card in cards:
        if _may_replace(card, release):
            others[card.release.id] = card.release
            counts[card.release.id] = counts.get(card.release.id, 0) + 1
    return sorted(others.values(), key=lambda other: (counts[other.id], other.date), reverse=True)[:_SUGGESTED]


def _may_replace(card: Card, release: Release) -> bool:
    return card.public and not card.is_withdrawn and card.release.id != release.id and card.release.date >= release.date


def _id_of(answer: str, context: CommandContext) -> str:
    """Return the id of a release that is named by its id or its file. Raises `Misuse` if there is none."""
    if not answer:
        return ""
    name = path_from_root(answer, context.root)
    found = engine.inspect(
        context.request(), lambda snapshot, problems: snapshot.catalogue.card(name) or snapshot.catalogue.by_id(answer)
    )
    if found is None:
        raise Misuse(N_("there is no release “{name}” that could replace it; name its id or its file"), name=answer)
    return found.release.id
