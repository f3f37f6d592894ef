"""The table of sources."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from press.errors import Misuse
from press.i18n.mark import N_
from press.importing import xml
from press.importing.items import Archive
from press.importing.sources import Source, database, eleventy, feed, hugo, jekyll, json_pages, pelican, wordpress

SOURCES: dict[str, Source] = {
    "wordpress": wordpress, "eleventy": eleventy, "pelican": pelican, "jekyll": jekyll, "hugo": hugo,
    "feed": feed, "json": json_pages, "database": database,
}  # fmt: skip
"""The sources by the name that ``--kind`` takes. The first that recognises a file reads it."""


def opened(path: Path, kind: str, zone: ZoneInfo) -> Archive:
    """Open a source, of a kind of the table or, if that is empty, of the kind that it is. Raises OSError, `Misuse`."""
    if not path.exists():
        raise Misuse(N_("there is no file or folder {path}"), path=path)
    kind = kind or _kind(path)
    if kind not in SOURCES:
        kinds = ", ".join(SOURCES)
        raise Misuse(N_("{path} is not recognised; say with --kind what it is: {kinds}"), path=path, kinds=kinds)
    return SOURCES[kind].opened(path, zone)


def _kind(path: Path) -> str:
    head = xml.head(path) if path.is_file() else b""
    return next((name for name, source in SOURCES.items() if source.recognises(path, head)), "")
