"""WebSub: the list of feeds that builds changed, of which `announce` notifies the hub (docs/announce.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from press import disk, urls
from press.config import Config
from press.model import ListingKind

NAME = "changed-feeds.txt"
_FEEDS = frozenset(feed.name for feed in urls.FEEDS)


def write_note(written: Iterable[str], config: Config, folder: Path) -> None:
    """Add the absolute URLs of the live feeds that a build changed to a file in `folder`, one in each line.

    `written` are the files that the build wrote. The file exists, and may be empty, after every build of a portal that
    has a hub; it lists the feeds of which the hub was not yet notified.
    """
    if config.feeds.hub:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, {*noted(folder), *changed(written, config)})


def noted(folder: Path) -> list[str]:
    """Return the URLs of the feeds of which the hub was not yet notified."""
    path = folder / NAME
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def remove(urls_notified: Collection[str], folder: Path) -> None:
    """Remove the feeds of which the hub was notified from the file."""
    if urls_notified:
        _write(folder, set(noted(folder)).difference(urls_notified))


def _write(folder: Path, feeds: Iterable[str]) -> None:
    disk.write(folder / NAME, "".join(f"{url}\n" for url in sorted(feeds)).encode())


def changed(written: Iterable[str], config: Config) -> Iterator[str]:
    """The absolute URLs of the live feeds among files of the site.

    Left out are copies at former addresses, which name their original, and those without a hub: archives, and the feeds
    of changes of releases.
    """
    for address in sorted(written):
        folder, _, name = address.rpartition("/")
        is_live = name in _FEEDS and not _is_archive(folder, config)
        if (is_live or _has_topic_changes(folder, name, config)) and f"/{address}" not in config.feeds.aliases:
            yield urls.absolute(address, config)


def _has_topic_changes(folder: str, name: str, config: Config) -> bool:
    """Tell whether a file is the feed of changes of a topic, at its present address."""
    if name != urls.change_feed("", config):
        return False
    listing, _ = urls.listing_at(folder, config)
    is_topic = listing is not None and listing.kind is ListingKind.TOPIC
    return is_topic and listing is not None and (listing.kind, listing.term) not in config.former_terms


def _is_archive(folder: str, config: Config) -> bool:
    listing, _ = urls.listing_at(folder, config)
    return listing is not None and listing.kind is ListingKind.MONTH
