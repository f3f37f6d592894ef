"""Check how numbers are written: times, money, decimals, thousands, percentages and units.

EYD V, Angka dan Bilangan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from press import rules
from press.checks.language.passages import indonesian
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_ZONE = r"(?:WIB|WITA|WIT|Wib|Wita|Wit)\b"
_LARGE = (
    r"(?:(?:ribu|juta|miliar|triliun|persen|hektare|kilometer|meter|ton|kilogram|liter|derajat|kuintal|km|ha|kg|cm)\b"
    r"|%)"
)
_COUNTED = (
    r"(?:orang|jiwa|unit|ekor|ton|hektare|warga|siswa|peserta|rumah|kepala keluarga|KK|keluarga|paket|buah|dosis|pohon"
    r"|bibit|liter|meter|kilogram|pelanggan|penerima|petani|nelayan|penumpang|kendaraan|lembar|butir|balita|personel|pelajar"
    r"|guru|pasien|rupiah)\b"
)
_UNIT = (
    r"(?:kg|km|cm|mm|ha|hektare|ton|liter|meter|gram|orang|hari|tahun|jam|menit|persen|ribu|juta|miliar|triliun)"
    r"(?![\w/²³-])"
)
_NO_NUMBER = r"(?<![\d.,/-])(?<!Rp)(?<!Rp )(?<!Rp\. )"
_HOUR = r"(?:[01]?\d|2[0-4])"
_TO = r"(?:-|–|s\.d\.|hingga|sampai)"


_DIGIT = re.compile(r"\d")


class _Pattern(NamedTuple):
    """A wrong form, and the right one for a match. Most texts lack what `needs` finds, which takes less time."""

    needs: re.Pattern[str]
    wrong: re.Pattern[str]
    right: Callable[[re.Match[str]], str]


_PATTERNS = (
    # Times: a dot between hours and minutes, a space before the zone
    _Pattern(
        re.compile(r":[0-5]\d"),
        re.compile(
            rf"(?:(?<=[Pp]ukul )|(?<=jam )|(?<=hingga )|(?<=sampai )|(?<=\d\d [-–] )|(?<=\d\d[-–]))"
            rf"{_HOUR}:[0-5]\d(?![\d:])"
            rf"|(?<![\d:.,]){_HOUR}:[0-5]\d(?=\s?(?:{_ZONE}|{_TO}))"
        ),
        lambda found: found[0].replace(":", "."),
    ),
    _Pattern(
        re.compile(r"\d[Ww][Ii]"),
        re.compile(rf"(?<![\d.,])(\d{{1,2}}[.:]\d\d)({_ZONE})"),
        lambda found: f"{found[1].replace(':', '.')} {found[2].upper()}",
    ),
    # Money: no dot and no space after Rp, dots for thousands, a comma for decimals, nothing after
    _Pattern(
        re.compile(r"[Rr][Pp]"),
        re.compile(r"\b[Rr][Pp]\.?\s*\d[\d.,]*(?<=\d)(?:,?-(?![\d\w])|,00\b)?"),
        lambda found: _money(found[0]),
    ),
    # Decimals: a comma; thousands: dots
    _Pattern(
        re.compile(r"\d\.\d{1,2}(?!\d)"),
        re.compile(rf"{_NO_NUMBER}(\d{{1,3}})\.(\d{{1,2}}) ?(?={_LARGE})"),
        lambda found: f"{found[1]},{found[2]}",
    ),
    _Pattern(
        re.compile(r"\d,\d{3}"),
        re.compile(rf"{_NO_NUMBER}(?:\d{{1,3}}(?:,\d{{3}}){{2,}}(?![\d,])|\d{{1,3}},\d{{3}}(?=\s{_COUNTED}))"),
        lambda found: found[0].replace(",", "."),
    ),
    _Pattern(
        re.compile(r"\d{4}"),
        re.compile(rf"(?<!tahun )(?<![Nn]omor )(?<!\w){_NO_NUMBER}(?!(?:19|20)\d\d\b)(\d{{4,}})(?=\s{_COUNTED})"),
        lambda found: _thousands(found[1]),
    ),
    _Pattern(
        re.compile(r"\d,-"),
        re.compile(r"(?<![\w.,])(?<!Rp)(?<!Rp )(?<!Rp\. )(\d[\d.]*),-(?!\w)"),
        lambda found: f"Rp{found[1]}",
    ),
    # Percentages and units
    _Pattern(re.compile(r"\d %"), re.compile(r"(?<![\w.,])(\d[\d.,]*) %"), lambda found: f"{found[1]}%"),
    _Pattern(
        re.compile(r"\d[a-z]"),
        re.compile(rf"(?<![\w.,/-])(\d+(?:[.,]\d+)*)({_UNIT})"),
        lambda found: f"{found[1]} {found[2]}",
    ),
)


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the numbers of a text that are written in another way than EYD says."""
    for passage in indonesian(prose, context):
        if not _DIGIT.search(passage.text):
            continue
        seen: set[int] = set()
        for pattern in _PATTERNS:
            if not pattern.needs.search(passage.text):
                continue
            for found in pattern.wrong.finditer(passage.text):
                wrong, right = " ".join(found[0].split()), pattern.right(found)
                if wrong not in (right, f"{right}.", f"{right},") and found.start() not in seen:
                    seen.add(found.start())
                    message = N_("“{wrong}”: this is not how numbers are written in Indonesian")
                    hint = N_("write “{right}”")
                    place = passage.place(found.start())
                    yield rules.NUMBER_FORMAT.broken(place, message, hint, wrong=wrong, right=right)


def _money(text: str) -> str:
    """Return an amount of money as EYD writes it: Rp1.500.000, Rp1,5."""
    digits = re.sub(r"^[Rr][Pp]\.?\s*", "", text)
    digits = re.sub(r",?-$|,00$", "", digits).rstrip(".,")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.translate(str.maketrans(",.", ".,"))
    elif re.fullmatch(r"\d+\.\d{1,2}", digits):
        digits = digits.replace(".", ",")
    elif digits.isdigit() and len(digits) > 3:
        digits = _thousands(digits)
    return f"Rp{digits}"


def _thousands(digits: str) -> str:
    return f"{int(digits):,}".replace(",", ".")
