"""The scenarios: what happens to a portal before a build that is measured."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.generators import HERE, Generator
from bench.measure import Cost, measure
from bench.portal import Release, release

TRASH = HERE / ".work" / "away"
"""The folder for earlier builds until everything was measured."""
IGNORED = "/site/\n/.press/\n/public/\n/resources/\n/.hugo_build.lock\n/output/\n/cache/\n/_site/\n/node_modules\n"
_SETTINGS = {"gc.auto": 0, "user.name": "bench", "user.email": "bench@example.org", "commit.gpgsign": "false"}
_GIT = ("git", *(word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")))


class BenchPortal:
    """A portal of one generator, in a Git repository, which is changed and built repeatedly."""

    def __init__(self, generator: Generator, folder: Path, press_copy: Path, count: int) -> None:
        self.generator, self.folder, self.press_copy, self.count = generator, folder, press_copy, count
        self.changes = 0
        """The number of changes so far; it makes each change different."""

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.folder / self.generator.output

    def write(self) -> None:
        """Write the portal again from the start."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.generator.write(self.folder, self.count, 1)
        (self.folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
        self._git("init", "--quiet")
        self._commit()

    def build(self) -> Cost:
        """Build it, and measure that."""
        return measure(self.generator.command(self.folder, self.press_copy), self.folder)

    def clear(self) -> None:
        """Move away output and caches of earlier builds."""
        for name in (self.generator.output, *self.generator.cache_paths):
            if (self.folder / name).exists():
                self.move_away(self.folder / name)

    def do_nothing(self) -> None:
        """Change nothing."""

    def edit(self) -> None:
        """Add a sentence to a release that is some weeks old."""
        path = self.folder / self.generator.path(release(self.count - self.count // 100 - 1, self.count))
        self.changes += 1
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nIni kalimat tambahan nomor {self.changes}.\n")

    def add(self) -> None:
        """Add a release that is newer than all others."""
        self.changes += 1
        newest = release(self.count - 1, self.count)
        each = release(self.count + self.changes, self.count, before=newest)
        moment = (newest.date + timedelta(days=1)).replace(hour=8, minute=self.changes % 60)
        self.put(each._replace(date=moment))

    def put(self, each: Release) -> None:
        """Write a release."""
        path = self.folder / self.generator.path(each)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.generator.text(each), encoding="utf-8")

    def change_template(self) -> None:
        """Add a comment to the template of lists."""
        folder = self.press_copy if self.generator.name == "press" else self.folder
        path = folder / self.generator.template
        self.changes += 1
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("</header>", f"</header>\n<!-- {self.changes} -->", 1), encoding="utf-8")

    def check_out(self) -> None:
        """Do what happens in CI: commit a new release, check out all files again, and restore site and cache."""
        self.add()
        self._commit()
        old = self.folder.rename(self.folder.with_name(f"{self.folder.name}-old"))
        subprocess.run(["git", "clone", "--quiet", old, self.folder], check=True)
        for name in (self.generator.output, *self.generator.cache_paths):
            if (old / name).is_dir():
                shutil.move(old / name, self.folder / name)
        self.move_away(old)

    def move_away(self, path: Path) -> None:
        """Move a file or folder to `TRASH` instead of deleting it.

        Some file systems create files slowly for minutes after many were deleted. That must not affect a measurement.
        """
        TRASH.mkdir(parents=True, exist_ok=True)
        path.rename(TRASH / f"{self.folder.name}-{time.time_ns()}")

    def _commit(self) -> None:
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", f"State {self.changes}")

    def _git(self, *arguments: str) -> None:
        subprocess.run([*_GIT, *arguments], cwd=self.folder, check=True)


SCENARIOS: dict[str, tuple[str, Callable[[BenchPortal], None]]] = {
    "clean": ("clean build", BenchPortal.clear),
    "nothing": ("nothing changed", BenchPortal.do_nothing),
    "edited": ("one release edited", BenchPortal.edit),
    "new": ("one release more", BenchPortal.add),
    "template": ("template of lists changed", BenchPortal.change_template),
    "checkout": ("fresh checkout, one release more, site and cache restored", BenchPortal.check_out),
}
"""By name: the label, and the change before the build. They run in this order, each on the result of the last one."""
