"""A limit of processor time for any call: a call that takes longer is interrupted.

The limit counts processor time, so that the result does not depend on how busy the machine is. On POSIX, in the main
thread, a signal interrupts the call anywhere, also inside the `re` module. Elsewhere (Windows, other threads) a
watchdog thread raises an exception in the calling thread. It can interrupt Python code at the next bytecode only: a
single long call into C, such as one regular-expression search, finishes first. Either way the interrupted call may
leave incomplete state, which the caller must delete.
"""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

REPEAT_INTERVAL = 0.5
"""Seconds after which the signal is sent again, in case a destructor suppressed the first exception."""
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


def _with_signal(function: Callable[[*Ts], T], args: tuple[*Ts], seconds: float) -> T:
    outer_left, outer_interval = signal.getitimer(signal.ITIMER_PROF)
    if 0 < outer_left <= seconds:
        return function(*args)  # the outer limit is reached first and interrupts both calls
    stop = _Stop()
    is_armed = True

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if is_armed:
            raise stop

    started = time.process_time()
    outer = signal.signal(signal.SIGPROF, interrupt)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, REPEAT_INTERVAL)
            return function(*args)
        finally:
            is_armed = False  # a signal before this line is caught below; one after it has no effect
    except _Stop as reason:
        if reason is not stop:
            raise
        raise TooSlow(seconds) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL if outer is None else outer)
        if outer_left:
            left = max(outer_left - (time.process_time() - started), 0.001)
            signal.setitimer(signal.ITIMER_PROF, left, outer_interval)


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
