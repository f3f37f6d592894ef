"""Filters for the templates, in a module of their own, so that Pelican can keep them in its cache."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def date(when: datetime) -> str:
    """``Sabtu, 14 Maret 2026 pukul 09.30 WITA``."""
    return f"{_DAYS[when.weekday()]}, {when.day} {_MONTHS[when.month - 1]} {when.year} pukul {when:%H.%M} WITA"


def short(when: datetime) -> str:
    """``14 Mar 2026``."""
    return f"{when.day} {_MONTHS[when.month - 1][:3]} {when.year}"


def month(when: datetime) -> str:
    """``Maret 2026``."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def name(term: object) -> str:
    """The displayed name of a term: ``Layanan Publik``."""
    return str(term).replace("-", " ").title()


def host(address: str) -> str:
    """The host of an address."""
    return address.split("/")[2]


def minutes(content: str) -> int:
    """The reading time in minutes."""
    return round(content.count(" ") / 200)


def quoted(text: str) -> str:
    """Quote a text as part of a URL."""
    return quote(text, safe="")
