"""A pool of workers: it applies a function to many items, in order, without holding all of them in memory."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

import press

if TYPE_CHECKING:  # 20 ms, which a build without workers does not need
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

T = TypeVar("T")
R = TypeVar("R")

_PRELOADED = ["press.content.load", "press.build.render"]
"""Modules that the fork server imports once for all workers."""
_CODE = Path(press.__file__).parent.parent
"""The folder from which this process imports Press."""
_BATCHES_PER_SLOT = 3
"""Batches in progress for each slot: it processes one, the others are queued so that it need not wait."""

_GC_THRESHOLDS = (200_000, 20, 100)
"""Thresholds of Python's cyclic garbage collector: a small build keeps 90,000 values, and never reaches the first."""


def collect_rarely() -> None:
    """Collect cyclic garbage less often: frozen values have hardly any cycles, and it takes 10 % of a small build."""
    gc.set_threshold(*_GC_THRESHOLDS)


def _no_progress() -> None:
    """Report nothing."""


def _no_group(item: object) -> str:
    """Return that an item belongs to no group."""
    return ""


class Batching(NamedTuple):
    """How items are divided into batches for workers."""

    inline: int
    """Up to this many items are processed in this process: starting workers would take longer."""
    size: int
    """Largest number of items in a batch."""
    weight: int
    """A batch is complete at this weight, even with fewer items: batches in progress are held in memory."""


class WorkerPool:
    """Workers that start when there is work for them."""

    def __init__(
        self,
        jobs: int = 0,
        executor: Executor | None = None,
        slots: int = 0,
        progress: Callable[[], None] = _no_progress,
    ) -> None:
        """`jobs` worker processes (0: one for each core; 1: none, this process does the work).

        An `executor`, which runs `slots` tasks at once, does the work that other machines may do. `progress` is called
        after each item.
        """
        self._progress = progress
        self.size = jobs or os.cpu_count() or 1
        self._executor, self._slots = executor, max(slots, self.size)
        self._process_pool: ProcessPoolExecutor | None = None

    @property
    def is_local(self) -> bool:
        """Whether all workers are processes on this machine, which can read the same files."""
        return self._executor is None

    def map(
        self,
        work: Callable[[Sequence[T]], Sequence[R]],
        items: Iterable[T],
        batching: Batching,
        weigh: Callable[[T], int],
        remote: bool = False,
        group: Callable[[T], str] = _no_group,
    ) -> Iterator[R]:
        """Apply `work` to the items in batches; yields its results in the order of the items.

        `work` must be picklable, and so must the items. `remote`: it needs no file of this machine, so that the
        executor may run it, if there is one. Items in a row with the same `group`, if it is not empty, are not divided.
        """
        items = iter(items)
        first = list(islice(items, batching.inline + 1))
        batches = _batches(chain(first, items), batching, weigh, group)
        remote = remote and not self.is_local
        is_inline = len(first) <= batching.inline or not (remote or self._has_processes())
        inline = (work(batch) for batch, _ in batches)
        for result in chain.from_iterable(
            inline if is_inline else self._submit(work, batches, batching.weight, remote)
        ):
            self._progress()
            yield result

    def __enter__(self) -> Self:
        """Start no worker yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the workers."""
        if self._process_pool:
            self._process_pool.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        work: Callable[[Sequence[T]], Sequence[R]],
        batches: Iterator[tuple[list[T], int]],
        weight: int,
        remote: bool,
    ) -> Iterator[Sequence[R]]:
        """Keep every worker busy, with no more batches in progress than needed for that.

        An error cancels the batches that were not begun.
        """
        executor = self._executor if self._executor and remote else self._processes()
        slots = self._slots if remote else self.size
        in_progress: deque[tuple[Future[Sequence[R]], int]] = deque()
        try:
            for batch, batch_weight in batches:
                in_progress.append((executor.submit(work, batch), batch_weight))
                while _is_enough(in_progress, slots, weight):
                    yield in_progress.popleft()[0].result()
            while in_progress:
                yield in_progress.popleft()[0].result()
        finally:
            for future, _ in in_progress:
                future.cancel()

    def _has_processes(self) -> bool:
        """Tell whether worker processes can be used. They need a temporary folder; without them, builds are slower."""
        if self.size > 1:
            with suppress(OSError):
                self._processes()
        return self._process_pool is not None

    def _processes(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above

        if not self._process_pool:
            self._process_pool = ProcessPoolExecutor(self.size, mp_context=_context(), initializer=collect_rarely)
        return self._process_pool


def _context() -> BaseContext:
    """Return how worker processes start: never by ``fork``, since `serve` has threads. Raises OSError."""
    import multiprocessing  # noqa: PLC0415 - see above
    from multiprocessing import forkserver  # noqa: PLC0415

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    path = [folder for folder in sys.path if folder and os.pathsep not in folder]
    with _current_folder(_CODE), _environment(PYTHONSAFEPATH="1", PYTHONPATH=os.pathsep.join(path)):
        forkserver.ensure_running()
    return context


@contextmanager
def _current_folder(folder: Path) -> Iterator[None]:
    """Change the current folder for a block: the fork server imports a `press` or `signal` found in it.

    ``PYTHONSAFEPATH`` prevents that too, except with ``python -E``.
    """
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set variables for the fork server, so that it imports what this process imports."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _is_enough(in_progress: Collection[tuple[Future[Sequence[R]], int]], slots: int, weight: int) -> bool:
    """Tell whether every slot has enough batches in progress, or their weight reaches the limit for memory."""
    total = sum(batch_weight for _, batch_weight in in_progress)
    limit = _BATCHES_PER_SLOT * slots
    return len(in_progress) >= limit or (len(in_progress) > slots and total > limit * weight)


def _batches(
    items: Iterable[T], batching: Batching, weigh: Callable[[T], int], group: Callable[[T], str]
) -> Iterator[tuple[list[T], int]]:
    """Yield the items in batches, each with its weight; items in a row of the same group are in one batch."""
    batch: list[T] = []
    weight = 0
    last = ""
    for item in items:
        name = group(item)
        is_full = len(batch) >= batching.size or weight >= batching.weight
        if batch and is_full and not (name and name == last):
            yield batch, weight
            batch, weight = [], 0
        batch.append(item)
        weight += weigh(item)
        last = name
    if batch:
        yield batch, weight
