"""Pictures of pages of the sample portal, for the documentation."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Page

from tests.portal import Portal

REPOSITORY = Path(__file__).parent.parent
_TO_TOP = "(one) => scrollTo({top: one.getBoundingClientRect().top + scrollY - 12, behavior: 'instant'})"


def sample(root: Path, more_settings: str = "") -> Portal:
    """Copy the sample portal."""
    portal = Portal(root, (REPOSITORY / "config.toml").read_text(encoding="utf-8") + more_settings)
    for name in ("posts", "pages"):
        shutil.copytree(REPOSITORY / name, root / name)
    return portal


def shot(page: Page, selector: str = "", height: int = 0) -> bytes:
    """Return a picture of the window, or of the page from an element on, as high as given."""
    if selector:
        page.locator(selector).first.evaluate(_TO_TOP)
    page.wait_for_timeout(300)
    size = page.viewport_size or {"width": 390, "height": 740}
    clip: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    return page.screenshot(clip=clip, animations="disabled")


def save(data: bytes, path: Path, most_bytes: int) -> None:
    """Write a picture as WebP, in the best quality in which it has at most `most_bytes`."""
    with Image.open(io.BytesIO(data)) as picture:
        for quality in range(85, 20, -10):
            buffer = io.BytesIO()
            picture.save(buffer, "WEBP", quality=quality, method=6)
            if buffer.tell() <= most_bytes:
                break
    path.write_bytes(buffer.getvalue())
