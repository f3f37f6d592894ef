"""A line on the terminal that counts, for builds that take over a second. Where there is no terminal, nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.status import Status

_PATIENCE = 1.0
"""Seconds that pass before anything is shown."""
_PAUSE = 0.1
"""Seconds between two changes of the line."""


class Progress:
    """Counts, and shows the count on a terminal once patience is over."""

    def __init__(self, file: TextIO, words: str) -> None:
        """`words` are shown with ``{count}`` filled in."""
        self._file, self._words = file, words
        self._is_shown = file.isatty()
        self._count = 0
        self._next = time.monotonic() + _PATIENCE
        self._status: Status | None = None

    def step(self) -> None:
        """Count one more."""
        self._count += 1
        if self._is_shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            self._show(self._words.format(count=self._count))

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
def counting(file: TextIO, words: str) -> Iterator[Progress]:
    """Show progress on a terminal for a block."""
    progress = Progress(file, words)
    try:
        yield progress
    finally:
        progress.stop()
