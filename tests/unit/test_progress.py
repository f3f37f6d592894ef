"""Progress is for people who wait."""

from __future__ import annotations

import io
import time

import pytest

from press.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_short_build_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    progress = Progress(terminal, "{count} berkas")
    for _ in range(1000):
        progress.step()
    progress.stop()
    assert terminal.getvalue() == ""


def test_a_long_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    terminal = Terminal()
    progress = Progress(terminal, "{count} berkas")
    progress.step()
    progress.stop()
    assert "1 berkas" in terminal.getvalue()
