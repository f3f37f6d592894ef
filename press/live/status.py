"""The result of audits for others: JSON, a badge, and a feed for the desk, in a folder that a web server may show.

The feed has an item for each finding, from when it was first found. A finding that is gone gets no further item; if it
is found again later, it gets a new one.
"""

from __future__ import annotations

import html
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from press import disk
from press.diagnostics import Diagnostic
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.live import findings
from press.live.audit import Audit

_STATE = "state.json"
_MOST_ITEMS = 100
_COLOURS = {"good": "#2e7d32", "warning": "#b26a00", "error": "#b3261e"}
_CHARACTER, _PADDING = 6.6, 12
"""Widths in the badge, in pixels: of a character at 11 pixels, and at both ends of a word together."""


class _Item(msgspec.Struct, frozen=True):
    """An item of the feed."""

    id: str
    url: str
    title: str
    text: str
    time: datetime


class _State(msgspec.Struct, frozen=True):
    """What is kept from one audit to the next."""

    open: dict[str, str] = {}
    """The ids of the items of findings that were there in the last audit, by `_key`."""
    items: tuple[_Item, ...] = ()
    """The newest first."""


def write(folder: Path, audit: Audit, title: str, translate: Translate) -> None:
    """Write all files, each atomically; `title` is that of the portal. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    state = _next_state(_read(folder / _STATE), audit, translate)
    label, message = translate(N_("live site")), _summary(audit, translate)
    colour = _COLOURS[state_of(audit)]
    shields = {"schemaVersion": 1, "label": label, "message": message, "color": colour}
    files = {
        "status.json": as_json(audit, translate),
        "badge.svg": _badge(label, message, colour),
        "shields.json": msgspec.json.encode(shields),
        "feed.xml": _feed(state, audit, title, translate),
        _STATE: msgspec.json.format(msgspec.json.encode(state)),  # last: what it remembers is in the feed
    }
    for name, data in files.items():
        disk.write(folder / name, data)


def state_of(audit: Audit) -> str:
    """Return ``good``, ``warning`` or ``error``."""
    if audit.has_errors:
        return "error"
    return "warning" if audit.findings else "good"


def as_json(audit: Audit, translate: Translate) -> bytes:
    """Return an audit as JSON, with translated texts."""
    rows = [
        {
            "url": one.place.path,
            "severity": one.severity,
            "rule": one.rule,
            "message": _message(one, translate),
            "hint": _hint(one, translate),
        }
        for one in audit.findings
    ]
    fields: dict[str, Any] = {
        "url": audit.url, "time": audit.time, "state": state_of(audit), "checked": audit.checked,
        "total": audit.total, "days": audit.days, "requests": audit.requests, "findings": rows,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(fields))


def _message(one: Diagnostic, translate: Translate) -> str:
    return translate(one.message).format_map(one.values)


def _hint(one: Diagnostic, translate: Translate) -> str:
    return translate(one.hint).format_map(one.values) if one.hint else ""


def _summary(audit: Audit, translate: Translate) -> str:
    if not audit.findings:
        return translate(N_("as built"))
    return translate(N_("findings: {count}")).format(count=len(audit.findings))


def _read(path: Path) -> _State:
    """Read the state; a damaged one is like none: the findings that are there get new items."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_State)
    except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError):
        return _State()


def _next_state(before: _State, audit: Audit, translate: Translate) -> _State:
    current, items = dict[str, str](), list[_Item]()
    for one in findings.shortened(audit.findings, audit.url):
        key = _key(one)
        if key in current:
            continue
        current[key] = before.open.get(key) or disk.digest(f"{key} {audit.time.isoformat()}".encode())[:32]
        if key not in before.open:
            items.append(_item(one, current[key], audit.time, translate))
    return _State(current, (*items, *before.items)[:_MOST_ITEMS])


def _key(one: Diagnostic) -> str:
    """Return what is the same for a finding in every audit in which it is found."""
    return " ".join([one.rule, one.place.path, *(one.values.get(name, "") for name in ("name", "promised"))]).strip()


def _item(one: Diagnostic, id: str, time: datetime, translate: Translate) -> _Item:
    text = f"{_message(one, translate)}. {_hint(one, translate)}".strip()
    return _Item(id, one.place.path, f"{one.rule}: {one.place.path}", text, time)


def _feed(state: _State, audit: Audit, title: str, translate: Translate) -> bytes:
    from press.compat.feedgen import FeedGenerator  # noqa: PLC0415 - only where a status is written

    feed = FeedGenerator()
    feed.title(translate(N_("Audit of the live site: {title}")).format(title=title))
    feed.link(href=audit.url)
    feed.description(_summary(audit, translate))
    feed.lastBuildDate(audit.time)
    for item in reversed(state.items):
        entry = feed.add_entry()
        entry.guid(f"urn:press:audit:{item.id}", permalink=False)
        entry.title(item.title)
        entry.link(href=item.url)
        entry.description(html.escape(item.text))  # feed readers take it for HTML
        entry.pubDate(item.time)
    data: bytes = feed.rss_str(pretty=True)
    return data


def _badge(label: str, message: str, colour: str) -> bytes:
    left, right = (round(len(text) * _CHARACTER + _PADDING) for text in (label, message))
    label, message = html.escape(label), html.escape(message)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img">'
        f"<title>{label}: {message}</title>"
        f'<rect width="{left}" height="20" fill="#444"/><rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2}" y="14">{label}</text><text x="{left + right / 2}" y="14">{message}</text></g></svg>\n'
    ).encode()
