"""The headers of answers, compared with those that ``_headers``, the build's file for hosts, promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from press.live.fetch import Answer

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_SCRIPT = frozenset({"text/javascript", "application/javascript", "application/x-javascript"})
_XML = frozenset({"application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "text/x-opml"})
_JSON = frozenset({"application/json", "application/feed+json", "application/manifest+json"})
_TYPES = {
    "html": _HTML, "htm": _HTML, "css": frozenset({"text/css"}), "js": _SCRIPT, "mjs": _SCRIPT, "xml": _XML,
    "json": _JSON, "svg": frozenset({"image/svg+xml"}), "png": frozenset({"image/png"}),
    "jpg": frozenset({"image/jpeg"}), "jpeg": frozenset({"image/jpeg"}), "webp": frozenset({"image/webp"}),
    "pdf": frozenset({"application/pdf"}), "txt": frozenset({"text/plain"}),
}  # fmt: skip
"""The media types with which a file works, by the ending of its name."""
_AGE = re.compile(r"max-age=(\d{1,12})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LONG = 86_400
"""Seconds; a page that is cached for longer cannot be corrected."""
_FOR_EVER = 31_536_000


class Promise(msgspec.Struct, frozen=True):
    """A rule of ``_headers``."""

    pattern: re.Pattern[str]
    headers: tuple[tuple[str, str], ...]
    """Names in small letters, and values."""


class Deviation(msgspec.Struct, frozen=True):
    """A header that is not as promised."""

    name: str
    live: str
    """Empty: it is not sent."""
    promised: str


def promises(data: bytes | None) -> tuple[Promise, ...]:
    """Read ``_headers``."""
    found = list[tuple[str, list[tuple[str, str]]]]()
    for line in (data or b"").decode(errors="replace").splitlines():
        name, _, value = line.partition(":")
        if line[:1].isspace() and found and value:
            found[-1][1].append((name.strip().lower(), value.strip()))
        elif line.startswith("/"):
            found.append((line.strip(), []))
    return tuple(Promise(_pattern(path), tuple(headers)) for path, headers in found)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, path.split("*"))))


def has_wrong_type(address: str, answer: Answer) -> bool:
    """Tell whether a file has a media type with which it does not work."""
    expected = _TYPES.get(address.rpartition(".")[2].lower(), frozenset())
    found = _CHARSET.search(answer.headers.get("content-type", ""))
    is_other_text = expected is _HTML and found is not None and found[1].lower() not in ("utf-8", "utf8")
    return is_other_text or (bool(expected) and answer.media_type not in expected)


def deviations(path: str, answer: Answer, promised: tuple[Promise, ...]) -> Iterator[Deviation]:
    """Yield the headers of an answer that are not as promised; `path` begins with a slash."""
    wanted = {name: value for one in promised if one.pattern.fullmatch(path) for name, value in one.headers}
    for name, value in wanted.items():
        live = answer.headers.get(name, "")
        if not _is_kept(name, live, value):
            yield Deviation(name, live, value)
    if "noindex" in (robots := answer.headers.get("x-robots-tag", "")) and "x-robots-tag" not in wanted:
        yield Deviation("x-robots-tag", robots, "")
    cached = answer.headers.get("cache-control", "")
    if "cache-control" not in wanted and answer.media_type in _HTML and ("immutable" in cached or _age(cached) > _LONG):
        yield Deviation("cache-control", cached, "public, max-age=300")


def _is_kept(name: str, live: str, promised: str) -> bool:
    match name:
        case "content-security-policy":
            return bool(live) and _is_as_strict(live, promised)
        case "cache-control":
            if _age(promised) >= _FOR_EVER:
                return _age(live) >= _LONG
            return bool(live) and "immutable" not in live and _age(live) <= _age(promised)
        case "content-type" if "charset" not in live and "text/" not in live:  # XML and JSON say it themselves
            return _plain(live) == _plain(promised).partition(";")[0]
    return _plain(live) == _plain(promised)


def _is_as_strict(live: str, promised: str) -> bool:
    """Tell whether a policy allows nothing more than another: no source, and no kind of thing without a rule."""
    ours, theirs = _directives(promised), _directives(live)
    return all(name in theirs and theirs[name] <= sources | {"'none'"} for name, sources in ours.items()) and not any(
        sources - {"'none'", "'self'"} for name, sources in theirs.items() if name not in ours
    )


def _directives(policy: str) -> dict[str, set[str]]:
    rules = [rule.split() for rule in policy.split(";") if rule.strip()]
    return {words[0].lower(): set(words[1:]) for words in reversed(rules)}  # of two with one name, the first holds


def _age(value: str) -> int:
    found = _AGE.search(value)
    return int(found[1]) if found else 0


def _plain(value: str) -> str:
    return re.sub(r"\s*([;,=])\s*", r"\1", value.lower()).strip()
