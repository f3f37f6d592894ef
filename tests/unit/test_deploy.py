"""`deploy`: what it refuses, and its command."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from press.config import DeployTarget
from press.deploy import Deployment, address, deploy
from press.deploy.plan import Phase, phase_of
from press.deploy.record import NAME
from press.deploy.targets.folder import FolderTarget
from press.errors import Misuse
from tests.portal import CONFIG, Portal, files
from tests.unit.test_cli import run

BASE = "https://uji.example/portal/"
PHASES = {
    "assets/press.1234.css": Phase.ASSETS,
    "2026/03/a/foto-960.avif": Phase.MEDIA,
    "2026/03/a/index.html": Phase.CHANGED_PAGES,
    "404.html": Phase.CHANGED_PAGES,
    "index.html": Phase.HOME,
    "cari/indeks/2026/1/index/a.pf_index": Phase.SEARCH,
    "cari/indeks/2026/1/pagefind-entry.json": Phase.SEARCH_ENTRY,
    "topik/air/feed.xml": Phase.FEEDS,
    "sitemap.xml": Phase.FEEDS,
    ".htaccess": Phase.HOST_FILES,
    "_redirects.nginx": Phase.HOST_FILES,
    "2026/03/manifest.json": Phase.MANIFEST,
}


def deployed(site: Path, target: Path, **more: Any) -> object:
    made = Deployment(site, BASE, "", datetime(2026, 3, 20, tzinfo=UTC), "a@b", 0.2)
    return deploy(msgspec.structs.replace(made, **more), FolderTarget(target))


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    made = Portal(tmp_path / "portal", f'{CONFIG}\n[deploy.utama]\nurl = "file:../situs"\n')
    made.post("a.md", title="A")
    made.build()
    return made


@pytest.mark.parametrize("name", PHASES)
def test_phases(name: str) -> None:
    assert phase_of(name, is_new=False) is PHASES[name]


def test_new_pages_come_before_changed_ones() -> None:
    assert phase_of("a/index.html", is_new=True) is Phase.NEW_PAGES


def test_before_a_build_there_is_nothing_to_deploy(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="build it first"):
        deployed(tmp_path, tmp_path / "target")


def test_a_site_that_was_changed_by_hand_is_refused(portal: Portal, tmp_path: Path) -> None:
    page = portal.root / "site/2026/03/a/index.html"
    page.write_text(page.read_text().replace("A", "B"))
    with pytest.raises(Misuse, match=r"2026/03/a/index\.html is not as the build made it"):
        deployed(portal.root / "site", tmp_path / "target")
    assert not (tmp_path / "target/index.html").exists()


def test_a_folder_with_other_files_is_refused(portal: Portal, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "index.html").write_text("situs lama")
    with pytest.raises(Misuse, match="none shows that Press"):
        deployed(portal.root / "site", target)
    deployed(portal.root / "site", target, everything=True)
    assert "situs lama" not in (target / "index.html").read_text()


def test_another_portal_is_not_written_over(portal: Portal, tmp_path: Path) -> None:
    deployed(portal.root / "site", tmp_path / "target")
    journal = tmp_path / "target" / NAME
    journal.write_text(journal.read_text().replace(BASE, "https://lain.example/"))
    with pytest.raises(Misuse, match=r"https://lain\.example/"):
        deployed(portal.root / "site", tmp_path / "target")


def test_a_site_for_another_address_or_with_drafts_is_refused(portal: Portal, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="was not built for"):
        deployed(portal.root / "site", tmp_path / "target", portal="https://lain.example/")
    portal.build(drafts=True)
    with pytest.raises(Misuse, match="is a preview"):
        deployed(portal.root / "site", tmp_path / "target")
    assert not (tmp_path / "target/index.html").exists()


def test_many_deletions_are_refused(portal: Portal, tmp_path: Path) -> None:
    for number in range(12):
        portal.post(f"b{number}.md", title=f"B {number}", tags=f"[t{number}]")
    portal.build()
    deployed(portal.root / "site", tmp_path / "target")
    for number in range(12):
        (portal.root / f"posts/b{number}.md").unlink()
    portal.build()
    before = files(tmp_path / "target")
    with pytest.raises(Misuse, match="would be deleted"):
        deployed(portal.root / "site", tmp_path / "target")
    with pytest.raises(Misuse, match="would be deleted"):
        deployed(portal.root / "site", tmp_path / "target", dry_run=True)
    assert files(tmp_path / "target") == before
    deployed(portal.root / "site", tmp_path / "target", force=True)
    assert not (tmp_path / "target/tag/t1").exists()


def test_old_assets_stay_for_five_deployments(portal: Portal, tmp_path: Path) -> None:
    target = tmp_path / "target"
    for number in range(8):
        portal.write("templates/assets/press.css", f"body {{ margin: {number}px }}")
        portal.build()
        deployed(portal.root / "site", target)
    assert len(list((target / "assets").glob("press.*.css"))) == 1 + 5


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://a.example/", "begins with none of"),
        ("sftp://a:rahasia@b.example/", "no password may be in config.toml"),
        ("ftp://a@b.example/", "use ftps://"),
    ],
)
def test_wrong_addresses_are_refused(url: str, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        address.of("utama", DeployTarget(url=url), {})


def test_secrets_are_not_shown() -> None:
    secrets = {"PRESS_DEPLOY_UTAMA_PASSWORD": "rahasia", "PRESS_DEPLOY_UTAMA_KEY": "kunci"}
    found = address.of("utama", DeployTarget(url="sftp://a@b.example/"), secrets)
    assert (found.password, found.key) == ("rahasia", "kunci")
    assert "rahasia" not in f"{found!r} {found}"
    assert "kunci" not in repr(found)


def test_the_command_deploys(portal: Portal, tmp_path: Path) -> None:
    planned = run(portal, "deploy", "--dry-run", "--messages", "en")
    assert "+ 2026/03/a/index.html" in planned.stdout
    assert not (tmp_path / "situs/index.html").exists()
    done = run(portal, "deploy", "utama", "--messages", "en")
    assert "files sent" in done.stdout
    assert files(portal.root / "site").items() <= files(tmp_path / "situs").items()


def test_rollback_builds_the_commit_before(portal: Portal, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        settings = ("-c", "user.name=a", "-c", "user.email=a@b.example")
        subprocess.run(["git", "-C", str(portal.root), *settings, *arguments], check=True, capture_output=True)

    portal.write(".gitignore", "site/\n.press/\n")
    git("init", "-q")
    for text in ("Satu.", "Dua."):
        portal.post("a.md", text, title="A")
        git("add", ".")
        git("commit", "-qm", text)
        portal.build()
        run(portal, "deploy")
    page = tmp_path / "situs/2026/03/a/index.html"
    assert "Dua." in page.read_text()
    run(portal, "rollback")
    assert "Satu." in page.read_text()
    assert "Dua." in portal.text("2026/03/a/index.html")
