"""Compiled templates, kept for the next process: to compile ours takes a tenth of a second.

Whatever happens to the files, the answer is right: each begins with a digest of itself and of all that compiling
depends on, and a file whose digest does not agree is not used.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from press import disk

_DIGEST = 32


class BytecodeFolder(BytecodeCache):
    """A folder of compiled templates."""

    def __init__(self, folder: Path, fingerprint: bytes) -> None:
        """`fingerprint` names all that compiling depends on besides a template's text."""
        self._folder, self._fingerprint = folder, fingerprint

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if there is what was written for it."""
        try:
            data = self._file(bucket).read_bytes()
        except OSError:
            return
        if data[:_DIGEST] == self._digest(data[_DIGEST:]):
            bucket.bytecode_from_string(data[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write what is in the bucket; on a disk that refuses, go without."""
        data = bucket.bytecode_to_string()
        with suppress(OSError):
            disk.write(self._file(bucket), self._digest(data) + data)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.bin"

    def _digest(self, data: bytes) -> bytes:
        return hashlib.sha256(self._fingerprint + data).digest()
