"""An account on Mastodon (docs.joinmastodon.org/methods/statuses)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote

import msgspec

from press.announce import http, texts
from press.announce.channel import Channel, Patience, Post, UnclearError

SECRET = "TOKEN"  # noqa: S105 - the end of a variable's name
EDITS, GROUPS = True, False
_LIMIT, _LINK_LENGTH = 500, 23
"""Characters of a post, and as which every link counts."""
_KEY_KEPT = timedelta(minutes=50)
"""Servers remember the key of a post for an hour."""
_LINK = re.compile(r"https?://\S+")
_MENTION = re.compile(r"@(?=\w)")


def missing(channel: Channel) -> str:
    """Return ``url``, if the server is not named."""
    return "" if channel.settings.url else "url"


def repeatable(channel: Channel) -> timedelta:
    """Return how long the server knows the key of a post."""
    return _KEY_KEPT


def where(channel: Channel) -> str:
    """Return the server."""
    return channel.settings.url


def text(posts: Sequence[Post], channel: Channel) -> str:
    """Return the text."""
    return texts.fitted(posts[0], _composed, _length, _LIMIT)


def deliver(posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
    """Post or edit a status; returns its id."""
    post = posts[0]
    values = {"status": text(posts, channel), "language": post.language.partition("-")[0].lower()}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.secret}"}
    address = f"{channel.settings.url.rstrip('/')}/api/v1/statuses"
    if post.message:
        http.send("PUT", f"{address}/{quote(post.message, safe='')}", headers, msgspec.json.encode(values), patience)
        return post.message
    values["visibility"] = channel.settings.visibility
    headers["Idempotency-Key"] = post.key
    answer = http.send("POST", address, headers, msgspec.json.encode(values), patience)
    if not answer.json().get("id"):
        raise UnclearError(f"{answer.status}, not an answer of Mastodon")
    return str(answer.json()["id"])


def _composed(post: Post) -> str:
    """Return the text. A word joiner after ``@`` keeps words of a release from calling an account."""
    said = [_MENTION.sub("@\u2060", one) for one in (post.headline, *post.paragraphs)]
    return "\n\n".join(filter(None, (*said, post.url, " ".join(post.hashtags))))


def _length(composed: str) -> int:
    return len(_LINK.sub("x" * _LINK_LENGTH, composed))
