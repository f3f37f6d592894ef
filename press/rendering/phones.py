"""Telephone numbers in texts become links: ``0401-123456``, ``+62 811-4056-789``, ``hubungi 112``.

Only pages have these links; feeds, search and files keep what was written. A number that may be anything else is left
as it is: a number of a bank account or an identity card, a date, a sum, a number of a letter. Numbers of the forms that
only telephones have need no word before them; all others need one, such as *telepon*, and the nearest word decides.
"""

from __future__ import annotations

import html
import re

from press.expressions import expression
from press.rendering.templates.filters import tel

_ANY = expression(
    r"0(?<!\d0)(?<!\d[.,]0)[2-9]\d|6(?<!\d6)28|\+62|1(?<!\d1)(?<!\d[.,]1)(?:[12]\d(?!\d)|40\d\d(?!\d)|500)"
)
"""The beginning of every telephone number; most texts have none. Its first characters are found quickly."""
_PIECE = expression(r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z\d]*)\b[^<>]*>|[^<]+|<")
_LITERAL = frozenset({"a", "button", "code", "kbd", "pre", "samp", "script", "style", "svg"})
"""Elements in which nothing becomes a link."""
_INLINE_TAG = expression(r"</?(?:a|abbr|b|em|i|mark|small|span|strong|u)\b[^<>]*>")
_TAG = expression(r"<[^<>]*>")
_SEPARATOR = r"(?:\)[ \u00a0\u2011-]?|[ \u00a0]?\(|[ \u00a0.\u2011-])"
_RUN = expression(
    rf"(?<![\w/@#=&%+~$])(?<!\d[.,:\u2011\u2013-])(?<!\w[\u2011\u2013-])"
    rf"\(?(?:\+62|0[2-9]|62(?=8)|1)(?:{_SEPARATOR}?\d)+"
    rf"(?![\w%/@=]|{_SEPARATOR}\d|[,:\u2013]\d)"
)
"""A whole run of digits: a part of a longer one is never a telephone number."""
_LOCAL = expression(r"0(?:[2-79]\d{1,2}|8\d\d)(?:-\d{1,2}(?=-\d{5,}$))?(?:-\d{3,})+")
"""Area code or network, then groups of three digits or more; ``0800-1-123456`` has a shorter one."""
_FOREIGN = expression(r"\+62-?(?:0-)?[1-9]\d{1,3}(?:-?\d{3,})+")
_WHOLE = expression(r"0[2-9]\d+|628\d+")
"""Digits in one piece, which an account may have too."""
_SHORT = expression(r"11[0-9]|12[0-9]|140\d\d|1500-?\d{3}")
"""Emergency numbers and call centres."""
_CUE = expression(
    r"(?P<phone>(?i:\b(?:tele?p(?:on|one)?|tlp|tel|phone|ponsel|handphone|whats ?app|menelepon|(?:meng)?hubungi|kontak"
    r"|narahubung|call cent(?:er|re)|hotline|pusat panggilan|sms|call|contact)\b(?:\.?\s*(?:/|&|dan)\s*fa(?:ks|x)\w*)?)"
    r"|\b(?:HP|Hp|WA|CP)\b)"
    r"|(?P<other>(?i:\b(?:rekening|rek|norek|account|kartu|paspor|passport|kode|code|resi|faktur|invoice|surat|perkara|"
    r"registrasi|pelanggan|peserta|anggota|seri|sertifikat|akta|antrean|induk|identitas|kependudukan|fa(?:ks|x)\w*|"
    r"faksimile|bank|rupiah|token|tanggal|transfer|setor|polisi|peraturan|keputusan|pasal|meter|bukti)\b)"
    r"|\b(?:NIK|KK|KTP|NPWP|NIP|NISN|NIB|NOP|NUPTK|BPJS|SK|ID|PIN|OTP|VA|Rp|BRI|BNI|BCA|BSI|BTN|BPD|ISBN|ISSN|No)\b)"
)
"""The words that say what a number is; the last one before it decides."""
_OTHER_AFTER = expression(
    r"[^.;\n]{0,30}?(?:\b(?i:rekening|a\.?n\.|atas nama)|\b(?:BRI|BNI|BCA|BSI|BTN|BPD|NIK|KK|NPWP)\b)"
)
_CALL = expression(
    r"(?i:\b(?:(?:meng)?hubungi|(?:men)?telepon|telp\.?|darurat|call cent(?:er|re)|hotline|pusat panggilan|call|dial)"
    r"(?:\s+(?:nomor|layanan|darurat|panggilan|ke|di|kami|siaga))*)\s*:?\s*\(?"
    r"(?:1[\d-]+\s*(?:,|/|atau|dan|maupun|or|and)\s*)*$"
)
"""The end of a text after which three digits are a telephone number."""
_ENDS = expression(
    r"\s*(?:$|[.,;:)!?/\n”\"]|(?:atau|dan|maupun|jika|bila|apabila|kalau|untuk|yang|bebas|gratis|tanpa|setiap|selama|"
    r"segera|agar|supaya|or|and|if|for)\b)"
)
"""What follows such a number, unless it counts something: *hubungi 112 warga*."""
_BEFORE, _AFTER = 160, 60
"""Characters before and after a number in which its words are looked for."""


def phones_of_html(body_html: str) -> str:
    """Return HTML in which the telephone numbers of its prose are links. Its other characters are not changed."""
    if not _ANY.search(body_html):
        return body_html
    pieces: list[str] = []
    before, literal = "", 0
    for piece in _PIECE.finditer(body_html):
        text = piece[0]
        if tag := piece["tag"]:
            literal = max(0, literal + (tag.lower() in _LITERAL) * (-1 if piece["end"] else 1))
            before += "" if _INLINE_TAG.fullmatch(text) else "\n"
        else:
            has_number = not literal and _ANY.search(text)
            pieces.append(text if not has_number else _linked(text, before, body_html[piece.end() :][: _AFTER * 4]))
            before = (before + html.unescape(text))[-_BEFORE:]
            continue
        pieces.append(text)
    return "".join(pieces)


def _linked(text: str, before: str, following: str) -> str:
    """Return a text with its numbers as links; `before` and `following` are what is around it."""
    after = ""

    def link(found: re.Match[str]) -> str:
        nonlocal after
        after = after or _TAG.sub("\n", _INLINE_TAG.sub("", following))
        start, end = found.span()
        beginning = (before if start < _BEFORE else "") + html.unescape(text[max(0, start - 2 * _BEFORE) : start])
        rest = html.unescape(text[end : end + 2 * _AFTER] + (after if len(text) - end < _AFTER else ""))
        number = _number(found[0], beginning[-_BEFORE:], rest[:_AFTER])
        opening = "(" if found[0].startswith("(") and ")" not in found[0] else ""
        return f'{opening}<a href="{number}">{found[0].removeprefix(opening)}</a>' if number else found[0]

    return _RUN.sub(link, text)


def _number(written: str, before: str, after: str) -> str:
    """Return the link for a number, by the words around it; ``""`` if it may be something else."""
    groups = re.sub(r"\D+", "-", written.lstrip("(+")).strip("-")
    digits = groups.replace("-", "")
    if "+" in written:
        shape = f"+62-{groups.removeprefix('62').lstrip('-')}"
        national = digits.removeprefix("62").removeprefix("0")
        return tel(f"+62{national}") if _FOREIGN.fullmatch(shape) and 8 <= len(national) <= 12 else ""
    if _SHORT.fullmatch(groups):
        return tel(digits) if _CALL.search(before) and _ENDS.match(after) else ""
    if digits.startswith("1") or not _has_length(digits):
        return ""
    cue = _last_cue(before)
    if cue == "other" or (cue != "phone" and _OTHER_AFTER.match(after)):
        return ""
    if _LOCAL.fullmatch(groups) or (cue == "phone" and _WHOLE.fullmatch(groups)):
        return tel(f"+{digits}" if digits.startswith("62") else digits)
    return ""


def _has_length(digits: str) -> bool:
    """Tell whether a number with its area code or network, or with 62, may have so many digits."""
    if digits.startswith("62"):
        return 11 <= len(digits) <= 14
    return (9 <= len(digits) <= 13) if digits.startswith("08") else (9 <= len(digits) <= 12)


def _last_cue(before: str) -> str:
    """Return ``phone`` or ``other`` for the last word before a number that says what it is; empty: there is none."""
    return next((found.lastgroup or "" for found in reversed([*_CUE.finditer(before)])), "")
