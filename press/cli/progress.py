"""A counter on the terminal, for builds that take more than a second. Without a terminal, nothing is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.status import Status

_DELAY = 1.0
"""Seconds that pass before anything is shown."""
_INTERVAL = 0.1
"""Seconds between two changes of the line."""


class Progress:
    """Counts items, and shows the count on a terminal after a delay."""

    def __init__(self, file: TextIO, text: str) -> None:
        """`text` is shown with ``{count}`` filled in."""
        self._file, self._text = file, text
        self._is_shown = file.isatty()
        self._count = 0
        self._next = time.monotonic() + _DELAY
        self._status: Status | None = None

    def step(self) -> None:
        """Count one more."""
        self._count += 1
        if self._is_shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _INTERVAL
            self._show(self._text.format(count=self._count))

    def stop(self) -> None:
        """Clear the line."""
        if self._status:
            self._status.stop()

    def _show(self, text: str) -> None:
        if self._status:
            self._status.update(text)
            return
        from rich.console import Console  # noqa: PLC0415 - 40 ms, which a short build does not need

        self._status = Console(file=self._file).status(text)
        self._status.start()


@contextmanager
def counting(file: TextIO, text: str) -> Iterator[Progress]:
    """Show progress on a terminal for a block."""
    progress = Progress(file, text)
    try:
        yield progress
    finally:
        progress.stop()
