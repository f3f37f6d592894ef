"""A cache of compiled templates for the next process: compiling ours takes a tenth of a second.

A damaged or outdated file does no harm: each begins with a digest of its content and of all that compiling depends on,
and a file whose digest does not match is not used.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from press import disk

_DIGEST_SIZE = 32


class BytecodeFolder(BytecodeCache):
    """A folder of compiled templates."""

    def __init__(self, folder: Path, fingerprint: bytes) -> None:
        """`fingerprint` is a digest of all that compiling depends on besides a template's text."""
        self._folder, self._fingerprint = folder, fingerprint

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled template into the bucket, if it is in the cache and valid."""
        try:
            data = self._file(bucket).read_bytes()
        except OSError:
            return
        if data[:_DIGEST_SIZE] == self._digest(data[_DIGEST_SIZE:]):
            bucket.bytecode_from_string(data[_DIGEST_SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the compiled template of the bucket to the cache; ignore a disk error."""
        data = bucket.bytecode_to_string()
        with suppress(OSError):
            disk.write(self._file(bucket), self._digest(data) + data)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.bin"

    def _digest(self, data: bytes) -> bytes:
        return hashlib.sha256(self._fingerprint + data).digest()
