"""`check --fix`: write the present id of a release into its file, so that the id stays if the file is moved."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from press import disk, rules
from press.content.front_matter.edit import EditableFile
from press.diagnostics import Diagnostic


def write_ids(root: Path, problems: Iterable[Diagnostic]) -> list[str]:
    """Write an id into each file with a diagnostic of the rule ``missing-id``. Returns the changed files, sorted."""
    changed = sorted({problem.place.path for problem in problems if problem.rule == rules.MISSING_ID.name})
    for path in changed:
        file = EditableFile(path, (root / path).read_bytes())
        file.add_first("id", path.removeprefix("posts/").rpartition(".")[0])
        disk.write(root / path, file.data())
    return changed
