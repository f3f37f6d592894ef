"""The content: source files, releases, their bodies, and the cards that are stored of them."""

from __future__ import annotations

import enum
from datetime import date as day
from datetime import datetime

import msgspec

from press.diagnostics import Diagnostic
from press.model.events import Event, EventStatus
from press.model.fields import (
    Alert,
    Allowance,
    Attachment,
    Claim,
    Contact,
    Correction,
    Image,
    Pin,
    PublicInformation,
    Quote,
    Withdrawal,
)
from press.model.files import NETWORK, File
from press.model.listing import Listing, ListingKind


class ReleaseKind(enum.StrEnum):
    """What a release is; each kind has its own list. `PAGE` is a standing page, which is in no list."""

    RELEASE = "release"
    NEWS = "news"
    CLARIFICATION = "clarification"
    ANNOUNCEMENT = "announcement"
    ALERT = "alert"
    """Information that must be announced at once: a warning, its update, or its all-clear."""
    SPEECH = "speech"
    PHOTO = "photo"
    LINK = "link"
    DOCUMENT = "document"
    """A regulation, a report, a budget: the page says what it contains, and the file is attached."""
    EVENT = "event"
    """Something that takes place at a time: its list is the agenda, in the order of these times."""
    PAGE = "page"


LISTED_KINDS = tuple(kind for kind in ReleaseKind if kind is not ReleaseKind.PAGE)
"""The kinds that have lists."""


class State(enum.StrEnum):
    """The state of a release at a time; all but `DRAFT` and `SCHEDULED` are public."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Ref(msgspec.Struct, frozen=True):
    """A link or an image of a body that points into the portal.

    In the body's HTML it is replaced by ``press:N``; N is its position in `Body.refs`.
    """

    target: str
    """As written: ``foto.jpg``, ``../02/x.md``, ``/topik/air/``, ``#catatan``."""
    line: int
    """Line in the Markdown text, from 1."""
    image: bool = False
    player: bool = False
    """Whether it is a recording that the page plays where the link is."""


class Heading(msgspec.Struct, frozen=True):
    """A heading of a body."""

    level: int
    text: str
    id: str


class Body(msgspec.Struct, frozen=True):
    """The text of a release, converted from its Markdown."""

    html: str
    """Sanitised; links into the portal are ``press:N`` (see `Ref`)."""
    text: str
    """Plain text, for search; a line for each block."""
    lead: str
    """The first paragraph as plain text."""
    words: int
    refs: tuple[Ref, ...] = ()
    headings: tuple[Heading, ...] = ()
    transcripts: dict[str, str] = {}
    """The HTML of each transcript, by the name of its recording (`Attachment.src`); its refs are among `refs`."""


class Release(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One release, as its file describes it. All fields: docs/front-matter.md."""

    source: str
    """The file, relative to the root."""
    id: str
    """Its identity in feeds; it must never change."""
    title: str
    """Headline, plain text."""
    date: datetime
    """When it was first published, with the offset of its time zone."""
    slug: str
    """Last part of the address."""
    kind: ReleaseKind = ReleaseKind.RELEASE
    """What it is; each kind has its own list."""
    short_title: str = ""
    """Headline for share cards, at most 65 characters."""
    updated: datetime | None = None
    """Last *significant* change: it brings the release back to the top of the feeds."""
    summary: str = ""
    """Standfirst; if there is none, lists show the first paragraph."""
    points: tuple[str, ...] = ()
    """The main points, two to five sentences; pages and feeds show them above the text."""
    aliases: tuple[str, ...] = ()
    """Former addresses, from the root of the portal; they redirect to this release."""
    topics: tuple[str, ...] = ()
    """Ids; the leading topic first."""
    tags: tuple[str, ...] = ()
    """Keywords; any words."""
    offices: tuple[str, ...] = ()
    """Ids; the leading office first."""
    regions: tuple[str, ...] = ()
    """Ids."""
    place: str = ""
    """Dateline. If ``[places]`` gives it a time zone, the release's times are in that zone."""
    author: tuple[str, ...] = ()
    """Who wrote it: a name, or several."""
    photographer: tuple[str, ...] = ()
    """Who took its photos: a name, or several."""
    editor: tuple[str, ...] = ()
    """Who edited it: a name, or several."""
    approved_by: tuple[str, ...] = ()
    """Who is responsible for it: a name, or several."""
    code: str = ""
    """The newsroom's sign-off code."""
    allow: tuple[Allowance, ...] = ()
    """Rules that do not hold for it, since a named person decided so."""
    contact: Contact | None = None
    """Contact for journalists. Default: the contact of the leading office."""
    image: Image | None = None
    """The lead photo."""
    images: tuple[Image, ...] = ()
    """More photos."""
    quotes: tuple[Quote, ...] = ()
    """Quotations for journalists, each with who said it."""
    attachments: tuple[Attachment, ...] = ()
    """Documents to download, and recordings to play."""
    draft: bool = False
    """Not public, whatever its date is."""
    announce: bool = True
    """Whether `announce` tells the portal's channels of it."""
    expires: datetime | None = None
    """The time from which it is no longer current: it remains published, with a label."""
    review: day | None = None
    """The day by which it must be reviewed."""
    pinned: Pin | None = None
    """Until when the home page shows it above all others; with `expires`, every page shows it as a warning."""
    corrections: tuple[Correction, ...] = ()
    """Its public corrections."""
    withdrawn: Withdrawal | None = None
    """Its withdrawal, if it is no longer valid."""
    claim: Claim | None = None
    """The claim that a clarification answers."""
    event: Event | None = None
    """When and where it takes place, of an event."""
    alert: Alert | None = None
    """What an alert warns of, where, and what to do."""
    disclosure: PublicInformation | None = None
    """How it stands in the list of public information; None: it is not in it."""
    lang: str = ""
    """Language (BCP 47). Default: the portal's language."""
    translation_of: str = ""
    """The id of the release that this one translates."""
    original: str = ""
    """Canonical URL, if another office published it first; for kind `link`, the target of the link."""
    lines: dict[str, int] = {}
    """Line of each field in the file, from 1, for diagnostics."""

    @property
    def origin(self) -> str:
        """The member of the network that published it, by its name in config.toml; empty: this portal."""
        return self.source.split("/", 2)[1] if self.source.startswith(NETWORK) else ""


class Parsed(msgspec.Struct, frozen=True):
    """A source file, split into its release and its Markdown."""

    release: Release | None
    """None if the front matter cannot be read; then `problems` contains an error."""
    text: str
    """The Markdown below the front matter."""
    line: int
    """The line of the file on which `text` begins, from 1."""
    problems: tuple[Diagnostic, ...]


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """All data of a release that lists, feeds and other pages may use; this is what the catalogue stores."""

    release: Release
    """What outputs may know of it at the build's `now` (see `press.content.lifecycle`)."""
    address: str
    """Its page under ``site/`` as a directory: ``2026/03/jembatan/``.

    Of a release of another portal: the URL of its page there.
    """
    instant: int
    """When it was first published, in seconds since the epoch: what lists are ordered by."""
    state: State
    """At the build's `now`."""
    public: bool
    """Whether it may be in outputs; decided only in `press.content.lifecycle`."""
    body: str
    """SHA-256 of the Markdown text and the transcripts: the key of the `Body` that was made from them.

    Empty where the text was removed.
    """
    lead: str
    """The summary, else the first paragraph; plain text."""
    words: int
    listings: tuple[Listing, ...] = ()
    """The listings that contain it, its leading topic before its other topics; none for a standing page."""
    edition: tuple[Listing, ...] = ()
    """The listings of the edition in its language that contain it; none if the portal has no such edition."""
    agenda: tuple[Listing, ...] = ()
    """The listings of the agenda that contain it at the build's `now`, in the order of the starts of their events."""
    moments: dict[int, str] = {}
    """When its dates change its outputs without an edit, in seconds since the epoch, and what happens then."""
    refs: tuple[Ref, ...] = ()
    headings: tuple[Heading, ...] = ()
    """Of standing pages only."""
    former: str = ""
    """The address that it had before the language was a part of it: a redirect, unless something else is there."""
    files: dict[str, File] = {}
    """The files that it uses, by their names in its text (`Image.src`, `Attachment.src`, `Ref.target`)."""

    @property
    def is_page(self) -> bool:
        """Whether it is a standing page."""
        return self.release.kind is ReleaseKind.PAGE

    @property
    def alert(self) -> Alert | None:
        """What it warns of; None for every other kind."""
        return self.release.alert if self.release.kind is ReleaseKind.ALERT else None

    @property
    def has_page(self) -> bool:
        """Whether it has a page on this portal; the pages of members' releases are on theirs."""
        return not self.release.origin

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy of another office's page, at `Release.original`; a link to such a page is no copy."""
        return bool(self.release.original) and self.release.kind is not ReleaseKind.LINK

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is withdrawn at the build's `now`."""
        return self.state is State.WITHDRAWN

    @property
    def event(self) -> Event | None:
        """Its event; None for a release of any other kind."""
        return self.release.event if self.release.kind is ReleaseKind.EVENT else None

    @property
    def mark(self) -> str:
        """What marks its headline outside the portal: its state, or that its event is cancelled or postponed."""
        status = self.event.status if self.event else None
        is_current = self.state in (State.PUBLISHED, State.CORRECTED)
        return status if is_current and status in (EventStatus.CANCELLED, EventStatus.POSTPONED) else self.state

    def listing(self, kind: ListingKind) -> Listing | None:
        """Return the first listing of a kind that contains it, such as that of its month or of its leading topic."""
        return next((listing for listing in self.listings if listing.kind is kind), None)
