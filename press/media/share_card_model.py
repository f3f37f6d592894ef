"""The content of a share card, which `press.media.share_card` draws."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

WIDTH, HEIGHT = 1200, 630
BYTES = 250_000
"""A card must be smaller: WhatsApp does not show larger ones."""


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
    """The verdict of a clarification, ``SALAH``, across the whole card: the claim is never shared without it."""
    credit: str = ""
    """Credit of the photo; written into the file."""
    copyright: str = ""
    """Copyright of the photo; written into the file."""
    withdrawn: str | UnsetType = UNSET
    """The word for a withdrawn release, on a red band across the whole card; then the headline is struck through.

    Unset for all others, so that it does not change the digests in the addresses of their cards.
    """
