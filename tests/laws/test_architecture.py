"""The house: short rooms, and no module that reaches into another's private names.

Who may import whom stands in .importlinter, which `make imports` holds the code to.
"""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent.parent
MODULES = sorted((HOME / "press").rglob("*.py"))
TESTS = sorted((HOME / "tests").rglob("*.py"))
LINES, FUNCTION = 400, 40
PRIVATE = re.compile(r"_[a-zA-Z]\w*")


def named(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_rooms_are_not_crowded(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            words = len((ast.get_docstring(node) or "").splitlines())
            assert (node.end_lineno or 0) - node.lineno + 1 - words <= FUNCTION, node.name


def modules_imported(tree: ast.Module) -> Iterator[str]:
    """The names by which a module knows other modules of ours: of those that it uses by attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in (
            "press",
            "tests",
            "tools",
            "bench",
        ):
            yield from (alias.asname or alias.name for alias in node.names)


def private_uses(tree: ast.Module) -> Iterator[str]:
    """Where a module imports, reads or replaces what another calls private."""
    known = set(modules_imported(tree))
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str() as module, names=names) if module.startswith(("press", "tests", "tools")):
                yield from (f"from {module} import {one.name}" for one in names if PRIVATE.fullmatch(one.name))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in known:
                if PRIVATE.fullmatch(attribute):
                    yield f"{name}.{attribute}"
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[_, ast.Constant(value=str() as name), *_]):
                if PRIVATE.fullmatch(name):
                    yield f"setattr {name}"


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=named)
def test_nobody_reaches_into_private_names(path: Path) -> None:
    assert list(private_uses(ast.parse(path.read_text()))) == []


def test_private_uses_are_found() -> None:
    """The rule above looks."""
    source = "from press.a import _b\nfrom press import c\nc._d()\nmonkeypatch.setattr(c, '_e', 1)\nself._f\n"
    assert sorted(private_uses(ast.parse(source))) == ["c._d", "from press.a import _b", "setattr _e"]


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_are_absolute(path: Path) -> None:
    assert all(node.level == 0 for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom))


def test_every_library_has_one_door() -> None:
    """What pyproject.toml lists is named in the import contract, but for what is imported everywhere or nowhere."""
    contract = configparser.ConfigParser()
    contract.read(HOME / ".importlinter")
    doors = {one["protected_modules"].strip().lower() for one in contract.values() if one.get("type") == "protected"}
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {re.split(r"[\[;=<> ]", line)[0] for line in project["dependencies"]}
    called = {"pillow": "pil", "python-frontmatter": "frontmatter", "pyyaml": "yaml"}
    libraries = {called.get(name, name) for name in packages}
    assert libraries - doors == {"colorama", "msgspec", "pagefind", "tzdata"}


@pytest.mark.parametrize("package", ["outputs", "checks"])
def test_siblings_do_not_import_each_other(package: str) -> None:
    """Only the table knows them all."""
    folder = HOME / "press" / package
    siblings = {path.stem for path in folder.iterdir()} - {"table", "xml", "__init__"}
    for path in folder.glob("*.py"):
        if path.stem in siblings:
            imports = (
                node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
            )
            found = {name.split(".")[2] for name in imports if name.startswith(f"press.{package}.")}
            assert found & siblings <= {path.stem}
