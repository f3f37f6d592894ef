"""feedgen, with a formatter of dates that needs no locale.

For each date, feedgen's own formatter switches the locale of the whole process to C and back, which affects all threads
of the preview (docs/decisions/0011-compat.md).
"""

from __future__ import annotations

from datetime import datetime

from feedgen import entry as _entry  # type: ignore[import-untyped]
from feedgen import feed as _feed
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

__all__ = ["FeedGenerator", "rfc2822"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc2822(moment: datetime) -> str:
    """Format a time as RSS wants it (RFC 2822, 3.3): ``Sat, 14 Mar 2026 09:30:00 +0800``."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S %z}"


_feed.formatRFC2822 = _entry.formatRFC2822 = rfc2822
