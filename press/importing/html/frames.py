"""What is embedded from elsewhere: videos become their address, other frames and objects become links."""

from __future__ import annotations

from urllib.parse import parse_qs

from press import videos, web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html.tree import NavigableString, Tag, attribute, new_tag, plain
from press.importing.notes import note

_VIEWERS = ("docs.google.com", "drive.google.com", "view.officeapps.live.com")
"""Sites whose frame shows a document that is elsewhere: its address is in the query."""


def replace(body: Tag, notes: list[Diagnostic]) -> None:
    """Replace frames, objects and players by links; each alone in its paragraph."""
    for tag in body.find_all(["iframe", "frame", "embed", "object"]):
        if tag.decomposed or tag.parent is None:
            continue
        address = _address(tag)
        if not web.is_web_address(address):
            _unwrap(tag)
            notes.append(note("embed", _WITHOUT_ADDRESS, _WITHOUT_ADDRESS_HINT))
            continue
        _put_link(tag, address, _label(tag, address))
        if not videos.video_at(address):
            notes.append(note("embed", _FRAME, _FRAME_HINT, address=address))
    for tag in body.find_all(["video", "audio"]):
        _replace_player(tag)


def _address(tag: Tag) -> str:
    """Return the address of what is embedded; of a document in a viewer, that of the document."""
    inner = tag.find(["embed", "iframe", "param"]) if tag.name == "object" else None
    nested = next((attribute(inner, name) for name in ("src", "value") if attribute(inner, name)), "") if inner else ""
    written = next(
        (attribute(tag, one) for one in ("src", "data", "data-src", "data-lazy-src") if attribute(tag, one)), nested
    )
    address = web.with_https(written)
    parts = web.split(address) if web.is_web_address(address) else None
    if parts and parts.hostname in _VIEWERS:
        query = parse_qs(parts.query)
        shown = next((query[name][0] for name in ("url", "src") if name in query), "")
        return web.with_https(shown) if web.is_web_address(web.with_https(shown)) else address
    return address


def _label(tag: Tag, address: str) -> str:
    title = attribute(tag, "title") or " ".join(plain(tag).split())
    return address if videos.video_at(address) else title or web.split(address).path.rpartition("/")[2] or address


def _put_link(tag: Tag, address: str, label: str) -> None:
    video = videos.video_at(address)
    link = new_tag("a", href=video.page if video else address)
    link.append(NavigableString(video.page if video else label))
    paragraph = new_tag("p")
    paragraph.append(link)
    tag.replace_with(paragraph)


def _replace_player(tag: Tag) -> None:
    """Replace a ``<video>`` or ``<audio>`` by a link to its first file, which the page plays."""
    sources = [attribute(one, "src") for one in (tag, *tag.find_all("source")) if attribute(one, "src")]
    words = plain(tag).strip()
    if not sources:
        _unwrap(tag)
        return
    name = web.split(sources[0]).path.rpartition("/")[2]
    _put_link(tag, sources[0], words if words and "http" not in words else name or sources[0])


def _unwrap(tag: Tag) -> None:
    tag.name = "div"
    tag.attrs = {}


_FRAME = N_("what another site showed in a frame is a link now: {address}")
_FRAME_HINT = N_("pages request nothing from other sites; if it is a document or a picture, save it beside the text")
_WITHOUT_ADDRESS = N_("a frame without a web address is left out")
_WITHOUT_ADDRESS_HINT = N_("look at the old page, and write in the text what it showed")
