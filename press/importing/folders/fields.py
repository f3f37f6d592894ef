"""What our fields need, found in the fields of other generators and their themes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from press.content import dates
from press.importing.items import Picture, Term

_IMAGES = (
    "image", "images", "featured_image", "featuredimage", "feature_image", "cover", "coverimage", "cover_image",
    "thumbnail", "thumb", "img", "hero", "banner", "header", "photo", "gambar", "foto", "og_image", "teaser",
)  # fmt: skip
_ADDRESSES = ("path", "src", "url", "image", "teaser", "overlay_image", "feature", "src_url")
_ALTS = ("alt", "image_alt", "imagealt", "image_description")
_CAPTIONS = ("caption", "image_caption", "image_figcaption", "figcaption", "imagecaption", "image_description")
_NO_TERMS = {"posts", "post", "all", "blog", "nav"}
"""Names of lists of Eleventy, which are no tags."""
_TRUE = {"true", "yes", "on", "1"}


def text(fields: Mapping[str, Any], *names: str) -> str:
    """Return the first of some fields that is a text with words."""
    found = (fields.get(name) for name in names)
    return next((one.strip() for one in found if isinstance(one, str) and one.strip()), "")


def texts(value: Any, separator: str = ",") -> list[str]:
    """Return the texts of a list, or of a text with separators (a regular expression)."""
    if isinstance(value, list):
        return [one.strip() for one in value if isinstance(one, str) and one.strip()]
    return [one.strip() for one in re.split(separator, value) if one.strip()] if isinstance(value, str) else []


def is_true(value: Any) -> bool:
    """Tell whether a field says yes."""
    return isinstance(value, str) and value.strip().lower() in _TRUE


def moment(written: str, zone: ZoneInfo) -> datetime | None:
    """Return a date of front matter; a zone in words is left out: ``2020-03-04 09:30 Asia/Jakarta``."""
    found = dates.moment(written, zone)
    if found is None and (ordinary := re.match(r"\d{4}-\d\d?-\d\d?(?:[T ]+\d\d?:\d\d(?::\d\d)?)?", written)):
        found = dates.moment(ordinary[0], zone)
    if found is None and (slashes := re.fullmatch(r"(\d{4})/(\d\d?)/(\d\d?)(.*)", written)):
        found = dates.moment("-".join(slashes.groups()[:3]) + slashes[4], zone)
    return found


def picture(fields: Mapping[str, Any]) -> Picture | None:
    """Return the photo that the fields name."""
    for name in _IMAGES:
        value = fields.get(name)
        value = value[0] if isinstance(value, list) and value else value
        inner = value if isinstance(value, dict) else {}
        address = text(inner, *_ADDRESSES) if inner else value if isinstance(value, str) else ""
        if address and re.search(r"\.\w{2,5}(?:\?.*)?$", address):
            both = {**fields, **{key.lower(): one for key, one in inner.items()}}
            return Picture(address, text(both, *_ALTS), text(both, *_CAPTIONS), text(both, "credit", "image_credit"))
    return None


def authors(fields: Mapping[str, Any], people: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of authors; `people` are those that the site knows by a short name."""
    for value in (fields.get("authors"), fields.get("author")):
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield text(one, "name", "full_name", "title")
            elif isinstance(one, str):
                for name in texts(one, ";" if ";" in one else ","):
                    known = people.get(name)
                    yield text(known, "full_name", "name", "display_name") or name if isinstance(known, dict) else name


def terms(fields: Mapping[str, Any], separator: str) -> Iterator[Term]:
    """Yield categories, then tags; `separator` is that of several in one text."""
    for name in ("category", "categories", "kategori", "topics"):
        found = fields.get(name)
        yield from (
            Term(one)
            for one in ([found] if name == "category" and isinstance(found, str) else texts(found, separator))
            if one
        )
    for name in ("tags", "tag", "keywords"):
        yield from (Term(one, is_tag=True) for one in texts(fields.get(name), separator) if one not in _NO_TERMS)


def with_default(fields: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields, with defaults for those that are not there."""
    return {**{name.lower(): value for name, value in defaults.items()}, **fields}


def is_false(value: Any) -> bool:
    """Tell whether a field says no."""
    return isinstance(value, str) and value.strip().lower() in ("false", "no", "off", "0")
