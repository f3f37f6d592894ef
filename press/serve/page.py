"""What the preview adds to a page, and what of the page a style sheet does not change."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection, Mapping

SCRIPT_PATH = "/__press/reload.js"
_STYLESHEET = re.compile(rb'(<link\b[^>]*\brel="?stylesheet"?[^>]*?\bhref=")([^"]*)', re.IGNORECASE)
"""A link to a style sheet, as the portal's templates write it: `rel` before `href`."""


def with_script(page: bytes, attributes: Mapping[str, object]) -> bytes:
    """Insert our script at the end of a page, with some data attributes."""
    data = "".join(f' data-{name}="{html.escape(str(value))}"' for name, value in attributes.items())
    tag = f'<script src="{SCRIPT_PATH}"{data} defer></script>\n'.encode()
    before, body_end, after = page.rpartition(b"</body>")
    return before + tag + body_end + after if body_end else page + tag


def digest(page: bytes) -> str:
    """Return a digest of a page without the addresses of its style sheets."""
    return hashlib.sha256(_STYLESHEET.sub(rb"\1", page)).hexdigest()[:16]


def stylesheets(page: bytes, base_path: str, changed: Collection[str], version: int) -> list[str]:
    """Return the addresses of a page's style sheets, with a query for those that changed under the same address."""
    found = [html.unescape(match[2].decode(errors="replace")) for match in _STYLESHEET.finditer(page)]
    return [f"{one}?v={version}" * (one.removeprefix(base_path) in changed) or one for one in found]
