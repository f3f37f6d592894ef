"""The channels of config.toml, ready to be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from press import web
from press.announce.channel import Channel, variable
from press.announce.channels.table import TYPES
from press.announce.plan import FEED
from press.announce.record import Records
from press.config import Config
from press.errors import Misuse
from press.i18n.mark import N_


class Place(msgspec.Struct, frozen=True):
    """Where and when releases are announced."""

    root: Path
    """The portal."""
    site: Path
    """The folder of the site."""
    config: Config
    now: datetime


def channels(place: Place, names: Collection[str], environment: Mapping[str, str]) -> tuple[Channel, ...]:
    """Return the channels with these names; all, if none is named. Raises `Misuse`."""
    known = place.config.announce
    if not known:
        raise Misuse(N_("config.toml has no channel: write one as [announce.NAME], as docs/announce.md shows"))
    if unknown := sorted(set(names) - set(known)):
        message = N_("there is no [announce.{name}]; config.toml has: {names}")
        raise Misuse(message, name=unknown[0], names=", ".join(sorted(known)))
    return tuple(_channel(place, name, environment) for name in known if not names or name in names)


def _channel(place: Place, name: str, environment: Mapping[str, str]) -> Channel:
    config, settings = place.config, place.config.announce[name]
    kind = TYPES[settings.type]
    if settings.type == "websub":
        settings = msgspec.structs.replace(settings, url=settings.url or config.feeds.hub)
    channel = Channel(
        name=name,
        settings=settings,
        secret=environment.get(variable(name, kind.SECRET), "").strip() if kind.SECRET else "",
        root=place.root,
        site=place.site,
        portal=config.title,
        authority=config.identity.authority,
        now=place.now,
    )
    if missing := kind.missing(channel):
        message = N_("[announce.{name}] needs {key}; docs/announce.md shows what it takes")
        raise Misuse(message, name=name, key=missing)
    _check_url(channel)
    return channel


def check_secrets(ready: Collection[Channel]) -> None:
    """Raise `Misuse` for a channel whose secret is missing or cannot be one, or would be sent in clear."""
    for channel in ready:
        parts, kind = urlsplit(channel.settings.url), TYPES[channel.settings.type]
        is_mail = channel.settings.type == "email"
        is_needed = bool(parts.username) if is_mail else bool(kind.SECRET)
        name = variable(channel.name, kind.SECRET)
        if is_needed and not channel.secret:
            message = N_("[announce.{name}]: set its secret in the environment, in {variable}")
            raise Misuse(message, name=channel.name, variable=name)
        if is_needed and not is_mail and not _WHOLE.fullmatch(channel.secret):
            message = N_("[announce.{name}]: {variable} has spaces or other signs that no such secret has")
            raise Misuse(message, name=channel.name, variable=name)
        is_clear = parts.scheme == "http" and not web.is_local(parts.hostname or "")
        if is_needed and is_clear and not channel.settings.allow_plain:
            message = N_("[announce.{name}]: http:// would send its secret in clear; use https://")
            raise Misuse(message, name=channel.name)


_WHOLE = re.compile(r"[!-~]+")
"""What a token or secret consists of; other signs are not allowed in the headers of requests."""


def _check_url(channel: Channel) -> None:
    """Raise `Misuse` for a URL that is none, or has a password."""
    url, settings = channel.settings.url, channel.settings
    if urlsplit(url).password:
        message = N_("[announce.{name}]: no password may be in config.toml; set {variable} instead")
        raise Misuse(message, name=channel.name, variable=variable(channel.name, TYPES[settings.type].SECRET))
    if url and settings.type in _BY_HTTP and not web.is_web_address(url):
        message = N_("[announce.{name}]: “{url}” is not an https address")
        raise Misuse(message, name=channel.name, url=url)
    folder = channel.folder.resolve() if channel.folder else None
    sources = (channel.site, *(channel.root / name for name in _SOURCES))
    if folder and any(folder.is_relative_to(place.resolve()) for place in sources):
        message = N_("[announce.{name}]: {folder} belongs to the portal; name a folder of its own")
        raise Misuse(message, name=channel.name, folder=folder)


_SOURCES = ("posts", "pages", "static", "network", "templates", ".press", ".git")
"""Folders of a portal into which no other files belong."""
_BY_HTTP = frozenset({"websub", "telegram", "mastodon", "webhook"})


def feeds(noted: Collection[str], records: Records, place: Place) -> dict[str, str]:
    """Return the feeds of which hubs are to be notified, by URL: noted by builds, or left by a run before this one."""
    left = {id for record in records.channels.values() for id, event, _ in record.entries() if event == FEED}
    found = {}
    for url in sorted(left.union(noted)):
        address = unquote(url.removeprefix(place.config.base_url))
        if (place.site / address).is_file():
            found[url] = address
    return found
