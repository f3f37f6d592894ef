"""The command: arguments in, lines out, an exit code. The only module that prints or exits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from press import config
from press.build import engine
from press.build import profile as profiling
from press.build.request import Order
from press.build.verify import differences
from press.cli.explain import explain
from press.cli.explain import schedule as upcoming
from press.cli.formats import FORMATS, lines_of
from press.cli.progress import shown
from press.content import lifecycle, scaffold
from press.content.front_matter.fix_ids import write_ids
from press.errors import N_, BadConfig, Diagnostic, Exit, Misuse, PressError, Refused, fatal
from press.i18n import translator
from press.model import Kind, Report
from press.outputs.feeds import websub

Say = Callable[[str], str]


class Desk(msgspec.Struct, frozen=True):
    """What every command gets: the portal, the time, and the language in which to answer."""

    root: Path
    output: Path
    config: config.Config
    now: datetime
    jobs: int
    say: Say

    def order(self, drafts: bool = False, strict: bool = False) -> Order:
        """What is to be built."""
        return Order(self.root, self.output, self.config, self.now, drafts, strict, self.jobs)


def main() -> None:
    """Run the command and exit."""
    try:
        code = command.main(standalone_mode=False) or Exit.GOOD
    except click.exceptions.Abort:
        code = Exit.INTERRUPTED
    except click.ClickException as misuse:
        misuse.show()
        code = Exit.MISUSE
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except Exception:
        code = _bug()
    sys.exit(code)


def _bug() -> Exit:
    """A fault of ours: the traceback goes to a file, so that it can be sent to us."""
    import tempfile  # noqa: PLC0415 - 10 ms that no good build needs to pay
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="press-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    click.echo(f"press: internal error; please send us {file.name}", err=True)
    return Exit.BUG


def desk_command(function: Callable[..., Exit]) -> click.Command:
    """Make a command of a function of a `Desk`: with the common options, and errors said in the desk's language."""

    @wraps(function)
    def run(root: Path, output: Path | None, now: str, base_url: str, jobs: int, lang: str, **options: Any) -> Exit:
        say = translator(lang or "en")
        try:
            settings = config.load(root, base_url)
            say = translator(lang or settings.language)
            moment = lifecycle.now(now, os.environ, settings)
            place = (output or root / "site").absolute()
            desk = Desk(root.absolute(), place, settings, moment, jobs, say)
            return function(desk, **options)
        except (Refused, BadConfig) as refused:
            _print_problems(refused.problems, "text", say)
            _complain(refused, say)
            return refused.exit_code
        except PressError as trouble:
            _complain(trouble, say)
            return trouble.exit_code

    for option in reversed(_COMMON):
        run = option(run)
    return command.command()(run)


_COMMON = [
    click.option("--root", type=click.Path(path_type=Path), default=Path(), help="The portal's folder."),
    click.option("--output", type=click.Path(path_type=Path), help="Where to build; default: site/ of the portal."),
    click.option("--now", default="", metavar="ISO", help="Build as of this time; default: the clock."),
    click.option("--base-url", default="", metavar="URL", help="In place of base_url in config.toml."),
    click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="Worker processes; 0: one a core."),
    click.option("--lang", default="", metavar="LANG", help="Language of messages: id or en."),
]


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> Exit | None:
    """Press: posts/ goes through press/ into site/."""
    if context.invoked_subcommand is None:
        return context.forward(build) or Exit.GOOD
    return None


@desk_command
@click.option("--strict", is_flag=True, help="Warnings stop the build too.")
@click.option("--drafts", is_flag=True, help="A preview: what is not public is shown, and marked as such.")
@click.option("--verify", is_flag=True, help="Then build clean beside it, and compare.")
@click.option("--profile", is_flag=True, help="Say where the time went, and which releases were the dearest.")
@click.option("--cluster", "address", default="", metavar="ADDRESS", help="Draw on a Dask cluster: tcp://10.0.0.5:8786")
def build(
    desk: Desk,
    strict: bool = False,
    drafts: bool = False,
    verify: bool = False,
    profile: bool = False,
    address: str = "",
) -> Exit:
    """Bring site/ in line with posts/."""
    order = desk.order(drafts=drafts, strict=strict)
    started = time.perf_counter()
    with shown(sys.stderr, desk.say(N_("{count} files"))) as progress:
        report = _built(order, address, progress.step if sys.stderr.isatty() else lambda: None)
    if not drafts:
        websub.note(report.written, desk.config, order.cache.parent)
    _print_problems(report.problems, "text", desk.say)
    _print_summary(report, desk, time.perf_counter() - started)
    for line in profiling.lines(report.spent, report.dearest) if profile else ():
        click.echo(line)
    return _verified(order, desk.say) if verify else Exit.GOOD


@desk_command
@click.option("--format", "shape", type=click.Choice(FORMATS), default="text", help="How problems are written.")
@click.option("--strict", is_flag=True, help="Warnings are errors.")
@click.option("--fix", is_flag=True, help="Write an id into every release that has none.")
def check(desk: Desk, shape: str, strict: bool, fix: bool) -> Exit:
    """Say what is wrong with the content; publish nothing."""
    problems = engine.inspect(desk.order(), lambda edition, problems: problems)
    if fix and (mended := write_ids(desk.root, problems)):
        for path in mended:
            click.echo(path, err=True)
        problems = engine.inspect(desk.order(), lambda edition, problems: problems)
    _print_problems(problems, shape, desk.say)
    return Exit.CONTENT if fatal(problems, strict) else Exit.GOOD


@desk_command
@click.argument("title")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind if kind is not Kind.PAGE]), default="release")
@click.option("--office", default="", metavar="ID", help="The leading office.")
def new(desk: Desk, title: str, kind: str, office: str) -> Exit:
    """Write a draft with TITLE into posts/, with an id of its own."""
    path = scaffold.create(desk.root, title, Kind(kind), office, desk.now, desk.config)
    click.echo(path.relative_to(desk.root))
    return Exit.GOOD


@desk_command
@click.argument("name", metavar="ADDRESS|FILE")
def show(desk: Desk, name: str) -> Exit:
    """Say why a release is, or is not, on the site, and what its page's template sees."""
    answer = engine.inspect(desk.order(), lambda edition, problems: explain(_from_root(name, desk), edition))
    if answer is None:
        raise Misuse(N_("there is no release “{name}”"), name=name)
    reason = desk.say(answer.reason).format_map(answer.values)
    for line in (f"{answer.source}  [{answer.id}]", answer.title, f"{answer.state}: {reason}", answer.url):
        click.echo(line)
    for address in answer.touches:
        click.echo(f"  /{address}")
    click.echo(msgspec.json.format(answer.view).decode())
    return Exit.GOOD


@desk_command
@click.option("--format", "shape", type=click.Choice(("text", "json")), default="text", help="How it is written.")
def schedule(desk: Desk, shape: str) -> Exit:
    """List what goes out, expires and is withdrawn by the clock alone."""
    events = engine.inspect(desk.order(), lambda edition, problems: list(upcoming(edition)))
    if shape == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(events)).decode())
    for event in events if shape == "text" else ():
        click.echo(f"{event.at}  {event.what:<10} {event.source}  {event.title}")
    return Exit.GOOD


@desk_command
@click.option("--port", default=8000, metavar="PORT", help="Where to serve, on this machine alone.")
@click.option("--drafts/--no-drafts", default=True, help="Show what is not public yet.")
def serve(desk: Desk, port: int, drafts: bool) -> Exit:
    """Build, serve on 127.0.0.1, and rebuild and reload at every save."""
    from press import serve as preview  # noqa: PLC0415 - watchdog and a web server, which no other command needs

    given = click.get_current_context().params

    def order_now() -> Order:
        settings = config.load(desk.root, given["base_url"])
        moment = lifecycle.now(given["now"], os.environ, settings)
        return Order(desk.root, desk.root / ".press" / "preview", settings, moment, drafts, False, desk.jobs)

    def tell(outcome: preview.Outcome, server: preview.server.Server) -> list[str]:
        lines = list(lines_of(outcome.problems, "text", desk.say))
        failed = [desk.say(outcome.message).format_map(outcome.values)] if outcome.message else []
        for line in lines:
            click.echo(line, err=True)
        click.echo("  ".join([server.address, *(failed or [_summary(outcome.report, desk)])]))
        return lines + failed

    try:
        preview.serve(order_now, port, tell)
    except OSError as reason:
        raise Misuse(N_("port {port} cannot be used: {reason}"), port=port, reason=reason.strerror) from None
    return Exit.GOOD


def _from_root(name: str, desk: Desk) -> str:
    """A file that was named from the current folder, as the catalogue calls it."""
    path = Path(name).absolute()
    return path.relative_to(desk.root).as_posix() if path.is_relative_to(desk.root) and path.is_file() else name


def _built(order: Order, address: str, tell: Callable[[], None]) -> Report:
    """Build by ourselves or, where an address is given, with the help of the cluster there."""
    if not address:
        return engine.build(order, tell=tell)
    from press.build import cluster  # noqa: PLC0415 - 20 ms that builds without one need not pay

    with cluster.connected(address) as helpers:
        return engine.build(order, helpers.executor, tell, helpers.hands)


def _verified(order: Order, say: Say) -> Exit:
    different = differences(order)
    for address in different:
        click.echo(f"press: {address}: {say(N_('differs from a clean build'))}", err=True)
    return Exit.BUG if different else Exit.GOOD


def _print_problems(problems: tuple[Diagnostic, ...], shape: str, say: Say) -> None:
    for line in lines_of(problems, shape, say):
        click.echo(line, err=shape == "text")


def _complain(trouble: PressError, say: Say) -> None:
    click.echo(f"press: {say(trouble.message).format_map(trouble.values)}", err=True)


def _print_summary(report: Report, desk: Desk, seconds: float) -> None:
    click.echo(f"{_summary(report, desk)}, {seconds:.2f} s")
    if report.next_change:
        text = desk.say(N_("the clock alone changes the site next on {date}"))
        click.echo(text.format(date=f"{report.next_change:%Y-%m-%d %H:%M %z}"))


def _summary(report: Report | None, desk: Desk) -> str:
    if report is None:
        return ""
    text = desk.say(N_("{total} files: {written} written, {removed} removed"))
    return text.format(total=report.total, written=len(report.written), removed=len(report.removed))
