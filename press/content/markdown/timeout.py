"""A limit of processor time for any call: a call that takes longer is interrupted.

The limit counts processor time, so that the result does not depend on how busy the machine is. On POSIX, in the main
thread, a signal interrupts the call anywhere, also inside the `re` module, and only the time of this thread counts.
Elsewhere (Windows, other threads) a
watchdog thread raises an exception in the calling thread. It can interrupt Python code at the next bytecode only: a
single long call into C, such as one regular-expression search, finishes first. Either way the interrupted call may
leave incomplete state, which the caller must delete.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

REPEAT_INTERVAL = 0.5
"""Seconds after which the signal is sent again, in case the call caught the first exception or Python ignored it."""
_SHORTEST = 0.001
"""Shortest time to set the timer to, in seconds; 0 would switch it off."""
_DELIVERY_TIME = 1.0
"""Seconds within which an exception that was sent to a thread is raised there."""


class TooSlow(Exception):
    """The call took longer than its limit."""


class _Stop(BaseException):
    """Interrupts the call. No `except Exception` of a library catches it; it is always caught in this module."""


def bounded(function: Callable[[*Ts], T], *args: *Ts, seconds: float) -> T:
    """Call `function` with `args` and return its result. Raises `TooSlow` after `seconds` of processor time.

    Calls may be nested: the limit that is reached first applies, and the call with that limit raises.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_signal(function, args, seconds)
    return _with_watchdog(function, args, seconds)


class _Alarm:
    """The limit of one call. It raises only inside the call, so that its exception always arrives where it is caught.

    Whatever the call does with the exception (`except BaseException`, `finally: return`, another exception in its
    place, a destructor or callback in which Python ignores it), `has_rung` tells afterwards that it took too long.
    """

    def __init__(self, seconds: float) -> None:
        self.has_rung = False
        self._end = time.thread_time() + seconds
        self._frame: FrameType | None = None

    @property
    def left(self) -> float:
        """Seconds of processor time that the thread has left."""
        return self._end - time.thread_time()

    def call(self, function: Callable[[*Ts], T], args: tuple[*Ts]) -> T:
        """Call `function`; the only frame in which, and below which, the alarm raises."""
        self._frame = sys._getframe()
        try:
            return function(*args)
        finally:
            self._frame = None  # else frame and alarm would keep each other alive

    def ring(self, _number: int, frame: FrameType | None) -> None:
        """Handle the signal, which may arrive before, during or after the call."""
        if self._frame is None:
            return
        if (left := self.left) > 0:  # other threads ran, or the system's timer is not exact
            signal.setitimer(signal.ITIMER_PROF, max(left, _SHORTEST), REPEAT_INTERVAL)
            return
        self.has_rung = True
        while frame is not None:
            if frame is self._frame:
                raise _Stop
            frame = frame.f_back


def _with_signal(function: Callable[[*Ts], T], args: tuple[*Ts], seconds: float) -> T:
    outer = getattr(signal.getsignal(signal.SIGPROF), "__self__", None)
    if isinstance(outer, _Alarm) and outer.left <= seconds:
        return function(*args)  # the outer limit is reached first and interrupts both calls
    alarm = _Alarm(seconds)
    try:
        with _armed(alarm):
            result = alarm.call(function, args)
    except (Exception, _Stop):
        if not alarm.has_rung:
            raise
    if alarm.has_rung:
        raise TooSlow(seconds)
    return result


@contextmanager
def _armed(alarm: _Alarm) -> Iterator[None]:
    """Let the alarm ring at its end, for a block; then the timer and its handler are as before."""
    left, interval = signal.setitimer(signal.ITIMER_PROF, 0)
    started, handler, hook = time.process_time(), signal.getsignal(signal.SIGPROF), sys.unraisablehook
    try:
        sys.unraisablehook = lambda error: None if error.exc_type is _Stop else hook(error)
        signal.signal(signal.SIGPROF, alarm.ring)
        signal.setitimer(signal.ITIMER_PROF, max(alarm.left, _SHORTEST), REPEAT_INTERVAL)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler if callable(handler) else _ignore)
        sys.unraisablehook = hook
        if left:
            elapsed = time.process_time() - started
            signal.setitimer(signal.ITIMER_PROF, max(left - elapsed, _SHORTEST), interval)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Handle a signal that arrives late: without a handler, it would end the process."""


def _with_watchdog(function: Callable[[*Ts], T], args: tuple[*Ts], seconds: float) -> T:
    class Stop(_Stop):
        """Interrupts this one call. A class of its own: a thread can be sent a class only, not an instance."""

    watchdog = _Watchdog(seconds, Stop)
    was_raised = False
    try:
        try:
            watchdog.start()
            return function(*args)
        except Stop:
            was_raised = True
            raise
        finally:
            if watchdog.cancel() and not was_raised:
                time.sleep(_DELIVERY_TIME)  # so that the exception that was sent is raised here, not later
    except Stop:
        raise TooSlow(seconds) from None


class _Watchdog(threading.Thread):
    """Sends an exception to the thread that created it, after so many seconds of the process's processor time."""

    def __init__(self, seconds: float, exception: type[BaseException]) -> None:
        super().__init__(daemon=True)
        self._seconds, self._exception = seconds, exception
        self._watched_thread = threading.get_ident()
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._has_sent = False

    def run(self) -> None:
        """Wait for the limit, then send the exception."""
        end = time.process_time() + self._seconds
        while (left := end - time.process_time()) > 0:
            if self._cancelled.wait(left):
                return
        with self._lock:
            if not self._cancelled.is_set():
                self._has_sent = True
                thread, exception = ctypes.c_ulong(self._watched_thread), ctypes.py_object(self._exception)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, exception)

    def cancel(self) -> bool:
        """Send nothing from now on. Returns whether the exception was sent already."""
        with self._lock:
            self._cancelled.set()
            return self._has_sent
