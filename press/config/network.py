"""What ``config.toml`` says of the other portals of the network, and of shared registries."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[network.NAME]``: another portal whose releases this portal shows; `pull` fetches them."""

    title: str
    """Its name, as readers see it: ``Kabupaten Arunai Hulu``."""
    url: str
    """Its feed. Of a portal made with Press, ``feed.json``, which says most; else any RSS, Atom or JSON feed."""
    home: str = ""
    """Its home page. Default: the host of `url`."""
    hosts: tuple[str, ...] = ()
    """More hosts on which it has pages. Default: only the host of `url`."""
    kinds: tuple[str, ...] = ()
    """Only releases of these kinds. Default: all."""
    regions: tuple[str, ...] = ()
    """Ids of our regions in which all its releases belong."""
    topics: dict[str, str] = {}
    """The id of our topic by that of the member. Topics with equal ids need no entry; others are left out."""
    silent_after: int = 30
    """Days without a new release after which `check` and `pull` say that it is silent; 0: never."""
    enabled: bool = True
    """Whether it is asked and shown."""

    @property
    def page(self) -> str:
        """Its home page."""
        parts = urlsplit(self.url)
        return self.home or f"{parts.scheme}://{parts.netloc}/"

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts on which its pages may be, in lower case, with the port if it is not the usual one.

        The same with ``www.`` are always allowed.
        """
        named = {urlsplit(self.url).netloc.lower().removeprefix("www."), *(host.lower() for host in self.hosts)}
        return frozenset(host for name in named for host in (name, f"www.{name}"))


class Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[registries.NAME]``: names that portals share; `pull` copies them into ``dictionaries/NAME/``."""

    url: str
    """The file: ``.txt`` with a name on each line, or ``.toml`` with tables that have a `name`."""
