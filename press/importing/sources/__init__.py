"""The sources of imports, one module each with the same functions, in one table (`press.importing.sources.table`)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from press.importing.items import Archive


class Source(Protocol):
    """The shape of a module in the table."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Tell whether a file or folder is of this kind; `head` are the first bytes of a file; none for a folder."""

    def opened(self, path: Path, zone: ZoneInfo) -> Archive:
        """Open a source. `zone` is that of dates without one. Raises OSError, `Misuse` if it is of another kind."""
