"""Rules for the code: limits of size, and no use of private names of another module.

Which package may import which is in .importlinter; `make imports` checks that.
"""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent
MODULES = sorted((REPOSITORY / "press").rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").rglob("*.py"))
MAX_LINES, MAX_FUNCTION_LINES = 400, 40
PRIVATE = re.compile(r"_[a-zA-Z]\w*")


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def parsed(path: Path) -> ast.Module:
    """The code of a module. All of them at once in memory would take longer than to parse each again."""
    return ast.parse(path.read_text())


def test_modules_are_short() -> None:
    assert [relative(path) for path in MODULES if path.read_text().count("\n") > MAX_LINES] == []


def test_functions_are_short() -> None:
    functions = (
        (path, node) for path in MODULES for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)
    )
    assert [f"{relative(path)}: {node.name}" for path, node in functions if lines_of(node) > MAX_FUNCTION_LINES] == []


def lines_of(function: ast.FunctionDef) -> int:
    """The number of lines of a function without its docstring."""
    docstring = (ast.get_docstring(function) or "").splitlines()
    return (function.end_lineno or 0) - function.lineno + 1 - len(docstring)


def names_imported(tree: ast.Module) -> Iterator[str]:
    """The names that a module imports from our packages; some of them are modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in (
            "press",
            "tests",
            "tools",
            "bench",
        ):
            yield from (alias.asname or alias.name for alias in node.names)


def private_uses(tree: ast.Module) -> Iterator[str]:
    """Where a module imports, reads or replaces a private name of another module."""
    imported = set(names_imported(tree))
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str() as module, names=names) if module.startswith(("press", "tests", "tools")):
                yield from (f"from {module} import {one.name}" for one in names if PRIVATE.fullmatch(one.name))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in imported:
                if PRIVATE.fullmatch(attribute):
                    yield f"{name}.{attribute}"
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[_, ast.Constant(value=str() as name), *_]):
                if PRIVATE.fullmatch(name):
                    yield f"setattr {name}"


def test_no_module_uses_private_names_of_another() -> None:
    found = {relative(path): list(private_uses(parsed(path))) for path in (*MODULES, *TESTS)}
    assert {path: uses for path, uses in found.items() if uses} == {}


def test_private_uses_are_found() -> None:
    """`private_uses` detects each kind of use."""
    source = "from press.a import _b\nfrom press import c\nc._d()\nmonkeypatch.setattr(c, '_e', 1)\nself._f\n"
    assert sorted(private_uses(ast.parse(source))) == ["c._d", "from press.a import _b", "setattr _e"]


def test_imports_are_absolute() -> None:
    imports = ((path, node) for path in MODULES for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom))
    assert [f"{relative(path)}:{node.lineno}" for path, node in imports if node.level] == []


def test_every_library_is_protected_by_the_import_contract() -> None:
    """All dependencies in pyproject.toml are, except those that are imported everywhere or nowhere."""
    contract = configparser.ConfigParser()
    contract.read(REPOSITORY / ".importlinter")
    contracts = [one for one in contract.values() if one.get("type") == "protected"]
    protected = {one["protected_modules"].strip().lower() for one in contracts}
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {re.split(r"[\[;=<> ]", line)[0] for line in project["dependencies"]}
    module_names = {
        "ahocorasick-rs": "ahocorasick_rs", "beautifulsoup4": "bs4", "chunspell": "hunspell", "pillow": "pil",
        "python-frontmatter": "frontmatter", "pyyaml": "yaml", "resvg-py": "resvg_py",
    }  # fmt: skip
    libraries = {module_names.get(name, name) for name in packages}
    assert libraries - protected == {"colorama", "msgspec", "pagefind", "python-dateutil", "tzdata"}


@pytest.mark.parametrize("package", ["outputs", "checks.cards", "checks.texts", "checks.review", "checks.language"])
def test_siblings_do_not_import_each_other(package: str) -> None:
    """Only the modules with a table import them all."""
    folder = REPOSITORY.joinpath("press", *package.split("."))
    siblings = {path.stem for path in folder.iterdir()} - {"table", "passages", "xml", "__init__"}
    for path in folder.glob("*.py"):
        if path.stem in siblings:
            imports = (node.module or "" for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom))
            prefix = f"press.{package}."
            found = {name.removeprefix(prefix).split(".")[0] for name in imports if name.startswith(prefix)}
            assert found & siblings <= {path.stem}
