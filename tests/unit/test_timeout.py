"""`press.content.markdown.timeout`: a call that takes too long is stopped, and everything else is as before."""

from __future__ import annotations

import re
import signal
import threading
import time
from contextlib import suppress

import pytest

from press.content.markdown import timeout
from press.content.markdown.timeout import TooSlow, bounded

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
