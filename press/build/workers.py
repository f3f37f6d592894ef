"""Many hands: a function over many items, here or over processes, in order and without holding them all."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

if TYPE_CHECKING:  # 20 ms that a build without workers need not pay
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

T = TypeVar("T")
R = TypeVar("R")

_PRELOADED = ["press.content.load", "press.build.render"]
_UNDER_WAY = 3
"""Batches a worker: one that it does, the others so that it need not wait for the next."""


def _nothing() -> None:
    """Tell nobody."""


class Portions(NamedTuple):
    """How work is dealt out."""

    few: int
    """So many items are done here: starting workers costs more."""
    batch: int
    """Items that go to a worker at once."""
    heavy: int
    """… or fewer, if they weigh so much: what is under way is in memory."""


class Crew:
    """Workers that start when there is work for them."""

    def __init__(
        self, jobs: int = 0, executor: Executor | None = None, tell: Callable[[], None] = _nothing, hands: int = 0
    ) -> None:
        """`jobs` worker processes (0: one a core, 1: none, all is done here); and any `executor`, with so many
        `hands`, for work that may go away.

        `tell` is called for each item that is done.
        """
        self._tell = tell
        self.size = jobs or os.cpu_count() or 1
        self._executor, self._hands = executor, max(hands, self.size)
        self._owned: ProcessPoolExecutor | None = None

    @property
    def is_here(self) -> bool:
        """All workers are our own, on this machine, with the same disks."""
        return self._executor is None

    def each(
        self,
        work: Callable[[Sequence[T]], Sequence[R]],
        items: Iterable[T],
        portions: Portions,
        weigh: Callable[[T], int],
        away: bool = False,
    ) -> Iterator[R]:
        """Give `work` the items in batches, and its results in the order of the items.

        `work` must be picklable, and so the items. `away`: it needs nothing of this machine, so that the executor may
        do it, where there is one.
        """
        items = iter(items)
        first = list(islice(items, portions.few + 1))
        batches = _batches(chain(first, items), portions, weigh)
        away = away and not self.is_here
        alone = len(first) <= portions.few or (self.size == 1 and not away)
        here = (work(batch) for batch, _ in batches)
        for result in chain.from_iterable(here) if alone else self._over(work, batches, portions.heavy, away):
            self._tell()
            yield result

    def __enter__(self) -> Self:
        """Start nobody yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Send the workers home."""
        if self._owned:
            self._owned.shutdown(wait=True, cancel_futures=True)

    def _over(
        self, work: Callable[[Sequence[T]], Sequence[R]], batches: Iterator[tuple[list[T], int]], heavy: int, away: bool
    ) -> Iterator[R]:
        """Keep every worker busy, and no more under way than that takes. An error calls off what was not begun."""
        executor = self._executor if self._executor and away else self._workers()
        hands = self._hands if away else self.size
        under_way: deque[tuple[Future[Sequence[R]], int]] = deque()
        try:
            for batch, weight in batches:
                under_way.append((executor.submit(work, batch), weight))
                while _is_enough(under_way, hands, heavy):
                    yield from under_way.popleft()[0].result()
            while under_way:
                yield from under_way.popleft()[0].result()
        finally:
            for future, _ in under_way:
                future.cancel()

    def _workers(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

        if not self._owned:
            self._owned = ProcessPoolExecutor(self.size, mp_context=_context())
        return self._owned


def _context() -> BaseContext:
    """Never ``fork``: `serve` has threads. The fork server imports what workers need once for all."""
    import multiprocessing  # noqa: PLC0415 - see above

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _is_enough(under_way: Collection[tuple[Future[Sequence[R]], int]], hands: int, heavy: int) -> bool:
    """Tell whether there is work for all hands, and all that they need not wait; or as much as memory should hold."""
    weight = sum(weight for _, weight in under_way)
    return len(under_way) >= _UNDER_WAY * hands or (len(under_way) > hands and weight > _UNDER_WAY * hands * heavy)


def _batches(items: Iterable[T], portions: Portions, weigh: Callable[[T], int]) -> Iterator[tuple[list[T], int]]:
    """Items in batches, each with its weight."""
    batch: list[T] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if len(batch) >= portions.batch or weight >= portions.heavy:
            yield batch, weight
            batch, weight = [], 0
    if batch:
        yield batch, weight
