"""Which releases changed between two times because of their dates, according to the texts alone: without a cache."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from press.config import Config
from press.content import dates, lifecycle
from press.content.files import is_release

_DATE = re.compile(rb"\d{4}-\d\d?-\d\d?|\d\d? +[A-Za-z]+\.? +\d{4}")
_HEAD = 1 << 16
"""Bytes of a text in which its dates are looked for; front matter may not be longer."""
_MARGIN = timedelta(days=1, hours=14)
"""A date without a time is a midnight, and may be in another time zone."""


def due(root: Path, since: datetime, now: datetime, config: Config) -> bool:
    """Tell whether a release or standing page changed after `since`, until `now`, because of its dates.

    Nearly all texts have no date near these times: only the others are parsed, so 10,000 texts take half a second.
    """
    first, last = sorted((since, now))
    days = _days(first - _MARGIN - lifecycle.NEWS, last + _MARGIN)
    return any(
        first < moment <= last
        for path in _texts(root)
        if _names_a_day(root, path, days)
        for moment in _moments(root, path, config)
    )


def _days(first: datetime, last: datetime) -> frozenset[str]:
    count = (last - first).days + 2
    return frozenset((first + timedelta(days=number)).strftime("%Y-%m-%d") for number in range(count))


def _texts(root: Path) -> Iterator[str]:
    for top in ("posts", "pages"):
        for folder, _, names in os.walk(root / top):
            inside = os.path.relpath(folder, root).replace(os.sep, "/")
            yield from filter(is_release, (f"{inside}/{name}" for name in names))


def _names_a_day(root: Path, path: str, days: frozenset[str]) -> bool:
    """Tell whether one of some days is written in a text or in its name."""
    try:
        with open(root / path, "rb") as file:  # noqa: PTH123 - called for thousands of files
            head = file.read(_HEAD)
    except OSError:
        return False  # the build will report it
    if head.startswith(b"---"):
        head = head[: head.find(b"\n---", 3)]
    written = {found.decode() for found in _DATE.findall(os.fsencode(path) + b"\n" + head)}
    return any(_iso(text) in days for text in written)


@lru_cache(maxsize=8192)
def _iso(text: str) -> str:
    if len(text) == len("2026-03-14") and text[4] == "-":
        return text
    moment = dates.moment(text, UTC)
    return moment.date().isoformat() if moment else ""


def _moments(root: Path, path: str, config: Config) -> tuple[datetime, ...]:
    """Return the times at which a text changes the site; none if it has errors."""
    from press.content import files, front_matter  # noqa: PLC0415 - YAML, which most runs do not need

    parsed = front_matter.parse(files.read(root, path), config)
    return tuple(lifecycle.moments(parsed.release)) if parsed.release else ()
