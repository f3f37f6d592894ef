"""The dateline at the beginning of a text: ``RAJABASA, (Diskominfo) –``, ``Sandirana, 12 Mei 2026 –``, ``[KAB. X]``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press.config import Config
from press.content.typed.found import Typed
from press.expressions import expression
from press.model import Release

_MONTHS = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
_ENGLISH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = (
    "Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|Ahad|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
_DATE = rf"\d{{1,2}}[ ](?:{_MONTHS}|{_ENGLISH})(?:[ ]\d{{4}})?|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?"
_PLACE = r"[A-Z][\w.'/]*(?:[ -][A-Z\d][\w.'/]*){0,5}(?:,[ ][A-Z]{3,}(?:[ ][A-Z]+){0,2}\b)?"
_DATELINE = expression(
    rf"[*_]{{0,3}}(?P<bracket>[\[(]?)[*_]{{0,3}}(?P<place>{_PLACE})[*_]{{0,3}}"
    rf"(?P<comma>,?)[*_ ]*(?:\((?P<agency>[^()\n\d]{{2,40}})\)[*_ ]*)?"
    rf"(?:,?[ ]*(?:(?:{_DAYS}),?[ ]*)?\(?(?P<date>{_DATE})\)?)?[*_]{{0,3}}(?P<closed>[\])]?)[*_]{{0,3}}[ \xa0]*"
    rf"(?P<dash>[–—―‒]|(?<=[ \xa0])-{{1,3}}(?=[ *_]))?[*_]{{0,3}}[ \xa0]*(?=\S)"
)
_MEDIA_CENTRE = expression(
    r"[*_]{0,3}M{1,2}C[ ]?(?P<centre>[A-Z][a-z][\w.]*(?:[ ][A-Z][\w.]*){0,3}?)[ ]?[–—-][ ]?"
    r"(?:(?P<place>[A-Z][\w]*(?:[ ][A-Z][\w]*){0,2})[ ]?[.–—-][*_]{0,3}[ ])?(?=\S)"
)
"""The dateline of a media centre: ``MC Kapuas –``, ``MMCBarsel-Buntok.``"""
_NO_PLACES = expression(
    rf"(?:{_DAYS}|{_MONTHS}|hoaks?|pengumuman|ralat|koreksi|siaran|pers|klarifikasi|info|informasi|catatan|fakta|kabar|berita"
    r"|update|terkini|perhatian|penting|waspada|awas|siaga|imbauan|press|release|media|untuk|segera|embargo|undangan)\b",
    re.IGNORECASE,
)
_VOWELS = expression("[AEIOU]")
_SHORT = {"DKI", "DIY", "DI", "NTB", "NTT", "IKN"}
"""Abbreviations in the names of places."""


def find(text: str, release: Release, config: Config) -> Iterator[Typed]:
    """Yield the dateline of a text, if there is one."""
    start = _beginning(text)
    if centre := _MEDIA_CENTRE.match(text, start):
        place = centre["place"] or centre["centre"]
        yield Typed(start, centre.end(), centre[0].strip(" *_"), (("place", place),), is_clear=False)
        return
    found = _DATELINE.match(text, start)
    if not found or not _is_closed(found) or _NO_PLACES.match(found["place"]):
        return
    known = _known_places(release, config)
    place = found["place"].strip(" .,-")
    is_certain = place.casefold() in known or bool(found["comma"] and found["agency"]) or bool(found["date"])
    if not is_certain and not _is_capital_name(place, config):
        return
    value = known.get(place.casefold()) or _proper(place)
    is_clear = (
        is_certain
        and release.place.casefold() in ("", value.casefold())
        and _names_office(found["agency"], release, config)
        and _is_date_of(found["date"], release)
    )
    yield Typed(start, found.end(), found[0].strip(" *_"), (("place", value),), is_clear)


def _beginning(text: str) -> int:
    """Return where the first paragraph begins: below images and headings."""
    start = 0
    while text.startswith(("![", "#", "<", "[!["), start) and (below := text.find("\n\n", start)) >= 0:
        start = below + 2
    return start


def _is_closed(found: re.Match[str]) -> bool:
    """Tell whether the words end like a dateline: with a dash, or with the bracket with which they began."""
    if found["bracket"]:
        return bool(found["closed"]) and bool(found["dash"] or found["date"])
    return bool(found["dash"]) and not found["closed"]


def _known_places(release: Release, config: Config) -> dict[str, str]:
    regions = (config.regions or {}).values()
    names = (*config.places, *(name for about in regions for name in (about.name, about.short)), release.place)
    return {name.casefold(): name for name in names if name}


def _is_capital_name(place: str, config: Config) -> bool:
    """Tell whether words in capitals are a name, and not an abbreviation such as BMKG or the name of an office."""
    offices = {name.casefold() for about in (config.offices or {}).values() for name in (about.name, about.short)}
    letters = [sign for sign in place if sign.isalpha()]
    is_word = len(letters) > 4 and len(_VOWELS.findall(place)) > 1  # as most names of places
    return is_word and all(sign.isupper() for sign in letters) and place.casefold() not in offices


def _proper(place: str) -> str:
    """Return the name of a place as it is written within a sentence."""
    if not place.isupper():
        return place
    return " ".join(word if word in _SHORT else word.title() for word in place.split(" "))


def _names_office(agency: str | None, release: Release, config: Config) -> bool:
    """Tell whether a release names the office that was typed in brackets, so that it stays on the page."""
    if not agency:
        return True
    terms = [(config.offices or {}).get(office) for office in release.offices]
    names = {name for about in terms if about for name in (about.name, about.short)} | set(release.offices)
    return agency.strip(" *_").casefold() in {name.casefold() for name in names}


def _is_date_of(written: str | None, release: Release) -> bool:
    """Tell whether a date is that of the release, which the page shows."""
    if not written:
        return True
    numbers = re.findall(r"\d+", written)
    months = re.split(r"\|", _MONTHS), re.split(r"\|", _ENGLISH)
    word = re.search(r"[A-Za-z]+", written)
    month = next((names.index(word[0]) + 1 for names in months if word and word[0] in names), 0)
    day, *rest = [int(number) for number in numbers]
    month = month or (rest.pop(0) if rest else 0)
    year = rest[0] if rest else release.date.year
    return (year, month, day) == (release.date.year, release.date.month, release.date.day)
