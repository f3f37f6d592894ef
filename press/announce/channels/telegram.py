"""A Telegram channel, through the Bot API (core.telegram.org/bots/api). It has no keys: a post may not be repeated."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from press.announce import http, texts
from press.announce.channel import NEVER, Channel, Patience, Post, RejectedError, UnclearError

SECRET = "TOKEN"  # noqa: S105 - the end of a variable's name
EDITS, GROUPS = True, False
_SERVER = "https://api.telegram.org"
_TEXT, _CAPTION = 4096, 1024
"""Limits in UTF-16 units, after entities were parsed."""
_UNCHANGED = "message is not modified"
"""What the server answers if the post says this already."""


def missing(channel: Channel) -> str:
    """Return ``to``, if the channel is not named."""
    return "" if channel.settings.to else "to"


def repeatable(channel: Channel) -> timedelta:
    """Return that no post may be sent twice."""
    return NEVER


def where(channel: Channel) -> str:
    """Return the server and the Telegram channel."""
    return f"{channel.settings.url or _SERVER} {channel.settings.to}"


def text(posts: Sequence[Post], channel: Channel) -> str:
    """Return the text, as HTML of the Bot API."""
    most = _CAPTION if _has_photo(posts[0], channel) else _TEXT
    return texts.fitted(posts[0], _composed, _length, most)


def deliver(posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
    """Post or edit a message; returns its id, with ``p`` in front if it is a photo."""
    post = posts[0]
    method, values = _request(post, channel)
    base = (channel.settings.url or _SERVER).rstrip("/")
    body = msgspec.json.encode({"chat_id": channel.settings.to, "parse_mode": "HTML", **values})
    try:
        answer = http.send("POST", f"{base}/bot{channel.secret}/{method}", _JSON, body, patience)
    except RejectedError as reason:
        if post.message and _UNCHANGED in str(reason):
            return post.message
        if method == _PHOTO:  # the server fetches the photo, and may refuse it
            return deliver([msgspec.structs.replace(post, image="")], channel, patience)
        raise
    if answer.json().get("ok") is not True:
        raise UnclearError(f"{answer.status}, not an answer of Telegram")
    found = answer.part("result").get("message_id", "")
    return post.message or f"{'p' if method == _PHOTO else ''}{found}"


_PHOTO = "sendPhoto"
_JSON = {"Content-Type": "application/json"}


def _request(post: Post, channel: Channel) -> tuple[str, dict[str, Any]]:
    said = text([post], channel)
    if post.message and not re.fullmatch(r"p?[0-9]+", post.message):
        raise RejectedError(f"“{post.message}” is not the id of a message")
    if post.message.startswith("p"):
        return _edited_photo(post, said)
    preview = {"link_preview_options": {"url": post.url, "prefer_large_media": True}}
    if post.message:
        return "editMessageText", {"message_id": int(post.message), "text": said, **preview}
    if _has_photo(post, channel):
        return _PHOTO, {"photo": post.image, "caption": said}
    return "sendMessage", {"text": said, **preview}


def _edited_photo(post: Post, said: str) -> tuple[str, dict[str, Any]]:
    """Replace the share card too: the old one shows the old headline."""
    id = int(post.message[1:])
    if not post.image:
        return "editMessageCaption", {"message_id": id, "caption": said}
    media = {"type": "photo", "media": post.image, "caption": said, "parse_mode": "HTML"}
    return "editMessageMedia", {"message_id": id, "media": media}


def _has_photo(post: Post, channel: Channel) -> bool:
    """Tell whether a message is a photo with a caption."""
    return post.message.startswith("p") or bool(channel.settings.photo and post.image and not post.message)


def _composed(post: Post) -> str:
    headline = f"<b>{html.escape(post.headline, quote=False)}</b>" if post.headline else ""
    paragraphs = [html.escape(one, quote=False) for one in post.paragraphs]
    links = [html.escape(one) for one in (post.url, post.check)]
    return "\n\n".join(filter(None, (headline, *paragraphs, *links, " ".join(post.hashtags))))


def _length(composed: str) -> int:
    """Return the length that the server counts."""
    return len(html.unescape(re.sub(r"</?b>", "", composed)).encode("utf-16-le", "surrogatepass")) // 2
