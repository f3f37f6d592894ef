"""A signed webhook for other programs: n8n, Zapier, the office's own (standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import msgspec

from press.announce import http
from press.announce.channel import FOR_EVER, Channel, Patience, Post

SECRET = "SECRET"  # noqa: S105 - the end of a variable's name
EDITS = GROUPS = False
_PREFIX = "whsec_"
"""How a secret begins that is written in Base64."""


def missing(channel: Channel) -> str:
    """Return ``url``, if the address is not named."""
    return "" if channel.settings.url else "url"


def repeatable(channel: Channel) -> timedelta:
    """Return that posts may be repeated: the receiver knows them by ``webhook-id``."""
    return FOR_EVER


def where(channel: Channel) -> str:
    """Return the address."""
    return channel.settings.url


def text(posts: Sequence[Post], channel: Channel) -> str:
    """Return the data, as JSON."""
    post = posts[0]
    data = {
        "id": post.id, "url": post.url, "title": post.headline, "text": "\n\n".join(post.paragraphs),
        "kind": post.kind, "language": post.language, "published": post.date, "image": post.image,
        "hashtags": post.hashtags,
    }  # fmt: skip
    what = "published" if post.is_new else post.what
    return msgspec.json.encode({"type": f"release.{what}", "timestamp": channel.now, "data": data}).decode()


def deliver(posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
    """Send the data, signed; returns its id."""
    id, timestamp, body = f"msg_{posts[0].key}", str(int(time.time())), text(posts, channel).encode()
    headers = {
        "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": timestamp,
        "webhook-signature": signature(channel.secret, id, timestamp, body),
    }  # fmt: skip
    http.send("POST", channel.settings.url, headers, body, patience)
    return id


def signature(secret: str, id: str, timestamp: str, body: bytes) -> str:
    """Return the signature of id, time and data: HMAC-SHA256 in Base64."""
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def _key(secret: str) -> bytes:
    """Return the bytes of a secret: those that Base64 means, after ``whsec_``; else those of the text."""
    if secret.startswith(_PREFIX):
        with suppress(binascii.Error):
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    return secret.encode()
