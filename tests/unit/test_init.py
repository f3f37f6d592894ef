"""The command `init`: the sample portal becomes one of one's own, and nothing is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from press.cli.commands import command
from press.config import colours
from press.errors import Exit
from tests.portal import NOW

REPOSITORY = Path(__file__).parent.parent.parent
PARTS = ("posts/", "pages/", "static/", "templates/", "config.toml", ".gitignore")
ANSWERS = [
    "Pemerintah Kabupaten Sungai Rawa", "", "https://berita.sungairawa.example", "WIT", "#ffd500", 'Siti "Ina" Rahma',
    "Pranata Humas, Diskominfo", "(0599) 555-0177", "bukan surel", "humas@sungairawa.example",
    "Dinas Komunikasi dan Informatika", "Dinas Kesehatan", "", "ya",
]  # fmt: skip


def git(root: Path, *arguments: str) -> str:
    line = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments]
    return subprocess.run(line, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal in a repository of its own."""
    root = tmp_path_factory.mktemp("sample") / "portal"
    for name in git(REPOSITORY, "ls-files").splitlines():
        if name.startswith(PARTS) and (REPOSITORY / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes((REPOSITORY / name).read_bytes())
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Sample")
    return root


@pytest.fixture
def sample(original: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", str(original), "portal")
    return tmp_path / "portal"


def run(root: Path, *arguments: str, answers: list[str] | None = None) -> Result:
    given = [*arguments, "--root", str(root), "--now", NOW, "--messages", "en"]
    return CliRunner().invoke(command, given, input="\n".join(answers or []) + "\n", standalone_mode=False)


def keep_one_release(root: Path) -> None:
    """Make the sample small, so that it is built quickly."""
    for path in (root / "posts").rglob("*.*"):
        if path.name != "uji-sirene-bendungan-benar.md":
            path.unlink()
    git(root, "commit", "-qam", "One release")


def test_sample_becomes_a_portal_of_its_own_also_after_it_was_built(sample: Path) -> None:
    keep_one_release(sample)
    run(sample, "build")
    assert list((sample / "site/2026/03").glob("uji-*"))
    (sample / "site/.git").write_text("gitdir: ../branch\n")  # a checkout of the branch that is deployed
    done = run(sample, "init", answers=ANSWERS)
    assert done.return_value == Exit.GOOD, done.output
    assert "#ffd500 cannot be read" in done.stdout
    assert not list((sample / "posts").iterdir())
    assert [path.name for path in (sample / "site").iterdir()] == [".git"]
    assert "all is well" in run(sample, "check").output
    post = sample / run(sample, "new", "Puskesmas buka malam hari", "--office", "dinas-kesehatan").stdout.strip()
    post.write_text(post.read_text().replace("draft: true", "").replace("summary:", "summary: Mulai Senin.") + "Isi.\n")
    built = run(sample, "build")
    assert built.return_value == Exit.GOOD, built.output
    assert built.stderr == ""
    site = "".join(path.read_text() for path in (sample / "site").rglob("*.html"))
    assert "Puskesmas buka malam hari" in site
    assert "Berita Kabupaten Sungai Rawa" in site
    assert "Siti &#34;Ina&#34; Rahma" in site
    assert "wirantara" not in site.lower()
    assert "{" not in "".join(path.read_text() for path in (sample / "pages").iterdir())


def test_output_folder_with_files_of_others_is_left_as_it_is(sample: Path) -> None:
    (sample / "site").mkdir(exist_ok=True)
    (sample / "site/manifest.json").write_text('{"name": "An app"}')
    assert run(sample, "init", answers=ANSWERS).return_value == Exit.GOOD
    assert (sample / "site/manifest.json").exists()


def test_nothing_changes_without_consent(sample: Path) -> None:
    run(sample, "init", answers=[*ANSWERS[:-1], "tidak"])
    assert git(sample, "status", "--porcelain") == ""


def test_portal_with_a_name_of_its_own_is_refused(sample: Path) -> None:
    rename(sample)
    assert "has a name of its own" in run(sample, "init", answers=ANSWERS).stderr


def rename(root: Path) -> None:
    """Give the portal another name, as somebody does who edits config.toml by hand."""
    settings = root / "config.toml"
    settings.write_text(settings.read_text().replace("Wirantara", "Lain").replace("wirantara.example", "lain.example"))


def test_what_git_does_not_have_is_not_deleted(sample: Path) -> None:
    own = sample / "posts/kabar.md"
    own.write_text("Belum disimpan.")
    refused = run(sample, "init", answers=ANSWERS)
    assert refused.return_value == Exit.MISUSE
    assert "not committed" in refused.stderr
    (sample / ".git").rename(sample.parent / "git")
    assert "not in Git" in run(sample, "init", answers=ANSWERS).stderr
    assert own.read_text() == "Belum disimpan."


def test_texts_that_speak_of_the_sample_are_named(sample: Path) -> None:
    rename(sample)
    found = [line for line in run(sample, "check").stderr.splitlines() if "sample portal" in line and "pages/" in line]
    assert any(line.startswith("pages/tentang.md:3:") for line in found)
    assert {line.partition(":")[0] for line in found} == {
        f"pages/{name}.md" for name in ("aksesibilitas", "en/about", "lisensi", "pedoman", "privasi", "tentang")
    }


@pytest.mark.parametrize("colour", ["#ffd500", "#ffffff", "#777777", "#00ff00", "#0b4f6c", "#000000", "#767676"])
def test_readable_colours_have_enough_contrast(colour: str) -> None:
    readable = colours.readable(colour)
    assert colours.contrast_with_white(readable) >= colours.READABLE
    assert (readable == colour) == (colours.contrast_with_white(colour) >= colours.READABLE)


def test_contrast_is_that_of_wcag() -> None:
    """The figures of https://webaim.org/resources/contrastchecker/ for known colours."""
    assert round(colours.contrast_with_white("#000000"), 2) == 21
    assert round(colours.contrast_with_white("#777777"), 2) == 4.48
    assert round(colours.contrast_with_white("#767676"), 2) == 4.54
