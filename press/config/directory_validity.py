"""Checks of what ``config.toml`` says of the map and the official accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import web
from press.config.places import KeyPath, wrong
from press.config.schema import Config
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_PATH = re.compile(r"\s*[Mm][\sMmLlHhVvCcSsQqTtAaZz\d.,eE+-]*")
"""Path data of SVG, by its characters."""
_DECIMAL = re.compile(r"-?\d{1,5}(?:\.\d{1,10})?")
_MAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")


def is_mail(text: str) -> bool:
    """Tell whether a text is an e-mail address."""
    return bool(_MAIL.fullmatch(text))


def _check_map(config: Config, text: str) -> Iterator[Diagnostic]:
    size = config.map
    for key in ("width", "height"):
        if getattr(size, key) < 1:
            yield wrong(("map", key), text, N_("“{key}” must be 1 or more"), key=key)
    shapes: dict[KeyPath, str] = {("map", "outline"): size.outline}
    for id, region in (config.regions or {}).items():
        shapes["regions", id, "shape"] = region.shape
        if region.point and not _is_within(region.point, size.width, size.height):
            message, hint = N_("“point” is not on the map"), N_("write [x, y], from [0, 0] to [{width}, {height}]")
            yield wrong(("regions", id, "point"), text, message, hint, width=str(size.width), height=str(size.height))
    for path, shape in shapes.items():
        if shape and not _PATH.fullmatch(shape):
            message = N_("“{key}” is not path data of SVG")
            hint = N_("write the “d” of a path, such as M10 10 L90 10 L90 60 Z")
            yield wrong(path, text, message, hint, key=path[-1])


def _check_geometry(config: Config, text: str) -> Iterator[Diagnostic]:
    for id, region in (config.regions or {}).items():
        for polygon in region.polygon:
            if not _is_polygon(polygon):
                message = N_("“{key}” is not a closed polygon of latitudes and longitudes")
                hint = N_(
                    "write four points or more, the latitude first, and the first point again at the end, such as "
                    "-1.2,114.5 -1.2,114.9 -1.6,114.9 -1.2,114.5"
                )
                yield wrong(("regions", id, "polygon"), text, message, hint, key="polygon")
        if region.circle and not _is_circle(region.circle):
            message, hint = (
                N_("“{key}” is not a circle"),
                N_("write its middle and its radius in km, such as -1.2,114.5 20"),
            )
            yield wrong(("regions", id, "circle"), text, message, hint, key="circle")


def _is_polygon(text: str) -> bool:
    """Tell whether a text is a polygon of CAP 1.2: four or more points, of which the first and the last are equal."""
    points = text.split()
    return len(points) > 3 and points[0] == points[-1] and all(map(_is_place, points))


def _is_circle(text: str) -> bool:
    place, _, radius = text.partition(" ")
    return _is_place(place) and bool(_DECIMAL.fullmatch(radius)) and float(radius) > 0


def _is_place(text: str) -> bool:
    """Tell whether a text is a latitude and a longitude of WGS 84, in degrees."""
    numbers = text.split(",")
    return len(numbers) == 2 and all(map(_DECIMAL.fullmatch, numbers)) and _is_on_earth(*map(float, numbers))


def _is_on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _is_within(point: tuple[float, ...], width: int, height: int) -> bool:
    return len(point) == 2 and 0 <= point[0] <= width and 0 <= point[1] <= height


def _check_channels(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, address in config.channels.addresses.items():
        if not web.is_web_address(address) and not (name == "email" and is_mail(address)):
            message = N_("“{key}” must be a complete http or https address")
            hint = N_("write the complete address, beginning with https://")
            yield wrong(("channels", name), text, message, hint, key=name)


CHECKS = (_check_map, _check_geometry, _check_channels)
