"""Photos and attachments: what a file is, in which sizes a photo is published, and the making of those sizes.

The only door to Pillow, which is loaded when the first photo is opened: a build in which no photo changed does not pay
for it. Originals of photos are never published; every size is encoded anew from bare pixels, so that no GPS position,
comment or hidden thumbnail goes out. Attachments are published as they are.
"""

from __future__ import annotations

from press.media.caching import cached, card_key, fingerprint, key
from press.media.policy import Rendition, name, picture, renditions
from press.media.probing import probe
from press.media.shares import HEIGHT, WIDTH, ShareCard

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Rendition",
    "ShareCard",
    "cached",
    "card_key",
    "fingerprint",
    "key",
    "make",
    "name",
    "picture",
    "probe",
    "renditions",
    "share_card",
]


def make(data: bytes, rendition: Rendition, credit: str = "", copyright: str = "") -> bytes:
    """Make one size of a photo from the bytes of its file. The file has been probed without a problem."""
    from press.media import pixels  # noqa: PLC0415 - Pillow, 60 ms, which most builds do without

    return pixels.make(data, rendition, credit, copyright)


def share_card(card: ShareCard, photo: bytes | None = None, crest: bytes | None = None) -> bytes:
    """Draw what WhatsApp and others show of a link: a JPEG of 1200 × 630 pixels, under 250 kB.

    `photo` and `crest` are bytes of probed image files. A crest that is a drawing (SVG) is left out.
    """
    from press.media import drawing  # noqa: PLC0415 - as above

    return drawing.share_card(card, photo, crest)
