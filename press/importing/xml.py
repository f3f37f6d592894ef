"""Read XML that programs write badly: cut off, in a wrong encoding, with entities that nobody declared.

The text is cleaned before lxml sees it: declarations (and with them every entity bomb) are left out, CDATA becomes
escaped text, undeclared entities become the characters that HTML gives them, control characters are removed. Each
``<item>`` gets an attribute `LINE`, the line of the file on which it begins.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import Any

from lxml import etree

LINE = "press-line"
"""The attribute of an item with its line in the file, from 1."""
CUT = "press-cut"
"""The element that is in an item in which the file ends."""
_CHUNK = 1 << 18
"""Bytes that are read at once."""
_MARGIN = 4096
"""Characters kept back until more are read: no tag or entity is longer than this, or it is taken for text."""
_LARGEST_TEXT = 20_000_000
"""Characters of one text; the rest of a longer one is left out, so that a malicious file cannot fill the memory."""
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_MARKUP = re.compile(
    r"<!\[CDATA\[|<!--|<!DOCTYPE|<\?[^<>]*>|<!|</?(?P<name>[A-Za-z_][\w.-]*)(?![\w.:-])|<(?![A-Za-z_/])"
    r"|&(?:#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|\w{1,40};)?",
    re.IGNORECASE,
)
_ELEMENTS = frozenset({
    "rss", "channel", "item", "title", "link", "pubdate", "guid", "description", "language", "generator", "category",
    "image", "url", "width", "height", "cloud", "docs", "ttl", "copyright", "managingeditor", "webmaster", "enclosure",
    "lastbuilddate", "comments", "author",
})  # fmt: skip
"""The elements of RSS. Any other one without a prefix is HTML of a text that should be CDATA."""
_OPEN_TAG = re.compile(r"<([\w:.-]+)[^<>]*>\s*$")
_ENDS = {"comment": re.compile("-->"), "declaration": re.compile(r"[\[>]"), "subset": re.compile(r"\]\s*>")}
_NEXT_ITEM = r"(?=\s*</item>\s*<item>)"


def events(path: Path) -> Iterator[Any]:
    """Yield each element of a file when its end was read, also of a damaged file. Raises OSError.

    The caller clears the elements that it does not need any more.
    """
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    with path.open("rb") as file:
        for text in _Cleaner().clean(_decoded(file)):
            parser.feed(text.encode())
            yield from (element for _, element in parser.read_events())
    try:
        parser.close()
    except etree.XMLSyntaxError:  # nothing in the file is XML
        return
    yield from (element for _, element in parser.read_events())


def _decoded(file: Any) -> Iterator[str]:
    """Yield the text of a file. Bytes that its encoding does not have are taken for those of Windows."""
    head = file.read(_CHUNK)
    decoder = codecs.getincrementaldecoder(_encoding(head))(WINDOWS)
    while head:
        yield decoder.decode(head)
        head = file.read(_CHUNK)
    yield decoder.decode(b"", final=True)


def _encoding(head: bytes) -> str:
    """Return the encoding of a file: what its bytes show counts more than what it declares."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    if head[:4] in (b"<\0?\0", b"\0<\0?"):
        return "utf-16-le" if head[1] == 0 else "utf-16-be"
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]{1,40})", head)
    if not declared or _is_utf8(head):
        return "utf-8"
    try:
        found = codecs.lookup(declared[1].decode())
        is_usual = "é<".encode(found.name).endswith(b"<") and found.name != "utf-7"
    except (LookupError, UnicodeError):
        return "utf-8"
    return found.name if is_usual else "utf-8"


def _is_utf8(head: bytes) -> bool:
    """Tell whether bytes can only be UTF-8: they have letters outside ASCII, and are right."""
    try:
        return not codecs.getincrementaldecoder("utf-8")().decode(head).isascii()
    except UnicodeDecodeError:
        return False


WINDOWS = "press-windows-1252"
"""The error handler of decoders that takes bytes for those of Windows-1252."""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(WINDOWS, _as_windows)


class _Cleaner:
    """Cleans a text piece by piece."""

    def __init__(self) -> None:
        self._buffer = ""
        self._line = 1
        self._last_tag = ""
        """The beginning of the last tag without a prefix."""
        self._is_in_item = False
        self._inside: str = ""
        """What the buffer is the inside of: empty: elements and text; a key of `_ENDS`; or ``cdata``."""
        self._cdata_end, self._cdata_of = _ENDS["comment"], ""
        self._length = 0
        """Characters of the text that is being read."""

    def clean(self, pieces: Iterator[str]) -> Iterator[str]:
        """Yield the cleaned text."""
        for piece in pieces:
            self._buffer += _INVALID.sub("", piece)
            yield "".join(self._cleaned(len(self._buffer) - _MARGIN))
        rest = "".join(self._cleaned(len(self._buffer), is_last=True))
        yield f"{re.sub('<[^<>]*$', '', rest)}<{CUT}/>" if self._is_in_item else rest

    def _cleaned(self, limit: int, is_last: bool = False) -> Iterator[str]:
        """Yield what can be cleaned of the buffer: all that begins before a limit."""
        while limit > 0:
            before = len(self._buffer)
            yield from self._outside(limit) if not self._inside else self._within(limit, is_last)
            taken = before - len(self._buffer)
            if not taken:
                return
            limit -= taken

    def _take(self, end: int) -> str:
        taken, self._buffer = self._buffer[:end], self._buffer[end:]
        self._line += taken.count("\n")
        return taken

    def _outside(self, limit: int) -> Iterator[str]:
        """Yield elements and text, up to what begins something else."""
        found = _MARKUP.search(self._buffer)
        if not found or found.start() >= limit:
            yield self._take(limit)
            return
        before, sign = self._take(found.start()), found[0]
        yield before
        if found["name"]:
            yield self._tag(self._take(len(sign)), found["name"].lower())
        elif sign.startswith("&"):
            yield _entity(self._take(len(sign)))
        elif sign.startswith("<?") or sign == "<!":
            self._take(len(sign))
        elif sign == "<":
            self._take(1)
            yield "&lt;"
        else:
            self._begin(sign, before)

    def _tag(self, sign: str, name: str) -> str:
        """Return the beginning of a tag without a prefix, as text if it is HTML."""
        self._last_tag = sign
        if name not in _ELEMENTS:
            return html.escape(sign)
        if name == "item":
            self._is_in_item = not sign.startswith("</")
            return f'{sign} {LINE}="{self._line}"' if self._is_in_item else sign
        return sign

    def _begin(self, sign: str, before: str) -> None:
        self._inside = {"<!--": "comment", "<![CDATA[": "cdata"}.get(sign.upper(), "declaration")
        self._take(len(sign))
        if self._inside == "cdata":
            opened = _OPEN_TAG.search(self._last_tag + before[-_MARGIN:])
            self._cdata_of = opened[1] if opened else ""
            name = re.escape(self._cdata_of) or r"[\w:.-]+"
            # In old exports, the text itself may have ]]>: it ends only before the end tag of its element.
            self._cdata_end = re.compile(rf"\]\]>(?=\s*(?:</{name}\s*>|<!\[CDATA\[)){'|'}{_NEXT_ITEM}")
            self._length = 0

    def _within(self, limit: int, is_last: bool) -> Iterator[str]:
        """Yield the inside of CDATA as text; nothing of comments and declarations but their line ends."""
        pattern = self._cdata_end if self._inside == "cdata" else _ENDS[self._inside]
        found = pattern.search(self._buffer)
        end = found.start() if found else (len(self._buffer) if is_last else limit)
        text = self._take(min(end, limit) if not found else end)
        if self._inside == "cdata":
            kept = text[: max(0, _LARGEST_TEXT - self._length)]
            self._length += len(text)
            yield html.escape(kept, quote=False)
        else:
            yield "\n" * text.count("\n")
        if found:
            sign = self._take(len(found[0]))
            if not sign and self._cdata_of:  # the end of its element is missing
                yield f"</{self._cdata_of}>"
            self._inside = "subset" if sign == "[" else ""


def _entity(written: str) -> str:
    """Return an entity as XML can have it."""
    name = written[1:-1]
    if name in _XML_NAMES:
        return written
    if not written.endswith(";"):
        return "&amp;"
    if name.startswith("#"):
        number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return html.escape(_INVALID.sub("", chr(number))) if 0 < number < 0x110000 else ""
    if f"{name};" in html5:
        return html.escape(html.unescape(written))
    return f"&amp;{name};"


_ROOT_END = re.compile(
    rb"</(?:rss|feed|rdf:RDF|channel)\s*>\s*(?:</(?:rss|rdf:RDF)\s*>\s*)?(?:<!--.*?-->\s*)*$", re.DOTALL
)


def head(path: Path) -> bytes:
    """Return the first bytes of a file. Raises OSError."""
    with path.open("rb") as file:
        return file.read(_CHUNK)


def is_whole(path: Path) -> bool:
    """Tell whether a file ends with the end tag of its root. Raises OSError."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _MARGIN))
        return bool(_ROOT_END.search(file.read().replace(b"\0", b"")))
