"""WebSub: the list of feeds that a build changed, for the program that notifies the hub (docs/feeds.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from press import disk, urls
from press.config import Config
from press.model import ListingKind

NAME = "changed-feeds.txt"
_FEEDS = frozenset(feed.name for feed in urls.FEEDS)


def write_note(written: Iterable[str], config: Config, folder: Path) -> None:
    """Write the absolute URLs of the live feeds that a build changed to a file in `folder`, one in each line.

    `written` are the files that the build wrote. The file exists, and may be empty, after every build of a portal that
    has a hub; it lists the feeds of that build only.
    """
    if config.feeds.hub:
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{url}\n" for url in changed(written, config))
        disk.write(folder / NAME, lines.encode())


def changed(written: Iterable[str], config: Config) -> Iterator[str]:
    """The absolute URLs of the live feeds among files of the site.

    Left out are copies at former addresses, which name their original, and archives, which have no hub.
    """
    for address in sorted(written):
        folder, _, name = address.rpartition("/")
        if name in _FEEDS and not _is_archive(folder, config) and f"/{address}" not in config.feeds.aliases:
            yield urls.absolute(address, config)


def _is_archive(folder: str, config: Config) -> bool:
    listing, _ = urls.listing_at(folder, config)
    return listing is not None and listing.kind is ListingKind.MONTH
