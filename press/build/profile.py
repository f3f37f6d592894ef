"""Where the time of a build goes: seconds and counts by stage and kind, and which releases were the dearest."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from press.model import Spent

DEAREST = 10


class Profile:
    """Adds up while a build goes on. Always on: a look at the clock costs a thousandth of what it times."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], tuple[float, int]] = {}
        self._dearest: list[tuple[float, str]] = []
        self._begun = time.perf_counter()

    def add(self, stage: str, seconds: float, count: int = 1, kind: str = "") -> None:
        """Add to what a stage took."""
        before, counted = self._sums.get((stage, kind), (0.0, 0))
        self._sums[stage, kind] = before + seconds, counted + count

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a block as a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - begun)

    def release(self, source: str, seconds: float) -> None:
        """Note what reading a release took."""
        self.add("read", seconds)
        if len(self._dearest) < DEAREST:
            heapq.heappush(self._dearest, (seconds, source))
        else:
            heapq.heappushpop(self._dearest, (seconds, source))

    def spent(self) -> tuple[Spent, ...]:
        """What each stage took, in the order in which they were begun; last the whole, on the clock."""
        rows = [Spent(stage, kind, seconds, count) for (stage, kind), (seconds, count) in self._sums.items()]
        order = list(dict.fromkeys(row.stage for row in rows))
        whole = Spent("whole", "", time.perf_counter() - self._begun, 1)
        return (*sorted(rows, key=lambda row: (order.index(row.stage), -row.seconds)), whole)

    def dearest(self) -> tuple[tuple[float, str], ...]:
        """The releases whose reading took longest, with the seconds."""
        return tuple(sorted(self._dearest, reverse=True))


def lines(spent: Iterable[Spent], dearest: Iterable[tuple[float, str]]) -> Iterator[str]:
    """Write a profile as a table: seconds, count, microseconds each; then the dearest releases."""
    for stage, kind, seconds, number in spent:
        yield f"{seconds:9.3f} s {number:8} {seconds / max(1, number) * 1e6:11.0f} µs  {stage} {kind}".rstrip()
    for seconds, source in dearest:
        yield f"{seconds:9.3f} s  {source}"
