"""The videos of YouTube and Vimeo: from any address under which people share one to that of its player.

The players are those that set no cookies before they play: youtube-nocookie.com, and Vimeo's with ``dnt``.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from press.expressions import expression

YOUTUBE, VIMEO = "https://www.youtube-nocookie.com", "https://player.vimeo.com"
PLAYERS = (YOUTUBE, VIMEO)
"""The hosts from which a page may load a frame."""

_YOUTUBE_HOST = expression(r"(?:(?:www|m|music|gaming)\.)?youtube(?:-nocookie|education)?\.com|(?:www\.)?youtu\.be")
_VIMEO_HOST = expression(r"(?:(?:www|player)\.)?vimeo\.com")
_YOUTUBE_ID = expression(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_LIST = expression(r"[A-Za-z0-9_-]{12,64}")
_YOUTUBE_FOLDERS = frozenset({"watch", "embed", "shorts", "live", "v", "e", "vi"})
_VIMEO_PATH = expression(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|(?:album|showcase)/\d+/video/)?(\d{3,12})(?:/([0-9a-f]{6,20}))?/?"
)
_VIMEO_HASH = expression(r"[0-9a-f]{6,20}")
_TIME = expression(r"(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s?)?")
_WITHOUT_SCHEME = expression(r"(?://)?(?=[a-z.-]+\.(?:com|be)/)", re.IGNORECASE)


class Video(NamedTuple):
    """A video of another site."""

    service: str
    """Name of the site, as people know it."""
    page: str
    """Address of its page for people."""
    frame: str
    """Address of its player, which begins to play."""

    @property
    def host(self) -> str:
        """The host of the player, with its scheme: one of `PLAYERS`."""
        return next(host for host in PLAYERS if self.frame.startswith(f"{host}/"))


def may_have_video(text: str) -> bool:
    """Tell whether a text may contain the address of a video; takes little time for one that does not."""
    lower = text.lower()
    return ("youtu" in lower or "vimeo" in lower) and (".com/" in lower or ".be/" in lower)


def video_at(address: str) -> Video | None:
    """Return the video at an address, which may lack its scheme; None if it is not that of one."""
    absolute = _WITHOUT_SCHEME.sub("https://", address, count=1) if ":" not in address[:8] else address
    try:
        parts = urlsplit(absolute)
        is_plain = parts.port is None and "@" not in parts.netloc
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not is_plain or _HIDDEN.search(address):
        return None
    if _YOUTUBE_HOST.fullmatch(host):
        return _youtube(parts, is_short=host.endswith("youtu.be"))
    return _vimeo(parts) if _VIMEO_HOST.fullmatch(host) else None


_HIDDEN = expression(r"[\x00-\x20\x7f\\<>\"]")


def _youtube(parts: SplitResult, is_short: bool) -> Video | None:
    query = dict(parse_qsl(parts.query))
    folder, _, rest = parts.path.strip("/").partition("/")
    if is_short:
        folder, rest = ("", folder) if not rest else ("", "")
    id = query.get("v", "") if folder == "watch" and not rest else rest
    is_video = (is_short or folder in _YOUTUBE_FOLDERS) and bool(_YOUTUBE_ID.fullmatch(id))
    named = query.get("list", "")
    if is_video and id != "videoseries":
        seconds = _seconds(query, parts.fragment)
        page = f"https://www.youtube.com/watch?v={id}{f'&t={seconds}s' if seconds else ''}"
        return Video("YouTube", page, f"{YOUTUBE}/embed/{id}?autoplay=1&rel=0{f'&start={seconds}' if seconds else ''}")
    if (folder == "playlist" or id == "videoseries") and _YOUTUBE_LIST.fullmatch(named):
        page = f"https://www.youtube.com/playlist?list={named}"
        return Video("YouTube", page, f"{YOUTUBE}/embed/videoseries?list={named}&autoplay=1&rel=0")
    return None


def _vimeo(parts: SplitResult) -> Video | None:
    query = dict(parse_qsl(parts.query))
    found = _VIMEO_PATH.fullmatch(parts.path)
    if not found:
        return None
    id, hash = found[1], found[2] or query.get("h", "")
    if not _VIMEO_HASH.fullmatch(hash):
        hash = ""  # only videos that are not listed have one
    seconds = _seconds(query, parts.fragment)
    at = f"#t={seconds}s" if seconds else ""
    page = f"https://vimeo.com/{id}{f'/{hash}' if hash else ''}{at}"
    return Video("Vimeo", page, f"{VIMEO}/video/{id}?{f'h={hash}&' if hash else ''}dnt=1&autoplay=1{at}")


def _seconds(query: dict[str, str], fragment: str) -> int:
    """Return the second at which a video begins: of ``t=1m30s``, ``start=90`` or ``#t=90``."""
    in_fragment = fragment.removeprefix("t=") if fragment.startswith("t=") else ""
    written = query.get("t") or query.get("start") or query.get("time_continue") or in_fragment
    found = _TIME.fullmatch(written)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds
