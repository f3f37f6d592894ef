"""Questions on the terminal, and a change of a file that is shown before it is written."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from press import disk
from press.cli.command import CommandContext, path_from_root
from press.content.corrections.correcting import Plan
from press.content.files import is_release
from press.errors import Misuse
from press.i18n.mark import N_

_YES = frozenset({"y", "ya", "yes"})
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
"""Of the lines of a difference, by their first sign."""


def release_file(name: str, context: CommandContext) -> str:
    """Return the path of a release from the root; `name` may be from the current folder. Raises `Misuse`."""
    path = path_from_root(name, context.root)
    if not is_release(path) or not (context.root / path).is_file():
        raise Misuse(N_("there is no release “{name}”; name its file in posts/ or pages/"), name=name)
    return path


def ask(question: str, default: str, context: CommandContext, values: dict[str, str] | None = None) -> str:
    """Ask for a text; `question` is a message id. An empty answer is `default`."""
    text = context.translate(question).format_map(values or {})
    answer: str = click.prompt(text, default=default, show_default=bool(default))
    return answer.strip()


def ask_until(question: str, context: CommandContext, is_good: Callable[[str], bool], default: str = "") -> str:
    """Ask for a text until it is good."""
    while not is_good(answer := ask(question, default, context)):
        click.echo(context.translate(N_("That cannot be read; try again.")))
    return answer


def dropped_file(text: str) -> Path:
    """Return the file whose path was typed, or written by a terminal into which the file was dropped.

    Terminals put quotation marks around it, write a backslash before spaces and other signs, or write a file: address.
    """
    text = text.strip().removeprefix("& ")  # of PowerShell
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    elif text.startswith("file://"):
        text = re.sub(r"^/(?=[A-Za-z]:)", "", unquote(urlsplit(text).path))  # a drive of Windows
    elif os.sep == "/":
        text = re.sub(r"\\(.)", r"\1", text)
    return Path(text).expanduser()


def choose(question: str, choices: Mapping[str, str], context: CommandContext, default: str = "") -> str:
    """Ask for one of some choices, by its number, its name or its label; return its name.

    Without a default the answer may be empty.
    """
    click.echo(context.translate(question))
    names = list(choices)
    for number, label in enumerate(choices.values(), 1):
        click.echo(f"{number:4} {label}")
    answers = {**{str(number): name for number, name in enumerate(names, 1)}, **dict(zip(names, names, strict=True))}
    answers |= {label.lower(): name for name, label in choices.items()}
    shown = str(names.index(default) + 1) if default else ""
    answer = ask_until(N_("Number"), context, lambda text: not (text or default) or text.lower() in answers, shown)
    return answers.get(answer.lower(), "")


def confirm(question: str, context: CommandContext) -> bool:
    """Ask a question that is answered by yes or no; no is the default."""
    choices = context.translate(N_("y/n"))
    answer: str = click.prompt(f"{context.translate(question)} [{choices}]", default="", show_default=False)
    return answer.strip().lower() in _YES


def show(plan: Plan) -> None:
    """Print what a plan changes, as a difference of lines; coloured on a terminal."""
    before, after = (data.decode("utf-8-sig").splitlines() for data in (plan.before, plan.after))
    for line in difflib.unified_diff(before, after, plan.path, plan.path, n=2, lineterm=""):
        click.echo(click.style(line, fg=_COLOURS.get(line[0])))


def write(plan: Plan, context: CommandContext) -> None:
    """Write the file. Raises `Misuse` if somebody else changed it since it was read."""
    path = (context.root / plan.path).resolve()  # a symbolic link stays one
    if path.read_bytes() != plan.before:
        raise Misuse(N_("{path} was changed meanwhile; nothing was written, try again"), path=plan.path)
    disk.write(path, plan.after)
    click.echo(context.translate(N_("{path} is written")).format(path=plan.path))
