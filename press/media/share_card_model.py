"""What a share card says; drawn by `press.media.share_card`."""

from __future__ import annotations

import msgspec

WIDTH, HEIGHT = 1200, 630
BYTES = 250_000
"""A card must be smaller: WhatsApp leaves larger ones out."""


class ShareCard(msgspec.Struct, frozen=True, kw_only=True):
    """The words and the colour of a share card."""

    title: str
    portal: str
    """Name of the portal."""
    colour: str
    """The accent, as ``#rrggbb``; dark enough for white text on it."""
    kind_label: str = ""
    """What it is, in the reader's language: ``Pengumuman``."""
    stamp: str = ""
    """The verdict of a clarification, ``SALAH``, across the whole card: its claim never goes round without it."""
    credit: str = ""
    """Of the photo; written into the file."""
    copyright: str = ""
    """… likewise."""
