"""A limit of time around any call: what takes longer is stopped, from outside it.

On POSIX, in the main thread, an alarm interrupts the call wherever it is, inside the `re` module too. Elsewhere
(Windows, other threads) a watchdog thread does; it can stop Python code at the next bytecode only, so that a single
long call into C, such as one regular-expression search, ends first. Either way the stopped call may leave half-done
state behind; the caller throws that away.
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

_AGAIN = 0.5
"""Seconds after which an alarm rings again, should a destructor have swallowed the first."""


class TooSlow(Exception):
    """The call took longer than it may."""


class _Alarm(BaseException):
    """What stops the call. No `except Exception` of a library catches it, and it never leaves this module."""


def bounded(function: Callable[[*Ts], T], *args: *Ts, seconds: float) -> T:
    """Call `function` with `args` and give what it gives. Raises `TooSlow` after `seconds` of wall time.

    Calls may be nested: of two limits the one due first counts, and it is the call with that limit that raises.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_alarm(function, args, seconds)
    return _with_watchdog(function, args, seconds)


def _with_alarm(function: Callable[[*Ts], T], args: tuple[*Ts], seconds: float) -> T:
    outer_left, outer_interval = signal.getitimer(signal.ITIMER_REAL)
    if 0 < outer_left <= seconds:
        return function(*args)  # the alarm around this call rings first and stops both
    alarm = _Alarm()
    armed = True

    def ring(_number: int, _frame: FrameType | None) -> None:
        if armed:
            raise alarm

    started = time.monotonic()
    outer = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        return function(*args)
    except _Alarm as rung:
        if rung is not alarm:
            raise
        raise TooSlow(seconds) from None
    finally:
        armed = False  # first: a ring during the next lines must do nothing
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if outer is None else outer)
        if outer_left:
            left = max(outer_left - (time.monotonic() - started), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, outer_interval)


def _with_watchdog(function: Callable[[*Ts], T], args: tuple[*Ts], seconds: float) -> T:
    class Bark(_Alarm):
        """The alarm of one call: the interpreter takes a class, not an instance."""

    lock = threading.Lock()
    thread = threading.get_ident()
    watching = True

    def bark() -> None:
        with lock:
            if watching:
                _raise_in(thread, Bark)

    watchdog = threading.Timer(seconds, bark)
    watchdog.daemon = True
    try:
        watchdog.start()
        try:
            return function(*args)
        finally:
            with lock:  # from here on it is silent; a bark under way arrives before this block ends
                watching = False
            watchdog.cancel()
    except Bark:
        raise TooSlow(seconds) from None


def _raise_in(thread: int, exception: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))
