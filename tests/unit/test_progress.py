"""The progress display, which appears only in a long build."""

from __future__ import annotations

import io
import time

import pytest

from press.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_prints_nothing_in_a_short_build(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    progress = Progress(terminal, "{count} berkas")
    for _ in range(1000):
        progress.step()
    progress.stop()
    assert terminal.getvalue() == ""


def test_progress_prints_the_count_in_a_long_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    terminal = Terminal()
    progress = Progress(terminal, "{count} berkas")
    progress.step()
    progress.stop()
    assert "1 berkas" in terminal.getvalue()


def test_progress_prints_lines_into_a_log_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    log = io.StringIO()
    progress = Progress(log, "{count} dari {total} berkas", in_logs=True)
    for _ in range(60):
        progress.step(60)
    progress.stop()
    lines = log.getvalue().splitlines()
    assert 2 <= len(lines) <= 3
    assert lines[0].endswith(" dari 60 berkas")


def test_progress_of_builds_is_not_in_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    log = io.StringIO()
    progress = Progress(log, "{count} berkas")
    for _ in range(60):
        progress.step()
    assert log.getvalue() == ""
