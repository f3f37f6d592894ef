"""Check that a text does not advertise online gambling, as the hidden words and links of a broken-in site do.

Every build runs this check. A release that warns of gambling uses some of the same words: only what invites to it, or
several words of its advertisements together, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Prose, links
from press.diagnostics import Diagnostic, Place
from press.expressions import expression
from press.i18n.mark import N_

_WORDS = (
    "gacor", "maxwin", "togel", "judi online", "judi slot", "slot online", "judi bola", "sbobet", "pragmatic play",
    "bandar judi", "agen judi", "situs judi", "situs slot", "rtp live", "rtp slot", "slot88", "scatter hitam",
    "toto macau", "link alternatif", "slot demo", "slot deposit", "deposit pulsa", "bonus new member", "casino online",
    "poker online", "slot dana", "slot thailand", "mahjong ways", "gates of olympus", "slot qris", "depo 10k",
    "sweet bonanza", "slot 777", "situs toto", "bandarqq", "dominoqq", "s1ot", "sl0t", "g4cor", "gac0r", "rungkad",
    "slot777", "daftar slot", "daftar judi", "main slot", "main judi", "bocoran slot", "slot depo",
    "keluaran hk", "keluaran sgp",
)  # fmt: skip
_STEMS = (
    "gacor", "maxwin", "togel", "judi", "slot", "bobet", "casino", "poker", "toto", "scatter", "rtp", "pragmatic",
    "mahjong", "link alternatif", "bonus new member", "qq", "s1ot", "sl0t", "rungkad", "keluaran", "olympus", "depo",
    "bonanza",
)  # fmt: skip
"""One of them is in every text and address that the other patterns find; most texts have none."""
_INVITING = expression(
    r"\b(?:s[l1i][o0]t (?:\w+ )?g[a4]c[o0]r|gacor anti|anti rungkad|slot (?:deposit|depo|dana|qris|thailand)"
    r"|gacor (?:hari ini|malam ini|maxwin)|link alternatif|bonus new member|rtp (?:live|slot)"
    r"|situs (?:slot|judi|togel) (?:\w+ )?(?:resmi|terpercaya|terbaik|gacor)|slot88|slot777|daftar (?:slot|judi|togel)"
    r"|agen (?:judi|slot|togel)[^.\n]{0,20}terpercaya|gampang (?:maxwin|menang|jackpot)|prediksi togel|toto macau"
    r"|main (?:slot|judi|togel) (?:online )?(?:di|sekarang)|bocoran (?:slot|rtp|togel)|keluaran (?:togel|hk|sgp)"
    r"|(?:depo|deposit) (?:pulsa|dana|qris|\d+ ?k|10 ?ribu)[^.\n]{0,40}(?:bonus|slot|maxwin)|pola gacor)\b"
)
_WARNING = expression(
    r"\b(?:berantas|pemberantasan|memberantas|cegah|pencegahan|mencegah|bahaya|larang\w*|dilarang|blokir|memblokir|pemblokiran|"
    r"diblokir|polisi|kepolisian|satgas|tersangka|ditangkap|korban|kecanduan|pidana|hukum\w*|waspada|hoaks|penipuan|diretas|peretasan|"
    r"menyusup|disusupi|sisipan|memerangi|perangi|literasi|sosialisasi|edukasi)\b"
)
_IN_ADDRESS = expression(
    r"gacor|maxwin|togel|judi|slot-?(?:online|88|777|dana|qris|gacor|demo|deposit|server|thailand)|sbobet|casino|poker-?(?:online|qq)|bandarqq|dominoqq|"
    r"toto-?(?:macau|slot|4d)|scatter|rtp-?(?:live|slot)|pragmatic-?play|mahjong-?ways|slots?\.",
    re.IGNORECASE,
)
_IN_PATH = expression(
    r"gacor|maxwin|slot-?(?:88|777|dana|qris|demo|deposit)|rtp-?(?:live|slot)|scatter-hitam", re.IGNORECASE
)
"""Less than in a host: an article about gambling has “judi-online” in its address."""
_ENOUGH = 3
"""Words of advertisements in one text that do not warn of gambling."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for the first words that advertise gambling, and one for each link to it."""
    text = "\n".join((*(passage.text for passage in prose.fields), prose.markdown)).lower()
    if not _may_advertise(text):
        return
    yield from _links(prose)
    known = _words_in(text)
    invites = _INVITING.search(text) if known else None
    if (invites or len(known) >= _ENOUGH) and len(_WARNING.findall(text)) < 2:
        word = invites[0] if invites else known[0]
        message = N_("“{words}” advertises online gambling")
        hint = N_("delete it, and look for who wrote it: such words are a sign of a break-in")
        yield rules.GAMBLING.broken(_place(prose, word), message, hint, words=word)


def words(text: str) -> list[str]:
    """Return the words of advertisements of gambling in a text, also of one that warns of it."""
    lower = text.lower()
    return _words_in(lower) if _may_advertise(lower) else []


def is_gambling_link(target: str) -> bool:
    """Tell whether the address of a page on another site is that of a gambling site."""
    host, _, path = target.partition("://")[2].partition("/")
    return bool(_IN_ADDRESS.search(host) or (host and _IN_PATH.search(path)))


def _may_advertise(lower: str) -> bool:
    return any(stem in lower for stem in _STEMS)


def _words_in(lower: str) -> list[str]:
    return [word for word in _WORDS if word in lower]


def _links(prose: Prose) -> Iterator[Diagnostic]:
    for link in links(prose):
        if is_gambling_link(link.target):
            message = N_("the link leads to a page about online gambling")
            hint = N_("delete it, and look for who wrote it: such links are a sign of a break-in")
            yield rules.GAMBLING.broken(prose.place(link.offset), message, hint)


def _place(prose: Prose, word: str) -> Place:
    """Return the place of words, whatever their case, in the front matter or below it."""
    for passage in prose.fields:
        if word in passage.text.lower():
            return passage.place(passage.text.lower().index(word))
    return prose.place(max(0, prose.markdown.lower().find(word)))
