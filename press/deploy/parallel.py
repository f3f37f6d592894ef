"""Send and read many files over several connections."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from posixpath import dirname
from typing import TypeVar

from press.deploy.target import Sent

T = TypeVar("T")

_FEW = 8
"""So few files are sent on one connection: others would take longer to open."""


class Threads:
    """Threads that live as long as a target is open, so that each can keep its connection."""

    def __init__(self, connections: int) -> None:
        self._pool = ThreadPoolExecutor(connections)

    def send(
        self,
        files: Mapping[str, Path],
        write: Callable[[str, bytes], None],
        sent: Sent,
        make_folder: Callable[[str], None] = lambda path: None,
    ) -> None:
        """Write files with `write`, which threads call at the same time. After an error, no further file is begun.

        Before, `make_folder` is called with one file of each folder, since two threads may need the same one.
        """

        def send_one(path: str) -> str:
            write(path, files[path].read_bytes())
            return path

        for path in {dirname(path): path for path in files}.values():
            make_folder(path)
        for path in self._each(send_one, files):
            sent(path)

    def read(self, paths: Iterable[str], read: Callable[[str], bytes | None]) -> dict[str, bytes | None]:
        """Read files with `read`, which threads call at the same time."""
        paths = list(paths)
        return dict(zip(paths, self._each(read, paths), strict=True))

    def close(self) -> None:
        """End the threads; files that are being sent are completed."""
        self._pool.shutdown(cancel_futures=True)

    def _each(self, call: Callable[[str], T], paths: Collection[str]) -> Iterator[T]:
        if len(paths) <= _FEW:
            yield from map(call, paths)
            return
        try:
            yield from self._pool.map(call, paths)
        except BaseException:
            self.close()
            raise
