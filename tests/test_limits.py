"""`press.content.markdown.timeout`: what takes too long is stopped, and everything around it is as before."""

from __future__ import annotations

import re
import signal
import threading
import time

import pytest

from press.content.markdown.timeout import TooSlow, bounded

SLOW = re.compile(r"(a|a)*b")
"""Takes for ever on a row of a."""


def spin(seconds: float) -> str:
    """Be busy in Python."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def in_thread(work: object) -> list[object]:
    """Run `work` in another thread and give what came out of it."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(work())  # type: ignore[operator]
        except BaseException as reason:
            results.append(type(reason))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return results


def test_what_is_quick_gives_its_result() -> None:
    assert bounded(divmod, 7, 2, seconds=1) == (3, 1)


def test_what_is_slow_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow):
        bounded(spin, 30, seconds=0.1)
    assert time.monotonic() - began < 1


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm here")
def test_a_regular_expression_is_stopped_too() -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow):
        bounded(SLOW.match, "a" * 60, seconds=0.1)
    assert time.monotonic() - began < 1


def test_in_another_thread() -> None:
    began = time.monotonic()
    assert in_thread(lambda: bounded(spin, 30, seconds=0.1)) == [TooSlow]
    assert in_thread(lambda: bounded(spin, 0.01, seconds=5)) == ["done"]
    assert time.monotonic() - began < 1


def test_an_exception_passes() -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        bounded(fail, seconds=1)
    assert in_thread(lambda: bounded(fail, seconds=1)) == [KeyError]


def test_no_except_clause_of_the_call_swallows_the_alarm() -> None:
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
def test_handler_and_timer_are_restored() -> None:
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    left, interval = signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        assert bounded(spin, 0.05, seconds=0.2) == "done"
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.25
        with pytest.raises(TooSlow):
            bounded(spin, 30, seconds=0.05)
        spin(0.4)
        assert rung == [1]
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left, interval)


def nested(outer: float, inner: float) -> str:
    """Say which of two limits was felt."""

    def call() -> str:
        try:
            return bounded(spin, 30, seconds=inner)
        except TooSlow:
            return "inner"

    try:
        return bounded(call, seconds=outer)
    except TooSlow:
        return "outer"


def test_of_two_limits_the_one_due_first_counts() -> None:
    assert nested(outer=5, inner=0.1) == "inner"
    assert nested(outer=0.1, inner=5) == "outer"
    assert in_thread(lambda: nested(outer=5, inner=0.1)) == ["inner"]
    assert in_thread(lambda: nested(outer=0.1, inner=5)) == ["outer"]
