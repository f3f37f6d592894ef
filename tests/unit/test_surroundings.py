"""A build gives the same in any current folder, environment and terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press.errors import Exit
from tests.portal import NOW, Portal
from tests.unit.test_cli import REPOSITORY


@pytest.fixture
def many(portal: Portal) -> Portal:
    """A portal with enough releases for worker processes, and names that are not ASCII."""
    for number in range(20):
        portal.post(f"{number}.md", title=f"Judul “é” {number}")
    portal.share_caches()
    return portal


def build(portal: Portal, before: str, *options: str, script: Path = REPOSITORY / "build.py") -> str:
    """Run a line of shell, then the build in the same shell; returns all that is printed."""
    command: list[str | Path] = [
        sys.executable,
        *options,
        script,
        "build",
        "--root",
        portal.root,
        "--now",
        NOW,
        "--jobs",
        "2",
    ]
    line = f'{before}; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", line, "sh", *command], capture_output=True, text=True, check=False, cwd=portal.root.parent
    )
    assert done.returncode == Exit.GOOD, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("option", ["-I", "-P", "-E", "-s", "-Xutf8=0"])
def test_files_of_the_current_folder_are_not_imported(many: Portal, option: str) -> None:
    for name in ("signal", "json", "yaml", "press", "markdown", "socket"):
        (many.root.parent / f"{name}.py").write_text("raise SystemExit('not ours')")
    assert "not ours" not in build(many, ":", option)
    assert len(list(many.root.glob("site/2026/03/*/index.html"))) == 20


@pytest.mark.parametrize(
    ("path", "option"), [(".", "-u"), (":", "-P"), (f":{REPOSITORY}", "-P"), ("../{name}/:lain", "-u")]
)
def test_relative_parts_of_pythonpath_import_no_files_of_the_current_folder(
    many: Portal, path: str, option: str
) -> None:
    for name in ("json", "yaml", "press", "jinja2", "markdown", "socket", "tomllib", "click"):
        for folder in (many.root.parent, many.root.parent / "lain"):
            (folder / name).mkdir(parents=True)
            (folder / name / "__init__.py").write_text(f"raise SystemExit('not ours: {name}')")
    assert "not ours" not in build(many, f"export PYTHONPATH={path.format(name=many.root.parent.name)}", option)
    assert len(list(many.root.glob("site/2026/03/*/index.html"))) == 20


def test_installed_command_imports_no_files_of_the_current_folder(many: Portal) -> None:
    script = many.root / "press-command"  # as pip writes it; the packages of Press come before the others
    place = f"import sys\nsys.path.insert(1, {str(REPOSITORY)!r})\n"
    script.write_text(f"{place}from press.cli.commands import main\nif __name__ == '__main__':\n    main()")
    for name in ("json", "yaml", "jinja2", "markdown", "socket", "tomllib", "click"):
        (many.root.parent / name).mkdir()
        (many.root.parent / name / "__init__.py").write_text(f"raise SystemExit('not ours: {name}')")
    build(many, "export PYTHONPATH=:", script=script)
    assert len(list(many.root.glob("site/2026/03/*/index.html"))) == 20


@pytest.mark.parametrize(
    "before",
    [
        "mkdir hilang; cd hilang; rmdir ../hilang",
        "export PYTHONWARNINGS=error",
        "export LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0",
        "export TZ=:tidak/ada; unset HOME",
        "export TMPDIR=/tidak/ada",
        f"export TMPDIR=$PWD/{'t' * 120}; mkdir $TMPDIR",
        "export PYTHONSAFEPATH=1 PYTHONPATH=/tidak/ada:lain PYTHONSTARTUP=/tidak/ada",
        "umask 077",
        "exec >&-",
        "exec >&- 2>&-",
        "exec <&-",
    ],
)
def test_build_works_in_any_environment(many: Portal, before: str) -> None:
    build(many, before)
    assert len(list(many.root.glob("site/2026/03/*/index.html"))) == 20


def test_build_works_in_a_clone_named_press_below_a_folder_with_a_strange_name(many: Portal) -> None:
    parent = many.root.parent / "a:b \"c' é"
    clone = parent / "press"
    for name in ("press", "templates"):
        shutil.copytree(REPOSITORY / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "requirements.txt"):
        shutil.copy(REPOSITORY / name, clone / name)
    build(many, f"cd '{many.root.parent}'/a:b*", script=Path("press/build.py"))


def test_full_output_is_reported(many: Portal) -> None:
    command: list[str | Path] = [sys.executable, REPOSITORY / "build.py", "build", "--now", NOW, "--messages", "en"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=many.root)
    assert (done.returncode, done.stderr.count("\n")) == (Exit.CONTENT, 1)
    assert os.strerror(28) in done.stderr
