"""A counter for what takes long: on a terminal a line that changes, in a log some plain lines, if asked."""

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
_INTERVAL_OF_LOGS = 20.0
"""Seconds between two lines in a log."""


class Progress:
    """Counts items, and shows the count after a delay."""

    def __init__(self, file: TextIO, text: str, in_logs: bool = False) -> None:
        """`text` is shown with ``{count}`` and ``{total}`` filled in; without a terminal only if `in_logs`."""
        self._file, self._text = file, text
        self._is_terminal = file.isatty()
        self._is_shown = self._is_terminal or in_logs
        self._interval = _INTERVAL if self._is_terminal else _INTERVAL_OF_LOGS
        self._count = 0
        self._next = time.monotonic() + (_DELAY if self._is_terminal else _INTERVAL_OF_LOGS)
        self._status: Status | None = None

    def step(self, total: int = 0) -> None:
        """Count one more, of a total if that is known."""
        self._count += 1
        if self._is_shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + self._interval
            self._show(self._text.format(count=self._count, total=total))

    def stop(self) -> None:
        """Clear the line."""
        if self._status:
            self._status.stop()

    def _show(self, text: str) -> None:
        if not self._is_terminal:
            print(text, file=self._file, flush=True)
            return
        if self._status:
            self._status.update(text)
            return
        from rich.console import Console  # noqa: PLC0415 - 40 ms, which a short build does not need

        self._status = Console(file=self._file).status(text)
        self._status.start()


@contextmanager
def counting(file: TextIO, text: str, in_logs: bool = False) -> Iterator[Progress]:
    """Show progress for a block."""
    progress = Progress(file, text, in_logs)
    try:
        yield progress
    finally:
        progress.stop()
