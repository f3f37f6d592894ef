"""The commands: arguments in, lines out, an exit code. The only module that prints or exits."""

from __future__ import annotations

import codecs
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click
import msgspec

from press import config
from press.build import engine
from press.build import profile as profiling
from press.build.request import BuildRequest
from press.build.workers import WorkerPool, collect_rarely
from press.cli.formats import FORMATS, lines_of
from press.cli.options import Group, language_of_arguments, option, translate_click
from press.cli.progress import counting
from press.config import Config
from press.content import lifecycle
from press.diagnostics import Diagnostic, is_fatal
from press.errors import BadConfig, Exit, Misuse, PressError, Refused
from press.i18n.catalogues import Translate, languages, translator
from press.i18n.mark import N_
from press.model import LISTED_KINDS, ReleaseKind, Report
from press.outputs.feeds import websub


class CommandContext(msgspec.Struct, frozen=True):
    """What every command gets: the portal, the time, and the language of its output."""

    root: Path
    output: Path
    config: Config
    now: datetime
    jobs: int
    translate: Translate

    def request(self, drafts: bool = False, strict: bool = False, adopt: bool = False) -> BuildRequest:
        """Return a request for a build."""
        return BuildRequest(self.root, self.output, self.config, self.now, drafts, strict, adopt, self.jobs)


def main() -> None:
    """Run the command and exit."""
    collect_rarely()
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


_SHOWN_PROBLEMS = 300
"""Number of problems that a page of the preview shows; with very many, a browser becomes slow."""
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
    option("--lang", type=click.Choice(languages()), help=N_("Language of messages; default: that of the portal.")),
]
"""The options of every command."""


@click.group(
    cls=Group, invoke_without_command=True, help=N_("Press builds the portal in site/ from the releases in posts/.")
)
@click.pass_context
def command(context: click.Context) -> Exit | None:
    """Build if no command is named."""
    if context.invoked_subcommand is None:
        return context.forward(build) or Exit.GOOD
    return None


def press_command(help: str, **settings: Any) -> Callable[[Callable[..., Exit]], click.Command]:
    """Make a command of a function that takes a `CommandContext`; `help` is a message id, `settings` are click's.

    It gets the common options, and its errors are reported in the portal's language.
    """

    def decorate(function: Callable[..., Exit]) -> click.Command:
        @wraps(function)
        def run(
            root: Path, output: Path | None, now: str, base_url: str, jobs: int, lang: str | None, **options: Any
        ) -> Exit:
            translate = translator(lang or config.language_of(root) or "en")
            try:
                settings = config.load(root, base_url)
                moment = lifecycle.now(now, os.environ, settings)
                place = (output or root / "site").absolute()
                context = CommandContext(root.absolute(), place, settings, moment, jobs, translate)
                return function(context, **options)
            except PressError as error:
                if isinstance(error, Refused | BadConfig):
                    _print_problems(error.problems, "text", translate)
                click.echo(f"press: {translate(error.message).format_map(error.values)}", err=True)
                return error.exit_code

        for add in reversed(_COMMON_OPTIONS):
            run = add(run)
        return command.command(help=help, **settings)(run)

    return decorate


@press_command(N_("Build site/ from posts/; only what changed is made again."))
@option("--strict", is_flag=True, help=N_("Warnings stop the build too."))
@option("--drafts", is_flag=True, help=N_("Build a preview: drafts and scheduled releases are shown too, with a mark."))
@option("--adopt", is_flag=True, help=N_("Build into a folder with other files; they are deleted."))
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
    strict: bool = False,
    drafts: bool = False,
    adopt: bool = False,
    verify: bool = False,
    profile: bool = False,
    cluster: str = "",
) -> Exit:
    """Bring site/ in line with posts/."""
    request = context.request(drafts, strict, adopt)
    started = time.perf_counter()
    with counting(sys.stderr, context.translate(N_("{count} files"))) as progress:
        report = _built(request, cluster, progress.step)
    if not drafts:
        websub.write_note(report.written, context.config, request.database.parent)
    _print_problems(report.problems, "text", context.translate)
    _print_summary(report, context, time.perf_counter() - started)
    for line in profiling.lines(report.timings, report.slowest) if profile else ():
        click.echo(line)
    return _verified(request, report, context.translate) if verify else Exit.GOOD


@press_command(N_("List what is wrong with the content; publish nothing."))
@option("--format", "format", type=click.Choice(FORMATS), default="text", help=N_("Format of the list of problems."))
@option("--strict", is_flag=True, help=N_("Treat warnings as errors."))
@option("--fix", is_flag=True, help=N_("Write an id into every release that has none."))
def check(context: CommandContext, format: str, strict: bool, fix: bool) -> Exit:
    """Report the problems of the content; publish nothing."""
    problems = engine.inspect(context.request(), lambda snapshot, problems: problems)
    if fix and (changed := _write_ids(context.root, problems)):
        for path in changed:
            click.echo(path, err=True)
        problems = engine.inspect(context.request(), lambda snapshot, problems: problems)
    _print_problems(problems, format, context.translate)
    return Exit.CONTENT if is_fatal(problems, strict) else Exit.GOOD


def _write_ids(root: Path, problems: tuple[Diagnostic, ...]) -> list[str]:
    from press.content.front_matter.fix_ids import write_ids  # noqa: PLC0415 - YAML, 20 ms, which most builds do not need

    return write_ids(root, problems)


@press_command(
    N_("Write a draft with TITLE and a new id into posts/."),
    context_settings={"ignore_unknown_options": True},  # a title may begin with a hyphen
)
@click.argument("title")
@option("--kind", type=click.Choice([kind.value for kind in LISTED_KINDS]), default="release", help=N_("Its kind."))
@option("--office", default="", metavar="ID", help=N_("Id of the leading office, from config.toml."))
def new(context: CommandContext, title: str, kind: str, office: str) -> Exit:
    """Write a draft with TITLE into posts/, with an id of its own."""
    from press.content import scaffold  # noqa: PLC0415 - YAML and random ids, which builds do not need

    path = scaffold.create(context.root, title, ReleaseKind(kind), office, context.now, context.config)
    click.echo(path.relative_to(context.root))
    return Exit.GOOD


@press_command(N_("Explain why a release is, or is not, on the site, and show the data that its template gets."))
@click.argument("name", metavar="ADDRESS|FILE")
def show(context: CommandContext, name: str) -> Exit:
    """Print why a release is, or is not, on the site, and the view that the template of its page gets."""
    name = _from_root(name, context.root)
    from press.cli.explain import explain  # noqa: PLC0415 - only for this command

    answer = engine.inspect(context.request(), lambda snapshot, problems: explain(name, snapshot))
    if answer is None:
        raise Misuse(N_("there is no release “{name}”; name its file in posts/ or pages/, or its address"), name=name)
    reason = context.translate(answer.reason).format_map(answer.values)
    for line in (f"{answer.source}  [{answer.id}]", answer.title, f"{answer.state}: {reason}", answer.url):
        click.echo(line)
    for address in answer.outputs:
        click.echo(f"  /{address}")
    click.echo(msgspec.json.format(answer.view).decode())
    return Exit.GOOD


@press_command(N_("List the releases that will be published, expire or be withdrawn at a set time."))
@option("--format", "format", type=click.Choice(("text", "json")), default="text", help=N_("Format of the output."))
def schedule(context: CommandContext, format: str) -> Exit:
    """List what will be published, expire and be withdrawn because of its date."""
    from press.cli.explain import upcoming  # noqa: PLC0415 - only for this command

    events = engine.inspect(context.request(), lambda snapshot, problems: list(upcoming(snapshot)))
    if format == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(events)).decode())
    for event in events if format == "text" else ():
        click.echo(f"{event.at}  {event.what:<10} {event.source}  {event.title}")
    return Exit.GOOD


@press_command(N_("Build, serve on 127.0.0.1, and rebuild and reload at every save."))
@option("--port", default=8000, metavar="PORT", help=N_("Port to serve on; only this computer can open it."))
@option("--drafts/--no-drafts", default=True, help=N_("Show drafts and scheduled releases too."))
def serve(context: CommandContext, port: int, drafts: bool) -> Exit:
    """Build, serve on 127.0.0.1, and rebuild and reload at every save."""
    from press import serve as preview  # noqa: PLC0415 - watchdog and a web server, which no other command needs

    given = click.get_current_context().params

    def request_now() -> BuildRequest:
        settings = config.load(context.root, given["base_url"])
        moment = lifecycle.now(given["now"], os.environ, settings)
        output = context.root / ".press" / "preview"
        return BuildRequest(context.root, output, settings, moment, drafts, jobs=context.jobs)

    def message_of(outcome: preview.Outcome) -> list[str]:
        return [context.translate(outcome.message).format_map(outcome.values)] if outcome.message else []

    def problems_of(outcome: preview.Outcome) -> list[str]:
        shown = outcome.problems[:_SHOWN_PROBLEMS]
        more = context.translate(N_("further problems, listed in the terminal: {count}"))
        rest = [more.format(count=len(outcome.problems) - len(shown))] * (len(outcome.problems) > len(shown))
        return [*lines_of(shown, "text", context.translate), *rest, *message_of(outcome)]

    def print_outcome(outcome: preview.Outcome, address: str) -> None:
        _print_problems(outcome.problems, "text", context.translate)
        click.echo("  ".join([address, *(message_of(outcome) or [_summary(outcome.report, context)])]))

    preview.serve(request_now, port, print_outcome, problems_of)
    return Exit.GOOD


def _from_root(name: str, root: Path) -> str:
    """Return the path of a file from the root, if `name` is a file in the portal; otherwise `name`."""
    path = Path(name).absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) and path.is_file() else name


def _built(request: BuildRequest, address: str, progress: Callable[[], None]) -> Report:
    """Build on this machine or, if an address is given, with the cluster there."""
    if not address:
        return engine.build(request, WorkerPool(request.jobs, progress=progress))
    from press.build import cluster  # noqa: PLC0415 - 20 ms, which builds without a cluster do not need

    with cluster.connected(address) as workers:
        return engine.build(request, WorkerPool(request.jobs, workers.executor, workers.slots, progress))


def _verified(request: BuildRequest, report: Report, translate: Translate) -> Exit:
    from press.build.verify import differences  # noqa: PLC0415 - only for this option

    different = differences(request, report.problems)
    for address in different:
        click.echo(f"press: {address}: {translate(N_('differs from a clean build'))}", err=True)
    return Exit.BUG if different else Exit.GOOD


def _print_problems(problems: tuple[Diagnostic, ...], format: str, translate: Translate) -> None:
    for line in lines_of(problems, format, translate):
        click.echo(line, err=format == "text")


def _print_summary(report: Report, context: CommandContext, seconds: float) -> None:
    click.echo(f"{_summary(report, context)}, {seconds:.2f} s")
    for address in report.replaced:
        click.echo(context.translate(N_("static/{address} replaces Press's own {address}")).format(address=address))
    if report.next_change:
        text = context.translate(N_("the next scheduled change is on {date}: build again then"))
        click.echo(text.format(date=f"{report.next_change:%Y-%m-%d %H:%M %z}"))


def _summary(report: Report | None, context: CommandContext) -> str:
    if report is None:
        return ""
    text = context.translate(N_("{total} files: {written} written, {removed} removed"))
    return text.format(total=report.total, written=len(report.written), removed=len(report.removed))
