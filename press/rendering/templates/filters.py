"""The filters of our own: from a plain value to a text, by nothing but the value."""

from __future__ import annotations

import re


def year(iso: str) -> str:
    """``2026-03-14`` is of *2026*."""
    return iso[:4]


def extension(href: str) -> str:
    """Say what a file is by its ending: *PDF*."""
    return href.rpartition(".")[2].upper()


def tel(number: str) -> str:
    """Make a telephone number a link."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def whatsapp(number: str) -> str:
    """Make a number a WhatsApp link, which wants the country: Indonesia's, where the number starts with 0."""
    digits = re.sub(r"\D", "", number)
    return f"https://wa.me/{'62' + digits[1:] if digits.startswith('0') else digits}"


def og_locale(language: str) -> str:
    """Give a language as Open Graph knows it: ``id`` is ``id_ID``."""
    return _OG_LOCALES.get(language, language.replace("-", "_"))


_OG_LOCALES = {"id": "id_ID", "en": "en_GB", "jv": "jv_ID"}
