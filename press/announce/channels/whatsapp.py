"""Texts for WhatsApp, which has no way to post into its channels: files to paste, each with its share card."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from press import disk
from press.announce import texts
from press.announce.channel import FOR_EVER, Channel, LaterError, Patience, Post

SECRET = ""
EDITS = GROUPS = False
_LIMIT = 1024
"""Characters: what a caption below a photo takes."""
_MARKS = str.maketrans("*_~`", "∗＿∼ˋ")
"""What a text may have in place of WhatsApp's own marks, which cannot be escaped."""
_MARK = re.compile(r"(?<![^\W_])[*_~`]+|[*_~`]+(?![^\W_])")
"""A mark that could begin or end bold or other type: within a word, none does."""
_LIST = re.compile(r"^(?=(?:>|[-*•]|\d+\.)\s)")
"""The beginning of a line that would become a quotation or an entry of a list."""


def missing(channel: Channel) -> str:
    """Return ``url``, if no folder is named."""
    return "" if channel.folder else "url"


def repeatable(channel: Channel) -> timedelta:
    """Return that a file may be written again."""
    return FOR_EVER


def where(channel: Channel) -> str:
    """Return the folder."""
    return str(channel.folder)


def text(posts: Sequence[Post], channel: Channel) -> str:
    """Return the text, with WhatsApp's own marks."""
    return texts.fitted(posts[0], _composed, len, _LIMIT)


def deliver(posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
    """Write the text and its share card; returns the path of the text from the portal, or from its own folder."""
    post, folder = posts[0], channel.folder
    assert folder
    name = post.address.removesuffix("/index.html").replace("/", "-")
    path = folder / (f"{name}.txt" if post.is_new else f"{name}-{post.event.replace(':', '-')}.txt")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if post.card and (channel.site / post.card).is_file():
            shutil.copyfile(channel.site / post.card, path.with_suffix(".jpg"))
        disk.write(path, f"{text(posts, channel)}\n".encode())
    except OSError as reason:
        raise LaterError(str(reason)) from reason
    return (path.relative_to(channel.root) if path.is_relative_to(channel.root) else Path(path.name)).as_posix()


def _composed(post: Post) -> str:
    said = [_escaped(one) for one in (post.headline, *post.paragraphs)]
    bold = f"*{said[0]}*" if said[0] else ""
    return "\n\n".join(filter(None, (bold, *said[1:], post.url, post.check, " ".join(post.hashtags))))


def _escaped(line: str) -> str:
    """Return a line of plain text in which WhatsApp finds no marks. A word joiner hides what begins a list."""
    return _MARK.sub(lambda found: found[0].translate(_MARKS), _LIST.sub("\u2060", line))
