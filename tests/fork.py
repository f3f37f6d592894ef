"""A fork of the repository with a small portal: a bare repository, the clone of an editor, and those of machines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.portal import CONFIG, NOW, Portal, parse_time
from tests.repository import git
from tools.docs import REPOSITORY

_COPIED = (
    *("press/", "templates/", "tools/server/", "tools/ci/", ".github/"),
    *("build.py", "requirements.txt", ".gitignore", ".gitlab-ci.yml"),
)
_PYTHON = """\
#!/bin/sh
# The packages that the tests use are installed already; other portals are on this computer.
case "$*" in "-m pip install"*) exit 0 ;; "build.py pull") set -- "$@" --local ;; esac
exec {python} "$@"
"""
_bytecode = tempfile.TemporaryDirectory(prefix="press-bytecode-")
"""The bytecode of the packages that all forks of this process use, and of the code in their clones."""


class Fork:
    """A fork in a folder: `desk` is the portal in the clone of an editor, who `publish`es what it has."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote = folder, folder / "remote.git"
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        git(folder, "clone", "--quiet", str(self.remote), "desk")
        listed = ("ls-files", "--cached", "--others", "--exclude-standard")
        for name in git(REPOSITORY, *listed).splitlines():
            if name.startswith(_COPIED) and (REPOSITORY / name).is_file():
                (folder / "desk" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / name, folder / "desk" / name)
        self.desk = Portal(folder / "desk", CONFIG)
        self.desk.post("jembatan.md", title="Jembatan dibuka", id="jembatan")
        self.programs = folder / "programs"
        self._write_programs()
        self.publish()

    def publish(self) -> str:
        """Commit everything in the editor's clone and push it; returns the commit."""
        git(self.desk.root, "add", "--all")
        git(self.desk.root, "commit", "--quiet", "--allow-empty", "--message", "Terbit")
        git(self.desk.root, "push", "--quiet", "--force", "origin", "HEAD:main")
        return git(self.desk.root, "rev-parse", "HEAD")

    def environment(self, now: str = NOW, **more: str) -> dict[str, str]:
        """Return the environment of a machine at some time; it has no variables of the one that runs the tests."""
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        epoch = str(int(parse_time(now).timestamp()))
        common = {"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", "PYTHONPYCACHEPREFIX": _bytecode.name}
        return {**common, "SOURCE_DATE_EPOCH": epoch, **more}

    def _write_programs(self) -> None:
        """Write imitations of what machines of CI have: Python without packages to install, `sudo`, `apt-get`."""
        texts = {"python": _PYTHON.format(python=sys.executable), "sudo": "#!/bin/sh\n", "apt-get": "#!/bin/sh\n"}
        self.programs.mkdir()
        for name, text in texts.items():
            (self.programs / name).write_text(text)
            (self.programs / name).chmod(0o755)


def run_script(script: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as machines of CI do, and return what it printed to both outputs."""
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=cwd, env=environment, text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def share_bytecode(work: Path) -> None:
    """Give the code in a clone old modification times, so that all clones can use the same bytecode: it is faster."""
    for path in (work / "press").rglob("*.py"):
        os.utime(path, (0, 0))
