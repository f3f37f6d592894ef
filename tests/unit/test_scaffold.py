"""The command `new`: any title makes a draft that builds, also the second time."""

from __future__ import annotations

import re
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from press import config
from press.cli.commands import command
from press.content import front_matter, lifecycle, scaffold
from press.content.files import read
from press.errors import Exit, Misuse
from press.model import Claim, Release, ReleaseKind
from tests.fuzzing import fuzz
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, NOW, Portal

TITLES = [
    "Jembatan dibuka", "C++ & C#: 100%", "🙂🙃", "???", "a" * 300, "a" * 97, "سلام عليكم", "\u200fعربي 12", "ꦱꦸꦫꦧꦪ",
    "北京",
    "Kata “Bupati”: 'siap'", 'Dia berkata "ya"', "Dua\nbaris\tini", "-5 derajat", "--strict", "../../etc/passwd",
    "C:\\Windows", "CON", "index", "2026-03-14", "2026-03-14 banjir", "# bukan judul", "---", "{{ 7 * 7 }}",
    "\x1b[31mmerah", "null", "\u2028x", "x\ufffe",
]  # fmt: skip


def create(portal: Portal, title: str) -> Release:
    """Create a draft, and return the release that its file describes."""
    settings = config.load(portal.root)
    at = lifecycle.now(NOW, {}, settings)
    path = scaffold.create(portal.root, scaffold.Draft(title, ReleaseKind.RELEASE, at), settings)
    assert path.parent == portal.root / "posts/2026/06"
    parsed = front_matter.parse(read(portal.root, path.relative_to(portal.root).as_posix()), settings)
    assert parsed.release
    assert [problem.message for problem in parsed.problems] == []
    return parsed.release


def parsed(portal: Portal, path: str) -> Release:
    """Return the release that a file without problems describes."""
    found = front_matter.parse(read(portal.root, path), config.load(portal.root))
    assert found.release
    assert not found.problems
    return found.release


def invoke(portal: Portal, *arguments: str, answers: list[str] | None = None) -> Result:
    """Run a command in the portal, with answers to its questions."""
    given = [*arguments, "--root", str(portal.root), "--now", NOW]
    return CliRunner().invoke(
        command, given, input="".join(f"{answer}\n" for answer in answers or ()), standalone_mode=False
    )


@pytest.mark.parametrize("title", TITLES)
def test_any_title_makes_a_draft_twice(portal: Portal, title: str) -> None:
    one, other = create(portal, title), create(portal, title)
    assert one.title == other.title
    assert one.slug != other.slug
    assert one.draft
    portal.build(drafts=True)


@pytest.mark.parametrize("word", ["clarification", "Klarifikasi", "klarifikasi"])
def test_new_clarification_has_every_field_of_a_claim_with_a_comment(portal: Portal, word: str) -> None:
    """It builds at once, as a draft; published without the claim, it is refused; filled in, it is good."""
    done = CliRunner().invoke(command, ["new", "Air aman", "--kind", word, "--root", str(portal.root), "--now", NOW])
    path = portal.root / done.output.strip()
    text = path.read_text()
    block = text.partition("\nclaim:\n")[2].partition("\n# ")[0].splitlines()
    assert {line.strip().partition(":")[0] for line in block if "#" not in line} == set(Claim.__struct_fields__)
    assert all(before.startswith("  #") for before, line in pairwise(block) if "#" not in line)
    assert "\n  verdict: sedang diperiksa\n" in text
    assert portal.build(drafts=True).problems == ()
    path.write_text(text.replace("draft: true\n", ""))
    assert [problem.rule for problem in portal.problems()] == ["claim"]
    filled = (
        text.replace("draft: true\n", "")
        .replace("  text:", "  text: Air beracun")
        .replace("  due:", "  due: 2026-06-04")
    )
    path.write_text(filled)
    assert portal.build().problems == ()


@pytest.mark.parametrize(
    ("kind", "names"),
    [("photo", {"images"}), ("announcement", {"expires"}), ("link", {"original"}), ("release", set()), ("news", set())],
)
def test_new_has_the_fields_of_its_kind_with_a_comment(portal: Portal, kind: str, names: set[str]) -> None:
    done = invoke(portal, "new", "Air aman", "--kind", kind)
    text = (portal.root / done.output.strip()).read_text()
    lines = text.split("---\n")[1].splitlines()
    written = {line.partition(":")[0] for line in lines if line[0] not in "# "}
    assert written == names | {
        "title", "date", "id", "kind", "summary", "office", "topics", "regions", "place", "draft",
    }  # fmt: skip
    assert all(before.startswith("#") for before, line in pairwise(lines) if line[0] not in "# ")
    assert portal.build(drafts=True).problems == ()


def test_new_asks_for_what_it_is_not_given(portal: Portal) -> None:
    portal.write(
        "config.toml",
        f"{CONFIG}\n[offices.bapenda]\nname = 'Badan Pendapatan Daerah'\n[topics.air]\nname = 'Air bersih'\n",
    )
    answers = ["pengumuman", "", "Air mati Sabtu", "Tiga kelurahan.", "1", "Air bersih", "Sandirana", "kapan-kapan"]
    done = invoke(portal, "new", "--messages", "en", answers=[*answers, "2026-06-06 08.00", ""])
    release = parsed(portal, done.stdout.splitlines()[-1])
    assert (release.title, release.kind, release.summary) == ("Air mati Sabtu", "announcement", "Tiga kelurahan.")
    assert (release.offices, release.topics, release.place) == (("bapenda",), ("air",), "Sandirana")
    assert release.date.isoformat() == "2026-06-06T08:00:00+08:00"
    assert "try again" in done.stdout


def jpeg(path: Path) -> Path:
    path.write_bytes(encoded(sample_image(60, 40), "jpeg"))
    return path


@pytest.mark.parametrize("form", ["{path}", "'{path}'", '"{path}"', "{escaped}", "{url}", " {path} "])
def test_new_asks_for_a_photo_that_may_be_dropped_into_the_terminal(portal: Portal, tmp_path: Path, form: str) -> None:
    file = jpeg(tmp_path / "foto jembatan (1).jpg")
    escaped = re.sub(r"([ ()])", r"\\\1", str(file))
    typed = form.format(path=file, escaped=escaped, url=file.as_uri())
    answers = ["", "Jembatan dibuka", "", "", "", "", "", typed, "Truk melintas", "", "Rina"]
    release = parsed(portal, invoke(portal, "new", answers=answers).stdout.splitlines()[-1])
    assert release.image
    assert (release.image.src, release.image.alt) == ("foto-jembatan-1.jpg", "Truk melintas")
    assert (release.image.caption, release.image.credit) == ("", "Rina")
    assert portal.build(drafts=True).problems == ()


def test_new_asks_again_for_a_photo_that_cannot_be_read(portal: Portal, tmp_path: Path) -> None:
    heic = tmp_path / "IMG_1.HEIC"
    heic.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40)
    answers = ["", "Jembatan dibuka", "", "", "", "", "", "tidak-ada.jpg", str(heic), ""]
    done = invoke(portal, "new", "--messages", "en", answers=answers)
    assert parsed(portal, done.stdout.splitlines()[-1]).image is None
    assert "there is no file “tidak-ada.jpg”" in done.stdout
    assert "IMG_1.HEIC” is a HEIC photo" in done.stdout
    assert done.stdout.count("Lead photo") == 3


def test_new_in_another_language(portal: Portal) -> None:
    assert parsed(portal, invoke(portal, "new", "Water cut", "--lang", "en").output.strip()).lang == "en"
    assert "not the code of a language" in invoke(portal, "new", "Air", "--lang", "E N", "--messages", "en").stderr


# Translations ---------------------------------------------------------------------------------------------------


def test_translation_is_a_draft_beside_the_release(portal: Portal) -> None:
    portal.post("2026/03/jembatan.md", "Jembatan **dibuka**.", title="Jembatan dibuka", id="a1", topics="[jalan]",
                corrections="[{date: 2026-03-20, note: Salah}]", aliases="[/lama/]")  # fmt: skip
    done = invoke(portal, "translate", f"{portal.root}/posts/2026/03/jembatan.md", "--lang", "en")
    assert done.stdout == "posts/2026/03/jembatan.en.md\n"
    release = parsed(portal, done.stdout.strip())
    assert (release.lang, release.translation_of, release.draft, release.topics) == ("en", "a1", True, ("jalan",))
    assert (release.slug, release.aliases, release.corrections) == ("jembatan", (), ())
    assert release.id != "a1"
    path = portal.root / "posts/2026/03/jembatan.en.md"
    assert path.read_text().endswith("---\n\nJembatan **dibuka**.\n")
    path.write_text(path.read_text().replace("draft: true\n", "").replace("Jembatan dibuka", "Bridge opens"))
    assert portal.build().problems == ()
    assert "Bridge opens" in portal.text("en/2026/03/jembatan/index.html")


def test_translation_has_an_address_of_its_own_where_no_language_is_in_it(portal: Portal) -> None:
    portal.write("config.toml", f"language_in_address_since = 2026-12-01\n{CONFIG}")
    portal.post("2026/03/jembatan.md", title="Jembatan dibuka", id="a1")
    done = invoke(portal, "translate", f"{portal.root}/posts/2026/03/jembatan.md", "--lang", "en")
    path = portal.root / done.stdout.strip()
    path.write_text(path.read_text().replace("draft: true\n", ""))
    assert portal.build().problems == ()
    assert "2026/03/jembatan-en/index.html" in portal.site()


@pytest.mark.parametrize(
    ("fields", "lang", "reason"),
    [
        ({}, "id", "is in this language"),
        ({"lang": "en", "translation_of": "b"}, "bjn", "is in this language, or a translation"),
        ({"withdrawn": "{date: 2026-03-15, reason: Keliru}"}, "en", "is withdrawn"),
        ({}, "English!", "is not the code of a language"),
    ],
)
def test_releases_without_translation_are_refused(
    portal: Portal, fields: dict[str, str], lang: str, reason: str
) -> None:
    portal.post("a.md", title="Judul", id="a1", **fields)
    done = invoke(portal, "translate", f"{portal.root}/posts/a.md", "--lang", lang, "--messages", "en")
    assert done.return_value == Exit.MISUSE
    assert reason in done.stderr
    assert [path.name for path in (portal.root / "posts").rglob("*.md")] == ["a.md"]


def test_translation_is_never_overwritten(portal: Portal) -> None:
    portal.post("a.md", title="Judul", id="a1")
    other = portal.write("posts/a.en.md", "Sudah diterjemahkan.")
    assert invoke(portal, "translate", f"{portal.root}/posts/a.md", "--lang", "en").return_value == Exit.MISUSE
    assert other.read_text() == "Sudah diterjemahkan."


@fuzz(examples=60)
@given(st.text())
@example("0" * 97)
def test_any_text_is_a_title_or_is_refused(title: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), CONFIG)
        try:
            one, other = create(portal, title), create(portal, title)
        except Misuse:
            assert not any(character.isprintable() and not character.isspace() for character in title)
        else:
            assert one.slug != other.slug
            assert one.title == other.title


@pytest.mark.parametrize("title", ["-5 derajat", "--strict", "-", "--", "-x", "--kind of magic"])
def test_title_may_begin_with_hyphens(portal: Portal, title: str) -> None:
    result = CliRunner().invoke(command, ["new", "--root", str(portal.root), *(["--"] if title == "--" else []), title])
    assert result.exit_code == Exit.GOOD, result.output
    (path,) = (portal.root / "posts").rglob("*.md")
    assert f'title: "{title}"' in path.read_text()


@pytest.mark.parametrize("title", ["", " \n", "\x00"])
def test_empty_title_is_refused(portal: Portal, title: str) -> None:
    with pytest.raises(Misuse):
        create(portal, title)
