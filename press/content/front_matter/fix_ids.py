"""`check --fix`: write the present id of a release into its file, so that the id stays if the file is moved."""

from __future__ import annotations

from collections.abc import Sequence

from press.config import Config
from press.content.front_matter.edit import EditableFile
from press.diagnostics import Diagnostic
from press.model import SourceFile


def fix(file: SourceFile, problems: Sequence[Diagnostic], config: Config) -> bytes:
    """Return the file with an id: in its place, if the field is there and empty, else as the first field."""
    edited = EditableFile(file.path, file.data)
    edited.add_first("id", file.path.removeprefix("posts/").rpartition(".")[0])
    return edited.data()
