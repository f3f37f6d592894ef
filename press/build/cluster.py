"""A Dask cluster of other machines, as an executor. No other module imports Dask.

A worker needs Press, but no file of the portal: views, bodies and templates are sent with the task. It must have the
same Press, Python and packages, since its bytes might differ otherwise; each worker compares them before each task,
since workers may join and leave at any time. If a worker crashes, others repeat its tasks. Docs: docs/cluster.md.
"""

from __future__ import annotations

import logging
import pickle
import platform
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar

from press.build.fingerprints import code, packages_in_use
from press.errors import ClusterLost, Misuse, PressError
from press.i18n.mark import N_

R = TypeVar("R")

_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d+", re.ASCII)
ANSWER_TIMEOUT = 10
"""Seconds in which a scheduler must answer."""
WORKER_TIMEOUT = 30.0
"""Seconds that tasks wait for a worker to join; a cluster that grows on demand needs some time."""
_INTERVAL = 0.5
"""Seconds between two checks for workers."""


class Cluster(NamedTuple):
    """A connected cluster."""

    executor: Executor
    slots: int
    """How many tasks it can run at once; 0 if no worker has joined yet."""


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect to the cluster whose scheduler is at an address, for a block.

    Raises `Misuse` if no cluster answers there, or if the environment of a worker differs from ours; `ClusterLost` if
    the cluster ends before the block.
    """
    client = _client(address)
    executor = _ClusterExecutor(client.get_executor(pure=False))
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(client, executor, ended), daemon=True)
    try:
        watcher.start()
        yield Cluster(executor, sum(client.nthreads().values()))
    except Exception as reason:
        if error := _error_of_cluster(reason, address, executor):
            raise error from reason
        raise
    finally:
        ended.set()
        with suppress(Exception):  # errors of the cluster were raised already
            executor.shutdown(wait=False)
            client.close()
        watcher.join()


class _ClusterExecutor(Executor):
    """The workers of a cluster. Tasks are sent as bytes that only workers unpickle: the scheduler needs no Press."""

    def __init__(self, dask: Executor) -> None:
        self._dask = dask
        self.waiting: set[Future[Any]] = set()
        self.has_given_up = False
        """Whether the cluster had no worker for too long."""

    def submit(self, work: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        """Submit a call to the workers. `work` must be pure: if a worker crashes, another repeats the call."""
        task = pickle.dumps(_PickledTask(_environment(), pickle.dumps((work, arguments, named))))
        future = self._dask.submit(pickle.loads, task)
        self.waiting.add(future)
        future.add_done_callback(self.waiting.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Accept no more tasks; without `wait`, do not wait for those in progress."""
        self._dask.shutdown(wait and not cancel_futures)

    def give_up(self) -> None:
        """Cancel all tasks, because the cluster has no workers."""
        self.has_given_up = True
        for future in tuple(self.waiting):
            future.cancel()


class _PickledTask:
    """A task as it is sent to a worker: unpickling it runs it and returns its result."""

    def __init__(self, environment: tuple[str, ...], pickled: bytes) -> None:
        self._environment, self._pickled = environment, pickled

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[tuple[str, ...], bytes]]:
        """Make unpickling run the task."""
        return _run_task, (self._environment, self._pickled)


def _run_task(environment: tuple[str, ...], pickled: bytes) -> Any:
    """Run a task in a worker. Raises `Misuse` if the worker's environment differs from that of the sender."""
    for theirs, ours in zip(_environment(), environment, strict=False):  # ours: of the machine that builds
        if ours != theirs:
            raise Misuse(
                N_("the worker at {worker} has {theirs}, but this machine has {ours}; install the same on both"),
                worker=_worker(), theirs=theirs, ours=ours,
            )  # fmt: skip
    work, arguments, named = pickle.loads(pickled)  # noqa: S301 - a worker runs what its scheduler sends anyway
    return work(*arguments, **named)


@cache
def _environment() -> tuple[str, ...]:
    """Return all that an output depends on besides its task: Press, Python, and each package that Press requires."""
    python = ".".join(platform.python_version_tuple()[:2])
    packages = (f"{name} {version or '–'}" for name, version in packages_in_use().items())
    return (f"Press {code()[:12]}", f"Python {python}", *packages)


def _worker() -> str:
    from distributed import get_worker  # noqa: PLC0415 - only workers call this

    return str(get_worker().address)


def _client(address: str) -> Any:
    """Connect to Dask, which is imported only here: most builds need no cluster, and the import takes half a second."""
    if not _ADDRESS.fullmatch(address):
        message = N_("“{address}” is not the address of a cluster; write one such as tcp://10.0.0.5:8786")
        raise Misuse(message, address=address)
    try:
        import dask  # noqa: PLC0415
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise Misuse(N_("--cluster needs Dask: pip install -r requirements-cluster.txt")) from None
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})  # a month of feeds may be 20 MB
    warnings.filterwarnings("ignore", module="distributed")
    for name in ("distributed", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # Press itself reports what ends a build, once
    try:
        return _with_timeout(partial(Client, address, timeout=ANSWER_TIMEOUT, set_as_default=False))
    except (OSError, ValueError, ImportError):
        message = N_("no cluster answers at {address}; check the address, and that its scheduler is running")
        raise Misuse(message, address=address) from None


def _with_timeout(connect: Callable[[], R]) -> R:
    """Connect, or raise `TimeoutError`: Dask itself would wait for ever if a server accepts and never answers."""
    found: Future[R] = Future()

    def run() -> None:
        try:
            found.set_result(connect())
        except Exception as reason:
            found.set_exception(reason)

    threading.Thread(target=run, daemon=True).start()
    return found.result(ANSWER_TIMEOUT + 1)


def _watch(client: Any, executor: _ClusterExecutor, ended: threading.Event) -> None:
    """Cancel all tasks if there are no workers for too long: a scheduler without workers keeps its tasks for ever."""
    last = time.monotonic()
    while not ended.wait(_INTERVAL):
        if not executor.waiting or _has_workers(client):
            last = time.monotonic()
        elif time.monotonic() - last > WORKER_TIMEOUT:
            executor.give_up()


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.nthreads())
    except (OSError, RuntimeError, TimeoutError):
        return False


def _error_of_cluster(reason: Exception, address: str, executor: _ClusterExecutor) -> PressError | None:
    """Return Press's error for an exception that the cluster caused; None if it did not cause it."""
    if executor.has_given_up:
        message = N_("the cluster at {address} has no workers left; start some, then build again")
        return ClusterLost(message, address=address)
    if isinstance(reason, CancelledError):
        message = N_("the cluster at {address} stopped before the work was done; build again, or without --cluster")
        return ClusterLost(message, address=address)
    if type(reason).__name__ == "KilledWorker":
        message = N_(
            "the cluster at {address} stopped because its workers died one after another; read their logs, "
            "or build without --cluster"
        )
        return ClusterLost(message, address=address)
    if isinstance(reason, ModuleNotFoundError):
        message = N_("a worker of the cluster at {address} does not have {name}; install there what this machine has")
        return Misuse(message, address=address, name=reason.name)
    return None
