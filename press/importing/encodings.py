"""Bytes → text, whatever their encoding: UTF-8 or UTF-16 with or without a mark, else Windows-1252."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TextIO

from press.importing import xml

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding(head: bytes) -> str:
    """Return the encoding of a text by its first bytes, which may end within a character."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if len(head) > 3 and head[1:4:2] == b"\0\0" and head[0]:
        return "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decoded(data: bytes) -> str:
    """Return bytes as a text with line ends of one character; no bytes cause an exception."""
    name = encoding(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = "".join(_character(byte) for byte in data) if name == "cp1252" else data.decode(name, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _character(byte: int) -> str:
    """Return the character of a byte in Windows-1252; of the five that it does not have, that in Latin-1."""
    one = bytes((byte,))
    try:
        return one.decode("cp1252")
    except UnicodeDecodeError:
        return one.decode("latin-1")


def opened(path: Path) -> TextIO:
    """Open a text file; bytes that its encoding does not have are taken for those of Windows-1252. Raises OSError."""
    with path.open("rb") as file:
        name = encoding(file.read(1 << 18))
    return path.open(encoding=name, errors=xml.WINDOWS, newline="")
