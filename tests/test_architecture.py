"""The house is as docs/map.md draws it: who may import whom, one door a library, short rooms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
MODULES = sorted((HOME / "press").rglob("*.py"))
DOORS = {
    "apsw": {"store.database"}, "babel": {"i18n", "rendering.templates"}, "click": {"cli.commands"},
    "concurrent": {"build.cluster", "build.workers", "build.engine"}, "dask": {"build.cluster"},
    "distributed": {"build.cluster"}, "feedgen": {"outputs.feeds"}, "filelock": {"build.engine"},
    "frontmatter": {"content.front_matter"}, "jinja2": {"rendering.templates"}, "markdown": {"content.markdown"},
    "nh3": {"content.markdown"}, "PIL": {"media"}, "rich": {"cli.progress"},
    "tomllib": {"config", "content.front_matter"}, "watchdog": {"serve"}, "yaml": {"content.front_matter"},
}  # fmt: skip
LINES, FUNCTION = 400, 40


def unit(path: Path) -> str:
    """The room of a module: ``outputs``, ``prose``, ``engine``."""
    return path.relative_to(HOME / "press").with_suffix("").parts[0]


def table() -> dict[str, set[str]]:
    """What docs/map.md says: unit to the units that it imports."""
    rows = re.findall(r"^\| `(\w+)`[^|]*\|[^|]*\|([^|]*)\|", (HOME / "docs/map.md").read_text(), re.MULTILINE)
    return {name: set(re.findall(r"\w+", imports)) for name, imports in rows}


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, type-only imports counted."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms(path: Path) -> set[str]:
    """The other units of Press that a module imports."""
    names = (name.split(".") for name in imported(path) if name.startswith("press."))
    units = {unit(module) for module in MODULES}
    return {parts[1] for parts in names if parts[1] in units} - {unit(path), "__init__"}


def test_the_map_is_true() -> None:
    """Every unit stands in the table with just what it imports."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        found.setdefault(unit(path), set()).update(rooms(path))
    del found["__init__"]
    assert found == table()


def test_the_map_has_no_circle() -> None:
    """Units can be put in an order in which each imports only those before it."""
    left = table()
    while left:
        free = {name for name, imports in left.items() if not imports & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {name: imports for name, imports in left.items() if name not in free}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_one_door_a_library(path: Path) -> None:
    room = ".".join(path.relative_to(HOME / "press").with_suffix("").parts)
    for library in {name.split(".")[0] for name in imported(path)} & DOORS.keys():
        assert room.startswith(tuple(DOORS[library])), f"{room} imports {library}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_rooms_are_not_crowded(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            words = len((ast.get_docstring(node) or "").splitlines())
            assert (node.end_lineno or 0) - node.lineno + 1 - words <= FUNCTION, node.name


@pytest.mark.parametrize("package", ["outputs", "checks"])
def test_siblings_do_not_import_each_other(package: str) -> None:
    """Only the table knows them all."""
    siblings = {path.stem for path in (HOME / "press" / package).iterdir()} - {"table", "xml", "__init__"}
    for path in (HOME / "press" / package).glob("*.py"):
        if path.stem in siblings:
            found = {name.split(".")[2] for name in imported(path) if name.startswith(f"press.{package}.")}
            assert found & siblings <= {path.stem}
