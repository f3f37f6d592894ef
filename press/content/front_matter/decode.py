"""Bytes → text: UTF-8 is decoded, line ends become LF, characters that would break a feed are removed."""

from __future__ import annotations

import re

from press import rules
from press.content.front_matter.values import Findings, Position
from press.i18n.mark import N_

MAX_BYTES = 1_000_000
"""Limit of a source file."""

_LINE_SEPARATORS = "\x0b\x0c\x85\u2028\u2029"
"""Line ends of old word processors, which occur in pasted text; each is replaced by a space."""
_BANNED = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 or YAML forbid, or treat as a line end although editors do not."""
_BANNED_ASCII = bytes([*range(9), 11, 12, 13, *range(14, 32), 127])
_BANNED_MULTIBYTE = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]")


def decode(data: bytes, findings: Findings) -> str | None:
    """Return the text of a file; None if it is too large or not UTF-8 text."""
    if len(data) > MAX_BYTES:
        findings.add(
            (0, 0),
            rules.SIZE,
            N_("the file is larger than 1 MB"),
            N_("keep the text of the release here, and put photos and documents into files of their own"),
        )
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = _utf8(data, findings)
    if text is None or _is_clean(data):
        return text
    return _without_controls(text, findings)


def clean(text: str) -> str:
    """Remove the characters that would break a feed."""
    return _BANNED.sub(_substitute, text)


def _utf8(data: bytes, findings: Findings) -> str | None:
    if (nul := data.find(0)) >= 0:
        findings.add(
            _position(data, nul),
            rules.ENCODING,
            N_("this is not a text file, but perhaps one of a word processor: it has a NUL byte"),
            N_("copy the text into a new file in a text editor, and save that as UTF-8"),
        )
        return None
    try:
        return data.decode()
    except UnicodeDecodeError as reason:
        findings.add(
            _position(data, reason.start),
            rules.ENCODING,
            N_("the text is not UTF-8 from here on"),
            N_("save the file again with the encoding UTF-8"),
        )
        return None


def _position(data: bytes, offset: int) -> Position:
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode(errors="replace")) + 1


def _is_clean(data: bytes) -> bool:
    """Tell whether there are no banned characters. Searching the bytes is five times as fast as searching the text."""
    return len(data.translate(None, _BANNED_ASCII)) == len(data) and not _BANNED_MULTIBYTE.search(data)


def _without_controls(text: str, findings: Findings) -> str:
    first = _BANNED.search(text)
    if first is None:
        return text
    before = text[: first.start()]
    findings.add(
        (before.count("\n") + 1, len(before) - before.rfind("\n")),
        rules.CONTROL_CHARACTERS,
        N_("invisible control characters were left out; the first of {count} is {code}"),
        N_("delete them here; they often come in with text pasted from other programs"),
        count=len(_BANNED.findall(text)),
        code=f"U+{ord(first[0]):04X}",
    )
    return clean(text)


def _substitute(found: re.Match[str]) -> str:
    return " " if found[0] in _LINE_SEPARATORS else ""
