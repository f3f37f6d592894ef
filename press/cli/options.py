"""The translation of options and help into the portal's language: Press's texts and click's."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from press import config
from press.i18n.catalogues import FOLDER, Translate
from press.i18n.mark import N_, Nn_

F = TypeVar("F", bound=Callable[..., Any])

CLICK_MESSAGES = (
    N_("Usage:"), N_("Options"), N_("Commands"), N_("Show this message and exit."), N_("Error: {message}"),
    N_("Try '{command} {option}' for help."), N_("Missing command."), N_("Missing argument"), N_("Missing option"),
    N_("No such command {name!r}."), N_("No such option {name!r}."), N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"), N_("Invalid value: {message}"),
    N_("{value!r} is not a valid {number_type}."), N_("{value} is not in the range {range}."),
    Nn_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    Nn_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    Nn_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    Nn_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)  # fmt: skip
"""Click's own messages: listed here, so that they are in the catalogues."""


def language_of_arguments(arguments: Sequence[str]) -> str:
    """Return the language of output, before click has read the arguments: as given, else the portal's, else English.

    `arguments` may be wrong in any way.
    """
    given = dict(_options(arguments))
    return given.get("--messages") or config.language_of(Path(given.get("--root", "."))) or "en"


def translate_click(language: str) -> None:
    """Make click use our catalogues: it uses gettext, which takes the language from the environment."""
    gettext.bindtextdomain("press", FOLDER)
    gettext.textdomain("press")
    os.environ["LANGUAGE"] = language


def _options(arguments: Sequence[str]) -> list[tuple[str, str]]:
    """Return the options with values among some arguments: ``--messages id`` and ``--messages=id``."""
    pairs = [(argument.partition("=")[0], argument.partition("=")[2]) for argument in arguments if "=" in argument]
    return [*pairs, *pairwise(arguments)]


def _translate(context: click.Context) -> Translate:
    """Return the function that translates, which `main` passes to click as the object of its context."""
    found: Translate = context.find_root().obj or str
    return found


class Option(click.Option):
    """An option whose help is a message id."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option with its help, translated."""
        record = super().get_help_record(ctx)
        return (record[0], record[1].replace(self.help, _translate(ctx)(self.help))) if record and self.help else record


class Command(click.Command):
    """A command whose help is a message id."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, translated."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_translate(ctx)(self.help or ""))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the help for the list of commands, translated and in full."""
        return _translate(click.get_current_context())(self.help or "")


class Group(Command, click.Group):
    """A group of commands whose help is a message id."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, with the list of commands."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        click.Group.format_options(self, ctx, formatter)
        self.format_epilog(ctx, formatter)


def option(*names: str, help: str, **more: Any) -> Callable[[F], F]:
    """Declare an option; `help` is a message id."""
    return click.option(*names, cls=Option, help=help, **more)
