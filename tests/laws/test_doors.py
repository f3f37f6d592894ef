"""Installing Press: the wheel, and the CI workflows and pre-commit hooks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.portal import NOW, Portal, Site
from tools.docs import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: str | Path) -> str:
    """Run a program, which must succeed. Returns its standard output."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        REPOSITORY,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_contains_all_files_of_press_and_templates(wheel: Path) -> None:
    contents = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "-C", REPOSITORY, "ls-files", "press", "templates").split()
    assert {name if name.startswith("press/") else f"press/{name}" for name in tracked} <= contents
    assert not [name for name in contents if not name.startswith(("press/", "press-"))]


def test_press_installed_from_the_wheel_builds_the_same_site(wheel: Path, tmp_path: Path, portal: Portal) -> None:
    """In a new environment with the locked packages, compared with the site that the repository builds."""
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "-r", REPOSITORY / "requirements.txt")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--no-deps", wheel)
    run(programs / "python", "-m", "pip", "check")
    portal.post("jembatan.md", "Jembatan dibuka.")
    portal.build()
    output = portal.root / "lain"
    run(programs / "press", "build", "--root", portal.root, "--output", output, "--now", NOW)
    assert _pages(portal.site("lain")) == _pages(portal.site())


def _pages(site: Site) -> Site:
    return {address: data for address, data in site.items() if address != "manifest.json"}


def test_ci_tests_the_oldest_and_the_newest_python() -> None:
    oldest = PROJECT["requires-python"].removeprefix(">=")
    jobs = yaml.safe_load((REPOSITORY / ".github/workflows/code.yml").read_text(encoding="utf-8"))["jobs"]
    versions = jobs["check"]["strategy"]["matrix"]["python"]
    assert versions[0] == oldest
    assert _version_tuple(versions[-1]) >= (3, 14)
    gitlab = yaml.safe_load((REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8"))["code"]
    assert gitlab["parallel"]["matrix"] == [{"VERSION": versions}]
    assert any("make check" in step.get("run", "") for step in jobs["check"]["steps"])
    assert "make check" in gitlab["script"]


def _version_tuple(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def test_pre_commit_hooks_call_existing_make_targets() -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    targets = re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    called = {hook["entry"].removeprefix("make ") for hook in hooks if hook["entry"].startswith("make ")}
    assert called == {"lint", "types", "imports"}
    assert called <= set(targets)
