"""A deployment may be cut off after any step: readers see no broken page, and the next one completes it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import msgspec
import pytest

from press.deploy import Deployment, deploy
from press.deploy.target import Sent
from press.deploy.targets.folder import FolderTarget
from tests.portal import CONFIG, Portal, files

BASE = "https://uji.example/portal/"
ADDRESS = re.compile(r"""(?:href|src|srcset|poster)=["']([^"'#? ]+)""")
ITEM = re.compile(r"<link>([^<]+)</link>")


class CutError(Exception):
    """The connection was cut."""


class CutTarget(FolderTarget):
    """A folder whose connection is cut after a number of changes."""

    def __init__(self, folder: Path, changes: int) -> None:
        super().__init__(folder)
        self.left = changes

    def write(self, path: str, data: bytes) -> None:
        self._count()
        super().write(path, data)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        for path in paths:
            self._count()
            super().delete([path], sent)

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise CutError


def request(site: Path, **more: Any) -> Deployment:
    made = Deployment(site, BASE, "", datetime(2026, 3, 20, tzinfo=UTC), "a@b", 0.9)
    return msgspec.structs.replace(made, **more)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two states of a small portal: a release is new, another one is changed, and a third one is gone."""
    portal = Portal(tmp_path_factory.mktemp("portal"), CONFIG)
    portal.post("a.md", "Satu.", title="A", tags="[satu]")
    portal.post("b.md", "Dua. [A](a.md)", title="B")
    portal.post("c.md", "Tiga.", title="C", tags="[dua]")
    portal.build()
    before = portal.root / "before"
    shutil.copytree(portal.root / "site", before)
    (portal.root / "posts/c.md").unlink()
    portal.post("a.md", "Satu, diubah.", title="A", tags="[satu, tiga]")
    portal.post("d.md", "Empat. [B](b.md)", title="D")
    portal.build()
    return before, portal.root / "site"


def broken_links(site: Path) -> set[str]:
    """Return each link of a page to an asset or photo, and of a feed to a page, that leads to nothing.

    New pages lead to each other and to their feeds; nothing leads to them before they are all there.
    """
    found = set()
    for path in site.rglob("*"):
        links = {".html": ADDRESS, ".xml": ITEM}.get(path.suffix)
        for link in links.findall(path.read_text("utf-8")) if links and path.is_file() else ():
            url = urljoin(urljoin(BASE, path.relative_to(site).as_posix()), link)
            target = site / unquote(url.removeprefix(BASE))
            is_later = path.suffix == ".html" and url.endswith(("/", ".xml", ".json", ".opml"))
            if url.startswith(BASE) and not is_later:
                found |= set() if target.is_file() or (target / "index.html").is_file() else {f"{path} → {url}"}
    return found


def published(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(folder).items() if not name.startswith(".press/")}


def cut_everywhere(site: Path, target: Path, restore: Callable[[], None], step: int = 1) -> int:
    """Deploy with a cut after each number of changes; returns how many changes a whole deployment needs."""
    changes = 0
    while True:
        restore()
        try:
            deploy(request(site), CutTarget(target, changes))
        except CutError:
            assert not broken_links(target), changes
            shutil.rmtree(target / ".press/lock", ignore_errors=True)  # a process that is killed leaves its lock
            deploy(request(site), FolderTarget(target))
            assert published(target) == files(site)
            assert not deploy(request(site), FolderTarget(target)).sent
            changes += step
        else:
            return changes


def test_a_first_deployment_may_be_cut_anywhere(sites: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "target"
    changes = cut_everywhere(sites[0], target, lambda: shutil.rmtree(target, ignore_errors=True), 9)
    assert changes > len(files(sites[0]))


def test_a_change_may_be_cut_anywhere(sites: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = sites
    target = tmp_path / "target"

    def restore() -> None:
        shutil.rmtree(target, ignore_errors=True)
        deploy(request(before), FolderTarget(target))

    assert not broken_links(before)
    assert not broken_links(after)
    assert cut_everywhere(after, target, restore) > 10


def test_a_deployment_that_was_cut_goes_on_with_another_site(sites: tuple[Path, Path], tmp_path: Path) -> None:
    """What the one that was cut may have sent is not taken for what the manifest there says."""
    before, after = sites
    for changes in range(3, 25, 3):
        target = tmp_path / f"target-{changes}"
        deploy(request(before), FolderTarget(target))
        with pytest.raises(CutError):
            deploy(request(after), CutTarget(target, changes))
        shutil.rmtree(target / ".press/lock", ignore_errors=True)
        deploy(request(before), FolderTarget(target))
        assert published(target) == files(before)


def test_nothing_but_what_differs_is_sent(sites: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = sites
    target = tmp_path / "target"
    deploy(request(before), FolderTarget(target))
    old, new = files(before), files(after)
    found = deploy(request(after), FolderTarget(target))
    assert set(found.sent) == {name for name, data in new.items() if old.get(name) != data}
    assert set(found.deleted) == old.keys() - new.keys()
    assert published(target) == new
