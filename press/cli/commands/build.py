"""`build`: bring site/ in line with posts/."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

import click
import msgspec

from press.build import engine
from press.build import profile as profiling
from press.build.request import BuildRequest
from press.build.workers import WorkerPool
from press.cli.command import HOLD_BROKEN, CommandContext, press_command, print_held, print_problems, summary
from press.cli.due import write_note
from press.cli.options import option
from press.cli.progress import counting
from press.errors import Exit
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.model import Report
from press.outputs.feeds import websub


@press_command(N_("Build site/ from posts/; only what changed is made again."))
@option("--strict", is_flag=True, help=N_("Warnings stop the build too."))
@option("--hold-broken", is_flag=True, help=HOLD_BROKEN)
@option("--drafts", is_flag=True, help=N_("Build a preview: drafts and scheduled releases are shown too, with a mark."))
@option("--adopt", is_flag=True, help=N_("Build into a folder with other files; they are deleted."))
@option("--urgent", is_flag=True, help=N_("Publish texts, feeds and alerts first; photos and the search follow."))
@option(
    "--only-alerts",
    is_flag=True,
    help=N_("Publish texts, feeds and alerts if an alert is new, else nothing (exit code 10); then build as usual."),
)
@option("--verify", is_flag=True, help=N_("Then build everything again in a temporary folder, and compare."))
@option("--profile", is_flag=True, help=N_("Show how long each step took, and which releases were the slowest."))
@option(
    "--cluster",
    metavar="ADDRESS",
    default="",
    help=N_("Render on the Dask cluster at this address, such as tcp://10.0.0.5:8786."),
)
def build(
    context: CommandContext,
    only_alerts: bool = False,
    verify: bool = False,
    profile: bool = False,
    cluster: str = "",
    **fields: bool,
) -> Exit:
    """Bring site/ in line with posts/; `fields` are those of the request with the same names as options."""
    is_given = bool(click.get_current_context().params["now"])
    request = msgspec.structs.replace(context.request(), may_go_back=is_given, **fields)
    if only_alerts:
        return _only_alerts(request, context)
    started = time.perf_counter()
    with counting(sys.stderr, context.translate(N_("{count} files"))) as progress:
        report = _built(request, cluster, progress.step, partial(_say_texts_published, context))
    write_note(report, request)
    if not request.drafts:
        websub.write_note(report.written, context.config, request.database.parent)
    print_problems(report.problems, "text", context.translate)
    _print_summary(report, context, time.perf_counter() - started)
    for line in profiling.lines(report.timings, report.slowest) if profile else ():
        click.echo(line)
    print_held(report, context.translate)
    if verify and not report.held:
        return _verified(request, report, context.translate)
    return Exit.HELD if report.held else Exit.GOOD


def _only_alerts(request: BuildRequest, context: CommandContext) -> Exit:
    """Publish texts, feeds and alerts, if an alert is new; the next build records it and publishes the rest."""
    written = engine.publish_alerts(request)
    websub.write_note(written, context.config, request.database.parent)
    if written:
        _say_texts_published(context)
    return Exit.GOOD if written else Exit.NOTHING_DUE


def _built(
    request: BuildRequest, address: str, progress: Callable[[], None], texts_published: Callable[[], None]
) -> Report:
    """Build on this machine or, if an address is given, with the cluster there."""
    if not address:
        return engine.build(request, WorkerPool(request.jobs, progress=progress), texts_published)
    from press.build import cluster  # noqa: PLC0415 - 20 ms, which builds without a cluster do not need

    with cluster.connected(address) as workers:
        return engine.build(
            request, WorkerPool(request.jobs, workers.executor, workers.slots, progress), texts_published
        )


def _say_texts_published(context: CommandContext) -> None:
    """Say it at once, also to a program that waits for it."""
    click.echo(context.translate(N_("texts, feeds and alerts are published; photos and the search follow")))
    sys.stdout.flush()


def _verified(request: BuildRequest, report: Report, translate: Translate) -> Exit:
    from press.build.verify import differences  # noqa: PLC0415 - only for this option

    different = differences(request, report.problems)
    for address in different:
        click.echo(f"press: {address}: {translate(N_('differs from a clean build'))}", err=True)
    return Exit.BUG if different else Exit.GOOD


def _print_summary(report: Report, context: CommandContext, seconds: float) -> None:
    click.echo(f"{summary(report, context)}, {seconds:.2f} s")
    for address in report.replaced:
        click.echo(context.translate(N_("static/{address} replaces Press's own {address}")).format(address=address))
    if report.next_change:
        text = context.translate(N_("the next scheduled change is on {date}: build again then"))
        click.echo(text.format(date=f"{report.next_change:%Y-%m-%d %H:%M %z}"))
