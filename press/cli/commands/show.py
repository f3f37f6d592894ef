"""`show`: explain why a release is, or is not, on the site."""

from __future__ import annotations

import click
import msgspec

from press.build import engine
from press.cli.command import CommandContext, path_from_root, press_command
from press.errors import Exit, Misuse
from press.i18n.mark import N_


@press_command(N_("Explain why a release is, or is not, on the site, and show the data that its template gets."))
@click.argument("name", metavar="ADDRESS|FILE")
def show(context: CommandContext, name: str) -> Exit:
    """Print why a release is, or is not, on the site, and the view that the template of its page gets."""
    name = path_from_root(name, context.root)
    from press.cli.explain import explain, lead  # noqa: PLC0415 - only for this command

    found, answer = engine.inspect(
        context.request(), lambda snapshot, problems: (lead(name, snapshot), explain(name, snapshot))
    )
    if found:
        click.echo(context.translate(found.reason).format_map(found.values))
    if answer is None and found:
        return Exit.GOOD
    if answer is None:
        raise Misuse(N_("there is no release “{name}”; name its file in posts/ or pages/, or its address"), name=name)
    reason = context.translate(answer.reason).format_map(answer.values)
    view = msgspec.json.format(answer.view).decode() if answer.view is not None else ""
    about = (f"{answer.source}  [{answer.id}]", answer.title, f"{answer.state}: {reason}", answer.url)
    for line in filter(None, (*about, *(f"  /{address}" for address in answer.outputs), view)):
        click.echo(line)
    return Exit.GOOD
