"""What `check --fix` writes: the id that a release has gone by so far, so that moving its file changes nothing."""

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
"""How front matter begins, and what an id looks like in it: YAML, TOML, JSON."""


def write_ids(root: Path, problems: Iterable[Diagnostic]) -> list[str]:
    """Write an id into each file that a diagnostic says has none; gives the files, in order."""
    changed: list[str] = []
    for path in sorted({problem.place.path for problem in problems if problem.rule == rules.MISSING_ID.name}):
        data = (root / path).read_bytes()
        with_id = _with_id(data, path.removeprefix("posts/").rpartition(".")[0])
        if with_id is not None:
            disk.write(root / path, with_id)
            changed.append(path)
    return changed


def _with_id(data: bytes, release_id: str) -> bytes | None:
    """The file with an id as its first field; None where its front matter begins in no way that we know."""
    for opening, field in _OPENINGS:
        if found := opening.match(data):
            line = field.format(id=json.dumps(release_id, ensure_ascii=False)).encode()
            return data[: found.end()] + line + found[1] + data[found.end() :]
    return None
