"""What becomes a player on the page: a video of YouTube or Vimeo, and a recording of the portal itself.

In a body, both are paragraphs of links, as feeds and plain text need them. Their class says that the page of a release
shows a player instead (`press.rendering.players`):

- ``<p class="press-video"><a href="https://www.youtube.com/watch?v=…">…</a></p>``
- ``<p class="press-recording"><img src="press:0" alt="…"> <a href="press:1">…</a> <a href="press:2">…</a></p>``: a
  poster, the recording, and its captions or other formats; only the recording must be there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from press.expressions import expression
from press.media.types import CAPTION_ENDINGS, RECORDING_ENDINGS
from press.model import Ref
from press.videos import Video, may_have_video, video_at
from press.web import is_foreign

VIDEO, RECORDING = "press-video", "press-recording"
"""The classes of the paragraphs."""

_ALONE = expression(r'<p>((?:[^<]|<(?:br|a href="[^"]*"|/a)>)++)</p>')
"""A paragraph of nothing but text and links."""
_PLAYED = expression(rf'<p class="{RECORDING}">(?:<img [^>]*> )?<a href="press:(\d+)">')
_LINE_BREAK = expression(r"<br>\n?|\n")
_LINK = expression(r'<a href="([^"]*)">([^<]*)</a>')
_IMAGE = expression(r'<img(?: [a-z]+="[^"]*")*>')
_SOURCE, _TEXT = expression(r' src="([^"]*)"'), expression(r' alt="([^"]*)"')


class Child(NamedTuple):
    """A ``<source>`` or ``<track>`` of a ``<video>`` or ``<audio>``."""

    tag: str
    attributes: Mapping[str, str | None]


def is_recording(target: str) -> bool:
    """Tell whether a link of the portal leads to a recording, by the ending of its name."""
    return not is_foreign(target) and _ending(target) in RECORDING_ENDINGS


def video_link(video: Video, label: str) -> str:
    """Return the paragraph of a video of another site; `label` is HTML, or empty: then it is named by its address."""
    return f'<p class="{VIDEO}"><a href="{html.escape(video.page)}">{label or html.escape(video.page)}</a></p>'


def recording_links(attributes: Mapping[str, str | None], children: Sequence[Child], label: str) -> str:
    """Return the paragraph of a ``<video>`` or ``<audio>`` with its children; empty if none of its files is ours.

    `label` is HTML; if it is empty, the recording is named as its file.
    """
    sources = [attributes.get("src"), *(one.attributes.get("src") for one in children if one.tag == "source")]
    ours = [source for source in sources if source and is_recording(html.unescape(source).strip())]
    if not ours or any(source and source not in ours for source in sources):
        return ""
    ours.sort(key=lambda source: _ending(html.unescape(source)) not in (".mp4", ".mp3"))  # every browser plays these
    poster = attributes.get("poster") or ""
    label = label or _name(ours[0])
    parts = [f'<img src="{_quoted(poster)}" alt="{_quoted(label)}">'] if poster and not is_foreign(poster) else []
    parts += [_link_to(source, label if source == ours[0] else _name(source)) for source in dict.fromkeys(ours)]
    parts += [_captions(one.attributes) for one in children if one.tag == "track"]
    return f'<p class="{RECORDING}">{" ".join(part for part in parts if part)}</p>'


def images_as_links(clean: str) -> str:
    """Return sanitised HTML in which an image that is a recording, ``![…](rapat.mp3)``, is a link."""
    if "<img" not in clean or not any(ending in clean.lower() for ending in RECORDING_ENDINGS):
        return clean
    return _IMAGE.sub(_image_as_link, clean)


def mark(body_html: str, refs: Sequence[Ref]) -> tuple[str, tuple[Ref, ...]]:
    """Mark the paragraphs that hold only addresses of videos, or only links to recordings, each on its own line.

    Returns the HTML, and the refs with a mark on those of recordings that have players.
    """
    has_recording = any(is_recording(ref.target) for ref in refs)
    if has_recording or may_have_video(body_html):
        body_html = _ALONE.sub(lambda paragraph: _marked(paragraph, refs), body_html)
    if not has_recording:
        return body_html, tuple(refs)
    played = {int(found[1]) for found in _PLAYED.finditer(body_html)}
    marked = (msgspec.structs.replace(ref, player=True) if at in played else ref for at, ref in enumerate(refs))
    return body_html, tuple(marked)


def _marked(paragraph: re.Match[str], refs: Sequence[Ref]) -> str:
    lines = [line.strip() for line in _LINE_BREAK.split(paragraph[1])]
    players = [_player(line, refs) for line in lines if line]
    return "\n".join(players) if players and all(players) else paragraph[0]


def _player(line: str, refs: Sequence[Ref]) -> str:
    """Return the paragraph of the player for a line of a text; empty if it is not only the address of one."""
    link = _LINK.fullmatch(line)
    label = link[2] if link else line
    if "<" in label:
        return ""
    if link and link[1].startswith("press:"):
        is_ours = is_recording(refs[int(link[1].removeprefix("press:"))].target)
        return f'<p class="{RECORDING}">{line}</p>' if is_ours else ""
    video = video_at(html.unescape(label))
    if video is None or (link and video_at(html.unescape(link[1])) != video):
        return ""
    return video_link(video, label)


def _image_as_link(image: re.Match[str]) -> str:
    source, text = _SOURCE.search(image[0]), _TEXT.search(image[0])
    if not source or not is_recording(html.unescape(source[1]).strip()):
        return image[0]
    return _link_to(source[1], (text[1] if text else "") or _name(source[1]))


def _link_to(source: str, label: str) -> str:
    return f'<a href="{_quoted(source)}">{label}</a>'


def _captions(attributes: Mapping[str, str | None]) -> str:
    """Return the link to captions, or only their label where they have no file of ours."""
    source, label = attributes.get("src") or "", (attributes.get("label") or "").replace("<", "&lt;")
    if _ending(html.unescape(source)) not in CAPTION_ENDINGS or is_foreign(source):
        return label
    language = attributes.get("srclang") or ""
    shown = f' lang="{_quoted(language)}"' if language else ""
    return f'<a href="{_quoted(source)}"{shown}>{label or _name(source)}</a>'


def _name(target: str) -> str:
    """Return the name of a file, as HTML."""
    return html.escape(html.unescape(target).rpartition("/")[2])


def _ending(target: str) -> str:
    try:
        return PurePosixPath(urlsplit(target).path).suffix.lower()
    except ValueError:
        return ""


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;")
