"""feedgen, with dates formatted by the standard library.

For each date, feedgen's own formatter switches the locale of the whole process to C and back, which affects all threads
of the preview (docs/decisions/0011-compat.md).
"""

from __future__ import annotations

from email.utils import format_datetime

from feedgen import entry as _entry  # type: ignore[import-untyped]
from feedgen import feed as _feed
from feedgen.entry import FeedEntry  # type: ignore[import-untyped]
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]

__all__ = ["FeedEntry", "FeedGenerator"]

_feed.formatRFC2822 = _entry.formatRFC2822 = format_datetime
