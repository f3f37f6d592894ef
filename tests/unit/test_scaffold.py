"""The command `new`: any title makes a draft that builds, also the second time."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from press import config
from press.cli.commands import command
from press.content import front_matter, lifecycle, scaffold
from press.content.files import read
from press.errors import Exit, Misuse
from press.model import Claim, Release, ReleaseKind
from tests.fuzzing import fuzz
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
    path = scaffold.create(portal.root, title, ReleaseKind.RELEASE, "", at, settings)
    assert path.parent == portal.root / "posts/2026/06"
    parsed = front_matter.parse(read(portal.root, path.relative_to(portal.root).as_posix()), settings)
    assert parsed.release
    assert [problem.message for problem in parsed.problems] == []
    return parsed.release


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
    block = text.partition("\nclaim:\n")[2].partition("draft:")[0].splitlines()
    names = [line.strip().partition(":")[0] for line in block[1::2]]
    assert set(names) == set(Claim.__struct_fields__)
    assert all(line.startswith("  # ") for line in block[::2])
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
