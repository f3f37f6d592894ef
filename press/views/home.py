"""The views of the home page, and of the page for what is not there."""

from __future__ import annotations

from press.views.agenda import EventEntry
from press.views.pages import Group
from press.views.parts import Head, Link, Teaser, View


class Home(View, frozen=True, kw_only=True):
    """The home page. No release is in two of its parts, and none that has expired or an event that is over in any."""

    head: Head
    needed: tuple[Teaser, ...]
    """What readers should know now: pinned releases, then announcements with a deadline, the nearest first."""
    lead: Teaser | None
    seconds: tuple[Teaser, ...]
    """The two stories beside the lead."""
    latest: tuple[Teaser, ...]
    clarifications: tuple[Teaser, ...]
    announcements: tuple[Teaser, ...]
    """Other announcements, newest first."""
    changes: tuple[HomeChange, ...]
    """The last corrections and withdrawals."""
    events: tuple[EventEntry, ...] = ()
    """The next events, soonest first."""
    event_list: str = ""
    """Link to the agenda."""
    clarification_list: str
    announcement_list: str
    """Links to the lists of these kinds."""
    groups: tuple[Group, ...]
    others: tuple[Teaser, ...] = ()
    """In an edition: the newest releases that are not in its language."""


class HomeChange(View, frozen=True, kw_only=True):
    """A release that was corrected or withdrawn, on the home page."""

    teaser: Teaser
    date: str
    """When it last was."""
    note: str


class NotFound(View, frozen=True, kw_only=True):
    """The page for addresses that do not exist (404), or whose content was removed (410)."""

    head: Head
    is_gone: bool
    latest: tuple[Teaser, ...]
    """The newest releases, newest first."""
    editions: tuple[Lost, ...] = ()


class Lost(View, frozen=True, kw_only=True):
    """What the same page says in the language of an edition."""

    lang: str
    title: str
    home: Link
    feeds: Link
    """Links to its home page and to its feeds."""
