"""What every command shares: the common options, the context that it gets, and how errors are reported."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import msgspec

from press import config
from press.build.request import BuildRequest
from press.cli.formats import lines_of
from press.cli.options import Command, option
from press.config import Config
from press.content import lifecycle
from press.diagnostics import Diagnostic
from press.errors import BadConfig, Exit, PressError, Refused
from press.i18n.catalogues import Translate, languages, translator
from press.i18n.mark import N_
from press.model import Report
from press.site import manifest
from press.site.last_publication import LastPublication, open_publication

_LIVE = "live"
"""Means the manifest at the portal's own address."""


class CommandContext(msgspec.Struct, frozen=True):
    """What every command gets: the portal, the time, and the language of its output."""

    root: Path
    output: Path
    config: Config
    now: datetime
    jobs: int
    published: str
    """The manifest of what was published: a file, a URL, or `_LIVE`; empty: the cache or the output folder says it."""
    translate: Translate

    def request(self, drafts: bool = False, strict: bool = False, adopt: bool = False) -> BuildRequest:
        """Return a request for a build. Raises `MemoryUnreadable`."""
        last = self._last_publication() if self.published and not drafts else None
        return BuildRequest(self.root, self.output, self.config, self.now, drafts, strict, adopt, self.jobs, last)

    def _last_publication(self) -> LastPublication:
        location = f"{self.config.base_url}{manifest.NAME}" if self.published == _LIVE else self.published
        last = open_publication(location)
        if last.is_absent:
            text = self.translate(N_("{location} does not exist: this counts as the first publication"))
            click.echo(f"press: {text.format(location=location)}", err=True)
        return last


HOLD_BROKEN = N_("Publish everything but releases with errors, which stay as they were; then end with exit code 4.")
"""The help of an option that several commands have."""
_MESSAGES, _MESSAGES_HELP = "--messages", N_("Language of messages; default: that of the portal.")
_COMMON_OPTIONS = [
    option("--root", type=click.Path(path_type=Path), default=Path(), help=N_("The portal's folder.")),
    option("--output", type=click.Path(path_type=Path), help=N_("Folder to build into; default: site/ of the portal.")),
    option(
        "--now", default="", metavar="ISO", help=N_("Build as if it were this time; default: the time of the computer.")
    ),
    option(
        "--base-url", default="", metavar="URL", help=N_("Address of the portal, instead of base_url in config.toml.")
    ),
    option(
        "--jobs",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        help=N_("Number of worker processes; 0: one for each processor core."),
    ),
    option(
        "--published",
        default="",
        metavar="FILE|URL|live",
        help=N_("The manifest.json of the live site, or live: none of its addresses may vanish, even without a cache."),
    ),
    option(_MESSAGES, type=click.Choice(languages()), help=_MESSAGES_HELP),
]
"""The options of every command."""


def press_command(help: str, **settings: Any) -> Callable[[Callable[..., Exit]], click.Command]:
    """Make a command of a function that takes a `CommandContext`; `help` is a message id, `settings` are click's.

    It gets the common options, and its errors are reported in the portal's language.
    """

    def decorate(function: Callable[..., Exit]) -> click.Command:
        @wraps(function)
        def run(
            root: Path,
            output: Path | None,
            now: str,
            base_url: str,
            jobs: int,
            messages: str | None,
            published: str,
            **options: Any,
        ) -> Exit:
            translate = translator(messages or config.language_of(root) or "en")
            try:
                settings = config.load(root, base_url)
                moment = lifecycle.now(now, os.environ, settings)
                place = (output or root / "site").absolute()
                context = CommandContext(root.absolute(), place, settings, moment, jobs, published, translate)
                return function(context, **options)
            except PressError as error:
                if isinstance(error, Refused | BadConfig):
                    print_problems(error.problems, "text", translate)
                click.echo(f"press: {translate(error.message).format_map(error.values)}", err=True)
                return error.exit_code

        for add in reversed(_COMMON_OPTIONS):
            run = add(run)
        return click.command(cls=Command, help=help, **settings)(run)

    return decorate


def outside_command(help: str, **settings: Any) -> Callable[[Callable[..., Exit]], click.Command]:
    """Make a command of a function that needs no portal; it takes a function that translates, and the options."""

    def decorate(function: Callable[..., Exit]) -> click.Command:
        @option(_MESSAGES, type=click.Choice(languages()), help=_MESSAGES_HELP)
        @wraps(function)
        def run(messages: str | None, **options: Any) -> Exit:
            translate = translator(messages or config.language_of(Path()) or "en")
            try:
                return function(translate, **options)
            except PressError as error:
                click.echo(f"press: {translate(error.message).format_map(error.values)}", err=True)
                return error.exit_code

        return click.command(cls=Command, help=help, **settings)(run)

    return decorate


def path_from_root(name: str, root: Path) -> str:
    """Return the path of a file from the root, if `name` is a file in the portal; otherwise `name`."""
    path = Path(name).absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) and path.is_file() else name


def print_problems(problems: tuple[Diagnostic, ...], format: str, translate: Translate) -> None:
    """Print problems: to standard error as text, to standard output in a format for programs."""
    for line in lines_of(problems, format, translate):
        click.echo(line, err=format == "text")


def summary(report: Report | None, context: CommandContext) -> str:
    """Return what a build did, in one line."""
    if report is None:
        return ""
    text = context.translate(N_("{total} files: {written} written, {removed} removed"))
    return text.format(total=report.total, written=len(report.written), removed=len(report.removed))


def print_held(report: Report, translate: Translate) -> None:
    """Print which files are held, if any are."""
    if report.held:
        text = translate(N_("held: these files have errors; the site has their releases as they were before:"))
        for line in (f"press: {text}", *(f"    {path}" for path in report.held)):
            click.echo(line, err=True)
