"""Our own template filters: each makes a text from a plain value, and depends on nothing else."""

from __future__ import annotations

import re
from zlib import crc32


def year(iso: str) -> str:
    """The year of a date: *2026* for ``2026-03-14``."""
    return iso[:4]


def extension(href: str) -> str:
    """The extension of a file in capitals: *PDF*."""
    return href.rpartition(".")[2].upper()


def tel(number: str) -> str:
    """Make a link of a telephone number."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def whatsapp(number: str) -> str:
    """Make a WhatsApp link of a number. It needs a country code: Indonesia's, if the number starts with 0."""
    digits = re.sub(r"\D", "", number)
    return f"https://wa.me/{'62' + digits[1:] if digits.startswith('0') else digits}"


def pattern(href: str) -> str:
    """The class of the pattern that stands for a topic where there is no photo, always the same for its link."""
    return f"pattern-{crc32(href.encode()) % _PATTERNS}"


def og_locale(language: str) -> str:
    """Convert a language to the form of Open Graph: ``id`` to ``id_ID``."""
    return _OG_LOCALES.get(language, language.replace("-", "_"))


_PATTERNS = 5
"""Number of patterns in ``press.css``."""
_OG_LOCALES = {"id": "id_ID", "en": "en_GB", "jv": "jv_ID"}
