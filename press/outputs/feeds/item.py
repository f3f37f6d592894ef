"""The values of an item of a feed, and which characters it may contain."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from press import views
from press.views import View


class Person(View, frozen=True, kw_only=True, omit_defaults=True):
    """An author of an item: an office; where there is none, the author of the release or the publisher."""

    name: str
    url: str = ""
    """Absolute URL of the list of the office."""


class Category(View, frozen=True, kw_only=True):
    """A topic, region or tag."""

    kind: str
    """``topic``, ``region`` or ``tag``."""
    term: str
    """Its id."""
    scheme: str
    """Absolute URL of its list."""
    label: str


class Photo(View, frozen=True, kw_only=True, omit_defaults=True):
    """A photo, in the one rendition that every program can show. Its size in bytes is not known until it is made."""

    url: str
    mime: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Enclosure(View, frozen=True, kw_only=True):
    """An attachment, or a recording that the text plays."""

    url: str
    title: str
    mime: str
    size: int
    """Bytes; 0 for a photo, which is encoded again later: its size is not known yet."""
    in_text: bool = False
    """Whether it is in the text, and among no attachments."""

    @property
    def medium(self) -> str:
        """``video`` or ``audio`` for a recording, else empty (Media RSS)."""
        kind = self.mime.partition("/")[0]
        return kind if kind in ("video", "audio") else ""


class Notice(View, frozen=True, kw_only=True, omit_defaults=True):
    """A correction or withdrawal, which comes first in the text of an item."""

    state: str
    """``corrected``, ``withdrawn`` or, in feeds of changes, ``updated``."""
    date: str
    note: str
    was: str = ""
    now: str = ""
    replacement: views.Link | None = None
    """For a withdrawal: the release that replaces it, by its absolute URL."""


class Occasion(View, frozen=True, kw_only=True, omit_defaults=True):
    """When and where an event is."""

    starts: str
    """ISO 8601; a day without a time if it takes whole days. Empty: not known yet."""
    ends: str = ""
    place: str = ""
    online: str = ""
    reason: str = ""
    """Why it is cancelled or postponed."""


class Origin(View, frozen=True, kw_only=True):
    """The portal of the network that published an item."""

    name: str
    page: str
    """Its home page."""
    feed: str
    """The feed from which the item was taken."""


class Item(View, frozen=True, kw_only=True, omit_defaults=True):
    """An item of a feed."""

    id: str
    """A tag URI; for a change, followed by ``#`` and the date of the change."""
    url: str
    title: str
    lang: str
    words: str = ""
    """Language of the words around it, such as dates, if that is another: we have none in `lang`."""
    published: str
    """ISO 8601 with the zone's offset; never changes."""
    updated: str = ""
    """When it last changed significantly; empty: never."""
    state: str = ""
    """The state of the release, for a change that of the change; empty: published, and nothing else."""
    mark: str = ""
    """With what its title is marked, if not with its state: that its event is cancelled or postponed."""
    expires: str = ""
    """ISO 8601: the time from which it is no longer current, whether it is over or not."""
    valid_until: str = ""
    """Until when an expired release was current: a time, or a day without a time."""
    kind: str = ""
    change: bool = False
    """The item is about one correction or withdrawal, not about the whole release."""
    lead: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    notices: tuple[Notice, ...] = ()
    """A withdrawal first, then corrections, newest first."""
    claim: views.Claim | None = None
    occasion: Occasion | None = None
    points: tuple[str, ...] = ()
    original: str = ""
    """Absolute URL where another office published it first, or to which an item of kind ``link`` points."""
    origin: Origin | None = None
    """The portal of the network that published it; None: this portal."""
    photo: Photo | None = None
    photos: tuple[Photo, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    cap: str = ""
    """Of an alert: the absolute URL of its CAP file."""
    text: str = ""
    """The absolute URL of its canonical text,"""
    proof: str = ""
    """of the proof that the log of the seal has it,"""
    check: str = ""
    """and of its check; empty: it is not sealed."""
    body: str = ""
    """Digest of the body; empty: the item has no text of its own."""
    refs: tuple[str, ...] = ()
    """The absolute URL that replaces each ``press:N`` of the body, by N."""
    photos_in_body: dict[str, Photo] = msgspec.field(default_factory=dict)
    """The photo that replaces an image ``press:N`` of the body, by N."""

    @property
    def thumbnail(self) -> Photo | None:
        """The photo that readers show without the text; none if it is withdrawn: on a photo alone, nothing says so."""
        return None if self.state == "withdrawn" else self.photo


_decode = msgspec.json.Decoder(Item).decode
_INVALID = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]")
"""Characters that XML 1.0 forbids, or of which the W3C validator warns."""
_MAYBE_INVALID = re.compile(rb"\\u00|\\[bfr]|\x7f|\xc2[\x80-\x9f]|\xef\xbf[\xbd-\xbf]|\xef\xb7[\x90-\xaf]")
"""Finds the same characters in JSON, and sometimes more."""
PROOF = "https://c2sp.org/tlog-proof"
"""The relation of an item to the proof of its seal: an IRI, since none is registered (RFC 4287, 4.2.7.2)."""
CAP = "application/cap+xml"
"""The media type of CAP files."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_END_TAG = re.compile(r"</[a-zA-Z]\w*>")


def decode_item(item: bytes) -> Item:
    """Decode an item from its JSON, without the characters that a feed may not contain."""
    if _MAYBE_INVALID.search(item):
        return msgspec.convert(_xml_safe_values(msgspec.json.decode(item)), Item)
    return _decode(item)


def _xml_safe_values(value: Any) -> Any:
    match value:
        case str():
            return xml_safe(value)
        case list():
            return [_xml_safe_values(one) for one in value]
        case dict():
            return {key: _xml_safe_values(one) for key, one in value.items()}
        case _:
            return value


def xml_safe(text: str) -> str:
    """Remove control characters and others that a feed may not contain."""
    return _INVALID.sub("", text)


def plain_line(text: str) -> str:
    """Put a plain text on one line.

    If it contains HTML end tags, tags are removed, since many feed readers would interpret them.
    """
    return " ".join((_TAG.sub("", text) if _END_TAG.search(text) else text).split())
