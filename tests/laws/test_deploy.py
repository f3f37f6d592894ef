"""A deployment may be cut off after any step: readers see no broken page, and the next one completes it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

import msgspec
import pytest

from press.config import DeployTarget
from press.deploy import Deployment, address, deploy
from press.deploy.target import Sent, Target
from press.deploy.targets import table
from press.deploy.targets.folder import FolderTarget
from tests import servers
from tests.portal import CONFIG, Portal, files

BASE = "https://uji.example/portal/"
ADDRESS = re.compile(r"""(?:href|src|srcset|poster)=["']([^"'#? ]+)""")
ITEM = re.compile(r"<link>([^<]+)</link>")

_INDEX = "index.html"


class CutError(Exception):
    """The connection was cut."""


class CutTarget:
    """A target whose connection is cut after a number of changes."""

    def __init__(self, target: Target, changes: int) -> None:
        self._target, self._left = target, changes

    def write(self, path: str, data: bytes) -> None:
        self._count()
        self._target.write(path, data)

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        for path, file in files.items():
            self._count()
            self._target.send({path: file}, sent)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        for path in paths:
            self._count()
            self._target.delete([path], sent)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise CutError


class Place(NamedTuple):
    """A target, and what the tests do with it from outside."""

    target: Target
    held: Callable[[], dict[str, bytes]]
    """All files there."""
    fill: Callable[[dict[str, bytes]], None]
    """Replace all files."""


def folder(path: Path) -> Place:
    def fill(held: dict[str, bytes]) -> None:
        shutil.rmtree(path, ignore_errors=True)
        for name, data in held.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)

    return Place(FolderTarget(path), lambda: files(path), fill)


@pytest.fixture
def bucket() -> Iterator[Place]:
    with servers.s3("situs") as store:
        secrets = {"PRESS_DEPLOY_UTAMA_KEY": store.key, "PRESS_DEPLOY_UTAMA_PASSWORD": store.secret}
        settings = DeployTarget(url="s3://situs/", endpoint=store.endpoint, allow_plain=True)
        with table.opened(address.of("utama", settings, secrets), Path()) as target:
            yield Place(target, lambda: store.held(""), store.fill)


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


def broken_links(site: dict[str, bytes]) -> set[str]:
    """Return each link of a page to an asset or photo, and of a feed to a page, that leads to nothing.

    New pages lead to each other and to their feeds; nothing leads to them before they are all there.
    """
    found = set()
    for name, data in site.items():
        links = {".html": ADDRESS, ".xml": ITEM}.get(PurePosixPath(name).suffix)
        for link in links.findall(data.decode()) if links else ():
            url = urljoin(urljoin(BASE, name), link)
            target = unquote(url.removeprefix(BASE))
            is_later = name.endswith(".html") and url.endswith(("/", ".xml", ".json", ".opml"))
            if url.startswith(BASE) and not is_later and not site.keys() & {target, str(PurePosixPath(target, _INDEX))}:
                found.add(f"{name} → {url}")
    return found


def published(place: Place) -> dict[str, bytes]:
    return {name: data for name, data in place.held().items() if not name.startswith(".press/")}


def cut_everywhere(site: Path, place: Place, before: dict[str, bytes], step: int = 1) -> int:
    """Deploy over some files, with a cut after each number of changes; returns how many a whole deployment needs."""
    changes = step
    while True:
        place.fill(before)
        try:
            deploy(request(site), CutTarget(place.target, changes))
        except CutError:
            assert not broken_links(published(place)), changes
            place.target.lock("a process that was killed leaves its lock")
            deploy(request(site, break_lock=True), place.target)
            assert published(place) == files(site)
            assert not deploy(request(site), place.target).sent
            changes += step
        else:
            return changes


def test_a_first_deployment_may_be_cut_anywhere(sites: tuple[Path, Path], tmp_path: Path) -> None:
    changes = cut_everywhere(sites[0], folder(tmp_path / "target"), {}, 9)
    assert changes > len(files(sites[0]))


def test_a_change_may_be_cut_anywhere(sites: tuple[Path, Path], tmp_path: Path) -> None:
    assert not broken_links(files(sites[0]))
    assert not broken_links(files(sites[1]))
    place = folder(tmp_path / "target")
    deploy(request(sites[0]), place.target)
    assert cut_everywhere(sites[1], place, place.held()) > 10


def test_a_change_of_a_bucket_may_be_cut_anywhere(sites: tuple[Path, Path], bucket: Place) -> None:
    """At few places: the server needs a hundredth of a second for each request."""
    deploy(request(sites[0]), bucket.target)
    assert cut_everywhere(sites[1], bucket, bucket.held(), 20) > 20


def test_a_deployment_that_was_cut_goes_on_with_another_site(sites: tuple[Path, Path], tmp_path: Path) -> None:
    """What the one that was cut may have sent is not taken for what the manifest there says."""
    before, after = sites
    for changes in range(3, 25, 3):
        place = folder(tmp_path / f"target-{changes}")
        deploy(request(before), place.target)
        with pytest.raises(CutError):
            deploy(request(after), CutTarget(place.target, changes))
        deploy(request(before), place.target)
        assert published(place) == files(before)


def test_nothing_but_what_differs_is_sent(sites: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = sites
    place = folder(tmp_path / "target")
    deploy(request(before), place.target)
    old, new = files(before), files(after)
    found = deploy(request(after), place.target)
    assert set(found.sent) == {name for name, data in new.items() if old.get(name) != data}
    assert set(found.deleted) == old.keys() - new.keys()
    assert published(place) == new
