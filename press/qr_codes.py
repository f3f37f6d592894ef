"""QR codes (ISO 18004) of addresses: as SVG for print, and as rows of dots for pictures.

docs/decisions/qr.md says why they are made so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 50 ms, which builds in which no page changed do not need
    import segno

_MASK = 2
"""The pattern that is laid over the data. Programs read all eight; to choose the best one takes seven times as long."""
QUIET = 4
"""Modules that must stay empty around a code."""


def svg(url: str) -> str:
    """Return the SVG of a QR code whose modules are of size 1; its quiet zone is left to the style sheet.

    It is hidden from screen readers: the address is there as text too.
    """
    found = _code(url).svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    return found.replace("<svg ", '<svg aria-hidden="true" ', 1)


def rows(url: str) -> tuple[bytes, ...]:
    """Return the rows of a QR code, without its quiet zone: 1 for each dark module, 0 for each light one."""
    return tuple(map(bytes, _code(url).matrix))


def _code(url: str) -> segno.QRCode:
    import segno  # noqa: PLC0415 - as above

    return segno.make_qr(url, error="m", mask=_MASK)
