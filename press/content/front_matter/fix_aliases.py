"""`check --fix`: write former addresses of a release into its file, so that they redirect for ever."""

from __future__ import annotations

from collections.abc import Sequence

from press.config import Config
from press.content.front_matter.edit import EditableFile
from press.diagnostics import Diagnostic
from press.model import SourceFile


def fix(file: SourceFile, problems: Sequence[Diagnostic], config: Config) -> bytes:
    """Return the file with the addresses that the problems name among its former ones."""
    data = file.data
    for problem in problems:
        for alias in filter(None, problem.values.get("addresses", "").split(", ")):
            edited = EditableFile(file.path, data)
            edited.add_entry("aliases", alias)
            data = edited.data()
    return data
