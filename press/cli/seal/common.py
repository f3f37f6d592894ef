"""What several commands of `seal` need: secrets, the addresses of logs, and whose checkpoints are believed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from press.cli.command import CommandContext
from press.errors import Misuse
from press.i18n.mark import N_
from press.seal import secret

if TYPE_CHECKING:  # imported only where something is sealed or verified
    from press.seal.keys import KeyList
    from press.seal.remote import Fetch
    from press.seal.signing import Seed

_NO_ORIGIN = N_('config.toml has no log: write [seal] with origin, such as origin = "berita.example/seal"')
_LARGEST = 8_000_000
"""Bytes of a file of a log; a bundle of 256 entries has up to 16 million, but ours are a hundredth of that."""
_TIMEOUT = 20.0
"""Seconds."""


def check_enabled(context: CommandContext) -> None:
    """Raise `Misuse` if the portal has no seal."""
    if not context.config.seal.origin:
        raise Misuse(_NO_ORIGIN)


def seeds(name: str) -> tuple[Seed, ...]:
    """Return the seeds in an environment variable. Raises `Misuse`, which says nothing of what is in it."""
    text = secret.take(name)
    return _seeds(text, name) if text else ()


def seeds_of_file(path: Path) -> tuple[Seed, ...]:
    """Return the seeds in a file. Raises `Misuse`."""
    try:
        return _seeds(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError):
        raise Misuse(N_("{path} cannot be read"), path=path) from None


def write_seeds(path: Path, found: tuple[Seed, ...]) -> None:
    """Write seeds into a new file that nobody else may read. Raises `Misuse` if it is there, or cannot be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(",".join(seed.text() for seed in found) + "\n")
    except OSError as reason:
        raise Misuse(N_("{path} cannot be written: {reason}"), path=path, reason=reason.strerror) from None


def fetcher(url: str) -> Fetch:
    """Return what fetches the files of a log. `url` is that of the log, or of the portal that has it."""
    from press.site.download import download  # noqa: PLC0415 - 30 ms

    base = url.rstrip("/")
    base = base if base.endswith("/seal") else f"{base}/seal"
    return lambda path: download(f"{base}/{path}", _TIMEOUT, _LARGEST)


def key_list(text: str, root: str) -> KeyList:
    """Return the list of keys that a root key signed. Raises `Misuse` without one, ValueError."""
    from press.seal import keys, notes  # noqa: PLC0415 - as above

    if not root:
        raise Misuse(N_("nobody knows whom to believe: name the root key with --root-key, or write [seal] root"))
    return keys.key_list(text, notes.key(root))


def _seeds(text: str, name: str) -> tuple[Seed, ...]:
    from press.seal import signing  # noqa: PLC0415 - as above

    try:
        return signing.seeds(text)
    except ValueError:
        message = N_("{name} is not a key: it must be what seal init wrote into the file of the key")
        raise Misuse(message, name=name) from None
