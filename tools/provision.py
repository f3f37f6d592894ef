"""Finds what the tests with real programs need, and provides it: Chromium, axe-core, the Nu checker, newsboat.

``python -m tools.provision`` is what ``make test`` runs first: a missing tool is a failure, never a skipped test.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

TOOLS = Path(__file__).parent / "node"
AXE = TOOLS / "node_modules/axe-core/axe.min.js"
CHECKER = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
_STAMP = TOOLS / "node_modules/.press"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    """The path of Chromium; empty: the one that Playwright brought."""
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


def newsboat() -> str:
    """The path of newsboat, the feed reader."""
    return shutil.which("newsboat") or "newsboat"


def provide() -> None:
    """Install what is missing: from Debian where we may, Chromium else as Playwright does."""
    _need("npm", "nodejs", "npm")
    _need("java", "default-jre-headless")
    _need("newsboat", "newsboat")
    _judges()
    if executable():
        return
    if _may_install():
        _install("chromium")
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _need(program: str, *packages: str) -> None:
    if not shutil.which(program) and _may_install():
        _install(*packages)
    if not shutil.which(program):
        raise SystemExit(f"the tests need {program}: install {' and '.join(packages)}, or what your system calls them")


def _may_install() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _install(*packages: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        subprocess.run(["apt-get", *words], check=True, stdout=subprocess.DEVNULL, env=environment)


def _judges() -> None:
    """Install axe-core and the Nu checker as locked; their own scripts, which fetch more, do not run."""
    lock = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    with FileLock(TOOLS / ".lock"):
        if _STAMP.is_file() and _STAMP.read_text() == lock:
            return
        words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([shutil.which("npm") or "npm", *words[1:]], cwd=TOOLS, check=True, stdout=subprocess.DEVNULL)
        _STAMP.write_text(lock)


if __name__ == "__main__":
    provide()
