"""Send many files over several connections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from press.deploy.target import Sent

_FEW = 8
"""So few files are sent on one connection."""


def send(files: Mapping[str, Path], write: Callable[[str, bytes], None], connections: int, sent: Sent) -> None:
    """Write files with `write`, which threads call at the same time. After an error, no further file is begun."""

    def send_one(path: str) -> str:
        write(path, files[path].read_bytes())
        return path

    if len(files) <= _FEW:
        for path in files:
            sent(send_one(path))
        return
    with ThreadPoolExecutor(connections) as threads:
        try:
            for path in threads.map(send_one, files):
                sent(path)
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
