"""Finds Chromium for the tests in a real browser, and provides it where there is none.

``python -m tests.browser`` is what ``make test`` runs first: a missing browser is a failure, never a skipped test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    """The path of Chromium; empty: the one that Playwright brought."""
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


def provide() -> None:
    """Install Chromium: from Debian where we may, else as Playwright does."""
    if executable():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, **quiet)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    provide()
