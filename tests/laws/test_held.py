"""`--hold-broken`: a release with errors stays on the site as it was, and everything else is published."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.errors import Refused
from press.model import Report
from press.site.last_publication import LastPublication, open_publication
from tests.fuzzing import fuzz
from tests.history import Edit, History
from tests.portal import CONFIG, Portal, Site


def held(portal: Portal) -> Report:
    return portal.build(hold_broken=True)


@pytest.fixture
def two(portal: Portal) -> Portal:
    """A portal that was built with two releases."""
    portal.post("a.md", "Isi lama.", title="Judul A", id="id-a")
    portal.post("b.md", "Isi b.", title="Judul B", id="id-b")
    portal.build()
    return portal


BROKEN = {
    "field": {"date": "besok"},
    "title": {"title": ""},
    "link": {"body": "Lihat [itu](tidak-ada.md)."},
    "photo": {"image": "{src: tidak-ada.jpg, alt: Foto}"},
    "relation": {"translation_of": "id-x", "lang": "en"},
    "front matter": {"tags": "[a"},
    "id of another": {"id": "id-b"},
    "address of another": {"slug": "b"},
    "address of the portal": {"aliases": "[/feed.xml]"},
    "unsafe": {"body": "[x](javascript:alert(1))"},
}


@pytest.mark.parametrize("wrong", BROKEN)
def test_broken_release_stays_as_it_was_and_the_rest_is_published(two: Portal, wrong: str) -> None:
    before = two.site()["2026/03/a/index.html"]
    fields = {"title": "Judul baru", "id": "id-a", "body": "Isi baru.", **BROKEN[wrong]}
    two.post("a.md", **fields)
    two.post("c.md", "Isi c.", title="Judul C", id="id-c")
    with pytest.raises(Refused):
        two.build()
    report = held(two)
    assert report.held == ("posts/a.md",)
    assert "Isi lama." in two.text("2026/03/a/index.html")
    assert "Judul A" in two.text("feed.xml")
    assert "Judul C" in two.text("feed.xml")
    assert "Judul B" in two.text("2026/03/b/index.html")
    assert "Judul baru" not in "".join(data.decode(errors="replace") for data in two.site().values())
    assert before.count(b"Isi lama.") == two.site()["2026/03/a/index.html"].count(b"Isi lama.")

    again = held(two)
    assert again.held == ("posts/a.md",)
    assert again.written == again.removed == ()
    with pytest.raises(Refused):
        two.build()
    two.post("a.md", "Isi benar.", title="Judul benar", id="id-a")
    assert held(two).held == ()
    assert "Isi benar." in two.text("2026/03/a/index.html")
    two.build("clean")
    assert two.site() == two.site("clean")


def test_new_release_with_errors_is_not_published(two: Portal) -> None:
    two.post("c.md", date="besok", title="Judul C")
    two.post("d.md", title="Judul D", id="id-d")
    assert held(two).held == ("posts/c.md",)
    assert "2026/03/d/index.html" in two.site()
    assert not [address for address in two.site() if "/c/" in address]
    two.post("c.md", title="Judul C")
    assert held(two).held == ()
    assert "2026/03/c/index.html" in two.site()


@pytest.mark.parametrize("taken", [{"id": "id-b"}, {"slug": "b"}])
@pytest.mark.parametrize("name", ["0.md", "z.md"])
def test_newer_of_two_releases_that_want_the_same_is_held(two: Portal, taken: dict[str, str], name: str) -> None:
    two.post("b.md", "Isi b yang baru.", title="Judul B", id="id-b")
    two.post(name, title="Judul baru", **taken)
    assert held(two).held == (f"posts/{name}",)
    assert "Isi b yang baru." in two.text("2026/03/b/index.html")
    assert "Judul baru" not in two.text("feed.xml")


def test_swap_of_addresses_is_held_whole_if_one_of_the_two_is_broken(two: Portal) -> None:
    before = two.site()
    two.post("a.md", "Isi lama.", title="Judul A", id="id-a", slug="b", kind="salah")
    two.post("b.md", "Isi b.", title="Judul B", id="id-b", slug="a")
    assert held(two).held == ("posts/a.md", "posts/b.md")
    assert two.site() == before


def test_deleted_broken_release_is_removed(two: Portal) -> None:
    two.post("a.md", date="besok")
    held(two)
    (two.root / "posts/a.md").unlink()
    assert held(two).held == ()
    two.build("clean")
    assert two.site() == two.site("clean")


def test_held_release_is_kept_when_settings_and_templates_change(two: Portal) -> None:
    two.post("a.md", date="besok")
    held(two)
    two.write("config.toml", CONFIG.replace("Portal Uji", "Portal Baru"))
    assert held(two).held == ("posts/a.md",)
    assert "Isi lama." in two.text("2026/03/a/index.html")
    assert "Portal Baru" in two.text("2026/03/a/index.html")


def test_without_cache_there_is_no_good_version(two: Portal) -> None:
    two.post("a.md", date="besok")
    shutil.rmtree(two.root / ".press")
    assert held(two).held == ("posts/a.md",)
    assert not [address for address in two.site() if "/a/" in address]


@pytest.mark.parametrize("is_deleted", [False, True])
def test_files_of_a_held_release_stay_when_their_sources_change(portal: Portal, is_deleted: bool) -> None:
    portal.write("posts/data.csv", "a,b\n1,2\n")
    portal.post("a.md", "Isi.", attachments="[{src: data.csv, title: Data}]")
    portal.build()
    before = portal.site()
    portal.post("a.md", date="besok", attachments="[{src: data.csv, title: Data}]")
    if is_deleted:
        (portal.root / "posts/data.csv").unlink()
    else:
        portal.write("posts/data.csv", "rusak\n")
    assert "posts/a.md" in held(portal).held
    assert portal.site() == before
    portal.write("config.toml", CONFIG.replace("Portal Uji", "Portal Baru"))
    held(portal)
    assert portal.site()["2026/03/a/data.csv"] == before["2026/03/a/data.csv"]


def test_scheduled_release_that_is_held_is_not_published_in_its_hour(portal: Portal) -> None:
    """What its file says now may be that it is published later."""
    portal.post("a.md", title="Judul A", date="2026-06-01 13:00")
    portal.build()
    portal.post("a.md", title="Judul A", date="2026-06-01 13:00", kind="salah")
    for now in ("2026-06-01T12:30:00+08:00", "2026-06-01T13:00:00+08:00", "2026-06-02T13:00:00+08:00"):
        assert portal.build(now=now, hold_broken=True).held == ("posts/a.md",)
        assert not [address for address in portal.site() if "/a/" in address]
    portal.post("a.md", title="Judul A", date="2026-06-01 13:00")
    portal.build(now="2026-06-02T13:00:00+08:00")
    assert "2026/06/a/index.html" in portal.site()


def test_held_release_expires_and_is_withdrawn_in_its_hour(portal: Portal) -> None:
    withdrawn = "{date: 2026-06-02 09:00, reason: Keliru, remove_text: true}"
    portal.post("a.md", "Isi rahasia.", expires="2026-06-01 13:00", withdrawn=withdrawn)
    portal.build()
    portal.post("a.md", date="besok")
    for now, state in (("2026-06-01T13:00:00+08:00", "expired"), ("2026-06-02T09:00:00+08:00", "withdrawn")):
        portal.build(now=now, hold_broken=True)
        shown = portal.text("2026/03/a/index.html")
        portal.root.joinpath("clean").mkdir(exist_ok=True)
        assert ("Isi rahasia." in shown) is (state == "expired")
    assert "Keliru" in shown


def test_link_to_a_deleted_release_holds_the_release_with_the_link(two: Portal) -> None:
    two.post("a.md", "Lihat [itu](b.md).", title="Judul A", id="id-a")
    two.build()
    (two.root / "posts/b.md").unlink()
    assert held(two).held == ("posts/a.md",)
    assert "2026/03/b/index.html" not in two.site()
    assert "2026/03/a/index.html" in two.site()
    two.post("b.md", "Isi b.", title="Judul B", id="id-b")
    assert held(two).held == ()


def test_errors_outside_of_releases_stop_the_build(two: Portal) -> None:
    before = two.site()
    two.write("static/2026/03/b/index.html", "x")
    with pytest.raises(Refused):
        held(two)
    assert two.site() == before


def test_release_in_the_way_of_a_file_of_static_is_held(two: Portal) -> None:
    two.write("static/unduh/index.html", "x")
    two.build()
    two.post("a.md", "Isi.", title="Judul A", id="id-a", aliases="[/unduh/]")
    assert "posts/a.md" in held(two).held
    assert two.text("unduh/index.html") == "x"


def test_link_that_leads_outside_holds_the_release_in_its_place(two: Portal, tmp_path: Path) -> None:
    (two.root / "posts/a.md").unlink()
    (two.root / "posts/a.md").symlink_to("/etc/hosts")
    for _ in range(2):
        assert held(two).held == ("posts/a.md",)
        assert "Isi lama." in two.text("2026/03/a/index.html")


# Drafts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [name for name in BROKEN if name != "front matter"])
def test_errors_of_a_draft_stop_no_build(two: Portal, wrong: str) -> None:
    before = two.site()
    two.post("0.md", **{"id": "id-0", "draft": "true", **BROKEN[wrong]})
    problems = two.build(strict=True).problems
    assert {(one.place.path, one.severity) for one in problems} == {("posts/0.md", "note")}
    assert two.site() == before
    two.build("clean")
    assert two.site() == two.site("clean")
    two.post("0.md", **{"id": "id-0", **BROKEN[wrong]})
    with pytest.raises(Refused):
        two.build()


def test_draft_takes_no_address_and_returns_when_it_is_free(two: Portal) -> None:
    two.post("0.md", id="id-b", draft="true")
    assert [one.rule for one in two.build().problems] == ["duplicate-id"]
    (two.root / "posts/b.md").unlink()
    assert two.build().problems == ()


@pytest.mark.parametrize("wrong", [{"title": ""}, {"date": "besok"}, {"slug": "[a]"}, {"withdrawn": "ya"}])
def test_errors_of_a_draft_are_none_of_the_releases_that_name_it(two: Portal, wrong: dict[str, str]) -> None:
    two.post("b.md", "Isi b.", title="Judul B", id="id-b", lang="en", translation_of="id-c")
    two.post("c.md", id="id-c", draft="true")
    two.build()
    two.post("c.md", **{"id": "id-c", "draft": "true", **wrong})
    assert {one.severity for one in two.build().problems} == {"note"}
    two.build(drafts=True)
    two.build("clean")


def test_draft_that_cannot_be_read_is_an_error(two: Portal) -> None:
    two.write("posts/c.md", "---\ndraft: true\ntitle: [\n---\n\nIsi.\n")
    with pytest.raises(Refused):
        two.build()
    assert held(two).held == ("posts/c.md",)


# Any history ----------------------------------------------------------------------------------------------------


def break_or_correct(history: History, a: int, b: int) -> None:
    """Write an error into a release, or remove it."""
    paths = sorted((history.portal.root / "posts").glob("*.md"))
    if paths:
        path, wrong = paths[a % len(paths)], "review: salah\n"
        text = path.read_text().replace(wrong, "")
        path.write_text(text.replace("\n---\n", f"\n{wrong}---\n", 1) if b % 3 else text)


def resize(history: History, a: int, b: int) -> None:
    """Change the settings in a way that makes no release wrong."""
    history.portal.write("config.toml", f"{CONFIG}\n[lists]\nsize = {b % 3 + 1}\n")


EDITS = (
    History.add, History.edit_body, History.edit_title, History.change_slug, History.swap_addresses, History.delete,
    History.retag, History.expire, History.same_id, History.alias, History.change_template, resize,
    break_or_correct, break_or_correct, break_or_correct,
)  # fmt: skip
Step = tuple[Edit, int, int]


@fuzz(examples=12)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_any_history_gives_what_a_clean_build_of_the_last_good_versions_gives(steps: list[list[Step]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "portal", searched=False, strict=False)
        portal = history.portal
        good: dict[str, bytes | None] = {}
        for step in [[], *steps]:
            for edit, a, b in step:
                edit(history, a, b)
            published = _copy(portal.root / "site", Path(folder) / "published")
            report = held(portal)
            sources = {f"posts/{path.name}": path.read_bytes() for path in (portal.root / "posts").glob("*.md")}
            good = {path: good.get(path) if path in report.held else data for path, data in sources.items()}
            assert portal.site() == _clean(portal.root, good, Path(folder) / "clean", published)


def _copy(site: Path, folder: Path) -> LastPublication | None:
    """Copy a site, and return what was published with it; None if there is no site."""
    shutil.rmtree(folder, ignore_errors=True)
    if not site.is_dir():
        return None
    shutil.copytree(site, folder)
    return open_publication(str(folder / "manifest.json"))


def _clean(root: Path, good: dict[str, bytes | None], folder: Path, published: LastPublication | None) -> Site:
    """The site of a portal in which the releases are as in `good`; None: there is no such release."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("site", ".press"))
    for path, data in good.items():
        if data is None:
            (folder / path).unlink()
        else:
            (folder / path).write_bytes(data)
    clean = Portal(folder, (root / "config.toml").read_text())
    clean.build(published=published)
    return clean.site()
