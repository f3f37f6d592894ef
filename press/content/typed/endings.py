"""What stands below a text: sign-offs such as ``(//Unit//office//R1//)`` and ``(hms/rd)``, and ``Penulis: Rina``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from press.content.typed.found import Typed
from press.expressions import expression
from press.model import Release

_END_MARK = expression(r"(?:[*][ ]?){3}|(?:#[ ]?){3}|[\[(][*]{1,3}[\])]|-30-")
"""The end of a text, as it is marked for printers."""
_UNITS = r"(?:humas|hms|kominfo|diskominfo\w*|adv|red|redaksi|tim|mc|mmc|protokol|prokopim|ppid)\b"
_CODE = (
    r"//[^\n()\[\]]{2,60}//|(?=[^\n()\[\]]*[a-zA-Z])[\w.*-]+(?: [\w.*-]+){0,3}(?: ?/{1,2} ?[\w.*-]+(?: [\w.*-]+){0,3})+"
    rf"|{_UNITS}[^\n()\[\].:]{{0,50}}|[a-zA-Z]{{2,5}}[*]?"
)
_SIGN_OFF = expression(rf"[*_]{{0,3}}(?:\(({_CODE})\)|\[({_CODE})\])[.]?[*_]{{0,3}}", re.IGNORECASE)
_AT_END = expression(rf"(?<=[.!?”\"])[ ]*[*_]{{0,3}}\(({_CODE})\)[.]?[*_]{{0,3}}\Z", re.IGNORECASE)
_LONGEST = 120
"""Most characters of a sign-off and the marks around it."""
_FIELDS = {
    "author": r"penulis|pewarta|reporter|wartawan|teks|naskah|kontributor|oleh|author|writer|text|by",
    "photographer": r"foto|fotografer|juru foto|photos?|photographer",
    "editor": r"editor|penyunting|redaktur",
}
_BYLINES = {field: expression(rf"(?:{words})\s*+:\s*+(.{{2,60}})", re.IGNORECASE) for field, words in _FIELDS.items()}
_NAME = expression(r"[A-Z][\w.'’/-]*(?:,? (?:[A-Z][\w.'’/-]*|bin|binti))*")
_AND = expression(r" (?:dan|and|&) |, (?![A-Z][\w.]{0,5}\.)")
"""What is between names; a degree such as S.Sos. follows a comma too."""
_MOST_LINES = 8


class _Line(NamedTuple):
    """A line that belongs into fields, as in `Typed`."""

    fields: tuple[tuple[str, str], ...]
    is_clear: bool


def find(text: str, release: Release) -> Iterator[Typed]:
    """Yield what stands below a text, the last line first, and the sign-off in its last line."""
    end = len(text)
    for _ in range(_MOST_LINES):
        start = text.rfind("\n", 0, end) + 1
        written, above = text[start:end], len(text[:start].rstrip())
        line = _line(written.strip(" \t*_\\"), release, text) or _line(written.strip(), release, text)
        if line is None or not above:
            break
        yield Typed(above, end, written.strip(), *line)
        end = above
    ending = _AT_END.search(text, max(0, end - _LONGEST), end)
    if ending:
        yield Typed(ending.start(), end, ending[0].strip(), *_sign_off(ending[1], release))


def is_byline(line: str) -> bool:
    """Tell whether a line looks like ``Penulis: Rina Amalia``."""
    found = (words.fullmatch(line.strip()) for words in _BYLINES.values())
    return any(_NAME.fullmatch(each[1].strip(" *_.")) for each in found if each)


def _line(line: str, release: Release, text: str) -> _Line | None:
    if len(line) > _LONGEST:
        return None
    if _END_MARK.fullmatch(line):
        return _Line((), is_clear=True)
    if found := _SIGN_OFF.fullmatch(line):
        is_link = found[2] and f"[{found[2]}]:" in text
        return None if is_link else _sign_off(found[1] or found[2], release)
    return _bylines(line, release)


def _sign_off(code: str, release: Release) -> _Line:
    value = code.strip("/ ").replace("//", "/")
    return _Line((("code", value),), release.code in ("", value))


def _bylines(line: str, release: Release) -> _Line | None:
    """Read a line such as ``Penulis: Rina Amalia | Foto: Tito Ranggala``."""
    fields: dict[str, str] = {}
    for part in re.split(r"\s*[|;]\s*|, (?=\w+ ?:)", line.strip("()[]")):
        found = next(((field, each[1]) for field, words in _BYLINES.items() if (each := words.fullmatch(part))), None)
        if found is None or found[0] in fields:
            return None
        fields[found[0]] = found[1].strip(" *_.")
    if not all(_NAME.fullmatch(name) for names in fields.values() for name in _AND.split(names)):
        return None
    is_clear = all(not _AND.search(name) and getattr(release, field) in ((), (name,)) for field, name in fields.items())
    return _Line(tuple(fields.items()), is_clear)
