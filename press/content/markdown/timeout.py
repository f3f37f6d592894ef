"""A limit of processor time around any call: what takes longer is stopped, from outside it.

The limit counts processor time, so that a busy machine does not refuse what a quiet one takes. On POSIX, in the main
thread, a signal interrupts the call wherever it is, inside the `re` module too. Elsewhere (Windows, other threads) a
watchdog thread does; it can stop Python code at the next bytecode only, so that a single long call into C, such as one
regular-expression search, ends first. Either way the stopped call may leave half-done state; the caller deletes that.
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

AGAIN = 0.5
"""Seconds after which the signal comes again, should a destructor have swallowed the first."""
_DELIVERY = 1.0
"""Seconds in which an exception that was sent to a thread reaches it."""


class TooSlow(Exception):
    """The call took longer than it may."""


class _Stop(BaseException):
    """What stops the call. No `except Exception` of a library catches it, and it never leaves this module."""


def bounded(function: Callable[[*Ts], T], *args: *Ts, seconds: float) -> T:
    """Call `function` with `args` and give what it gives. Raises `TooSlow` after `seconds` of processor time.

    Calls may be nested: of two limits the one that is reached first counts, and the call with that limit raises.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_signal(function, args, seconds)
    return _with_watchdog(function, args, seconds)


def _with_signal(function: Callable[[*Ts], T], args: tuple[*Ts], seconds: float) -> T:
    outer_left, outer_interval = signal.getitimer(signal.ITIMER_PROF)
    if 0 < outer_left <= seconds:
        return function(*args)  # the limit around this call is reached first and stops both
    stop = _Stop()
    is_armed = True

    def ring(_number: int, _frame: FrameType | None) -> None:
        if is_armed:
            raise stop

    started = time.process_time()
    outer = signal.signal(signal.SIGPROF, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
            return function(*args)
        finally:
            is_armed = False  # a signal before this line is caught below, one after it does nothing
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
        """Stops this one call: the interpreter takes a class, not an instance."""

    watchdog = _Watchdog(seconds, Stop)
    has_arrived = False
    try:
        try:
            watchdog.start()
            return function(*args)
        except Stop:
            has_arrived = True
            raise
        finally:
            if watchdog.ends() and not has_arrived:
                time.sleep(_DELIVERY)  # the exception that was sent arrives here and not later
    except Stop:
        raise TooSlow(seconds) from None


class _Watchdog(threading.Thread):
    """Sends an exception to the thread that made it, once the process has used so many seconds."""

    def __init__(self, seconds: float, exception: type[BaseException]) -> None:
        super().__init__(daemon=True)
        self._seconds, self._exception = seconds, exception
        self._watched = threading.get_ident()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._has_sent = False

    def run(self) -> None:
        """Wait, and send it."""
        end = time.process_time() + self._seconds
        while (left := end - time.process_time()) > 0:
            if self._over.wait(left):
                return
        with self._lock:
            if not self._over.is_set():
                self._has_sent = True
                thread, exception = ctypes.c_ulong(self._watched), ctypes.py_object(self._exception)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, exception)

    def ends(self) -> bool:
        """Send nothing from now on. Tells whether the exception was sent."""
        with self._lock:
            self._over.set()
            return self._has_sent
