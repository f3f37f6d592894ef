"""What `check --fix` does: for each rule that a program can satisfy, the function that changes a file so.

A fix gets a file and its problems of such rules, and returns the file as it should be: every other byte stays as it
was, and so does the whole file if only a person can decide. A fixed file has nothing more to fix.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from press import rules
from press.checks.texts import pasted, typed
from press.config import Config
from press.content import files
from press.content.front_matter import fix_aliases, fix_ids
from press.diagnostics import Diagnostic, Rule
from press.model import SourceFile

Fix = Callable[[SourceFile, Sequence[Diagnostic], Config], bytes]

FIXES: dict[Fix, tuple[Rule, ...]] = {
    fix_ids.fix: (rules.MISSING_ID,),
    fix_aliases.fix: (rules.MOVED,),
    typed.fix: (rules.DATELINE, rules.SIGN_OFF, rules.BYLINE),
    pasted.fix: (rules.INDENTED_TEXT, rules.PASTED_LIST, rules.PASTED_TABLE),
}
"""The fixes, in the order in which they change a file, and the rules whose problems they solve."""


class FixedFile(msgspec.Struct, frozen=True):
    """A file, and what it should be."""

    path: str
    """Relative to the root, with forward slashes."""
    before: bytes
    after: bytes
    solved: tuple[str, ...]
    """The rules of which it has a problem less."""


def fixed(root: Path, config: Config, problems: Iterable[Diagnostic]) -> Iterator[FixedFile]:
    """Yield each file that can be fixed, ordered by path. Nothing is written. Raises OSError."""
    by_path: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        by_path.setdefault(problem.place.path, []).append(problem)
    for path in sorted(by_path):
        found = _fixed(root, path, by_path[path], config)
        if found and found.solved:
            yield found


def _fixed(root: Path, path: str, problems: list[Diagnostic], config: Config) -> FixedFile | None:
    """Apply the fixes of the rules that a file breaks, each to the result of the one before."""
    broken = {problem.rule for problem in problems}
    fixes = {fix: names for fix, solves in FIXES.items() if (names := broken & {rule.name for rule in solves})}
    if not fixes:
        return None
    file = files.read(root, path)
    data, solved = file.data, []
    for fix, names in fixes.items():
        before, data = data, fix(SourceFile(path, data, ""), [one for one in problems if one.rule in names], config)
        solved += sorted(names) if data != before else []
    return FixedFile(path, file.data, data, tuple(solved))


def difference(file: FixedFile) -> str:
    """Return the changes of a file as a unified diff."""
    before, after = (data.decode().splitlines(keepends=True) for data in (file.before, file.after))
    lines = difflib.unified_diff(before, after, f"a/{file.path}", f"b/{file.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
