"""What ``config.toml`` says of topics, offices, regions, their map, and the official accounts."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[topics.ID]``, ``[offices.ID]``, ``[regions.ID]``: one entry of a vocabulary."""

    name: str
    """The full name."""
    short: str = ""
    """A shorter name, where there is little space."""
    description: str = ""
    """One sentence, shown on its list and in its feed."""
    contact: str = ""
    """Default press contact of an office: an id from ``[contacts]``."""
    url: str = ""
    """Its own website."""
    aliases: tuple[str, ...] = ()
    """Its former ids. Releases may still name them; their lists redirect, and their feeds get full copies."""


class Office(Term, frozen=True, forbid_unknown_fields=True):
    """``[offices.ID]``: besides the keys of every term, what a citizen needs to reach the office."""

    head: str = ""
    """The name of its head."""
    address: str = ""
    """Street and town."""
    hours: str = ""
    """When its counter is open."""
    phone: str = ""
    """The number as it is dialled in the region."""
    whatsapp: str = ""
    """A number with its country code, or as dialled."""
    email: str = ""
    """An address whose mail is read every day."""


class Region(Term, frozen=True, forbid_unknown_fields=True):
    """``[regions.ID]``: besides the keys of every term, its place on the map."""

    shape: str = ""
    """Its area on the map, as path data of SVG: ``M10 10 L90 10 L90 60 Z``."""
    point: tuple[float, ...] = ()
    """Its place on the map, as ``[x, y]``: a dot, or with a `shape` the middle of its `label`."""
    label: str = ""
    """The words on the map, at its `point`; a few letters."""
    polygon: tuple[str, ...] = ()
    """Where it is, for warnings as CAP: polygons, each as ``latitude,longitude latitude,longitude …``, closed."""
    circle: str = ""
    """The same as a circle: ``latitude,longitude radius``, the radius in kilometres."""

    @property
    def is_on_map(self) -> bool:
        """Whether it has a place on the map."""
        return bool(self.shape or self.point)


class Map(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[map]``: the size of the drawing in which the regions have their `shape` or `point`."""

    width: int = 400
    """Its width; x grows to the right."""
    height: int = 300
    """Its height; y grows downwards."""
    outline: str = ""
    """The coast or border behind the regions, as path data of SVG; needed only where regions are points."""


class Channels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[channels]``: the official accounts of the publisher, as complete addresses."""

    whatsapp: str = ""
    """The WhatsApp channel: ``https://whatsapp.com/channel/…``."""
    telegram: str = ""
    """The Telegram channel: ``https://t.me/…``."""
    email: str = ""
    """The mailing list: the page where people join, or an e-mail address."""
    instagram: str = ""
    """The account at Instagram."""
    facebook: str = ""
    """The page at Facebook."""
    x: str = ""
    """The account at X."""
    youtube: str = ""
    """The channel at YouTube."""
    tiktok: str = ""
    """The account at TikTok."""

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses of the accounts that there are, by the name of the service."""
        return {name: address for name in self.__struct_fields__ if (address := getattr(self, name))}
