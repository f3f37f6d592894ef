"""The views of the archive: months, years, and their overview."""

from __future__ import annotations

from press.views.parts import Head, Link, Teaser, View


class Month(View, frozen=True, kw_only=True, tag=True):
    """A month of the archive."""

    head: Head
    month: str
    """``2026-03``."""
    teasers: tuple[Teaser, ...]
    """Newest first."""
    older: Link | None
    newer: Link | None
    """The nearest months that have releases; the label is the month as ``2026-02``."""


class MonthCount(View, frozen=True, kw_only=True):
    """A month in the archive's overview."""

    href: str
    month: str
    count: int


class Year(View, frozen=True, kw_only=True, tag=True):
    """A year of the archive."""

    head: Head
    year: str
    months: tuple[MonthCount, ...]
    total: int


class YearCount(View, frozen=True, kw_only=True):
    """A year in the archive's overview."""

    href: str
    year: str
    count: int
    months: tuple[MonthCount, ...]


class Archive(View, frozen=True, kw_only=True, tag=True):
    """The archive's overview."""

    head: Head
    years: tuple[YearCount, ...]
    """Newest first."""
