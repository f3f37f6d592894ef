"""What a command costs: time on the clock, time of processors, memory; of all its processes together. Linux only."""

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
"""Seconds between two looks at the memory."""
MORE = 1.03
"""Times as much as ever is notably more."""
_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of prctl(2)."""


class Cost(NamedTuple):
    """Of one run."""

    wall: float
    """Seconds until the command ended."""
    cpu: float
    """Seconds of user and system time, of all its processes."""
    memory: float
    """MiB at the peak: the sum over all its processes, what they share counted once (PSS)."""
    others: float = 0.0
    """The part of all processors' time that went to other work meanwhile: with much of it, `wall` says little."""


class Failed(Exception):
    """The command ended with an error."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder. Raises `Failed` with what it wrote last."""
    adopt_orphans()
    environment = {**os.environ, **(environment or {})}
    with tempfile.TemporaryFile() as output:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started, busy = time.perf_counter(), _busy()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        with Watch(process.pid) as watch:
            code = process.wait()
            wall, busy = time.perf_counter() - started, _busy() - busy
        _bury_orphans()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if code:
            output.seek(0)
            raise Failed(f"{' '.join(command)}: exit {code}\n{output.read()[-4000:].decode(errors='replace')}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, watch.peak / 1024, max(0.0, busy - cpu) / wall / (os.cpu_count() or 1))


class Watch:
    """Looks at the memory of a process and all that it started, for as long as a block lasts."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        """KiB."""
        self._highest = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        """Resident sizes are cheap to read, shares are not: they are looked at when there is notably more than ever."""
        while not self._over.wait(PERIOD):
            family = list(_family(self._pid))
            resident = sum(map(_resident, family))
            if resident > self._highest * MORE:
                self._highest = resident
                self.peak = max(self.peak, sum(map(_share, family)))


def adopt_orphans() -> None:
    """Let processes whose parent is gone become ours, so that their time is counted too."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _bury_orphans() -> None:
    """Wait for what the command left behind: a fork server ends a little later than who asked for it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return
    raise Failed("the command left processes behind that do not end")


def _busy() -> float:
    """Seconds that all processors together have worked since the machine was started."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> Iterator[int]:
    """A process, and all that descend from it."""
    yield pid
    try:
        tasks = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208 - fifty times a second
        for task in tasks:
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield from _family(int(child))
    except OSError:
        return


def _resident(pid: int) -> int:
    """Pages in memory, shared or not."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    """KiB: a process's own memory and its share of what it has in common with others."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open() as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    except OSError:
        return 0
