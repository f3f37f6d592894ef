"""The commands, one module each: arguments in, lines out, an exit code. Only these modules print or exit."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from press.cli.options import Group, language_of_arguments, translate_click
from press.errors import Exit
from press.i18n.catalogues import Translate, translator
from press.i18n.mark import N_
from press.seal import secret

_MODULES = {path.stem.rstrip("_"): path.stem for path in Path(__file__).parent.glob("[a-z]*.py")}
"""The modules of the commands by their names: `import_` has `import`."""


class Commands(Group):
    """All commands. A module is imported when its command is named, since a build needs none of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command with a name, if there is one."""
        return _imported(_MODULES[cmd_name]) if cmd_name in _MODULES else None


def _imported(module: str) -> click.Command:
    """Import the module of a command, and return the command, which has the module's name."""
    found: click.Command = getattr(import_module(f"{__name__}.{module}"), module)
    return found


@click.group(
    cls=Commands, invoke_without_command=True, help=N_("Press builds the portal in site/ from the releases in posts/.")
)
@click.pass_context
def command(context: click.Context) -> Exit | None:
    """Build if no command is named."""
    if context.invoked_subcommand is None:
        return context.forward(_imported("build")) or Exit.GOOD
    return None


def main() -> None:
    """Run the command and exit."""
    secret.hide(os.environ)
    _prepare_process()
    language = language_of_arguments(sys.argv[1:])
    translate_click(language)
    try:
        code = command.main(standalone_mode=False, obj=translator(language)) or Exit.GOOD
        sys.stdout.flush()  # an error would otherwise be reported by Python when it exits
    except click.exceptions.Abort:
        code = Exit.INTERRUPTED
    except click.ClickException as misuse:
        misuse.show()
        code = Exit.MISUSE
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except OSError as reason:
        code = _report_system(reason, translator(language))
    except Exception:
        code = _report_bug()
    gc.freeze()  # Python does not look for cyclic garbage when it exits, which takes 30 ms
    sys.exit(code)


def _prepare_process() -> None:
    """Work in any current folder, also one that was deleted or must not be read, and print any text in any locale."""
    try:
        os.chdir(Path.cwd())
    except OSError:
        os.chdir(os.sep)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115 - what nobody reads
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if is_ascii else None, errors="backslashreplace")


def _report_system(reason: OSError, translate: Translate) -> Exit:
    """Print what the system refused: a file that cannot be read or written, an output that is full."""
    with suppress(OSError):
        text = translate(N_("{path}: {reason}; check the free space and the permissions, then try again"))
        path = reason.filename or translate(N_("the output"))
        click.echo(f"press: {text.format(path=path, reason=reason.strerror or reason)}", err=True)
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python writes the rest of the output when it exits
    return Exit.CONTENT


def _report_bug() -> Exit:
    """Write the traceback of a bug to a file, so that it can be sent to us."""
    import tempfile  # noqa: PLC0415 - 10 ms, which a successful build does not need
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="press-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    click.echo(f"press: internal error; please send us {file.name}", err=True)
    return Exit.BUG
