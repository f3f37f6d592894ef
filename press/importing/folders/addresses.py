"""Old addresses: the patterns of other generators, filled with the values of a text."""

from __future__ import annotations

import re
from datetime import datetime

NAMED = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""Jekyll's names of patterns."""


def values(date: datetime | None, **more: str) -> dict[str, str]:
    """Return the values that patterns name: those of a date, and `more`."""
    parts = {} if date is None else {
        "year": f"{date.year:04}", "month": f"{date:%m}", "day": f"{date:%d}", "short_year": f"{date:%y}",
        "i_month": str(date.month), "i_day": str(date.day), "y_day": f"{date:%j}", "yearday": str(int(f"{date:%j}")),
        "short_month": f"{date:%b}", "long_month": f"{date:%B}", "monthname": f"{date:%B}", "hour": f"{date:%H}",
        "minute": f"{date:%M}", "second": f"{date:%S}", "week": f"{date:%V}", "short_day": f"{date:%a}",
    }  # fmt: skip
    return parts | more


def filled(pattern: str, known: dict[str, str]) -> str:
    """Return a pattern with ``:name`` or ``{name}`` filled; empty if a value of it is not known."""
    missing: list[str] = []

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in known:
            missing.append(name)
        return known.get(name, "")

    path = re.sub(r":([a-z_]+)|\{([a-z_]+)\}", value, pattern)
    return "" if missing else re.sub(r"/{2,}", "/", f"/{path}")
