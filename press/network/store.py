"""The files of a member under ``network/NAME/``: one for each release, and one that says what was read last.

The name of a file ends with the digest of the release's id, so that it is found whatever else changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from press import disk, slugs
from press.content import pulled
from press.model import NETWORK, PulledItem

_DIGITS = 16
"""Hexadecimal digits of the digest: nobody finds a second id with the same ones."""
_LONGEST_SLUG = 60
_STATE = "feed.json"


class FeedState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was read last of a member's feed; it changes only if the feed does."""

    url: str = ""
    """Where it was; at another URL, all is read again."""
    etag: str = ""
    modified: str = ""
    digest: str = ""
    """SHA-256 of the feed."""
    archive: str = ""
    """The older part that the feed named; another one has releases that were in no feed when it was read last."""
    older: str = ""
    """The older part of the feed with which the next run continues; empty: nothing is missing."""


def key_of(id: str) -> str:
    """Return the end of the name of the file of an id."""
    return hashlib.sha256(id.encode()).hexdigest()[:_DIGITS]


def files_of_members(root: Path) -> dict[str, dict[str, str]]:
    """Return the stored files of each member by the keys of their ids, each from the root of the portal."""
    folders = sorted(path for path in (root / NETWORK).glob("*") if path.is_dir())
    return {folder.name: dict(_files(root, folder)) for folder in folders}


def _files(root: Path, folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]/*.json")):
        yield path.stem.rpartition("-")[2], path.relative_to(root).as_posix()


def item(root: Path, path: str) -> PulledItem | None:
    """Return a stored release; None if its file cannot be read as one. Then it is written again."""
    try:
        return pulled.decoded((root / path).read_bytes())
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def path_of(name: str, item: PulledItem) -> str:
    """Return the path of the file of a new release of a member, from the root of the portal."""
    last = unquote(urlsplit(item.url).path).strip("/").rpartition("/")[2].partition(".")[0]
    slug = slugs.slugify(last or item.title)[:_LONGEST_SLUG].strip("-")
    return f"{NETWORK}{name}/{item.published:%Y}/{slug}-{key_of(item.id)}.json"


def newest(root: Path, files: Mapping[str, str]) -> PulledItem | None:
    """Return the newest of the stored releases of a member: one of the last year that has any."""
    years = sorted({path.split("/")[2] for path in files.values()}, reverse=True)
    for year in years:
        found = [one for path in files.values() if path.split("/")[2] == year and (one := item(root, path))]
        if found:
            return max(found, key=lambda one: one.published)
    return None


def write(root: Path, path: str, value: PulledItem | FeedState) -> bool:
    """Write a file with a line for each value, unless it is equal; returns whether it was written."""
    data = msgspec.json.format(msgspec.json.encode(_filled(msgspec.to_builtins(value))), indent=2) + b"\n"
    target = root / path
    if target.is_file() and target.read_bytes() == data:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    disk.write(target, data)
    return True


def _filled(value: Any) -> Any:
    """Return data without the fields that have nothing to say, in tables within tables too."""
    if isinstance(value, dict):
        return {name: found for name, one in value.items() if (found := _filled(one)) not in (None, "", False, [], {})}
    return [_filled(one) for one in value] if isinstance(value, list | tuple) else value


def state_path(name: str) -> str:
    """Return the path of the file that says what was read last."""
    return f"{NETWORK}{name}/{_STATE}"


def state(root: Path, name: str, url: str) -> FeedState:
    """Return what was read last of the feed at a URL."""
    try:
        found = msgspec.json.decode((root / state_path(name)).read_bytes(), type=FeedState)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return FeedState(url)
    return found if found.url == url else FeedState(url)
