"""`announce`: tell the portal's channels of new releases, corrections and withdrawals."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from press.build import engine
from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.content import lifecycle
from press.errors import Exit
from press.i18n.mark import N_
from press.outputs.feeds import websub

if TYPE_CHECKING:  # imported only where something is announced
    from press.announce.record import File
    from press.announce.run import Outcome

_WORDS = {
    "sent": N_("posted"), "waiting": N_("waits"), "pending": N_("waits"), "unknown": N_("not known"),
    "skipped": N_("given up"), "seeded": N_("first run, nothing is posted"), "planned": N_("would be posted"),
}  # fmt: skip
"""Message ids of what becomes of a post."""
_EVENTS = {"new": N_("new"), "corrected": N_("correction"), "withdrawn": N_("withdrawal"), "feed": N_("feed")}
"""Message ids of what happened to a release."""


@press_command(N_("Tell the channels of config.toml of new releases, corrections and withdrawals that are live."))
@option("--only", "only", multiple=True, metavar="NAME", help=N_("Only this channel; may be repeated."))
@option("--dry-run", is_flag=True, help=N_("Only print every text that would be posted, and where."))
@option("--seed", is_flag=True, help=N_("Post nothing: count all that is public now as announced."))
@option("--no-verify", is_flag=True, help=N_("Do not ask the live site whether it has the pages."))
@option("--state", default="", metavar="FILE", help=N_("Where it is recorded what was announced: announced.json."))
@option(
    "--resolve",
    nargs=3,
    default=None,
    metavar="NAME ID sent|again|skip",
    help=N_("Say what became of a post of which nobody knew whether it was accepted."),
)
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
def announce(
    context: CommandContext, state: str, resolve: tuple[str, str, str] | None, format: str, **choices: Any
) -> Exit:
    """Tell channels of releases; `choices` are the fields of `_Choices`."""
    from press.announce import record, run  # noqa: PLC0415 - only where something is announced

    with record.locked(context.root):
        file = record.File(Path(state) if state else context.root / record.NAME)
        if resolve:
            run.resolve(file, *resolve)
            return Exit.GOOD
        found = [_in_words(one, context) for one in _announced(context, file, _Choices(**choices))]
    if format == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        _print(found, context)
    return Exit.CONTENT if any(one.failed for one in found) else Exit.GOOD


class _Choices(NamedTuple):
    only: tuple[str, ...]
    dry_run: bool
    seed: bool
    no_verify: bool


def _announced(context: CommandContext, file: File, choices: _Choices) -> list[Outcome]:
    from press.announce import run, setup, stories, verify  # noqa: PLC0415 - as above

    config, request = context.config, context.request()
    verify.check_site(context.output)
    # SOURCE_DATE_EPOCH, the time of a commit, says nothing of how old releases and keys are now.
    now = lifecycle.now(click.get_current_context().params["now"], {}, config)
    place = setup.Place(context.root, context.output, config, now)
    channels = setup.channels(place, choices.only, os.environ)
    if not (choices.dry_run or choices.seed):
        setup.check_secrets(channels)
    wanted = run.wanted(file, channels)
    found = engine.recall(request, lambda catalogue: stories.gather(catalogue, config, now, wanted))
    notes = request.database.parent
    announcement = run.Announcement(
        channels,
        verify.Verifier(context.output, config, asks=not choices.no_verify),
        setup.feeds(websub.noted(notes), file.records, place),
        choices.dry_run,
        choices.seed,
    )
    outcomes = list(run.announce(announcement, file, found))
    if not choices.dry_run:
        websub.remove(run.notified(outcomes), notes)
    return outcomes


def _in_words(one: Outcome, context: CommandContext) -> Outcome:
    """Return an outcome whose reason is a sentence in the language of the output."""
    why = one.values.get("reason", "")
    values = {**one.values, "reason": context.translate(why)} if why else one.values
    reason = context.translate(one.reason) if one.reason else ""
    return msgspec.structs.replace(one, reason=reason.format_map(values) if values else reason, values={})


def _print(outcomes: list[Outcome], context: CommandContext) -> None:
    """Print what became of each post; what a person should know of goes to standard error."""
    for one in outcomes:
        event = context.translate(_EVENTS[one.event]) if one.event else ""
        said = ": ".join(filter(None, (one.channel, context.translate(_WORDS[one.status]), event)))
        line = ": ".join(filter(None, (said, one.headline or one.id, one.reason)))
        click.echo(f"{line} → {one.message}" if one.message else line, err=one.failed)
        if one.text:
            click.echo(f"→ {one.where}\n{textwrap.indent(one.text, '    ')}\n")
    if not outcomes:
        click.echo(context.translate(N_("there is nothing to announce")))
