"""Where the service worker of the portal is."""

from __future__ import annotations

from press import urls
from press.config import Config

WORKER = "offline.js"


def worker(config: Config) -> str:
    """Return the link to the worker; empty: the portal has never had one. One that is switched off removes itself."""
    return urls.href(WORKER, config) if config.offline else ""
