"""What happens to a portal before a build: a stand holds one portal of one generator, and brings each about."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from bench.generators import HERE, Generator
from bench.measure import Cost, measure
from bench.portal import release

AWAY = HERE / ".work" / "away"
"""Where earlier builds lie until everything was measured."""
IGNORED = "/site/\n/.press/\n/public/\n/resources/\n/.hugo_build.lock\n/output/\n/cache/\n/_site/\n/node_modules\n"
_SETTINGS = {"gc.auto": 0, "user.name": "bench", "user.email": "bench@example.org", "commit.gpgsign": "false"}
_GIT = ("git", *(word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")))


class Stand:
    """A portal on disk, a Git repository as in life, that is changed and built again and again."""

    def __init__(self, generator: Generator, folder: Path, engine: Path, count: int) -> None:
        self.generator, self.folder, self.engine, self.count = generator, folder, engine, count
        self.changes = 0
        """Counts what was done to it, so that no two changes are alike."""

    @property
    def output(self) -> Path:
        """What is built."""
        return self.folder / self.generator.output

    def write(self) -> None:
        """Write it all anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.generator.write(self.folder, self.count, 1)
        (self.folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
        self._git("init", "--quiet")
        self._commit()

    def build(self) -> Cost:
        """Build it as it is now."""
        return measure(self.generator.command(self.folder, self.engine), self.folder)

    def clear(self) -> None:
        """Nothing of earlier builds is left."""
        for name in (self.generator.output, *self.generator.keeps):
            if (self.folder / name).exists():
                self.put_away(self.folder / name)

    def leave(self) -> None:
        """Nothing happens."""

    def edit(self) -> None:
        """One more sentence in a release of some weeks ago."""
        path = self.folder / self.generator.path(release(self.count - self.count // 100 - 1, self.count))
        self.changes += 1
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nIni kalimat tambahan nomor {self.changes}.\n")

    def add(self) -> None:
        """One more release, newer than all others."""
        self.changes += 1
        newest = release(self.count - 1, self.count)
        each = release(self.count + self.changes, self.count, before=newest)
        each = each._replace(date=newest.date.replace(day=newest.date.day + 1, hour=8, minute=self.changes % 60))
        path = self.folder / self.generator.path(each)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.generator.text(each), encoding="utf-8")

    def restyle(self) -> None:
        """Another comment in the pages of lists."""
        home = self.engine if self.generator.name == "press" else self.folder
        path = home / self.generator.template
        self.changes += 1
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("</header>", f"</header>\n<!-- {self.changes} -->", 1), encoding="utf-8")

    def check_out(self) -> None:
        """As in CI: one new release was committed; all files are fresh from Git; site and cache were restored."""
        self.add()
        self._commit()
        old = self.folder.rename(self.folder.with_name(f"{self.folder.name}-old"))
        subprocess.run(["git", "clone", "--quiet", old, self.folder], check=True)
        for name in (self.generator.output, *self.generator.keeps):
            if (old / name).is_dir():
                shutil.move(old / name, self.folder / name)
        self.put_away(old)

    def put_away(self, path: Path) -> None:
        """Move out of the way. Some file systems make new files slowly for minutes after many were removed, and no
        generator is to wait for that.
        """
        AWAY.mkdir(parents=True, exist_ok=True)
        path.rename(AWAY / f"{self.folder.name}-{time.time_ns()}")

    def _commit(self) -> None:
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", f"State {self.changes}")

    def _git(self, *arguments: str) -> None:
        subprocess.run([*_GIT, *arguments], cwd=self.folder, check=True)


SCENARIOS: dict[str, tuple[str, Callable[[Stand], None]]] = {
    "clean": ("clean build", Stand.clear),
    "nothing": ("nothing changed", Stand.leave),
    "edited": ("one release edited", Stand.edit),
    "new": ("one release more", Stand.add),
    "template": ("template of lists changed", Stand.restyle),
    "checkout": ("fresh checkout, one release more, site and cache restored", Stand.check_out),
}
"""By name: what it is called, and how it is brought about. In this order, each upon what the last left."""
