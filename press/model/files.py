"""The files of the content: texts that were read, photos and documents."""

from __future__ import annotations

import msgspec

STATIC = "static/"
"""The folder whose files are published unchanged."""
NETWORK = "network/"
"""The folder in which `pull` stores what other portals published: ``network/NAME/2026/….json``."""


class SourceFile(msgspec.Struct, frozen=True):
    """A text file that was read."""

    path: str
    """Relative to the root, with forward slashes: ``posts/2026/03/jembatan.md``."""
    data: bytes
    """Its bytes as they are on disk."""
    digest: str
    """SHA-256 of the bytes, hexadecimal."""


class File(msgspec.Struct, frozen=True):
    """A photo or document that a release uses."""

    path: str
    """Relative to the root, with forward slashes."""
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    size: int
    """Bytes."""
    mime: str = ""
    """Media type, from the bytes if they show it, else from the ending of the name."""
    width: int = 0
    """Pixels as shown (orientation applied); 0 if it is not an image."""
    height: int = 0
    """Pixels as shown; 0 if it is not an image."""
    pages: int = 0
    """Number of pages of a PDF; 0 if unknown."""
    bare: int = 0
    """Bytes of a photo without its metadata; 0 if it cannot be copied without decoding it."""
    dhash: str = ""
    """How a photo looks, in 16 hexadecimal digits (`press.media.dhash`); empty if it is not one, or a plain surface."""

    @property
    def is_static(self) -> bool:
        """Whether it is in ``static/``: then it is published unchanged, at its own address, not beside the release."""
        return self.path.startswith(STATIC)

    @property
    def static_address(self) -> str:
        """The address of a file of ``static/``."""
        return self.path.removeprefix(STATIC)
