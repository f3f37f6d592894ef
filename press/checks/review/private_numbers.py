"""Check that no text publishes private numbers: of passports, taxpayers, bank accounts and private telephones.

A message never repeats a whole number: the logs of a CI service are often public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Passage, Prose
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Contact

_ACCOUNT = re.compile(
    r"\b(?:rekening|norek|no\.?\s*rek|nomor\s+rek\w*|a/?c|account number)\b[^\d\n]{0,60}?"
    r"(?P<number>\d(?:[ .-]?\d){7,17})(?!\d)",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:pemerintah|pemprov|pemkab|pemkot|kas (?:umum )?daerah|kas negara|rkud|baznas|bazda|lazismu|lazisnu|"
    r"palang merah|pmi|yayasan|dompet|donasi|sumbangan|peduli|dinas|badan|bpbd|bumd|pdam|perumda|bendahara|kantor|"
    r"masjid|gereja|pura|panitia|kementerian|bank penampung|pt|cv|koperasi|government|foundation)\b",
    re.IGNORECASE,
)
"""Whose account may be published."""
_MANY_DIGITS = re.compile(r"\d(?:[ .()-]*\d){5}")
_NEAR = 120
_BANK = re.compile(
    r"\b(?:BCA|BRI|BNI|BSI|BTN|CIMB|Mandiri|Danamon|Bank [A-Z]\w+)\s+(?P<number>\d(?:[ .-]?\d){7,17})(?!\d)"
)
_PHONE = re.compile(r"(?<![\w.,/+-])(?:\+?62[ .-]?|\(?0)8[1-35-9]\d{0,2}\)?(?:[ .-]?\d){6,9}(?!\d|[.,]\d)")
_CALL = re.compile(r"(?:wa\.me/|[?&]phone=|tel:)(?P<number>\+?(?:62|0)8[1-35-9]\d{6,11})(?!\d)")
_PASSPORT = re.compile(r"\b[Pp]aspor(?:t)?\b[^.\n]{0,30}?\b(?P<number>[A-Z]{1,2} ?\d{6,7})\b")
_TAX = re.compile(r"\bNPWP\b[^\d\n]{0,30}(?P<number>\d{2}\.?\d{3}\.?\d{3}\.?\d-?\d{3}\.?\d{3}|\d{16})(?!\d)")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each private number."""
    known = _contact_numbers(prose, context)
    for passage in prose.passages:
        text = passage.text
        if not _MANY_DIGITS.search(text):
            continue
        yield from _accounts(passage)
        for found in (*_PASSPORT.finditer(text), *_TAX.finditer(text)):
            message = N_("{number} looks like the number of a passport or a taxpayer")
            hint = N_("delete it, or hide its digits")
            place = passage.place(found.start("number"))
            yield rules.PERSONAL_NUMBER.broken(place, message, hint, number=_masked(found["number"]))
        for found in _PHONE.finditer(text):
            yield from _phone(found[0], passage.place(found.start()), known)
    for found in _CALL.finditer(prose.markdown):
        yield from _phone(found["number"], prose.place(found.start()), known)


def _phone(number: str, place: Place, known: set[str]) -> Iterator[Diagnostic]:
    if _national(number) not in known:
        message = N_("{number} is a mobile number that is in no contact of this portal")
        hint = N_("delete it if it is private; else add it to [contacts] in config.toml, or to contact:")
        yield rules.PRIVATE_PHONE.broken(place, message, hint, number=_masked(number))


def _accounts(passage: Passage) -> Iterator[Diagnostic]:
    text = passage.text
    for found in (*_ACCOUNT.finditer(text), *_BANK.finditer(text)):
        if not _INSTITUTION.search(text, max(0, found.start() - _NEAR), found.end() + _NEAR):
            message = N_("{number} looks like the number of a private bank account")
            hint = N_("delete it, or say which office or foundation it belongs to")
            place = passage.place(found.start("number"))
            yield rules.ACCOUNT_NUMBER.broken(place, message, hint, number=_masked(found["number"]))


def _contact_numbers(prose: Prose, context: TextContext) -> set[str]:
    """Return the numbers of all contacts of the portal and of the release."""
    own: list[Contact] = [prose.release.contact] if prose.release.contact else []
    contacts = (*own, *context.config.contacts.values())
    return {_national(number) for one in contacts for number in re.split(r"[,;/]", f"{one.phone};{one.whatsapp}")}


def _national(number: str) -> str:
    """Return the digits of a telephone number, from the area code or network on."""
    digits = re.sub(r"\D", "", number)
    return digits.removeprefix("62").removeprefix("0")


def _masked(number: str) -> str:
    digits = re.sub(r"[^0-9A-Za-z]", "", number)
    return f"{digits[:4]}{'•' * (len(digits) - 6)}{digits[-2:]}"
