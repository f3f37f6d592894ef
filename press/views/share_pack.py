"""The views of the share pack of a release."""

from __future__ import annotations

from press.views.parts import Head, Link, View


class ShareText(View, frozen=True, kw_only=True):
    """What people send of a release with a service."""

    service: str
    """``whatsapp``, ``x``, ``instagram``, ``facebook``."""
    text: str
    """Plain text of several lines, with the address of the release."""
    length: int
    """Characters, as the service counts them."""
    limit: int
    """Most characters."""
    href: str
    """A link that opens the service with the text; empty: the service has none."""


class PackPicture(View, frozen=True, kw_only=True):
    """A picture to publish with a text."""

    format: str
    """``landscape``, ``square``, ``story``."""
    href: str
    name: str
    """The name of the file."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


class SharePack(View, frozen=True, kw_only=True):
    """The page with all that people need to share a release in its own words."""

    head: Head
    release: Link
    """The release; the label is its headline, marked with its state."""
    state: str
    lang: str
    """Language of the texts."""
    texts: tuple[ShareText, ...]
    pictures: tuple[PackPicture, ...]
    """None for a withdrawn release."""
    alt: str
    """What the pictures show, for those who do not see them; empty: there are none."""
    hashtags: str
    """Separated by spaces."""
    url: str
    """The absolute URL of the release."""
