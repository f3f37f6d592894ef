"""The recipes of CONTRIBUTING.md, followed in a copy of the repository. They must name all files to be edited."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal import CONFIG, NOW, Portal
from tools.docs import REPOSITORY

COPIED = (
    *("press/", "templates/", "tools/", "docs/", "tests/rules/", "tests/language/"),
    *("build.py", "requirements.txt", "config.toml", ".importlinter"),
)
CATALOGUE = "press/i18n/id/LC_MESSAGES/press.po"


class Copy:
    """A copy of the repository in which a recipe is followed. It records which files were edited."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.edited: set[str] = set()
        listed = _run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=REPOSITORY).splitlines()
        for name in listed:
            if name.startswith(COPIED):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(REPOSITORY / name, root / name)
        self.portal = Portal(root / "portal")

    def create(self, name: str, text: str) -> None:
        """Write a new file."""
        file = self.root / name
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.edited.add(name)

    def insert(self, name: str, before: str, text: str) -> None:
        """Insert a text before another one, which occurs once in the file."""
        file = self.root / name
        content = file.read_text(encoding="utf-8")
        assert content.count(before) == 1, f"{name}: {before}"
        file.write_text(content.replace(before, text + before), encoding="utf-8")
        self.edited.add(name)

    def translate(self, name: str, text: str, translation: str) -> None:
        """Add the translation of a message to a catalogue."""
        content = (self.root / name).read_text(encoding="utf-8")
        entry = re.compile(rf'^(msgid "{re.escape(text)}"\nmsgstr) ".*"$', re.MULTILINE)
        written, count = entry.subn(rf'\1 "{translation}"', content)
        assert count == 1, text
        (self.root / name).write_text(written, encoding="utf-8")
        self.edited.add(name)

    def make(self, target: str) -> None:
        """Run what ``make words`` or ``make docs`` runs."""
        _run(sys.executable, "-m", f"tools.{target}", cwd=self.root)

    def press(self, *arguments: str, code: int = 0) -> str:
        """Run ``build.py`` of the copy on its portal, which must end with an exit code. Returns the output."""
        options = ["--root", str(self.portal.root), "--now", NOW]
        return _run(sys.executable, "build.py", *arguments, *options, cwd=self.root, code=code)

    def site(self, address: str) -> str:
        """A file of the site."""
        return (self.portal.root / "site" / address).read_text(encoding="utf-8")


def _run(*command: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "press")


def files_of(recipe: str) -> set[str]:
    """The files that the steps of a recipe begin with."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition(f"### {recipe}\n")[2].partition("\n#")[0]
    return set(re.findall(r"^\d\. `([\w./-]+\.\w+)`:", section, re.MULTILINE))


OUTPUT = '''\
"""How many releases there are, for a counter on another site."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import views
from press.config import Config
from press.model import ALL, Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot

TEMPLATES = ()


class Count(views.View, frozen=True, kw_only=True):
    """The number."""

    releases: int


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The file always exists."""
    return ("count.txt",)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """Every release is counted."""
    return ("count.txt",)


def owns(path: str, config: Config) -> bool:
    """The file."""
    return path == "count.txt"


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The number of releases."""
    yield "count.txt", Count(releases=len(snapshot.catalogue.newest(ALL, 1000)))


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write it."""
    return str(msgspec.json.decode(view, type=Count).releases).encode()
'''


def test_recipe_for_a_new_kind_of_output(copy: Copy) -> None:
    table = "press/outputs/table.py"
    copy.create("press/outputs/count.py", OUTPUT)
    copy.insert(table, "    corrections,\n", "    count,\n")
    copy.insert(table, '    "not_found": not_found,\n', '    "count": count,\n')
    copy.portal.post("a.md")
    copy.press("build")
    assert copy.site("count.txt") == "1"
    copy.portal.post("b.md")
    copy.press("build")
    assert copy.site("count.txt") == "2"
    copy.portal.post("c.md", aliases="[/count.txt/]")
    assert "error[address]" in copy.press("check", code=1)
    assert copy.edited == files_with_name("A new kind of output", "count")


def files_with_name(recipe: str, name: str) -> set[str]:
    """The files of a recipe, with `name` in the place of “yours”."""
    return {file.replace("yours", name) for file in files_of(recipe)}


CHECK = '''\
"""Titles are not all in capitals."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card
from press.views.context import Snapshot


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Report a title that is all in capitals."""
    release = card.release
    if release.title.isupper():
        place = Place(release.source, release.lines["title"])
        yield rules.CAPITALS.broken(place, N_("the title is all in capitals"), N_("write it in small letters"))
'''


def test_recipe_for_a_new_rule(copy: Copy) -> None:
    rule = 'CAPITALS = Rule("capitals", _WARNING, "A title is not all in capitals.")\n'
    copy.insert("press/rules.py", "CLAIM_KIND = Rule(", rule)
    copy.create("press/checks/cards/capitals.py", CHECK)
    copy.insert("press/checks/cards/table.py", "    claims,\n", "    capitals,\n")
    copy.insert("press/checks/cards/table.py", '    "links": links,\n', '    "capitals": capitals,\n')
    copy.make("words")
    copy.translate(CATALOGUE, "the title is all in capitals", "judul ditulis dengan huruf kapital semua")
    copy.translate(CATALOGUE, "write it in small letters", "tulis dengan huruf kecil")
    copy.make("words")
    copy.make("docs")
    copy.portal.post("a.md", title="GUBERNUR MEMBUKA JEMBATAN")
    assert "posts/a.md:2: warning[capitals]: judul ditulis dengan huruf kapital semua" in copy.press("check")
    assert "### `capitals`\n\n*warning*" in (copy.root / "docs/rules.md").read_text(encoding="utf-8")
    copy.portal.write("config.toml", CONFIG + 'capitals = "off"\n')
    assert "kapital" not in copy.press("check")
    assert copy.edited == files_with_name("A new rule", "capitals")


def test_recipe_for_a_new_field_of_a_release(copy: Copy) -> None:
    field = '    subtitle: str = ""\n    """A second line under the title."""\n'
    copy.insert("press/model/release.py", '    short_title: str = ""\n', field)
    copy.insert("press/content/front_matter/release_fields.py", '"short_title": _short_title,', '"subtitle": text, ')
    copy.insert("docs/front-matter.md", "short_title summary kind lang", "subtitle ")
    copy.make("docs")
    assert "| `subtitle` | text | A second line under the title. |" in (copy.root / "docs/front-matter.md").read_text()
    copy.insert("press/views/pages.py", "    summary: str\n    kind: str\n    state: str\n", "    subtitle: str\n")
    copy.insert("press/outputs/release.py", '        summary=release.summary,\n',
                '        subtitle=release.subtitle,\n')  # fmt: skip
    copy.insert("templates/release.html", '{% if page.summary and page.body %}\n<p class="standfirst"',
                "<p>{{ page.subtitle }}</p>\n")  # fmt: skip
    copy.portal.post("a.md", subtitle="Warga menyambut")
    assert copy.press("check", "--format", "json").strip() == "[]"
    copy.press("build")
    assert "<p>Warga menyambut</p>" in copy.site("2026/03/a/index.html")
    assert copy.edited == files_of("A new field of a release")


def test_recipe_for_a_new_key_of_the_settings(copy: Copy) -> None:
    copy.insert("press/config/schema.py", '    short_title: str = ""\n',
                '    motto: str = ""\n    """One line under the name of the portal."""\n')  # fmt: skip
    copy.insert("docs/config.md", "short_title description", "motto ")
    copy.make("docs")
    assert "| `motto` | text |" in (copy.root / "docs/config.md").read_text()
    copy.portal.write("config.toml", 'motto = "Terbuka dan cepat"\n' + CONFIG)
    assert copy.press("check", "--format", "json").strip() == "[]"
    assert copy.edited == files_of("A new key of config.toml")


def test_recipe_for_a_new_language(copy: Copy) -> None:
    """Javanese: translated messages and months are in it, other messages are in English."""
    catalogue = "press/i18n/jv/LC_MESSAGES/press.po"
    copy.create(catalogue, (copy.root / "press/i18n/en/LC_MESSAGES/press.po").read_text(encoding="utf-8"))
    copy.translate(catalogue, "Search", "Goleki")
    copy.make("words")
    copy.portal.write("config.toml", CONFIG.replace('language = "id"', 'language = "jv"'))
    copy.portal.post("a.md")
    copy.press("build")
    page = copy.site("2026/03/a/index.html")
    assert '<html lang="jv"' in page
    assert "14 Maret 2026" in page
    assert "Archive" in page
    copy.portal.delete_cache()
    shutil.rmtree(copy.portal.root / "site")
    copy.portal.write("config.toml", f"{CONFIG}\n[editions.jv]\n")
    copy.portal.post("a.md", id="a")
    copy.portal.post("b.md", id="b", lang="jv", translation_of="a", title="Kreteg")
    copy.press("build")
    assert "Kreteg" in copy.site("jv/press-releases/index.html")
    assert "Goleki" in copy.site("jv/index.html")
    assert copy.edited == {file.replace("LANGUAGE", "jv") for file in files_of("A new language")}
