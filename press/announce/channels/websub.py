"""WebSub: the hub is notified of the feeds that changed, and fetches them (w3.org/TR/websub)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from press.announce import http
from press.announce.channel import FOR_EVER, Channel, Patience, Post

SECRET = ""
EDITS = GROUPS = False


def missing(channel: Channel) -> str:
    """Return ``url``, if there is no hub."""
    return "" if channel.settings.url else "url"


def repeatable(channel: Channel) -> timedelta:
    """Return that a hub may be notified twice: it fetches a feed that did not change."""
    return FOR_EVER


def where(channel: Channel) -> str:
    """Return the hub."""
    return channel.settings.url


def text(posts: Sequence[Post], channel: Channel) -> str:
    """Return the feed."""
    return posts[0].url


def deliver(posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
    """Notify the hub of a feed."""
    body = urlencode({"hub.mode": "publish", "hub.url": posts[0].url}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    http.send("POST", channel.settings.url, headers, body, patience)
    return ""
