"""`seal verify`, `witness` and `audit`: what anybody can check of a log. The first two need no portal."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from press import config, disk
from press.cli.command import CommandContext, outside_command, press_command
from press.cli.options import option
from press.cli.seal.common import check_enabled, fetcher, key_list, seeds
from press.errors import Exit, Misuse
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.seal import secret

if TYPE_CHECKING:  # imported only where something is verified
    from press.seal.notes import Note
    from press.seal.verify import Trust

_NOT_PROVEN, _NOT_COSIGNED = N_("NOT PROVEN"), N_("NOT COSIGNED")
_PUBLIC_KEY = N_("the public key of this witness, for the policy of the log: {key}")
_POLICY = option("--policy", type=click.Path(path_type=Path, exists=True, dir_okay=False),
                 help=N_("A policy (C2SP tlog-policy): whose checkpoints count, and how many witnesses."))  # fmt: skip
_QUIET = option("--quiet-for", type=click.IntRange(0), default=0, metavar="DAYS",
                help=N_("Alarm if the log has got no entry for so many days; 0: never."))  # fmt: skip
_ROOT_KEY = option("--root-key", default="", metavar="KEY", help=N_("The root key of the log, from its config.toml."))


@outside_command(N_("Verify the canonical text FILE or URL with its proof beside it."))
@click.argument("name", metavar="FILE|URL")
@_POLICY
@_ROOT_KEY
@option("--keys", default="", metavar="FILE|URL", help=N_("The list of keys; default: the one that the log publishes."))
def verify(translate: Translate, name: str, policy: Path | None, root_key: str, keys: str) -> Exit:
    """Print what is proven of a text, or why it is not."""
    from press.seal import proofs  # noqa: PLC0415 - only where something is verified
    from press.seal.verify import verified  # noqa: PLC0415

    name = name if "://" not in name or name.endswith(".txt") else f"{name.rstrip('/')}/canonical.txt"
    try:
        text, proof = _read(name), _read(name + proofs.ENDING).decode()
        origin = proofs.proof(proof).checkpoint.text.partition("\n")[0]
        trust = _trust(policy, root_key, lambda: _read(keys or _listed_keys(origin)).decode())
        found = verified(text, proof, trust)
    except ValueError as reason:
        click.echo(f"press: {translate(_NOT_PROVEN)}: {translate(str(reason))}", err=True)
        return Exit.NOT_AS_BUILT
    entry = found.entry
    click.echo(translate(N_("proven: {title}")).format(title=found.title))
    click.echo(f"{entry.action} {entry.id} ({entry.version}) {entry.time} {found.head.origin} {found.head.size}")
    return Exit.GOOD


@outside_command(N_("Cosign the head of the log at URL, if it only grew since the last time."))
@click.argument("url")
@option("--name", required=True, help=N_("The name of the witness, as the policy of the log has it: saksi.example/w1."))
@option("--state", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help=N_("Where the witness remembers the last head that it saw."))  # fmt: skip
@_POLICY
@_ROOT_KEY
@_QUIET
def witness(
    translate: Translate,
    url: str,
    name: str,
    state: Path,
    policy: Path | None,
    root_key: str,
    quiet_for: int,
) -> Exit:
    """Print the cosignature, after the head was written down; alarm if the log did not only grow, or is quiet."""
    from press.seal import checkpoints, notes, quiet  # noqa: PLC0415 - as above
    from press.seal import witness as witnessing  # noqa: PLC0415

    own = seeds(secret.WITNESS_KEY)
    if not own or not notes.is_name(name):
        raise Misuse(N_("a witness needs its name, and its key in {name}"), name=secret.WITNESS_KEY)
    if not state.is_file():
        for seed in own:
            click.echo(translate(_PUBLIC_KEY).format(key=checkpoints.witness_key(name, seed)), err=True)
    fetch = fetcher(url)

    def listed() -> str:
        return (fetch("keys.txt") or b"").decode()

    try:
        trust = _trust(policy, root_key, listed, needs_witnesses=False)
        note = witnessing.grown(fetch, trust, _remembered(state))
        last = quiet.last_entry(fetch, note) if quiet_for else None
    except ValueError as reason:
        click.echo(f"press: {translate(_NOT_COSIGNED)}: {translate(str(reason))}", err=True)
        return Exit.NOT_AS_BUILT
    state.parent.mkdir(parents=True, exist_ok=True)
    disk.write(state, str(note).encode())
    for seed in own:
        click.echo(str(witnessing.cosignature(note, name, seed, int(time.time()))), nl=False)
    if values := quiet.quiet_values(last, quiet_for, datetime.now(UTC)):
        click.echo(f"press: {translate(quiet.QUIET).format_map(values)}", err=True)
        return Exit.NOT_AS_BUILT
    return Exit.GOOD


@press_command(N_("Compare the live log at URL with seal/ and with git."))
@click.argument("url", required=False)
@_QUIET
def audit(context: CommandContext, url: str | None, quiet_for: int) -> Exit:
    """Print what is not as it must be; default: the log at the portal's own address."""
    from press.content import git  # noqa: PLC0415 - as above
    from press.seal import audit as auditing  # noqa: PLC0415
    from press.seal import ledger  # noqa: PLC0415

    check_enabled(context)
    folder = context.root / ledger.FOLDER
    data = git.output(context.root, "show", f"HEAD:./{ledger.FOLDER}/{ledger.ENTRIES}")
    committed = data.decode("utf-8", "replace") if data is not None else None
    try:
        log = ledger.read(folder)
        trust = key_list(log.text_of(ledger.KEYS), context.config.seal.root)
    except ValueError as reason:
        raise Misuse(N_("seal/ cannot be used: {reason}"), reason=context.translate(str(reason))) from None
    fetch = fetcher(url or context.config.base_url)
    found = list(auditing.findings(fetch, trust, log, committed, context.now, quiet_for))
    for one in found:
        text = context.translate(one.message)
        click.echo(f"press: {text.format_map(one.values) if one.values else text}", err=True)
    if not found:
        click.echo(context.translate(N_("the live log is as it must be: {size} entries")).format(size=len(log.lines)))
    return Exit.NOT_AS_BUILT if found else Exit.GOOD


def _trust(policy: Path | None, root_key: str, keys: Callable[[], str], needs_witnesses: bool = True) -> Trust:
    """Return whose checkpoints are believed: those of a policy, else those of the keys that the root key signed."""
    from press.seal import policy as policies  # noqa: PLC0415 - as above

    if policy:
        found = policies.policy(policy.read_text("utf-8"))
        return found if needs_witnesses else found.of_logs()
    return key_list(keys(), root_key or _root_of_portal())


def _root_of_portal() -> str:
    """Return the root key of the portal in the current folder, if there is one."""
    try:
        return config.load(Path()).seal.root
    except Misuse:
        return ""


def _listed_keys(origin: str) -> str:
    own = Path("seal/keys.txt")
    return str(own) if own.is_file() else f"https://{origin}/keys.txt"


def _read(name: str) -> bytes:
    """Return the bytes of a file or of a URL. Raises `Misuse`, `MemoryUnreadable`."""
    if "://" in name:
        from press.site.download import download  # noqa: PLC0415 - 30 ms

        data = download(name, 20.0, 8_000_000)
    else:
        data = Path(name).read_bytes() if Path(name).is_file() else None
    if data is None:
        raise Misuse(N_("{name} is not there"), name=name)
    return data


def _remembered(state: Path) -> Note | None:
    from press.seal import notes  # noqa: PLC0415 - as above

    return notes.note(state.read_text("utf-8")) if state.is_file() else None
