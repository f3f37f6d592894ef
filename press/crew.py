"""Many hands: a function over many items, here or over processes, in order and without holding them all."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PRELOADED = ["press.cards", "press.render"]


def _nothing() -> None:
    """Tell nobody."""


class Crew:
    """Workers that start when there is work for them."""

    def __init__(self, jobs: int = 0, executor: Executor | None = None, tell: Callable[[], None] = _nothing) -> None:
        """`jobs` worker processes (0: one a core, 1: none, all is done here); or any `executor` in their place.

        `tell` is called for each item that is done.
        """
        self._tell = tell
        self.size = jobs or os.cpu_count() or 1
        self._executor = executor
        self._owned: ProcessPoolExecutor | None = None

    @property
    def is_here(self) -> bool:
        """The workers are our own, on this machine, with the same disks."""
        return self._executor is None

    def each(self, work: Callable[[Sequence[T]], Sequence[R]], items: Iterable[T], few: int, batch: int) -> Iterator[R]:
        """Give `work` the items in batches, and its results in the order of the items.

        Up to `few` items are done here: starting workers costs more. `work` must be picklable, and so the items.
        """
        items = iter(items)
        first = list(islice(items, few + 1))
        batches = _batches(chain(first, items), batch)
        alone = len(first) <= few or (self.size == 1 and not self._executor)
        for result in chain.from_iterable(map(work, batches)) if alone else self._over(work, batches):
            self._tell()
            yield result

    def __enter__(self) -> Self:
        """Start nobody yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Send the workers home."""
        if self._owned:
            self._owned.shutdown(wait=True, cancel_futures=True)

    def _over(self, work: Callable[[Sequence[T]], Sequence[R]], batches: Iterator[list[T]]) -> Iterator[R]:
        """Keep every worker busy, and no more under way than that takes."""
        executor = self._executor or self._workers()
        under_way: deque[Future[Sequence[R]]] = deque()
        for batch in batches:
            under_way.append(executor.submit(work, batch))
            if len(under_way) >= 3 * self.size:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()

    def _workers(self) -> ProcessPoolExecutor:
        if not self._owned:
            self._owned = ProcessPoolExecutor(self.size, mp_context=_context())
        return self._owned


def _context() -> multiprocessing.context.BaseContext:
    """Never ``fork``: `serve` has threads. The fork server imports what workers need once for all."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
