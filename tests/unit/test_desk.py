"""The desk of the preview: what is in work, what will happen, what is wrong, and how long releases take."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from press.build.request import BuildRequest
from press.content.arrivals import MANY, arrivals
from press.serve.desk import Desk
from tests.portal import NOW, Portal, parse_time

MONTH = NOW[:7]


def sections(page: bytes) -> dict[str, str]:
    """The text of each section of the desk, by the id of its heading."""
    found = re.findall(r'<section aria-labelledby="(\w+)".*?>(.*?)</section>', page.decode(), re.DOTALL)
    return {name: " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for name, text in found}


def desk_of(portal: Portal, language: str = "id", drafts: bool = True) -> bytes:
    def request_now() -> BuildRequest:
        return portal.request(".press/preview", drafts=drafts)

    return Desk(request_now, threading.Lock(), language).page()


@pytest.fixture
def full(portal: Portal) -> Portal:
    """A portal with a release for each section; its time is 1 June 2026."""
    portal.post("draf.md", title="Judul draf", draft="true")
    portal.post("nanti.md", title="Judul nanti", date="2026-07-01 09:30")
    portal.post("usang.md", title="Judul usang", expires="2026-07-02")
    portal.post("tinjau.md", title="Judul tinjau", review="2026-05-01")
    portal.post("jauh.md", title="Judul jauh", review="2026-09-01")
    portal.post("ralat.md", title="Judul ralat", corrections='[{date: 2026-04-01, note: "Salah & <b>keliru</b>"}]')
    portal.post("cabut.md", title="Judul cabut", withdrawn="{date: 2026-05-01, reason: Tidak benar}")
    return portal


@pytest.mark.parametrize("drafts", [True, False])
def test_each_section_has_its_releases(full: Portal, drafts: bool) -> None:
    page = desk_of(full, drafts=drafts)
    found = sections(page)
    titles = {name: re.findall(r"Judul \w+", text) for name, text in found.items()}
    assert titles == {
        "problems": [], "drafts": ["Judul draf"], "scheduled": ["Judul nanti"], "upcoming": ["Judul usang"],
        "reviews": ["Judul tinjau"], "changes": ["Judul cabut", "Judul ralat"],
    }  # fmt: skip
    assert "Rabu, 1 Juli 2026 pukul 09.30 WITA" in found["scheduled"]
    assert "tidak berlaku lagi Kamis, 2 Juli 2026" in found["upcoming"]
    assert "sudah lewat" in found["reviews"]
    assert "Salah & <b>keliru</b>" in found["changes"]
    assert (b'href="/portal/2026/03/draf/"' in page) is drafts
    assert b'href="/portal/2026/03/ralat/"' in page


def test_empty_desk_says_so_in_the_language_of_messages(portal: Portal) -> None:
    portal.post("a.md")
    for language, words in (("id", "Tidak ada masalah."), ("en", "Nothing is wrong.")):
        page = desk_of(portal, language)
        assert f'<html lang="{language}">'.encode() in page
        assert words in sections(page)["problems"]
        assert "lag" not in sections(page)


def test_problems_of_builds_and_of_language_have_file_line_and_fix(portal: Portal) -> None:
    portal.post("a.md", title="Judul satu", date=f"{MONTH}-01 08:00", body="Dinas merubah jadwal.")
    portal.post("b.md", title="Judul dua", body="[x](/tidak-ada/)")
    portal.post("lama.md", title="Judul lama", date="2024-01-01 08:00", body="Dinas merubah jadwal.")
    found = sections(desk_of(portal))["problems"]
    assert re.findall(r"Judul \w+", found) == ["Judul dua", "Judul satu"]  # errors first; old texts are not checked
    assert "posts/b.md Kesalahan , baris 6: " in found
    assert (
        "posts/a.md Peringatan , baris 6: “merubah” bukan bentuk baku tulis “mengubah” Dinas merubah jadwal." in found
    )


def test_desk_shows_what_is_wrong_with_config_and_files_that_are_no_texts(portal: Portal) -> None:
    portal.post("a.md")
    (portal.root / "posts/x.md").mkdir()
    assert "posts/x.md" in sections(desk_of(portal))["problems"]
    portal.write("config.toml", "title = ")
    page = desk_of(portal)
    assert b'role="alert"' in page
    assert sections(page) == {}


def test_desk_is_not_in_the_site(full: Portal) -> None:
    full.build()
    assert not [address for address, data in full.site().items() if "desk" in address or b"_desk" in data]


# From event to publication -----------------------------------------------------------------------------------------


class Repository:
    """A git repository of a portal, whose commits have given times."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = NOW) -> None:
        names = {
            f"GIT_{who}_{what}": "uji@uji.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        times = {"GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE": at}
        subprocess.run(
            ["git", *arguments], cwd=self.portal.root, env=os.environ | names | times, check=True, capture_output=True
        )

    def commit(self, at: str) -> None:
        self.git("add", "posts")
        self.git("commit", "-qm", "x", at=at)


@pytest.fixture
def repository(portal: Portal) -> Repository:
    return Repository(portal)


def test_lag_is_the_median_from_the_date_to_the_commit(repository: Repository) -> None:
    portal = repository.portal
    for name, date, commit in (
        ("a", "2026-05-10 08:00", "2026-05-10T08:30:00+08:00"),
        ("b", "2026-05-11 08:00", "2026-05-11T11:00:00+08:00"),
        ("c", "2026-05-12 08:00", "2026-05-13T08:00:00+08:00"),
        ("siap", "2026-05-20 08:00", "2026-05-14T08:00:00+08:00"),
        ("tanpa-jam", "2026-05-01", "2026-05-15T08:00:00+08:00"),
        ("draf", "2026-05-02 08:00\ndraft: true", "2026-05-16T08:00:00+08:00"),
    ):
        portal.post(f"{name}.md", date=date)
        repository.commit(commit)
    found = sections(desk_of(portal))["lag"]
    assert found.startswith("Dari peristiwa sampai terbit 105 menit ")  # between 30 min and 3 h
    assert "Rilis yang diukur: 4; 1 di antaranya" in found


def test_merged_branch_arrives_with_its_merge_and_a_renamed_text_not_again(repository: Repository) -> None:
    portal, since = repository.portal, parse_time("2026-05-01T00:00:00+08:00")
    portal.post("a.md", body="Isi yang cukup panjang. " * 20)
    repository.commit("2026-05-02T08:00:00+08:00")
    repository.git("checkout", "-qb", "draf")
    portal.post("b.md")
    repository.commit("2026-05-03T08:00:00+08:00")
    repository.git("checkout", "-q", "main")
    (portal.root / "posts/a.md").rename(portal.root / "posts/c.md")
    repository.commit("2026-05-04T08:00:00+08:00")
    repository.git("merge", "-q", "--no-ff", "draf", at="2026-05-05T08:00:00+08:00")
    assert arrivals(portal.root, since) == {
        "posts/a.md": parse_time("2026-05-02T08:00:00+08:00"), "posts/b.md": parse_time("2026-05-05T08:00:00+08:00"),
    }  # fmt: skip
    assert arrivals(portal.root, parse_time("2026-05-03T00:00:00+08:00")) == {
        "posts/b.md": parse_time("2026-05-05T08:00:00+08:00")
    }


def test_imports_and_clones_without_history_are_not_measured(repository: Repository, tmp_path: Path) -> None:
    portal, since = repository.portal, parse_time("2026-05-01T00:00:00+08:00")
    for number in range(MANY + 1):
        portal.post(f"{number}.md", date=(parse_time(NOW) - timedelta(days=20)).strftime("%Y-%m-%d %H:%M"))
    repository.commit("2026-05-30T08:00:00+08:00")
    assert arrivals(portal.root, since) == {}
    portal.post("a.md")
    repository.commit("2026-05-31T08:00:00+08:00")
    assert list(arrivals(portal.root, since) or {}) == ["posts/a.md"]
    clone = tmp_path / "klon"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{portal.root}", clone], check=True)
    assert arrivals(clone, since) is None
    assert arrivals(tmp_path, since) is None


def test_portal_in_a_folder_of_its_repository_is_measured(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "repo/portal")
    top = Repository(Portal(tmp_path / "repo"))
    portal.post("a.md")
    top.git("add", "-A")
    top.git("commit", "-qm", "x", at="2026-05-02T08:00:00+08:00")
    since = datetime.fromisoformat("2026-05-01T00:00:00+08:00")
    assert list(arrivals(portal.root, since) or {}) == ["posts/a.md"]
