"""`report`: what the newsroom did in a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click
import msgspec

from press.build import engine
from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.errors import Exit, Misuse
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.i18n.words import words

if TYPE_CHECKING:  # imported only where a report is made
    from press.report import Figures


@press_command(N_("Report a month of the newsroom: releases, delay, corrections, silent offices, open claims."))
@option("--month", default="", metavar="YYYY-MM", help=N_("The month; default: the last whole one."))
@option(
    "--format", "format", type=click.Choice(("text", "json", "html")), default="text", help=N_("Format of the output.")
)
def report(context: CommandContext, month: str, format: str) -> Exit:
    """Print the report of a month."""
    from press.report import figures, page  # noqa: PLC0415 - only for this command

    first = _first_day(month, context)
    found = engine.inspect(context.request(), lambda snapshot, problems: figures(first, snapshot, context.root))
    language = click.get_current_context().params["messages"] or context.config.language
    if format == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    elif format == "html":
        click.echo(page(found, language))
    else:
        for line in _lines(found, context.translate, words(language).kinds):
            click.echo(line)
    return Exit.GOOD


def _first_day(month: str, context: CommandContext) -> datetime:
    """Return when a month begins, in the zone of the portal; without one, the last whole month. Raises `Misuse`."""
    now = context.now.astimezone(context.config.zone)
    if not month:
        return (now.replace(day=1) - timedelta(days=1)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    try:
        return datetime.strptime(month, "%Y-%m").replace(tzinfo=context.config.zone)
    except ValueError:
        raise Misuse(N_("--month must be a year and a month: 2026-10")) from None


def _lines(found: Figures, translate: Translate, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the report as text."""
    yield translate(N_("{portal}, {month}: {count} releases")).format(
        portal=found.portal, month=found.month, count=found.releases
    )
    yield from (f"    {count:>4}  {kinds[kind]}" for kind, count in found.kinds.items())
    yield _delay(found, translate)
    text = translate(N_("images without alternative text: {missing} of {count}"))
    yield text.format(missing=found.without_alt, count=found.images)
    yield translate(N_("By office")) + ":"
    for office in found.offices:
        name = office.name or translate(N_("Without an office"))
        silent = translate(N_("silent since {day}")).format(day=office.last or "–")
        yield f"    {office.releases:>4}  {name}{'' if office.releases else f': {silent}'}"
    yield from _members(found, translate)
    for heading, changes in ((N_("Corrections"), found.corrections), (N_("Withdrawals"), found.withdrawals)):
        yield f"{translate(heading)}: {len(changes)}"
        yield from (f"    {change.at[:10]}  {change.source}: {change.note}" for change in changes)
    yield f"{translate(N_('Claims still being checked'))}: {len(found.checking)}"
    for claim in found.checking:
        days = translate(N_("{count} d")).format(count=claim.days)
        due = translate(N_("promised for {day}")).format(day=claim.due) if claim.due else ""
        yield f"    {days}  {claim.source}{f', {due}' if due else ''}"


def _members(found: Figures, translate: Translate) -> Iterator[str]:
    """Yield the lines about the other portals of the network."""
    if found.members:
        yield translate(N_("Network")) + ":"
    for member in found.members:
        silent = translate(N_("silent since {day}")).format(day=member.last or "–")
        yield f"    {member.releases:>4}  {member.name}{'' if member.releases else f': {silent}'}"


def _delay(found: Figures, translate: Translate) -> str:
    """Return the line about the time from what releases name to the portal."""
    from press.report.lag import in_words  # noqa: PLC0415 - only for this command

    if not found.lag:
        return translate(N_("time to the portal: not known, since Git has too few of these releases"))
    text = translate(N_("time to the portal: {median} in the median of {count}; {late} the next day or later"))
    return text.format(median=in_words(found.lag.median, translate), count=found.lag.count, late=found.lag.next_day)
