"""The players of a body: the paragraphs of links that `press.content.markdown.players` marks, as players of a page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from press.expressions import expression
from press.rendering.templates import Templates
from press.videos import video_at

_TEMPLATE = "players.html"
_VIDEO = expression(r'<p class="press-video"><a href="([^"]*)">([^<]*)</a></p>')
_RECORDING = expression(
    r'<p class="press-recording">(?:<img src="press:(\d+)" alt="[^"]*"> )?(<a href="press:(\d+)">.*?)</p>'
)
_LINK = expression(r'<a href="press:(\d+)"(?: lang="([^"]*)")?>(.*?)</a>')


class PageBody(NamedTuple):
    """A body for a page, and what its players need."""

    html: str
    frames: tuple[str, ...] = ()
    """The hosts of the players of other sites, with their schemes, as a Content-Security-Policy lists them."""
    has_recordings: bool = False
    """Whether the page plays recordings in the body."""
    transcripts: Mapping[str, str] = {}
    """The HTML of the transcripts, by `Recording.transcript`."""


NO_BODY = PageBody("")


class Track(NamedTuple):
    """Captions that a tag in the text names."""

    href: str
    lang: str
    label: str


def with_players(
    body_html: str,
    refs: Sequence[str],
    recordings: Mapping[str, Any],
    transcripts: Mapping[str, str],
    templates: Templates,
) -> PageBody:
    """Return a body in which players replace the marked paragraphs.

    `refs` are the links that replace each ``press:N``, and `recordings` the recordings (`views.Recording`) among them.
    """
    frames: dict[str, None] = {}

    def video(found: re.Match[str]) -> str:
        shown = video_at(html.unescape(found[1]))
        if not shown:
            return found[0]
        frames[shown.host] = None
        return templates.macro(_TEMPLATE, "video")(shown, html.unescape(found[2]))

    def recording(found: re.Match[str]) -> str:
        return _recording(found, refs, recordings, transcripts, templates.macro(_TEMPLATE, "recording"))

    if 'class="press-video"' in body_html:
        body_html = _VIDEO.sub(video, body_html)
    if recordings:
        body_html = _RECORDING.sub(recording, body_html)
    return PageBody(body_html, tuple(sorted(frames)), bool(recordings), transcripts)


def _recording(
    found: re.Match[str],
    refs: Sequence[str],
    recordings: Mapping[str, Any],
    transcripts: Mapping[str, str],
    macro: Callable[..., str],
) -> str:
    known = recordings.get(found[3])
    if not known:
        return found[0]
    links = list(_LINK.finditer(found[2]))
    tracks = [link for link in links if refs[int(link[1])].lower().endswith(".vtt")]
    rest = found[2]
    for link in (links[0], *tracks):
        rest = rest.replace(link[0], "", 1)
    return macro(
        known,
        html.unescape(links[0][3]),
        poster=refs[int(found[1])] if found[1] else "",
        tracks=[Track(refs[int(link[1])], html.unescape(link[2] or ""), html.unescape(link[3])) for link in tracks],
        transcript=transcripts.get(known.transcript, ""),
        rest=rest.strip(),
    )
