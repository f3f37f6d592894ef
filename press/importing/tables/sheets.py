"""Read the rows of a CSV file: separated by semicolons, commas, tabs or bars, in any usual encoding."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from press.importing import encodings
from press.importing.tables.dumps import Row, Value

_LARGEST = 50_000_000
"""Most characters of one cell."""


def rows(path: Path, columns: list[str], delimiter: str) -> Iterator[Row]:
    """Yield the rows of a file; `columns` are those of one without a header. Raises OSError."""
    csv.field_size_limit(_LARGEST)
    with encodings.opened(path) as file:
        head = file.read(65_536)
        file.seek(0)
        escape = "\\" if re.search(r'[^\\]\\"(?![",;\t|\r\n])', head) else None
        sign = delimiter or _delimiter(head)
        reader = csv.reader(file, delimiter=sign, escapechar=escape)
        names, line = [one.strip().lower() for one in columns], 1
        while True:
            try:
                cells = next(reader, None)
            except csv.Error:  # a cell that is too large
                return
            if cells is None:
                return
            if not names:
                names = [one.strip().strip("\ufeff").lower() for one in cells]
            elif any(cell.strip() for cell in cells):
                yield Row(path.stem.lower(), line, _by_name(names, cells))
            line = reader.line_num + 1


def _by_name(names: list[str], cells: list[str]) -> dict[str, Value]:
    return {name: None if cell in ("NULL", "\\N") else cell for name, cell in zip(names, cells, strict=False)}


def _delimiter(head: str) -> str:
    """Return the sign that is most often in the first line, outside quotation marks."""
    first = re.sub(r'"(?:[^"]|"")*"', "", head).partition("\n")[0]
    return max(";,\t|", key=first.count) if first.strip() else ","
