"""The content and the formats of share cards, which `press.media.share_card` draws."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

WIDTH, HEIGHT = 1200, 630


class Format(NamedTuple):
    """A size in which a share card is drawn."""

    name: str
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    photo_height: int
    """Pixels from the top that a photo covers, as wide as the card."""
    bytes: int
    """The file must be smaller."""


LANDSCAPE = Format("landscape", WIDTH, HEIGHT, HEIGHT, 250_000)
"""What services show for a link. WhatsApp does not show larger files."""
SQUARE = Format("square", 1080, 1080, 1080, 400_000)
"""For Instagram and Facebook."""
STORY = Format("story", 1080, 1920, 1080, 400_000)
"""For a status or story, as high as a phone. Its photo is that of the square: a photo so narrow would show little."""
FORMATS = {format.name: format for format in (LANDSCAPE, SQUARE, STORY)}
"""The formats, by their names."""


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
    check: str | UnsetType = UNSET
    """The URL that checks the release against the seal, for a QR code,"""
    typed: str | UnsetType = UNSET
    """and as people type it."""
