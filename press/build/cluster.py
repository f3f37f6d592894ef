"""The only door to Dask: a cluster of other machines, as an executor.

A worker needs Press, and nothing of the portal: what it draws, and the templates, come with the task. It must be the
same Press, on the same Python and packages, or its bytes might be others; each looks before it does anything, since
workers come and go. A worker that dies costs time: its tasks go to others. Docs: docs/cluster.md.
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

from press.build.request import HOME, code
from press.errors import N_, ClusterLost, Misuse, PressError

R = TypeVar("R")

_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d+", re.ASCII)
_PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
_ANSWER = 10
"""Seconds in which a scheduler answers."""
_PATIENCE = 30.0
"""Seconds that work may wait for a worker to appear; a cluster that grows on demand takes a while."""
_GLANCE = 0.5
"""Seconds between two looks for workers."""


class Cluster(NamedTuple):
    """A cluster that answers."""

    executor: Executor
    hands: int
    """What it can do at once; 0 where its workers are still to come."""


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Work with the cluster whose scheduler is at an address, for a block.

    Raises `Misuse` where there is none, or where its workers are not like us; `ClusterLost` where it ends too early.
    """
    client = _client(address)
    crowd = _Crowd(client.get_executor(pure=False))
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(client, crowd, over), daemon=True)
    try:
        watch.start()
        yield Cluster(crowd, sum(client.nthreads().values()))
    except Exception as reason:
        if said := _said(reason, address, crowd):
            raise said from reason
        raise
    finally:
        over.set()
        with suppress(Exception):  # what was going to be said of it has been said
            crowd.shutdown(wait=False)
            client.close()
        watch.join()


class _Crowd(Executor):
    """The workers of a cluster. What they are given, they unpack themselves: the scheduler between needs no Press."""

    def __init__(self, theirs: Executor) -> None:
        self._theirs = theirs
        self.waiting: set[Future[Any]] = set()
        self.deserted = False

    def submit(self, work: Callable[..., R], /, *arguments: Any, **named: Any) -> Future[R]:
        """Give a worker something to do. `work` must be pure: where a worker dies, another does it again."""
        task = pickle.dumps(_Errand(_ground(), pickle.dumps((work, arguments, named))))
        future = self._theirs.submit(pickle.loads, task)
        self.waiting.add(future)
        future.add_done_callback(self.waiting.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more; without `wait`, drop what is under way."""
        self._theirs.shutdown(wait and not cancel_futures)

    def desert(self) -> None:
        """Wait no longer."""
        self.deserted = True
        for future in tuple(self.waiting):
            future.cancel()


class _Errand:
    """A task under way to a worker: unpacked, it is its own result."""

    def __init__(self, ground: tuple[str, ...], packed: bytes) -> None:
        self._ground, self._packed = ground, packed

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[tuple[str, ...], bytes]]:
        """Be done where unpacked."""
        return _done, (self._ground, self._packed)


def _done(ground: tuple[str, ...], packed: bytes) -> Any:
    """Do a task, in a worker that stands on the same ground; raises `Misuse` in any other."""
    for theirs, ours in zip(_ground(), ground, strict=False):  # as whoever asked will read it
        if ours != theirs:
            raise Misuse(
                N_("the worker at {worker} has {theirs}; here it is {ours}"),
                worker=_worker(), theirs=theirs, ours=ours,
            )  # fmt: skip
    work, arguments, named = pickle.loads(packed)  # noqa: S301  from whom the worker takes its orders anyway
    return work(*arguments, **named)


@cache
def _ground() -> tuple[str, ...]:
    """All that an output depends on besides its task: Press, Python, and each package that Press stands on."""
    names = _PINNED.findall((HOME / "requirements.txt").read_text(encoding="utf-8"))
    python = ".".join(platform.python_version_tuple()[:2])
    return (f"Press {code()[:12]}", f"Python {python}", *(f"{name} {_version(name)}" for name in names))


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  10 ms that other builds do not pay

    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _worker() -> str:
    from distributed import get_worker  # noqa: PLC0415  only a worker gets here

    return str(get_worker().address)


def _client(address: str) -> Any:
    """Dask, when it is needed: most builds do without, and it takes half a second to load."""
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
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what ends a build is said by us, once
    try:
        return _in_time(partial(Client, address, timeout=_ANSWER, set_as_default=False))
    except (OSError, ValueError, ImportError):
        raise Misuse(N_("no cluster answers at {address}"), address=address) from None


def _in_time(connect: Callable[[], R]) -> R:
    """Connect, or raise `TimeoutError`: Dask itself would wait for ever where somebody listens and says nothing."""
    found: Future[R] = Future()

    def run() -> None:
        try:
            found.set_result(connect())
        except Exception as reason:
            found.set_exception(reason)

    threading.Thread(target=run, daemon=True).start()
    return found.result(_ANSWER + 1)


def _watch(client: Any, crowd: _Crowd, over: threading.Event) -> None:
    """See to it that nobody waits for ever: a scheduler without workers just keeps the work."""
    last = time.monotonic()
    while not over.wait(_GLANCE):
        if not crowd.waiting or _has_workers(client):
            last = time.monotonic()
        elif time.monotonic() - last > _PATIENCE:
            crowd.desert()


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.nthreads())
    except (OSError, RuntimeError, TimeoutError):
        return False


def _said(reason: Exception, address: str, crowd: _Crowd) -> PressError | None:
    """Say what is wrong with a cluster as Press does; None where it is no fault of the cluster's."""
    if crowd.deserted:
        return ClusterLost(N_("the cluster at {address} has no workers left"), address=address)
    if isinstance(reason, CancelledError):
        return ClusterLost(N_("the cluster at {address} broke off the work"), address=address)
    if type(reason).__name__ == "KilledWorker":
        return ClusterLost(N_("the cluster at {address} gave up, since worker after worker died"), address=address)
    if isinstance(reason, ModuleNotFoundError):
        return Misuse(N_("a worker of the cluster at {address} lacks {name}"), address=address, name=reason.name)
    return None
