"""The examples of rules in tests/rules: each breaks exactly its rule, or none."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from press import rules
from press.build import engine
from press.checks.language.table import INDONESIAN_CHECKS
from press.checks.review.table import REVIEW_CHECKS
from press.checks.texts.table import TEXT_CHECKS
from tests.portal import CONFIG, Portal
from tools import examples

NAMES = sorted(path.stem for path in examples.FOLDER.glob("*.md"))


def test_every_rule_of_a_text_check_has_examples() -> None:
    """And every file of examples is about a rule."""
    modules = (TEXT_CHECKS | REVIEW_CHECKS | INDONESIAN_CHECKS).values()
    sources = [inspect.getsource(cast(ModuleType, each)) for each in modules]
    used = {getattr(rules, name).name for source in sources for name in re.findall(r"\brules\.([A-Z_]+)\b", source)}
    assert used <= set(NAMES)
    assert set(NAMES) <= set(rules.RULES)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that each example breaks, by the name of its file; one run for all that need the same files."""
    found: dict[str, set[str]] = {}
    groups: defaultdict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for name in NAMES:
        groups[tuple(sorted(_loaded(name).files.items()))].append(name)
    for number, (files, names) in enumerate(groups.items()):
        found |= _run(tmp_path_factory.mktemp(f"portal{number}"), dict(files), names)
    return found


def _run(root: Path, files: dict[str, str], names: list[str]) -> dict[str, set[str]]:
    portal = Portal(root, _settings(files.pop("config.toml", "")))
    for path, text in files.items():
        portal.write(path, text)
    broken: dict[str, set[str]] = {}
    for name in names:
        for kind, texts in (("passing", _loaded(name).passing), ("failing", _loaded(name).failing)):
            for number, text in enumerate(texts):
                broken[f"posts/{name}-{kind}-{number}.md"] = set()
                portal.write(f"posts/{name}-{kind}-{number}.md", examples.release(text))
    for problem in engine.check(portal.request()).problems:
        broken.setdefault(problem.place.path, set()).add(problem.rule)
    return broken


def _settings(own: str) -> str:
    """The settings of the test, without the rules that it switches off and the example does not, and the example's."""
    lines = [line for line in CONFIG.splitlines() if f"{line.partition(' = ')[0]} = " not in own or '"off"' not in line]
    return "\n".join((*lines, own))


def _loaded(name: str) -> examples.Examples:
    loaded = examples.load(name)
    assert loaded
    return loaded


@pytest.mark.parametrize("name", NAMES)
def test_examples_break_exactly_their_rule(broken: dict[str, set[str]], name: str) -> None:
    """A failing example breaks its rule and no other, a passing one breaks none."""
    loaded = _loaded(name)
    assert loaded.reason
    assert loaded.passing
    assert loaded.failing
    for number, text in enumerate(loaded.passing):
        assert broken[f"posts/{name}-passing-{number}.md"] == set(), text
    for number, text in enumerate(loaded.failing):
        assert broken[f"posts/{name}-failing-{number}.md"] == {name}, text
