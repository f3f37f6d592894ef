"""The view of the list of public information."""

from __future__ import annotations

from press.views.parts import Head, View


class PublicInformation(View, frozen=True, kw_only=True):
    """A row of the list of public information; of exempt information only what it is, and why it is exempt."""

    category: str
    """``periodic``, ``immediate``, ``on-request`` or ``exempt``."""
    title: str
    href: str = ""
    url: str = ""
    """Absolute."""
    holder: str = ""
    """The unit that holds it."""
    responsible: str = ""
    """Who made or issued it."""
    made: str = ""
    """When and where."""
    form: str = ""
    retention: str = ""
    """How long it is kept; of exempt information, until when it is exempt."""
    published: str = ""
    """A day, ISO 8601."""
    renewed: str = ""
    """The day of the last important change, ISO 8601."""
    reason: str = ""
    """Why it is exempt."""


class PublicInformationGroup(View, frozen=True, kw_only=True):
    """Public information of one class."""

    category: str
    total: int
    """How much there is."""
    rows: tuple[PublicInformation, ...]
    """The newest."""


class Ppid(View, frozen=True, kw_only=True, tag=True):
    """The page of the information officer (PPID), with the list of public information."""

    head: Head
    groups: tuple[PublicInformationGroup, ...]
    exempt: tuple[PublicInformation, ...]
    request: str
    """Link to the form for requests; empty: none."""
    csv: str
    """Link to the whole list."""
    json: str
    """Link to the whole list."""
