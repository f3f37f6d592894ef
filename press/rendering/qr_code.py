"""The address of a page as a QR code, which only print shows: from paper, a phone's camera leads back to the page."""

from __future__ import annotations

_MASK = 2
"""The pattern that is laid over the data. Programs read all eight; to choose the best one takes seven times as long."""


def qr_code(url: str) -> str:
    """Return the SVG of a QR code (ISO 18004) whose modules are of size 1; its quiet zone is left to the style sheet.

    It is hidden from screen readers: the address is there as text too.
    """
    import segno  # noqa: PLC0415 - 50 ms, which builds in which no page changed do not need

    code = segno.make_qr(url, error="m", mask=_MASK)
    svg = code.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
