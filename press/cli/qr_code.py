"""A QR code in the terminal, from which a phone opens a link."""

from __future__ import annotations

import io

import click


def qr_code(url: str) -> str:
    """Return a QR code (ISO 18004) in half-block characters, white on black, so that it is right on any terminal."""
    import segno  # noqa: PLC0415 - 50 ms, which no other command needs

    drawn = io.StringIO()
    segno.make_qr(url).terminal(drawn, border=2, compact=True)
    return "\n".join(click.style(line, fg="bright_white", bg="black") for line in drawn.getvalue().splitlines())
