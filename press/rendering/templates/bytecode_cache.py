"""A cache of compiled templates for the next process: compiling ours takes a tenth of a second.

Compiled templates are programs. So each file begins with a code (HMAC) of its content and of all that compiling depends
on, made with a key that is outside the portal: a file that is damaged or outdated, or that somebody else made, such as
one from the cache of a CI service, is not used (docs/decisions/0015-trust-in-the-cache.md).
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from press import disk

_CODE_SIZE = 32
_KEY_SIZE = 32


class BytecodeFolder(BytecodeCache):
    """A folder of compiled templates."""

    def __init__(self, folder: Path, fingerprint: bytes, key: bytes) -> None:
        """`fingerprint` is a digest of all that compiling depends on besides a template's text."""
        self._folder, self._fingerprint, self._key = folder, fingerprint, key

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled template into the bucket, if it is in the cache and valid."""
        path = self._file(bucket)
        try:
            data = path.read_bytes() if path.is_file() else b""
        except OSError:
            return
        if hmac.compare_digest(data[:_CODE_SIZE], self._code(bucket, data[_CODE_SIZE:])):
            bucket.bytecode_from_string(data[_CODE_SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the compiled template of the bucket to the cache; ignore a disk error."""
        data = bucket.bytecode_to_string()
        with suppress(OSError):
            disk.write(self._file(bucket), self._code(bucket, data) + data)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.bin"

    def _code(self, bucket: Bucket, data: bytes) -> bytes:
        return hmac.digest(self._key, self._fingerprint + bucket.key.encode() + b"\0" + data, "sha256")


def key_of_user() -> bytes | None:
    """Return the key of this user on this machine, which is made at the first call; None if there can be none.

    It counts only if nobody else can have written or read it.
    """
    path = _state_folder() / "press" / "key"
    with suppress(OSError):
        if not path.is_absolute():
            return None
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
                file.write(secrets.token_bytes(_KEY_SIZE))
        stat, key = path.stat(follow_symlinks=False), path.read_bytes()
        is_ours = os.name == "nt" or (stat.st_uid == os.geteuid() and not stat.st_mode & 0o077)
        return key if is_ours and len(key) == _KEY_SIZE else None
    return None


def _state_folder() -> Path:
    """Return where programs keep what they need on this machine (XDG Base Directory Specification)."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", ""))
    return Path(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"))  # noqa: PTH111 - no error
