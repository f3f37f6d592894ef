"""The command: arguments in, lines out, an exit code. The only module that prints or exits."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from press import clock, config, engine
from press.errors import BadConfig, Diagnostic, Exit, PressError, Refused
from press.locale import translator
from press.model import Report
from press.order import Order
from press.report import lines_of

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
            moment = clock.now(now, os.environ, settings)
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
def build(desk: Desk) -> Exit:
    """Bring site/ in line with posts/."""
    started = time.perf_counter()
    report = engine.build(desk.order())
    _print_problems(report.problems, "text", desk.say)
    _print_summary(report, time.perf_counter() - started, desk.say)
    return Exit.GOOD


def _print_problems(problems: tuple[Diagnostic, ...], shape: str, say: Say) -> None:
    for line in lines_of(problems, shape, say):
        click.echo(line, err=shape == "text")


def _complain(trouble: PressError, say: Say) -> None:
    click.echo(f"press: {say(trouble.message).format_map(trouble.values)}", err=True)


def _print_summary(report: Report, seconds: float, say: Say) -> None:
    click.echo(f"{report.total} files, {len(report.written)} written, {len(report.removed)} removed, {seconds:.2f} s")


