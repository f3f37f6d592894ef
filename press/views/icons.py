"""The icons of the portal: at which addresses they are, and what each looks like."""

from __future__ import annotations

from typing import NamedTuple


class IconFile(NamedTuple):
    """An icon that is made from the portal's icon or crest."""

    size: int
    """Pixels of each side; 0 for ``favicon.ico``, which has several sizes."""
    share: float = 1.0
    """How much of the side the drawing fills."""
    opaque: bool = False
    """On white: iOS shows transparent parts in black."""
    purpose: str = ""
    """For which purpose the web manifest names it; empty: it does not."""


WEB_MANIFEST = "site.webmanifest"
FAVICON, TOUCH_ICON, SMALL_ICON, ICON, LARGE_ICON = (
    "favicon.ico", "apple-touch-icon.png", "icon-144.png", "icon-192.png", "icon-512.png",
)  # fmt: skip
ICONS = {
    FAVICON: IconFile(0),
    TOUCH_ICON: IconFile(180, 0.84, opaque=True),
    SMALL_ICON: IconFile(144),
    ICON: IconFile(192, purpose="any"),
    LARGE_ICON: IconFile(512, purpose="any"),
    "icon-maskable.png": IconFile(512, 0.66, opaque=True, purpose="maskable"),
}
"""Every icon by its address. RSS allows 144 pixels; a system may cut away 10 % on each side of the maskable one."""
