"""WebSub: which feeds a build changed, for whoever tells the hub once the site is on its host (docs/feeds.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from press import urls
from press.config import Config
from press.views.context import FEED_FORMATS

NAME = "changed-feeds.txt"
_FEEDS = frozenset(name for name, _, _ in FEED_FORMATS)


def note(written: Iterable[str], config: Config, folder: Path) -> None:
    """Write the whole addresses of the live feeds among the files that a build wrote into `folder`, one a line.

    The file is there, and may be empty, after every build of a portal that has a hub; it speaks of that build alone.
    """
    if config.feeds.hub:
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{url}\n" for url in changed(written, config))
        (folder / NAME).write_text(lines, encoding="utf-8", newline="\n")


def changed(written: Iterable[str], config: Config) -> Iterator[str]:
    """The live feeds among files of the site, by their whole addresses; a copy at a former address names its original,
    and an archive has no hub.
    """
    for address in sorted(written):
        folder, _, name = address.rpartition("/")
        if name in _FEEDS and not _is_archive(folder, config) and f"/{address}" not in config.feeds.aliases:
            yield urls.absolute(address, config)


def _is_archive(folder: str, config: Config) -> bool:
    return urls.listing_at(folder, config)[0].startswith("month:")
