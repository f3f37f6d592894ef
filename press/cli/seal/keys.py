"""`seal init`, `rotate` and `revoke`: the keys of the log. Secrets are written into files, and never printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from press.cli.command import CommandContext, press_command
from press.cli.options import option
from press.cli.seal.common import check_enabled, seeds_of_file, write_seeds
from press.errors import Exit, Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:  # imported only where keys are made
    from press.seal.keys import KeyList
    from press.seal.ledger import Log
    from press.seal.signing import Seed

_ROOT = "root.key"
_FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
_POST_QUANTUM = option(
    "--post-quantum", is_flag=True, help=N_("Sign with ML-DSA-44 too: quantum computers cannot forge it.")
)


@press_command(N_("Make the root key and the first key of the log in FOLDER, outside of the portal."))
@_FOLDER
@_POST_QUANTUM
def init(context: CommandContext, folder: Path, post_quantum: bool) -> Exit:
    """Make the keys, the signed list of them, and a policy."""
    from press.seal import ledger, notes, signing  # noqa: PLC0415 - only where keys are made
    from press.seal.keys import KeyList, root_name  # noqa: PLC0415

    check_enabled(context)
    _check_outside(folder, context)
    origin = context.config.seal.origin
    if ledger.read(context.root / ledger.FOLDER).text_of(ledger.KEYS):
        raise Misuse(N_("seal/keys.txt is there already: use seal rotate for another key"))
    root, own = signing.new_seed("ed25519"), _new_seeds(post_quantum)
    write_seeds(folder / _ROOT, (root,))
    write_seeds(folder / "log-1.key", own)
    _write(context, KeyList(origin).with_seeds(own, 1), root)
    _say(context, folder / "log-1.key")
    text = context.translate(N_("write into config.toml, below [seal]; keep {file} offline, on paper or a USB stick:"))
    click.echo(text.format(file=folder / _ROOT))
    click.echo(f'root = "{notes.Key(root_name(origin), notes.NOTE, root.public())}"')
    return Exit.GOOD


@press_command(N_("Replace the key of the log: the old one signs nothing more, and its proofs stay valid."))
@_FOLDER
@_POST_QUANTUM
def rotate(context: CommandContext, folder: Path, post_quantum: bool) -> Exit:
    """Make a new key; `folder` has the root key."""
    log = _log(context)
    return _replace(context, folder, log.sizes[-1] if log.sizes else 0, post_quantum)


@press_command(N_("Revoke the key of the log after a leak: what it signed above a size counts no longer."))
@_FOLDER
@option("--size", type=click.IntRange(0), required=True, help=N_("The last size that is surely good; 0: none."))
@_POST_QUANTUM
def revoke(context: CommandContext, folder: Path, size: int, post_quantum: bool) -> Exit:
    """Make a new key; the next `seal append` signs the log with it, and proofs lead to that."""
    if size > len(_log(context).lines):
        raise Misuse(N_("the log has fewer entries"))
    return _replace(context, folder, size, post_quantum)


def _replace(context: CommandContext, folder: Path, last: int, post_quantum: bool) -> Exit:
    """End all keys at a size, and list a new one for all larger sizes."""
    log = _log(context)
    _check_outside(folder, context)
    (root,) = seeds_of_file(folder / _ROOT)[:1]
    _check_root(root, context)
    number = 1 + max((one.first for one in log.keys.keys), default=0)
    path = folder / f"log-{max(last + 1, number)}.key"
    own = _new_seeds(post_quantum)
    write_seeds(path, own)
    _write(context, log.keys.ended(last).with_seeds(own, last + 1), root)
    _say(context, path)
    return Exit.GOOD


def _log(context: CommandContext) -> Log:
    from press.seal import ledger  # noqa: PLC0415 - as above

    check_enabled(context)
    try:
        log = ledger.read(context.root / ledger.FOLDER)
        log.check()
    except ledger.DamagedError as reason:
        raise Misuse(reason.message, **reason.values) from None
    if log.keys.origin != context.config.seal.origin:
        raise Misuse(N_("seal/keys.txt is not there, or is that of another log: run seal init"))
    return log


def _new_seeds(post_quantum: bool) -> tuple[Seed, ...]:
    from press.seal import signing  # noqa: PLC0415 - as above

    return tuple(map(signing.new_seed, ("ed25519", "ml-dsa-44") if post_quantum else ("ed25519",)))


def _check_outside(folder: Path, context: CommandContext) -> None:
    if folder.resolve().is_relative_to(context.root.resolve()):
        raise Misuse(N_("name a folder outside of the portal: no secret belongs into a repository"))


def _check_root(root: Seed, context: CommandContext) -> None:
    from press.seal import notes  # noqa: PLC0415 - as above

    if not context.config.seal.root or notes.key(context.config.seal.root).public != root.public():
        raise Misuse(N_("this root key is not the one of [seal] root in config.toml"))


def _write(context: CommandContext, listed: KeyList, root: Seed) -> None:
    """Write the signed list of keys, and the policy with all keys that count at some size."""
    from press.seal import keys, ledger, policy  # noqa: PLC0415 - as above

    folder = context.root / ledger.FOLDER
    usable = [one.key for one in listed.keys if one.last is None or one.first <= one.last]
    before = ledger.read(folder).text_of(ledger.POLICY)
    ledger.write(folder, ledger.KEYS, str(keys.signed(listed, root)))
    ledger.write(folder, ledger.POLICY, policy.text(usable, before))


def _say(context: CommandContext, path: Path) -> None:
    text = N_(
        "put the content of {file} into the secret {name} of the job that publishes, then delete the file; commit seal/"
    )
    click.echo(context.translate(text).format(file=path, name="PRESS_SEAL_KEY"))
