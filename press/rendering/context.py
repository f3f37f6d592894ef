"""What rendering needs, in this process or in a worker: templates, the site's view, bodies, and the folders to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from press.config import Config
from press.model import Body
from press.rendering import assets
from press.rendering.assets import Asset
from press.rendering.templates import Templates

_IMAGE = re.compile(r'<img src="press:(\d+)"[^>]*>')
_REFERENCE = re.compile(r'(href|src)="press:(\d+)"')
decode = msgspec.json.decode
_unpacked = msgspec.msgpack.Decoder(Body).decode


class Bodies:
    """The bodies that a view names, by their digests. They travel packed, and are unpacked when they are asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed

    def __getitem__(self, digest: str) -> Body:
        return _unpacked(self._packed[digest])

    def get(self, digest: str) -> Body | None:
        """The body with a digest; None where the view names none such."""
        return self[digest] if digest in self._packed else None


class Workshop(msgspec.Struct, frozen=True, dict=True):
    """Where views become bytes.

    The portal's folders may be on another machine: only kinds among `FILES` in the table look into them.
    """

    root: Path
    """The portal: photos and attachments are read from there."""
    cache: Path
    """Folder for what is dear to make: the sizes of photos."""
    folders: tuple[Path, ...]
    """Template folders, the portal's own first: assets are read from there."""
    config: Config
    templates: Templates
    site: dict[str, Any]

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """The assets, by name."""
        return assets.load(self.folders, self.config)

    def page(self, template: str, view: Mapping[str, Any], **more: object) -> bytes:
        """Draw a page."""
        return self.templates.render(template, site=self.site, page=view, **more).encode()


def filled(body: Body, refs: tuple[str, ...] | list[str], picture: Callable[[int, str], str]) -> str:
    """The HTML of a body with each ``press:N`` in place.

    `refs` are the addresses by N; `picture` is given N and the plain ``<img>`` (address in place) and gives what stands
    for it.
    """

    def image(match: re.Match[str]) -> str:
        number = int(match[1])
        return picture(number, match[0].replace(f'"press:{number}"', f'"{_escaped(refs[number])}"', 1))

    def reference(match: re.Match[str]) -> str:
        return f'{match[1]}="{_escaped(refs[int(match[2])])}"'

    if not refs:
        return body.html
    return _REFERENCE.sub(reference, _IMAGE.sub(image, body.html))


def on_page(body: Body | None, view: Mapping[str, Any], workshop: Workshop) -> str:
    """The HTML of a body for the page of a release: photos in all their sizes."""
    if body is None:
        return ""
    pictures = view["pictures_in_body"]
    draw = workshop.templates.macro("macros.html", "picture") if pictures else None

    def picture(number: int, plain: str) -> str:
        known = pictures.get(str(number))
        return str(draw(known)) if draw and known else plain

    return filled(body, view["refs"], picture)


def _escaped(address: str) -> str:
    return address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
