"""Measure a command: wall time, CPU time and memory of all its processes together. Linux only."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PERIOD = 0.02
"""Seconds between two measurements of the memory."""
GROWTH = 1.03
"""The shares are read again when the resident memory is more than this many times its highest value."""
_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of prctl(2)."""


class Cost(NamedTuple):
    """The cost of one run."""

    wall: float
    """Seconds until the command ended."""
    cpu: float
    """Seconds of user and system time, of all its processes."""
    memory: float
    """Peak in MiB: the sum over all its processes, with shared memory counted once (PSS)."""
    others: float = 0.0
    """The part of the machine's CPU time that other programs used. If it is large, `wall` is not reliable."""


class Failed(Exception):
    """The command ended with an error."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder. Raises `Failed` with the end of its output."""
    become_subreaper()
    environment = {**os.environ, **(environment or {})}
    with tempfile.TemporaryFile() as output:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started, busy = time.perf_counter(), _busy()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        with MemoryWatch(process.pid) as watch:
            code = process.wait()
            wall, busy = time.perf_counter() - started, _busy() - busy
        _wait_for_orphans()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if code:
            output.seek(0)
            raise Failed(f"{' '.join(command)}: exit {code}\n{output.read()[-4000:].decode(errors='replace')}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, watch.peak / 1024, max(0.0, busy - cpu) / wall / (os.cpu_count() or 1))


class MemoryWatch:
    """A context manager that measures the memory of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        """KiB."""
        self._highest = 0
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._measure_repeatedly, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _measure_repeatedly(self) -> None:
        """Measure until the block ends. Resident sizes are fast to read, shares slow: read these only after growth."""
        while not self._stop.wait(PERIOD):
            processes = list(_process_tree(self._pid))
            resident = sum(map(_resident, processes))
            if resident > self._highest * GROWTH:
                self._highest = resident
                self.peak = max(self.peak, sum(map(_share, processes)))


def become_subreaper() -> None:
    """Become the parent of descendants whose parent has ended, so that their time is counted too."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    """Wait for processes that the command left: a fork server ends a little later than the process that started it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return
    raise Failed("the command left processes behind that do not end")


def _busy() -> float:
    """Seconds of CPU time, of all processors together, since the machine was started."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _process_tree(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    try:
        tasks = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208 - fifty times a second
        for task in tasks:
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield from _process_tree(int(child))
    except OSError:
        return


def _resident(pid: int) -> int:
    """Number of memory pages, shared or not."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    """KiB: a process's own memory and its part of the memory that it shares with others."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open() as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    except OSError:
        return 0
