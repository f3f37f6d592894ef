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
    """On a band across the whole card: the verdict of a clarification, ``HOAKS``, or the severity of an alert."""
    credit: str = ""
    """Credit of the photo; written into the file."""
    copyright: str = ""
    """Copyright of the photo; written into the file."""
    withdrawn: str | UnsetType = UNSET
    """The word for a withdrawn release, on a red band across the whole card; then the headline is struck through.

    Like the next two, it is unset for all others, so that it does not change the digests in their cards' addresses.
    """
    claim: str | UnsetType = UNSET
    """The claim that a clarification answers: in quotation marks under the stamp, which never touches the headline."""
    answer: str | UnsetType = UNSET
    """What stands between the claim and the headline: ``Faktanya:``."""
