"""The documents are correct: generated parts are current, commands and link targets exist, examples work."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from press import config, rules
from press.build import engine
from press.cli.commands import command
from press.cli.formats import lines_of
from press.content import front_matter
from press.content.front_matter.release_fields import NAMES
from press.diagnostics import Diagnostic, Rule
from press.i18n.catalogues import translator
from press.model import SourceFile
from tests.portal import Portal
from tools import docs as documents
from tools.docs import REPOSITORY

TOP = sorted(REPOSITORY.glob("*.md"))
DOCUMENTS = [*TOP, *sorted((REPOSITORY / "docs").rglob("*.md"))]
CI_FILES = [REPOSITORY / ".github/workflows/site.yml", REPOSITORY / ".gitlab-ci.yml"]
CLICK = click.Context(command)
COMMANDS = {name: found for name in command.list_commands(CLICK) if (found := command.get_command(CLICK, name))}
SAMPLE_CONFIG = (REPOSITORY / "config.toml").read_text(encoding="utf-8")
MINIMAL_CONFIG = 'title = "Uji"\nbase_url = "https://uji.example/"\nlanguage = "id"\ntimezone = "Asia/Makassar"\n'


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document in one language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text_of(name), re.MULTILINE | re.DOTALL)


def relative_name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


# Parts generated from the code ----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", list(documents.pages()), ids=relative_name)
def test_generated_parts_are_current(page: Path) -> None:
    """`make docs` updates them."""
    text = page.read_text(encoding="utf-8")
    assert documents.updated(text) == text


def test_every_key_of_the_configuration_is_documented() -> None:
    """Every struct has its table, and every key of the portal is in one or has a section."""
    parts = [part[3].split() for part in documents.PART.finditer(text_of("docs/config.md"))]
    structs = {names[0] for names in parts}
    tables = {struct.__name__ for struct in config.TABLES.values()}
    assert tables | {"Config", "ExemptInformation", "MenuItem"} == structs
    shown = {name for names in parts if names[0] == "Config" for name in names[1:]}
    in_examples = set(re.findall(r"^\[+(\w+)", "\n".join(blocks("docs/config.md", "toml")), re.MULTILINE))
    assert set(config.Config.__struct_fields__) - shown <= in_examples | {"places"}


def test_every_field_of_a_release_is_documented_once() -> None:
    parts = [part[3].split() for part in documents.PART.finditer(text_of("docs/front-matter.md"))]
    shown = [name for names in parts if names[:1] == ["Release"] for name in names[1:]]
    assert sorted(shown) == sorted(NAMES)


def test_every_field_and_key_in_a_table_has_a_docstring() -> None:
    for page in ("docs/config.md", "docs/front-matter.md"):
        for part in documents.PART.finditer(text_of(page)):
            for name, (_, meaning) in documents.fields_of(part[3].split()[0]).items() if part[3] else ():
                chosen = part[3].split()[1:]
                assert meaning or (chosen and name not in chosen), f"{part[3].split()[0]}.{name} has no docstring"


def test_every_rule_is_used_in_the_code() -> None:
    """The registry has no rule that no code reports."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "press").rglob("*.py"))
    names = [name for name, value in vars(rules).items() if isinstance(value, Rule)]
    assert len(names) > 30
    assert [name for name in names if f"rules.{name}" not in code] == []


def test_every_dependency_has_a_documented_reason() -> None:
    reasons = text_of("docs/decisions/0005-dependencies.md")
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    for line in chain.from_iterable(groups):
        name = re.split(r"[\[;=<> ]", line)[0]
        assert re.search(rf"\b{re.escape(name)}\b", reasons), f"{name} has no reason"


def test_every_decision_is_in_the_index() -> None:
    index = text_of("docs/decisions/README.md")
    for path in (REPOSITORY / "docs/decisions").glob("*.md"):
        assert path.name == "README.md" or f"]({path.name})" in index, path.name


# Commands -------------------------------------------------------------------------------------------------------


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of each call of build.py in a text; words in capitals are placeholders."""
    for call in re.findall(r"python build\.py((?: [^`\n|#;]+)?)", text):
        yield shlex.split(re.sub(r"\$\{[^}]*\}|>.*", "", call))


@pytest.mark.parametrize("path", [*DOCUMENTS, *CI_FILES], ids=relative_name)
def test_documented_commands_exist(path: Path) -> None:
    """The command accepts every `python build.py …`, with its options."""
    for arguments in commands(path.read_text(encoding="utf-8")):
        if not arguments or arguments[0] in ("COMMAND", "--help"):
            continue
        assert arguments[0] in COMMANDS, arguments
        if "--help" not in arguments:
            COMMANDS[arguments[0]].make_context(arguments[0], arguments[1:])


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative_name)
def test_documented_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_readme_names_every_command_and_option() -> None:
    readme = text_of("README.md")
    for name, one in COMMANDS.items():
        assert f"`python build.py {name}" in readme, name
        for option in one.params:
            if isinstance(option, click.Option):
                assert any(f"`{word}`" in readme for word in (*option.opts, *option.secondary_opts)), option.opts


# Links ----------------------------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The anchors that code hosting sites give to the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path: Path) -> Iterator[str]:
    prose = re.sub(r"^ *```.*?^ *```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return (unquote(target) for target in re.findall(r"\]\(([^)\s]+)\)", prose))


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative_name)
def test_links_have_existing_targets(path: Path) -> None:
    for target in links(path):
        if not target.startswith(("https://", "http://", "mailto:")):
            name, _, anchor = target.partition("#")
            linked = (path.parent / name).resolve() if name else path
            assert linked.exists(), target
            assert not anchor or anchor in anchors(linked), target


# Examples -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", blocks("docs/config.md", "toml") + blocks("docs/feeds.md", "toml"))
def test_examples_of_configuration_are_valid(example: str) -> None:
    config.parse(example if "base_url" in example else MINIMAL_CONFIG + example)


@pytest.mark.parametrize(
    "example", [*blocks("docs/front-matter.md", "yaml"), *blocks("docs/front-matter.md", "markdown")]
)
def test_examples_of_front_matter_are_valid(example: str) -> None:
    """With the settings of the sample portal, each is parsed without problems."""
    text = example if example.startswith("---") else f"---\n{example}---\n\nIsi.\n"
    folder = "posts/2026/03" if "\nid:" in text else "pages"
    parsed = front_matter.parse(SourceFile(f"{folder}/contoh.md", text.encode(), ""), config.parse(SAMPLE_CONFIG))
    assert parsed.release
    assert not parsed.problems


def problems(portal: Portal, example: str) -> tuple[Diagnostic, ...]:
    """The problems of a release with this front matter, with the settings of the sample portal, but not its pages."""
    portal.write("config.toml", SAMPLE_CONFIG)
    portal.write("posts/2026/03/contoh.md", f"---\n{example}---\n\nIsi rilis.\n")
    found = engine.inspect(portal.request(), lambda snapshot, problems: problems)
    return tuple(problem for problem in found if problem.rule != rules.CONFIG_LINK.name)


_GUIDE_ERRORS = re.findall(r"```yaml\n([^`]*)```\n\n```text\n(.*?)```", text_of("docs/panduan-redaksi.md"), re.DOTALL)


@pytest.mark.parametrize(("example", "expected"), _GUIDE_ERRORS)
def test_staff_guide_quotes_real_messages(portal: Portal, example: str, expected: str) -> None:
    assert "\n".join(lines_of(problems(portal, example), "text", translator("id"))) + "\n" == expected


def test_staff_guide_has_examples_of_errors() -> None:
    assert len(_GUIDE_ERRORS) >= 6


@pytest.mark.parametrize(
    "example", [block for block in blocks("docs/panduan-redaksi.md", "yaml") if "title:" not in block]
)
def test_fragments_of_the_staff_guide_are_valid(example: str) -> None:
    whole = f"title: Judul\ndate: 2026-03-14 09:30\nid: x\nsummary: Ringkasan.\noffice: dinas-pupr\n{example}"
    source = SourceFile("posts/2026/03/contoh.md", f"---\n{whole}---\n\nIsi.\n".encode(), "")
    assert not front_matter.parse(source, config.parse(SAMPLE_CONFIG)).problems
