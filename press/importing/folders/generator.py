"""What differs between generators: which files are texts, and where the page of each was."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from press import web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.folders.texts import Text
from press.importing.items import Status
from press.importing.notes import note


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a generator made of a text."""

    key: str
    """A part of its key: the name of the file, without a date."""
    slug: str
    """The last part of its address, or the words for it."""
    date: datetime | None
    addresses: tuple[str, ...]
    """From the root of the host, the usual one first."""
    status: Status = Status.PUBLIC
    is_page: bool = False
    guid: str = ""
    categories: tuple[str, ...] = ()
    """Those that the folder of the file says."""
    lang: str = ""
    expires: datetime | None = None
    notes: tuple[Diagnostic, ...] = ()


class Generator(ABC):
    """A folder of one generator."""

    separator = ","
    """A regular expression: what is between several tags in one text."""
    is_hugo = False
    has_meta_lines = False
    roots: tuple[str, ...] = ("",)
    """The folders whose files were at the root of the site."""

    def __init__(self, root: Path, zone: ZoneInfo, settings: dict[str, Any], url: str, people: dict[str, Any]) -> None:
        """`url` is the address of the old site, as the settings have it; empty if they have none."""
        self.root, self.zone, self.settings, self.people = root, zone, settings, people
        parts = urlsplit(url) if web.is_web_address(url) else urlsplit("")
        self.host = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        self.base = parts.path.rstrip("/")
        self.skipped: Counter[str] = Counter()
        """How many files of each sort are no texts."""

    @abstractmethod
    def paths(self) -> Iterator[str]:
        """Yield the paths of texts, from the folder, in order."""

    @abstractmethod
    def page(self, text: Text) -> Page:
        """Return what became of a text."""

    def read(self, path: str, text: Text) -> Text:
        """Return a text with the fields that other files of the folder give it."""
        return text

    @property
    def address(self) -> str:
        """The address of the old site; empty if it is not known."""
        return f"{self.host}{self.base}/" if self.host else ""


def draft(reason: str) -> Diagnostic:
    """Return the note about a text that the old site did not show; `reason` is the field or folder that says so."""
    return note("status", _DRAFT, _DRAFT_HINT, reason=reason)


_DRAFT = N_("it was not published on the old site ({reason}): it is a draft")
_DRAFT_HINT = N_("to publish it, remove draft: true; in a public repository, everybody can read drafts")


def zone_of(name: str, zone: ZoneInfo) -> ZoneInfo:
    """Return the zone that the settings name; `zone` if they name none that is known."""
    try:
        return ZoneInfo(name or zone.key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return zone
