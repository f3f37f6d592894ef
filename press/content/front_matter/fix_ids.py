"""`check --fix`: write the present id of a release into its file, so that the id stays if the file is moved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from press import disk, rules
from press.diagnostics import Diagnostic

_OPENINGS = (
    (re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*-{3,}[ \t]*(\r?\n)"), "id: {id}"),
    (re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*\+{3,}[ \t]*(\r?\n)"), "id = {id}"),
    (re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*\{()"), '"id": {id},'),
)
"""How front matter begins, and how an id is written in it: YAML, TOML, JSON."""


def write_ids(root: Path, problems: Iterable[Diagnostic]) -> list[str]:
    """Write an id into each file with a diagnostic of the rule ``missing-id``. Returns the changed files, sorted."""
    changed: list[str] = []
    for path in sorted({problem.place.path for problem in problems if problem.rule == rules.MISSING_ID.name}):
        data = (root / path).read_bytes()
        with_id = _with_id(data, path.removeprefix("posts/").rpartition(".")[0])
        if with_id is not None:
            disk.write(root / path, with_id)
            changed.append(path)
    return changed


def _with_id(data: bytes, release_id: str) -> bytes | None:
    """Return the file with an id as its first field; None if the beginning of its front matter is not recognised."""
    for opening, field in _OPENINGS:
        if found := opening.match(data):
            line = field.format(id=json.dumps(release_id, ensure_ascii=False)).encode()
            return data[: found.end()] + line + found[1] + data[found.end() :]
    return None
