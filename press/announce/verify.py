"""Whether the live site shows what was built: before that, nothing is announced."""

from __future__ import annotations

import re
from pathlib import Path

from press import urls
from press.announce.channel import Channel
from press.config import Config
from press.errors import MemoryUnreadable, Misuse
from press.i18n.mark import N_
from press.site import manifest

_LARGEST = 10_000_000
"""Bytes of a page or feed."""
_TIMEOUT = 20.0
"""Seconds, for each step of a connection."""
_FAILURES = 3
"""After so many pages that cannot be requested, the site counts as down: each may take the whole time."""
_MARKS = (
    re.compile(rb'<link rel="canonical" href="[^"]*">'),
    re.compile(rb'<meta property="og:title" content="[^"]*">'),
    re.compile(rb'<script type="application/ld\+json">.*?</script>', re.DOTALL),
)
"""What shows the version of a page if the host changes its HTML: address, marked title, and dates and corrections
in JSON-LD, which not every page has."""


def check_site(site: Path) -> None:
    """Raise `Misuse` if there is no site that may be announced."""
    path = site / manifest.NAME
    if not path.is_file() or not manifest.is_ours(path.read_bytes()):
        raise Misuse(N_("there is no site in {folder}: build it first"), folder=site)
    if manifest.is_preview(path.read_bytes()):
        raise Misuse(N_("the site in {folder} is a preview with drafts: it must not be announced"), folder=site)


class Verifier:
    """Compares files of the live site with those that were built; each is requested once."""

    def __init__(self, site: Path, config: Config, asks: bool = True) -> None:
        """`asks`: whether the live site is asked; if not, it is enough that a file was built."""
        self._site, self._config, self._asks = site, config, asks
        self._found: dict[str, bool] = {}
        self._failures = 0

    def is_live(self, address: str, channel: Channel) -> bool:
        """Tell whether the live site has a file as it was built. For a channel that only writes files, it need not."""
        if not self._asks or channel.folder:
            return (self._site / address).is_file()
        if address not in self._found:
            self._found[address] = self._compare(address)
        return self._found[address]

    def _compare(self, address: str) -> bool:
        from press.site.download import download  # noqa: PLC0415 - 30 ms, not needed for files

        path = self._site / address
        if not path.is_file() or self._failures >= _FAILURES:
            return False
        try:
            live = download(urls.absolute(address.removesuffix("index.html"), self._config), _TIMEOUT, _LARGEST)
        except MemoryUnreadable:
            self._failures += 1
            return False
        built = path.read_bytes()
        return live is not None and (live == built or _has_marks(live, built))


def _has_marks(live: bytes, built: bytes) -> bool:
    canonical, *others = [mark.search(built) for mark in _MARKS]
    return canonical is not None and all(one[0] in live for one in (canonical, *others) if one)
