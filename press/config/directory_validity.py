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


def _is_within(point: tuple[float, ...], width: int, height: int) -> bool:
    return len(point) == 2 and 0 <= point[0] <= width and 0 <= point[1] <= height


def _check_channels(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, address in config.channels.addresses.items():
        if not web.is_web_address(address) and not (name == "email" and is_mail(address)):
            message = N_("“{key}” must be a complete http or https address")
            hint = N_("write the complete address, beginning with https://")
            yield wrong(("channels", name), text, message, hint, key=name)


CHECKS = (_check_map, _check_channels)
