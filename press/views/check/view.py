"""The view of the page that checks texts against the seal."""

from __future__ import annotations

from press.views.parts import View


class Check(View, frozen=True, kw_only=True, tag=True):
    """The page."""

    url: str
    style: str
    script: str
    policy: str
    """Its Content-Security-Policy."""
    settings: str
    """JSON: what the script must know of the portal."""
