"""Bad input gives diagnostics with file and line, all of them in one run, and leaves the site unchanged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from press.diagnostics import Diagnostic, Severity
from press.errors import BadConfig, Refused
from press.rules import RULES
from tests.portal import CONFIG, Portal

GOOD = "---\ntitle: Judul\ndate: 2026-03-14\n---\n\nIsi.\n"
CLOSED = (
    CONFIG
    + """
[offices.dinas-air]
name = "Dinas Air"
[topics.kesehatan]
name = "Kesehatan"
[regions.kota-satu]
name = "Kota Satu"
"""
)
CASES: dict[str, tuple[str | bytes, int, str]] = {
    "broken-yaml": ("---\ntitle: 'Judul\ndate: 2026-03-14\n---\nIsi\n", 2, "front-matter"),
    "tab": ("---\ntitle: Judul\n\tdate: 2026-03-14\n---\nIsi\n", 3, "front-matter"),
    "no-closing": ("---\ntitle: Judul\ndate: 2026-03-14\n\nIsi\n", 1, "front-matter"),
    "no-opening": ("title: Judul\ndate: 2026-03-14\n---\n\nIsi\n", 1, "front-matter"),
    "colon": ("---\ntitle: Gubernur: harga turun\ndate: 2026-03-14\n---\nIsi\n", 2, "front-matter"),
    "duplicate-key": ("---\ntitle: Satu\ndate: 2026-03-14\ntitle: Dua\n---\nIsi\n", 4, "front-matter"),
    "no-title": ("---\ndate: 2026-03-14\n---\nIsi\n", 1, "title"),
    "no-date": ("---\ntitle: Judul\n---\nIsi\n", 1, "date"),
    "bad-date": ("---\ntitle: Judul\ndate: kemarin\n---\nIsi\n", 3, "date"),
    "expires": ("---\ntitle: Judul\ndate: 2026-03-14\nexpires: 2025-03-14\n---\nIsi\n", 4, "expires"),
    "withdrawn": (
        "---\ntitle: Judul\ndate: 2026-03-14\nwithdrawn:\n  reason: x\n  date: 2026-03-13\n---\nIsi\n",
        6,
        "withdrawn",
    ),
    "correction": (
        "---\ntitle: Judul\ndate: 2026-03-14\ncorrections: [{date: 2025-03-14, note: x}]\n---\nIsi\n",
        4,
        "corrections",
    ),
    "published": ("---\ntitle: Judul\ndate: 2026-03-14\nPublished: off\n---\nIsi\n", 4, "draft"),
    "status": ("---\ntitle: Judul\ndate: 2026-03-14\nstatus: private\n---\nIsi\n", 4, "draft"),
    "embargo": ("---\ntitle: Judul\ndate: 2026-03-14\nembargo: 2026-03-15\n---\nIsi\n", 4, "draft"),
    "build": ("---\ntitle: Judul\ndate: 2026-03-14\nbuild:\n  render: never\n---\nIsi\n", 5, "draft"),
    "_drafts/x": (GOOD, 1, "draft"),
    "typing-error": ("---\ntitle: Judul\ndate: 2026-03-14\ndrfat: true\n---\nIsi\n", 4, "draft"),
    "two-spellings": ("---\ntitle: Judul\ndate: 2026-03-14\nTitle: Dua\n---\nIsi\n", 4, "front-matter"),
    "office": ("---\ntitle: Judul\ndate: 2026-03-14\noffice: dinas-iar\n---\nIsi\n", 4, "office"),
    "topic": ("---\ntitle: Judul\ndate: 2026-03-14\ntopics: [kesehaatan]\n---\nIsi\n", 4, "topics"),
    "region": ("---\ntitle: Judul\ndate: 2026-03-14\nregions: [kota-stau]\n---\nIsi\n", 4, "regions"),
    "slug-dots": ("---\ntitle: Judul\ndate: 2026-03-14\nslug: ../x\n---\nIsi\n", 4, "slug"),
    "slug-slash": ("---\ntitle: Judul\ndate: 2026-03-14\nslug: a/b\n---\nIsi\n", 4, "slug"),
    "latin-1": (GOOD.replace("Isi", "Isi é").encode("latin-1"), 6, "encoding"),
    "nul": (GOOD.replace("Isi", "Isi\0").encode(), 6, "encoding"),
    "empty": ("", 0, "front-matter"),
    "too-large": (GOOD + "a" * 1_100_000, 0, "size"),
    "alias": ("---\ntitle: &a Judul\ndate: 2026-03-14\nsummary: *a\n---\nIsi\n", 2, "front-matter"),
    "nesting": ("---\ntitle: Judul\ndate: 2026-03-14\ntopics: " + "[" * 3000 + "\n---\nIsi\n", 4, "front-matter"),
    "javascript": (GOOD + "\n[klik](javascript:alert(1))\n", 8, "unsafe"),
    "script": (GOOD + "\n<script>alert(1)</script>\n", 8, "unsafe"),
    "no-image": (GOOD + "\n![Foto](tidak-ada.jpg)\n", 8, "missing-file"),
    "no-link": (GOOD + "\n[situ](tidak-ada.md)\n", 8, "link"),
}


def errors_in(problems: list[Diagnostic], path: str) -> list[Diagnostic]:
    return [problem for problem in problems if problem.place.path == path and problem.severity is Severity.ERROR]


def test_all_bad_files_are_reported_in_one_run(tmp_path: Path) -> None:
    """Each diagnostic has file, line and rule, and a message of one line; nothing is published."""
    portal = Portal(tmp_path / "portal", CLOSED)
    portal.post("baik.md")
    portal.build()
    before = portal.site()
    for name, (text, _, _) in CASES.items():
        portal.write(f"posts/{name}.md", text)
    problems = portal.problems()
    for name, (_, line, rule) in CASES.items():
        errors = errors_in(problems, f"posts/{name}.md")
        assert [(one.place.line, one.rule) for one in errors] == [(line, rule)], (name, errors)
        assert "\n" not in errors[0].message.format_map(errors[0].values)
        assert errors[0].hint, name
    assert portal.site() == before


@pytest.mark.parametrize(
    ("name", "nearest"), [("office", "dinas-air"), ("topic", "kesehatan"), ("region", "kota-satu")]
)
def test_the_hint_for_an_unknown_term_names_the_nearest_one(tmp_path: Path, name: str, nearest: str) -> None:
    portal = Portal(tmp_path / "portal", CLOSED)
    portal.write("posts/x.md", CASES[name][0])
    (problem,) = errors_in(portal.problems(), "posts/x.md")
    assert nearest in problem.hint.format_map(problem.values)


def test_unknown_field_is_a_warning(portal: Portal) -> None:
    portal.post("x.md", sumary="Ringkas")
    report = portal.build()
    (problem,) = report.problems
    assert (problem.severity, problem.place.line, problem.rule) == (Severity.WARNING, 4, "unknown-field")
    assert "summary" in problem.hint.format_map(problem.values)
    with pytest.raises(Refused):
        portal.build(strict=True)


def test_two_files_with_the_same_address_are_both_named(portal: Portal) -> None:
    portal.post("satu.md", slug="sama")
    portal.post("dua.md", slug="sama")
    (problem,) = [one for one in portal.problems() if one.rule == "address"]
    text = f"{problem.place} {problem.message.format_map(problem.values)}"
    assert "posts/satu.md" in text
    assert "posts/dua.md" in text


def test_addresses_that_differ_only_in_case_or_unicode_form_conflict(portal: Portal) -> None:
    portal.post("Jalan.md")
    portal.post("jalan-x.md", slug="jalan")
    portal.post("e.md", aliases="[/caf\u00e9/]")
    portal.post("f.md", aliases="[/cafe\u0301/]")
    assert sorted(one.rule for one in portal.problems()) == ["address", "address"]


def test_two_files_with_the_same_id_are_both_named(portal: Portal) -> None:
    portal.post("satu.md", id="2026-1")
    portal.post("dua.md", id="2026-1")
    (problem,) = [one for one in portal.problems() if one.rule == "duplicate-id"]
    assert "posts/dua.md" in problem.message.format_map(problem.values) + str(problem.place)


def test_a_page_cannot_have_the_address_of_a_list(portal: Portal) -> None:
    portal.write("pages/arsip.md", "---\ntitle: Arsip\n---\n\nIsi.\n")
    assert [one.rule for one in portal.problems()] == ["address"]


def test_a_symlink_out_of_the_root_is_an_error(portal: Portal) -> None:
    (portal.root.parent / "rahasia.md").write_text(GOOD)
    (portal.root / "posts").mkdir()
    (portal.root / "posts/x.md").symlink_to(portal.root.parent / "rahasia.md")
    (portal.root / "posts/y.md").symlink_to("y.md")
    assert [(str(one.place), one.rule) for one in portal.problems()] == [
        ("posts/x.md", "symlink"),
        ("posts/y.md", "symlink"),
    ]


def test_a_photo_that_is_a_symlink_out_of_the_root_is_an_error(portal: Portal) -> None:
    (portal.root.parent / "rahasia.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    portal.post("x.md", "![Foto](foto.png)")
    (portal.root / "posts/foto.png").symlink_to(portal.root.parent / "rahasia.png")
    assert "symlink" in {one.rule for one in portal.problems()}


def test_a_directory_named_like_a_release_is_an_error(portal: Portal) -> None:
    (portal.root / "posts/x.md").mkdir(parents=True)
    assert [(str(one.place), one.rule) for one in portal.problems()] == [("posts/x.md", "directory")]


@pytest.mark.parametrize("name", ["a.markdown", "a.MD", "a.Markdown", "a.mdown", "a.mkd", "a/index.MARKDOWN"])
def test_markdown_with_any_of_its_endings_is_published(portal: Portal, name: str) -> None:
    portal.post(name, "Kata khas.")
    portal.post("b.md", f"[itu]({name})")
    portal.write("pages/tentang.markdown", "---\ntitle: Tentang\n---\n\nIsi.\n")
    assert portal.build().problems == ()
    assert "Kata khas." in portal.text("2026/03/a/index.html")
    assert 'href="/portal/2026/03/a/"' in portal.text("2026/03/b/index.html")
    assert "tentang/index.html" in portal.site()


UNREAD = ["a.txt", "a.html", "a.rst", "a.org", "a.adoc", "README", "2026/rilis", "a.md.bak", "a.yaml", "a.rtf", "A.TXT",
          "a.md.txt", "a.json", "a.njk", "rilis.doc", "a.textile", ".a.md", "2026/.b.MD"]  # fmt: skip


@pytest.mark.parametrize("folder", ["posts", "pages"])
def test_each_text_that_is_not_read_is_named_once(portal: Portal, folder: str) -> None:
    for name in UNREAD:
        portal.write(f"{folder}/{name}", GOOD)
    found = portal.build().problems
    assert sorted((one.place.path, one.rule, one.severity) for one in found) == sorted(
        (f"{folder}/{name}", "unread-file", Severity.WARNING) for name in UNREAD
    )
    assert portal.build().problems == found
    for name in UNREAD:
        (portal.root / folder / name).unlink()
    assert portal.build().problems == ()


def test_photos_and_attachments_that_no_release_uses_are_not_named(portal: Portal) -> None:
    for name in ("a.jpg", "a.pdf", "a.csv", "a.xlsx", "a.svg", "a.heic", ".gitkeep", "a.md~", "sub.psd", "._a.md"):
        portal.write(f"posts/{name}", b"\0 x")
    assert portal.build().problems == ()


def test_text_that_a_release_uses_is_named_only_while_it_does_not(portal: Portal) -> None:
    portal.write("posts/data.txt", "a")
    portal.post("a.md", attachments="[data.txt]")
    assert portal.build().problems == ()
    portal.post("a.md")
    assert [str(one.place) for one in portal.build().problems] == ["posts/data.txt"]
    portal.post("b.md", "[data](data.txt)", id="b")
    assert portal.build().problems == ()
    (portal.root / "posts/b.md").unlink()
    assert [str(one.place) for one in portal.build().problems] == ["posts/data.txt"]
    assert portal.build("clean").problems == portal.build().problems


@pytest.mark.parametrize("name", ["x.md", "x.MD", "x.markdown"])
def test_file_in_a_folder_named_like_a_text_is_an_error_also_later(portal: Portal, name: str) -> None:
    portal.post("a.md")
    portal.build()
    portal.post(f"{name}/index.md", id="b")
    for changed in (None, (f"posts/{name}/index.md",)):
        with pytest.raises(Refused) as caught:
            portal.build(changed=changed)
        assert [(str(one.place), one.rule) for one in caught.value.problems] == [(f"posts/{name}", "directory")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"caf\xe9.md", r"caf\udce9.md"), (b"caf\xe9.jpg", r"caf\udce9.jpg"), (b"a\nb.md", r"a\nb.md"),
     (b"caf\xe9/x.md", r"caf\udce9"), (b"\xff", r"\udcff"), (b"a\x1b[1m.md", r"a\x1b[1m.md")],
)  # fmt: skip
def test_name_that_is_not_utf_8_is_an_error(portal: Portal, name: bytes, shown: str) -> None:
    portal.post("a.md")
    portal.build()
    file = Path(os.fsdecode(os.fsencode(portal.root / "posts") + b"/" + name))
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text(GOOD)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    for changed in (None, (os.fsdecode(b"posts/" + name.partition(b"/")[0]),)):
        with pytest.raises(Refused) as caught:
            portal.build(changed=changed)
        assert [(str(one.place), one.rule) for one in caught.value.problems] == [(f"posts/{shown}", "file-name")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_an_error_and_does_not_block_the_build(portal: Portal) -> None:
    (portal.root / "posts").mkdir()
    os.mkfifo(portal.root / "posts/x.md")
    assert [(str(one.place), one.rule) for one in portal.problems()] == [("posts/x.md", "special")]


def test_control_characters_are_removed_with_a_warning(portal: Portal) -> None:
    portal.write("posts/x.md", GOOD.replace("Judul", "Judul\x0b").replace("Isi", "Isi\x08\ufffe"))
    report = portal.build()
    assert {one.rule for one in report.problems} == {"control-characters"}
    texts = [data for address, data in portal.site().items() if address.endswith((".html", ".xml", ".json"))]
    assert not [data for data in texts if b"\x08" in data or b"\x0b" in data]


@pytest.mark.parametrize("text", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n")])
def test_bom_and_crlf_are_accepted(portal: Portal, text: str) -> None:
    portal.write("posts/x.md", text)
    assert portal.build().problems == ()
    assert "Judul" in portal.text("2026/03/x/index.html")


def test_links_to_a_removed_release_are_errors(portal: Portal) -> None:
    portal.post("tujuan.md")
    portal.post("asal.md", "Lihat [itu](tujuan.md).")
    portal.build()
    (portal.root / "posts/tujuan.md").unlink()
    assert [str(one.place) for one in portal.problems()] == ["posts/asal.md:6"]


def test_errors_in_the_config_name_line_and_key(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + "\n[feeds]\nitmes = 3\n")
    with pytest.raises(Exception, match="config") as caught:
        portal.build()
    (problem,) = caught.value.problems  # type: ignore[attr-defined]
    assert problem.place.line == CONFIG.count("\n") + 3
    assert "items" in problem.hint.format_map(problem.values)


def test_the_severity_of_an_unknown_rule_is_an_error(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + 'lnk = "warning"\n')
    with pytest.raises(BadConfig) as caught:
        portal.build()
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.hint.format_map(problem.values)) == (
        CONFIG.count("\n") + 1,
        "did you mean “link”?",
    )


def test_the_config_accepts_every_rule_and_no_other_name(portal: Portal) -> None:
    """It accepts the rules of docs/rules.md, but not fields that have no rule."""
    known = [name for name in RULES if f"\n{name} =" not in CONFIG]
    portal.write("config.toml", CONFIG + "".join(f'{name} = "warning"\n' for name in known))
    portal.build()
    for name in ("approved_by", "lines", "source", "offices", "translation_of"):
        portal.write("config.toml", f'{CONFIG}{name} = "warning"\n')
        with pytest.raises(BadConfig):
            portal.build()
