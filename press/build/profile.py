"""The time that a build takes: seconds and counts by step and output kind, and the slowest releases."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from press.model import Timing

SLOWEST = 10
"""Number of slowest releases in a profile."""


class Profile:
    """Adds up the times of a running build. Always on: reading the clock takes a thousandth of the measured time."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], tuple[float, int]] = {}
        self._slowest: list[tuple[float, str]] = []
        self._start = time.perf_counter()

    def add(self, step: str, seconds: float, count: int = 1, kind: str = "") -> None:
        """Add to the time and count of a step."""
        before, counted = self._sums.get((step, kind), (0.0, 0))
        self._sums[step, kind] = before + seconds, counted + count

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a block as a step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - start)

    def add_release(self, source: str, seconds: float) -> None:
        """Add the time that reading a release took."""
        self.add("read", seconds)
        if len(self._slowest) < SLOWEST:
            heapq.heappush(self._slowest, (seconds, source))
        else:
            heapq.heappushpop(self._slowest, (seconds, source))

    def timings(self) -> tuple[Timing, ...]:
        """Return the time of each step, in the order in which they began; last the whole build, in wall time."""
        rows = [Timing(step, kind, seconds, count) for (step, kind), (seconds, count) in self._sums.items()]
        order = list(dict.fromkeys(row.step for row in rows))
        whole = Timing("whole", "", time.perf_counter() - self._start, 1)
        return (*sorted(rows, key=lambda row: (order.index(row.step), -row.seconds)), whole)

    def slowest(self) -> tuple[tuple[float, str], ...]:
        """Return the releases that took longest to read, with the seconds."""
        return tuple(sorted(self._slowest, reverse=True))


def lines(timings: Iterable[Timing], slowest: Iterable[tuple[float, str]]) -> Iterator[str]:
    """Write a profile as a table: seconds, count, microseconds each; then the slowest releases."""
    for step, kind, seconds, number in timings:
        yield f"{seconds:9.3f} s {number:8} {seconds / max(1, number) * 1e6:11.0f} µs  {step} {kind}".rstrip()
    for seconds, source in slowest:
        yield f"{seconds:9.3f} s  {source}"
