"""The shape of a channel, what it is asked to say, and how that can fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

import msgspec

from press.config import AnnounceChannel

FOR_EVER = timedelta.max
"""Two equal posts, however long one comes after the other, are one."""
NEVER = timedelta(0)
"""Two equal posts are always two."""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel says about one release, or the feed of which a hub is notified."""

    id: str
    """The id of the release; the URL of a feed."""
    event: str
    """``new``, ``corrected:`` and the time of the correction, ``withdrawn``; ``feed``."""
    key: str
    """Names this post for ever; a service that gets it twice under one key shows it once."""
    url: str
    address: str
    """The file of the site that must be live."""
    check: str = ""
    """The line with the link that checks the release against the seal; only WhatsApp and Telegram have it."""
    headline: str = ""
    """With its stamp or mark: *Ralat: …*."""
    paragraphs: tuple[str, ...] = ()
    """Plain text. The last one may be shortened first."""
    hashtags: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""
    date: datetime | None = None
    """When the release was published."""
    image: str = ""
    """Absolute URL of the share card."""
    card: str = ""
    """Address of the share card in the site; empty if it has none."""
    is_urgent: bool = False
    """Whether it is an alert: it goes first and by itself, and waits for no other."""
    covers: tuple[str, ...] = ()
    """The corrections that it includes, by their events: nothing more is said of them."""
    message: str = ""
    """The id of the post to be edited, as the service gave it."""

    @property
    def is_new(self) -> bool:
        """Whether the release was not announced before."""
        return self.event == "new"

    @property
    def what(self) -> str:
        """What happened, without its time: ``corrected``."""
        return self.event.partition(":")[0]


class Channel(msgspec.Struct, frozen=True):
    """A channel of config.toml, ready to be used. It has a secret: it is never printed."""

    name: str
    settings: AnnounceChannel
    secret: str
    root: Path
    """The portal."""
    site: Path
    """The folder of the site."""
    portal: str
    """The title of the portal."""
    authority: str
    """A domain of the publisher, for the ids of messages."""
    now: datetime

    def __repr__(self) -> str:
        """Show no secret."""
        return f"<Channel {self.name}>"

    @property
    def folder(self) -> Path | None:
        """The folder into which it writes files, if it is one."""
        scheme, _, path = self.settings.url.partition(":")
        return self.root / unquote(path) if scheme == "file" else None

    def without_secret(self, text: str) -> str:
        """Return a text, such as the answer of a server, without the secret."""
        return text.replace(self.secret, "…") if self.secret else text


class Patience(msgspec.Struct, frozen=True):
    """How long to wait for a service."""

    timeout: float = 20.0
    """Seconds, for each step of a connection."""
    attempts: int = 3
    pause: float = 1.0
    """Seconds after the first attempt; twice as long after each further one."""
    longest: float = 30.0
    """The most seconds that a service may ask us to wait; if it asks for more, the next run tries again."""


class NotSentError(Exception):
    """Nothing was posted. The argument is the reason, as the service gave it."""


class LaterError(NotSentError):
    """The service cannot be reached, or is overloaded: the next run tries again."""


class RejectedError(NotSentError):
    """The service refused this post."""


class UnclearError(Exception):
    """The connection was lost after the post was sent: nobody knows whether it was accepted."""


class ChannelType(Protocol):
    """The functions of each module of `press.announce.channels`."""

    SECRET: str
    """The end of the name of the environment variable with its secret; empty: it has none."""
    EDITS: bool
    """Whether it edits its post when the release is corrected or withdrawn; else it sends another one."""
    GROUPS: bool
    """Whether all posts of a run are one message."""

    def missing(self, channel: Channel) -> str:
        """Return the key of config.toml that is missing; empty if all are there."""

    def repeatable(self, channel: Channel) -> timedelta:
        """Return how long after a post the same one may be sent again without being shown twice."""

    def where(self, channel: Channel) -> str:
        """Return where posts go, for people; without secrets."""

    def text(self, posts: Sequence[Post], channel: Channel) -> str:
        """Return what is said."""

    def deliver(self, posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
        """Post, and return the id of the message; several posts only if it `GROUPS` them.

        Raises `LaterError`, `RejectedError`, `UnclearError`.
        """


def variable(name: str, what: str) -> str:
    """Return the name of the environment variable of a channel: ``PRESS_ANNOUNCE_KANAL_TOKEN``."""
    return f"PRESS_ANNOUNCE_{re.sub(r'[^A-Z0-9]', '_', name.upper())}_{what}"
