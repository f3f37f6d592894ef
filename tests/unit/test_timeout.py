"""`press.content.markdown.timeout`: a call that takes too long is stopped, and everything else is as before."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.content.markdown import timeout
from press.content.markdown.timeout import TooSlow, bounded
from tests.fuzzing import fuzz

SLOW = re.compile(r"(a|a)*b")
"""A regular expression that takes exponential time on a text of many `a`."""


def spin(seconds: float) -> str:
    """Use this much processor time in Python code."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def in_thread(call: object) -> list[object]:
    """Run `call` in another thread. Return a list of its result, or of the type of its exception."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(call())  # type: ignore[operator]
        except BaseException as error:
            results.append(type(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return results


def test_fast_call_returns_its_result() -> None:
    assert bounded(divmod, 7, 2, seconds=1) == (3, 1)


def test_slow_call_is_stopped() -> None:
    began = time.process_time()
    with pytest.raises(TooSlow):
        bounded(spin, 30, seconds=0.1)
    assert time.process_time() - began < 1


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm here")
def test_slow_regular_expression_is_stopped() -> None:
    began = time.process_time()
    with pytest.raises(TooSlow):
        bounded(SLOW.match, "a" * 60, seconds=0.1)
    assert time.process_time() - began < 1


def test_slow_call_in_another_thread_is_stopped() -> None:
    began = time.process_time()
    assert in_thread(lambda: bounded(spin, 30, seconds=0.1)) == [TooSlow]
    assert in_thread(lambda: bounded(spin, 0.01, seconds=5)) == ["done"]
    assert time.process_time() - began < 1


def test_exception_of_the_call_is_raised() -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        bounded(fail, seconds=1)
    assert in_thread(lambda: bounded(fail, seconds=1)) == [KeyError]


def test_except_clause_of_the_call_cannot_catch_the_timeout() -> None:
    def stubborn() -> None:
        while True:
            try:
                spin(30)
            except Exception:
                continue

    with pytest.raises(TooSlow):
        bounded(stubborn, seconds=0.1)
    assert in_thread(lambda: bounded(stubborn, seconds=0.1)) == [TooSlow]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm here")
def test_signal_handler_and_timer_are_restored() -> None:
    received = []
    before = signal.signal(signal.SIGPROF, lambda *_: received.append(1))
    left, interval = signal.setitimer(signal.ITIMER_PROF, 0.3)
    try:
        assert bounded(spin, 0.05, seconds=0.2) == "done"
        assert 0 < signal.getitimer(signal.ITIMER_PROF)[0] <= 0.26
        with pytest.raises(TooSlow):
            bounded(spin, 30, seconds=0.05)
        spin(0.4)
        assert received == [1]
    finally:
        signal.signal(signal.SIGPROF, before)
        signal.setitimer(signal.ITIMER_PROF, left, interval)


def nested(outer: float, inner: float) -> str:
    """Run a call with two nested limits, and return the name of the one that stopped it."""

    def call() -> str:
        try:
            return bounded(spin, 30, seconds=inner)
        except TooSlow:
            return "inner"

    try:
        return bounded(call, seconds=outer)
    except TooSlow:
        return "outer"


def test_shorter_of_two_nested_limits_stops_the_call() -> None:
    assert nested(outer=5, inner=0.1) == "inner"
    assert nested(outer=0.1, inner=5) == "outer"
    assert in_thread(lambda: nested(outer=5, inner=0.1)) == ["inner"]
    assert in_thread(lambda: nested(outer=0.1, inner=5)) == ["outer"]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signal here")
def test_signal_during_the_handling_of_another_does_not_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal every tenth of a millisecond, in calls that end at any moment."""
    monkeypatch.setattr(timeout, "REPEAT_INTERVAL", 0.0001)
    for number in range(300):
        with suppress(TooSlow):
            assert bounded(spin, number / 100_000, seconds=0.001) == "done"


def test_timeout_exception_is_not_raised_after_the_call() -> None:
    """In another thread, with calls that end shortly before or after their limit."""

    def many() -> str:
        for number in range(60):
            with suppress(TooSlow):
                bounded(spin, 0.0005 + number / 60_000, seconds=0.001)
        spin(0.05)
        return "done"

    assert in_thread(many) == ["done"]


def test_only_processor_time_of_the_call_counts() -> None:
    """A call that waits, as one does on a busy machine, is not stopped."""

    def wait() -> str:
        time.sleep(0.3)
        return "done"

    assert bounded(wait, seconds=0.1) == "done"
    assert in_thread(lambda: bounded(wait, seconds=0.1)) == ["done"]


# Whatever a call does, its limit holds, and the exception of the alarm arrives nowhere else.


class Swallowing:
    """An object whose destructor takes time: Python ignores an exception in it."""

    def __del__(self) -> None:
        spin(0.002)


def swallow_all() -> str:
    for _ in range(20):
        try:
            spin(0.002)
        except BaseException:
            continue
    return "done"


def replace_exception() -> str:
    try:
        spin(0.05)
    except BaseException as error:
        raise ValueError from error
    return "done"


def return_in_finally() -> str:
    try:
        spin(0.05)
    finally:
        return "done"  # noqa: B012 - as above


def destructors() -> str:
    for _ in range(20):
        Swallowing()
    return "done"


def callbacks() -> str:
    for _ in range(20):
        kept = Swallowing.__new__(Swallowing)
        weakref.finalize(kept, spin, 0.002)
        del kept
    return "done"


def generators() -> str:
    def steps() -> Iterator[int]:
        try:
            while True:
                spin(0.001)
                yield 1
        finally:
            spin(0.002)

    return str(sum(step for step, _ in zip(steps(), range(40), strict=False)))


def regular_expression() -> str:
    return str(SLOW.match("a" * 22))


def nested_limits() -> str:
    return nested(outer=0.004, inner=0.002)


STUBBORN = [
    swallow_all, replace_exception, return_in_finally, destructors, callbacks, generators, regular_expression,
    nested_limits, lambda: spin(0.05),
]  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signal here")
@pytest.mark.parametrize("call", STUBBORN)
def test_no_call_outlives_its_limit(call: Callable[[], str]) -> None:
    """It may finish its work, where it catches everything; but the caller always learns that it took too long."""
    if call is not nested_limits:
        with pytest.raises(TooSlow):
            bounded(call, seconds=0.01)
    assert bounded(call, seconds=5)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signal here")
@fuzz(examples=100)
@given(st.sampled_from(STUBBORN), st.integers(1, 30_000), st.integers(20, 500))
def test_alarm_at_any_moment_escapes_nowhere(call: Callable[[], str], microseconds: int, repeat: int) -> None:
    """Thousands of signals: the timer's at a random moment, and those that another thread sends all the time."""
    is_over = threading.Event()

    def disturb() -> None:
        while not is_over.wait(repeat / 1e6):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGPROF)

    interval, timeout.REPEAT_INTERVAL = timeout.REPEAT_INTERVAL, repeat / 1e6
    disturber = threading.Thread(target=disturb)
    before = signal.signal(signal.SIGPROF, lambda *_: None)
    try:
        disturber.start()
        with suppress(TooSlow):
            assert bounded(call, seconds=microseconds / 1e6)
        assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    finally:
        is_over.set()
        disturber.join()
        signal.signal(signal.SIGPROF, before)
        timeout.REPEAT_INTERVAL = interval


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signal here")
def test_late_signal_ends_nothing() -> None:
    bounded(spin, 0.001, seconds=1)
    signal.raise_signal(signal.SIGPROF)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signal here")
def test_time_of_other_threads_does_not_count() -> None:
    """The preview and a cluster have threads that work while a text is converted."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            spin(0.01)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:

        def count() -> str:
            end = time.thread_time() + 0.2
            while time.thread_time() < end:
                pass
            return "done"

        assert bounded(count, seconds=0.3) == "done"
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signal here")
def test_a_text_is_not_refused_on_a_busy_machine() -> None:
    """Four processes for each core; the call gets its own processor time all the same."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4 * (os.cpu_count() or 1))]
    try:
        assert bounded(spin, 0.25, seconds=0.3) == "done"
    finally:
        for process in busy:
            process.kill()
            process.wait()
