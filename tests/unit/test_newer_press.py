"""Taking a newer Press into a portal, by the commands of docs/newer.md."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.portal import CONFIG, Portal
from tests.repository import git
from tests.showroom import REPOSITORY

_OF_PRESS = ("press/__init__.py", "templates/", "build.py", ".gitignore")
_COMMANDS = re.findall(r"```sh\n(.*?)```", (REPOSITORY / "docs/newer.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """The repository of an older Press, with a small sample portal; one file stands for the code."""
    root = tmp_path / "press"
    for name in git(REPOSITORY, "ls-files", *_OF_PRESS).splitlines():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, root / name)
    sample = Portal(root, CONFIG.replace("Portal Uji", "Portal contoh"))
    sample.post("contoh.md", title="Contoh", id="contoh")
    sample.post("lain.md", title="Lain", id="lain")
    sample.write("pages/tentang.md", "---\ntitle: Contoh\n---\n\nContoh.\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Isi")


def pages(portal: Portal) -> dict[str, bytes]:
    """Build a portal with the templates of its own repository, and return the pages."""
    portal.build()
    return {name: data for name, data in portal.site().items() if name.endswith(".html")}


def test_newer_press_is_merged_without_a_conflict_and_pages_stay(press: Path, tmp_path: Path) -> None:
    """The portal has its own releases, settings and template; the sample and another template changed meanwhile."""
    git(tmp_path, "clone", "--quiet", str(press), "portal")
    portal = Portal(tmp_path / "portal", CONFIG.replace("Portal Uji", "Portal Kota"))
    shutil.rmtree(portal.root / "posts")
    portal.post("banjir.md", title="Banjir surut", id="banjir")
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nKami.\n")
    own = portal.root / "templates/404.html"
    own.write_text(own.read_text(encoding="utf-8").replace("<h1>", "<h1>Kota: "), encoding="utf-8")
    commit(portal.root)
    before = pages(portal)
    assert any(b"<h1>Kota: " in page for page in before.values())

    newer = Portal(press, CONFIG.replace("Portal Uji", "Portal contoh yang baru"))
    newer.post("contoh.md", title="Contoh yang diubah", id="contoh")
    newer.post("baru.md", title="Contoh baru", id="baru")
    newer.write("pages/tentang.md", "---\ntitle: Contoh baru\n---\n\nBaru.\n")
    newer.write("press/new_module.py", '"""A new module."""\n')
    template = press / "templates/search.html"
    template.write_text(template.read_text(encoding="utf-8") + "{# new #}\n", encoding="utf-8")
    commit(press)

    git(portal.root, "remote", "add", "press", str(press))
    for line in _COMMANDS[1].splitlines()[1:]:
        subprocess.run(
            ["bash", "-c", line], cwd=portal.root, check=not line.startswith("git merge"), capture_output=True
        )
    assert git(portal.root, "diff", "--name-only", "--diff-filter=U") == "", "no conflict is left"
    git(portal.root, "commit", "--quiet", "--message", "Newer Press")
    assert (portal.root / "press/new_module.py").is_file()
    assert "{# new #}" in (portal.root / "templates/search.html").read_text(encoding="utf-8")
    changed = git(portal.root, "diff", "--name-only", "HEAD^1", "HEAD").splitlines()
    assert sorted(changed) == ["press/new_module.py", "templates/search.html"]
    assert pages(portal) == before
