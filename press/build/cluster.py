"""The only door to Dask: a cluster of other machines, as an executor.

A worker needs Press, and nothing of the portal: what it renders, and the templates, come with the task. It must have
the same Press, Python and packages, or its bytes might be others; each worker compares before it does anything, since
workers may join and leave at any time. A worker that dies costs time: its tasks go to others. Docs: docs/cluster.md.
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
ANSWER = 10
"""Seconds in which a scheduler must answer."""
PATIENCE = 30.0
"""Seconds that work waits for a worker to join; a cluster that grows on demand takes a while."""
_INTERVAL = 0.5
"""Seconds between two looks for workers."""


class Cluster(NamedTuple):
    """A cluster that answers."""

    executor: Executor
    slots: int
    """How many tasks it can do at once; 0 where its workers have not joined yet."""


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Use the cluster whose scheduler is at an address, for a block.

    Raises `Misuse` where there is none, or where its workers are not like us; `ClusterLost` where it ends too early.
    """
    client = _client(address)
    executor = _ClusterExecutor(client.get_executor(pure=False))
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(client, executor, over), daemon=True)
    try:
        watcher.start()
        yield Cluster(executor, sum(client.nthreads().values()))
    except Exception as reason:
        if known := _known_trouble(reason, address, executor):
            raise known from reason
        raise
    finally:
        over.set()
        with suppress(Exception):  # what had to be said of the cluster has been said
            executor.shutdown(wait=False)
            client.close()
        watcher.join()


class _ClusterExecutor(Executor):
    """The workers of a cluster. They unpack their tasks themselves: the scheduler between needs no Press."""

    def __init__(self, dask: Executor) -> None:
        self._dask = dask
        self.waiting: set[Future[Any]] = set()
        self.is_deserted = False
        """No worker was there for too long."""

    def submit(self, work: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        """Give a worker something to do. `work` must be pure: where a worker dies, another does it again."""
        task = pickle.dumps(_PackedTask(_environment(), pickle.dumps((work, arguments, named))))
        future = self._dask.submit(pickle.loads, task)
        self.waiting.add(future)
        future.add_done_callback(self.waiting.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; without `wait`, drop those in progress."""
        self._dask.shutdown(wait and not cancel_futures)

    def desert(self) -> None:
        """Wait no longer."""
        self.is_deserted = True
        for future in tuple(self.waiting):
            future.cancel()


class _PackedTask:
    """A task on its way to a worker: to unpack it is to do it, and gives its result."""

    def __init__(self, environment: tuple[str, ...], packed: bytes) -> None:
        self._environment, self._packed = environment, packed

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[tuple[str, ...], bytes]]:
        """Be done where it is unpacked."""
        return _done, (self._environment, self._packed)


def _done(environment: tuple[str, ...], packed: bytes) -> Any:
    """Do a task, in a worker with an equal environment; raises `Misuse` in any other."""
    for theirs, ours in zip(_environment(), environment, strict=False):  # ours: that of the machine that builds
        if ours != theirs:
            raise Misuse(
                N_("the worker at {worker} has {theirs}; here it is {ours}"),
                worker=_worker(), theirs=theirs, ours=ours,
            )  # fmt: skip
    work, arguments, named = pickle.loads(packed)  # noqa: S301 - from whom the worker takes its orders anyway
    return work(*arguments, **named)


@cache
def _environment() -> tuple[str, ...]:
    """All that an output depends on besides its task: Press, Python, and each package that Press stands on."""
    python = ".".join(platform.python_version_tuple()[:2])
    packages = (f"{name} {version or '–'}" for name, version in packages_in_use().items())
    return (f"Press {code()[:12]}", f"Python {python}", *packages)


def _worker() -> str:
    from distributed import get_worker  # noqa: PLC0415 - only a worker gets here

    return str(get_worker().address)


def _client(address: str) -> Any:
    """Connect to Dask, which is loaded only here: most builds need no cluster, and it takes half a second to load."""
    if not _ADDRESS.fullmatch(address):
        raise Misuse(N_("“{address}” is no address of a cluster; tcp://10.0.0.5:8786 would be"), address=address)
    try:
        import dask  # noqa: PLC0415
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise Misuse(N_("--cluster needs Dask: pip install -r requirements-cluster.txt")) from None
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})  # a month of feeds may be 20 MB
    warnings.filterwarnings("ignore", module="distributed")
    for name in ("distributed", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say what ends a build, and say it once
    try:
        return _in_time(partial(Client, address, timeout=ANSWER, set_as_default=False))
    except (OSError, ValueError, ImportError):
        raise Misuse(N_("no cluster answers at {address}"), address=address) from None


def _in_time(connect: Callable[[], R]) -> R:
    """Connect, or raise `TimeoutError`: Dask itself would wait for ever for somebody who listens and says nothing."""
    found: Future[R] = Future()

    def run() -> None:
        try:
            found.set_result(connect())
        except Exception as reason:
            found.set_exception(reason)

    threading.Thread(target=run, daemon=True).start()
    return found.result(ANSWER + 1)


def _watch(client: Any, executor: _ClusterExecutor, over: threading.Event) -> None:
    """Make sure that nobody waits for ever: a scheduler without workers just keeps its tasks."""
    last = time.monotonic()
    while not over.wait(_INTERVAL):
        if not executor.waiting or _has_workers(client):
            last = time.monotonic()
        elif time.monotonic() - last > PATIENCE:
            executor.desert()


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.nthreads())
    except (OSError, RuntimeError, TimeoutError):
        return False


def _known_trouble(reason: Exception, address: str, executor: _ClusterExecutor) -> PressError | None:
    """What is wrong with a cluster, in the words of Press; None where the cluster is not to blame."""
    if executor.is_deserted:
        return ClusterLost(N_("the cluster at {address} has no workers left"), address=address)
    if isinstance(reason, CancelledError):
        return ClusterLost(N_("the cluster at {address} broke off the work"), address=address)
    if type(reason).__name__ == "KilledWorker":
        return ClusterLost(N_("the cluster at {address} gave up, since worker after worker died"), address=address)
    if isinstance(reason, ModuleNotFoundError):
        return Misuse(N_("a worker of the cluster at {address} lacks {name}"), address=address, name=reason.name)
    return None
