"""Functions that make the views of offices, of the map of regions, and of the official accounts, from config.toml."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from press import urls, views, web
from press.config import Config, Office
from press.model import Listing, ListingKind

MAPS = "https://www.google.com/maps/search/?api=1&query="
"""Where an address is found, on phones in the app (https://developers.google.com/maps/documentation/urls)."""
_POINT = 0.035
"""The radius of a point on the map, as a share of its width."""


def office(id: str, declared: Office, config: Config) -> views.OfficeEntry:
    """Return an office as config.toml declares it."""
    address = urls.listing_address(Listing(ListingKind.OFFICE, id), config)
    where = f"{declared.name}, {declared.address}"
    return views.OfficeEntry(
        href=urls.href(address, config),
        name=declared.name,
        short=declared.short,
        description=declared.description,
        url=declared.url,
        head=declared.head,
        address=declared.address,
        address_url=MAPS + quote(where, safe="") if declared.address else "",
        hours=declared.hours,
        phone=declared.phone,
        whatsapp=declared.whatsapp,
        email=declared.email,
        contact=config.contacts.get(declared.contact),
        feed=urls.href(address + urls.FEEDS[0].name, config),
    )


def region_map(here: str, config: Config) -> views.RegionMap | None:
    """Return the map of the regions; `here` is the id of the page's own. None if no region is on it."""
    regions = {id: region for id, region in (config.regions or {}).items() if region.is_on_map}
    if not regions or (here and here not in regions):
        return None
    places = (
        views.MapPlace(
            href=urls.href(urls.listing_address(Listing(ListingKind.REGION, id), config), config),
            name=region.name,
            shape=region.shape,
            x=region.point[0] if region.point else 0,
            y=region.point[1] if region.point else 0,
            label=region.label if region.point else "",
            is_here=id == here,
        )
        for id, region in regions.items()
    )
    size = config.map
    return views.RegionMap(
        width=size.width,
        height=size.height,
        outline=size.outline,
        radius=round(size.width * _POINT, 1),
        places=tuple(sorted(places, key=lambda place: place.is_here)),  # what comes last is drawn on top
    )


def channels(config: Config) -> tuple[views.Channel, ...]:
    """Return the official accounts, in the order of the keys of ``[channels]``."""
    return tuple(_channel(service, address) for service, address in config.channels.addresses.items())


def _channel(service: str, address: str) -> views.Channel:
    if not web.is_foreign(address):
        return views.Channel(service=service, href=f"mailto:{address}", label=address)
    parts = urlsplit(address)
    host, path = (parts.hostname or "").removeprefix("www."), unquote(parts.path).strip("/")
    if service in ("whatsapp", "email"):  # ids that nobody reads
        label = host
    else:
        label = f"@{path.removeprefix('@')}" if path and "/" not in path else f"{host}/{path}".rstrip("/")
    return views.Channel(service=service, href=web.encoded(address), label=label)
