"""A copy of the portal with the new files, in ``.press/``: it shows what `build` would refuse."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from press.build import engine
from press.build.request import BuildRequest
from press.config.places import NAME
from press.diagnostics import Diagnostic, Severity

_FOLDERS = ("posts", "pages", "static")


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """Make the copy; it is deleted at the end. Files are linked where the file system can, which takes no space."""
    (root / ".press").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="import-", dir=root / ".press") as name:
        folder = Path(name)
        for part in _FOLDERS:
            if (root / part).is_dir():
                shutil.copytree(root / part, folder / part, copy_function=_link, ignore_dangling_symlinks=True)
        _link(str(root / NAME), str(folder / NAME))  # its links are checked too
        yield folder


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def errors(folder: Path, request: BuildRequest) -> dict[str, list[Diagnostic]]:
    """Return the errors for which `build` would refuse the copy, by file."""
    found: dict[str, list[Diagnostic]] = {}
    problems = engine.inspect(request_in(folder, request), lambda _, problems: problems)
    for problem in problems:
        if problem.severity is Severity.ERROR:
            found.setdefault(problem.place.path, []).append(problem)
    return found


def request_in(folder: Path, request: BuildRequest) -> BuildRequest:
    """Return a request to build the copy."""
    return BuildRequest(folder, folder / "site", request.config, request.now, jobs=request.jobs)
