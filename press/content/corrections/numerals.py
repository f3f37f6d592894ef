"""Indonesian numbers in words: ``seribu dua ratus`` is 1,200."""

from __future__ import annotations

_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = {"triliun": 10**12, "miliar": 10**9, "juta": 10**6, "ribu": 1000}
_PARTS = {"ratus": 100, "puluh": 10}
_ONE_OF = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
"""Words in which ``se-`` is one."""
NUMERALS = frozenset({*_DIGITS, *_SCALES, *_PARTS, *_ONE_OF, "belas", "setengah"})
"""All words of which numbers consist."""


def spelled(number: int) -> str:
    """Return a number below 10¹⁵ in words."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{_DIGITS[number - 10]} belas")
    for word, scale in (_SCALES | _PARTS).items():
        if number >= scale:
            count, rest = divmod(number, scale)
            is_short = count == 1 and scale <= 1000
            begin = f"se{word}" if is_short else f"{spelled(count)} {word}"
            return f"{begin} {spelled(rest)}" if rest else begin
    raise AssertionError(number)


def value_of(words: list[str]) -> int | None:
    """Return the number that words say; None if they are no number."""
    total = group = 0
    last = -1
    for word in words:
        if word in _SCALES:
            total, group = total + max(group + max(last, 0), 1) * _SCALES[word], 0
            last = -1
        elif word in _PARTS:
            group, last = group + max(last, 1) * _PARTS[word], -1
        elif word == "belas":
            group, last = group + max(last, 0) + 10, -1
        elif word == "seribu":
            total, group, last = total + group + 1000, 0, -1
        elif word in _ONE_OF:
            group += _ONE_OF[word]
        elif word in _DIGITS and last < 0:
            last = _DIGITS.index(word)
        else:
            return None
    return total + group + max(last, 0)
