"""What comes in: source files, releases, their bodies, and the cards that are kept of them."""

from __future__ import annotations

import enum
from datetime import date as day
from datetime import datetime

import msgspec

from press.diagnostics import Diagnostic
from press.model.listing import Listing, ListingKind

STATIC = "static/"
"""The folder whose files are published as they are."""


class ReleaseKind(enum.StrEnum):
    """What a release is; each kind has its own list. `PAGE` is a standing page and stands in no list."""

    RELEASE = "release"
    NEWS = "news"
    CLARIFICATION = "clarification"
    ANNOUNCEMENT = "announcement"
    SPEECH = "speech"
    PHOTO = "photo"
    LINK = "link"
    PAGE = "page"


LISTED_KINDS = tuple(kind for kind in ReleaseKind if kind is not ReleaseKind.PAGE)
"""The kinds that have lists."""


class Verdict(enum.StrEnum):
    """What the desk found out about a claim."""

    FALSE = "false"
    MISLEADING = "misleading"
    OLD_CONTENT = "old-content"
    FABRICATED = "fabricated"
    SCAM = "scam"
    TRUE = "true"
    UNPROVEN = "unproven"


class State(enum.StrEnum):
    """Where a release stands in time; all but `DRAFT` and `SCHEDULED` are public."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class SourceFile(msgspec.Struct, frozen=True):
    """A text file that was read."""

    path: str
    """Relative to the root, with forward slashes: ``posts/2026/03/jembatan.md``."""
    data: bytes
    """Its bytes as they are on disk."""
    digest: str
    """SHA-256 of the bytes, hexadecimal."""


class File(msgspec.Struct, frozen=True):
    """A photo or document that a release uses."""

    path: str
    """Relative to the root, with forward slashes."""
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    size: int
    """Bytes."""
    mime: str = ""
    """Media type, from the bytes where they tell, else from the ending."""
    width: int = 0
    """Pixels as shown (orientation applied); 0 for what is no image."""
    height: int = 0
    """Pixels as shown; 0 for what is no image."""
    pages: int = 0
    """Pages of a PDF; 0 where unknown."""

    @property
    def is_static(self) -> bool:
        """Whether it lies in ``static/``: then it is published as it is, under its own address, not the release's."""
        return self.path.startswith(STATIC)

    @property
    def static_address(self) -> str:
        """The address of a file of ``static/``."""
        return self.path.removeprefix(STATIC)


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a journalist may call."""

    name: str
    """A person, or a desk that answers."""
    role: str = ""
    """Office and function."""
    phone: str = ""
    """As people of the region dial it."""
    whatsapp: str = ""
    """A number with its country code, or as dialled."""
    email: str = ""
    """An address that is read every day."""
    hours: str = ""
    """When somebody answers."""


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A photo or figure of a release."""

    src: str
    """As written: a file beside the release, or a path from the root of the portal."""
    alt: str = ""
    """What it shows, for those who cannot see it."""
    caption: str = ""
    """The words below it."""
    credit: str = ""
    """Who made it."""


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document to download."""

    src: str
    """As written: a file beside the release, or a path from the root of the portal."""
    title: str = ""
    """What it is called on the page; else the name of the file."""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A correction in the open."""

    date: datetime
    """When it was corrected."""
    note: str
    """What was wrong, in a sentence."""
    was: str = ""
    """The words as they stood."""
    now: str = ""
    """The words that take their place."""


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a release no longer holds; its page stays as a notice."""

    date: datetime
    """From when on; it may lie ahead."""
    reason: str
    """Why, in a sentence that readers understand."""
    replacement: str = ""
    """The id of the release that takes its place."""
    remove_text: bool = False
    """The text must not be shown any longer (personal data, victims)."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clarification answers."""

    text: str
    """The claim, in the words in which it spreads."""
    verdict: Verdict
    """What the desk found."""
    where: str = ""
    """Where it spreads."""
    first_seen: day | None = None
    """When the desk first saw it."""
    evidence: tuple[str, ...] = ()
    """What supports the verdict: addresses, documents, people who were asked."""


class Ref(msgspec.Struct, frozen=True):
    """A link or an image of a body that points into the portal.

    The body's HTML holds ``press:N`` in its place, N being the position in `Body.refs`.
    """

    target: str
    """As written: ``foto.jpg``, ``../02/x.md``, ``/topik/air/``, ``#catatan``."""
    line: int
    """Line in the Markdown text, from 1."""
    image: bool = False


class Heading(msgspec.Struct, frozen=True):
    """A heading of a body."""

    level: int
    text: str
    id: str


class Body(msgspec.Struct, frozen=True):
    """The prose of a release, made from its Markdown."""

    html: str
    """Sanitised; links into the portal are ``press:N`` (see `Ref`)."""
    text: str
    """Plain text, for search; a line for each block."""
    lead: str
    """The first paragraph as plain text."""
    words: int
    refs: tuple[Ref, ...] = ()
    headings: tuple[Heading, ...] = ()


class Release(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One release, as its file says it. Field by field: docs/front-matter.md."""

    source: str
    """The file, relative to the root."""
    id: str
    """Identity in feeds, for ever."""
    title: str
    """Headline, plain text."""
    date: datetime
    """First published, with the offset of its zone."""
    slug: str
    """Last part of the address."""
    kind: ReleaseKind = ReleaseKind.RELEASE
    """What it is; each kind has its own list."""
    short_title: str = ""
    """Headline for share cards: 65 characters at most."""
    updated: datetime | None = None
    """Last *significant* change: it brings the release back to the top of the feeds."""
    summary: str = ""
    """Standfirst; where there is none, lists show the first paragraph."""
    aliases: tuple[str, ...] = ()
    """Former addresses, from the root of the portal; they lead here."""
    topics: tuple[str, ...] = ()
    """Ids; the leading topic first."""
    tags: tuple[str, ...] = ()
    """Free words."""
    offices: tuple[str, ...] = ()
    """Ids; the leading office first."""
    regions: tuple[str, ...] = ()
    """Ids."""
    place: str = ""
    """Dateline; its times are of its zone, where ``[places]`` names one."""
    author: str = ""
    """Who wrote it."""
    photographer: str = ""
    """Who took its photos."""
    editor: str = ""
    """Who edited it."""
    approved_by: str = ""
    """Who is responsible for it."""
    code: str = ""
    """The sign-off code of the desk."""
    contact: Contact | None = None
    """Whom journalists may call; else the contact of the leading office."""
    image: Image | None = None
    """The lead photo."""
    images: tuple[Image, ...] = ()
    """More photos."""
    attachments: tuple[Attachment, ...] = ()
    """Documents to download."""
    draft: bool = False
    """Not public, whatever its date."""
    expires: datetime | None = None
    """No longer current from then on: it stays, and is labelled."""
    review: day | None = None
    """To be looked at again by this day."""
    corrections: tuple[Correction, ...] = ()
    """Its corrections, in the open."""
    withdrawn: Withdrawal | None = None
    """It no longer holds."""
    claim: Claim | None = None
    """What a clarification answers."""
    lang: str = ""
    """BCP 47; empty: the portal's language."""
    translation_of: str = ""
    """The id of the release that this one translates."""
    original: str = ""
    """Canonical address, where another office published it first; the target of a `ReleaseKind.LINK`."""
    lines: dict[str, int] = {}
    """Line of each field in the file, from 1, for diagnostics."""


class Parsed(msgspec.Struct, frozen=True):
    """A source file, split into its release and its Markdown."""

    release: Release | None
    """None where the front matter cannot be read; then `problems` has an error."""
    text: str
    """The Markdown below the front matter."""
    line: int
    """The line of the file on which `text` begins, from 1."""
    problems: tuple[Diagnostic, ...]


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that lists, feeds and other pages may know of a release; what the catalogue holds."""

    release: Release
    address: str
    """Its page under ``site/`` as a directory: ``2026/03/jembatan/``."""
    instant: int
    """When it was first published, in seconds since the epoch: what lists are ordered by."""
    state: State
    """At the build's `now`."""
    public: bool
    """May stand in outputs; decided in one place, `press.content.lifecycle`."""
    body: str
    """SHA-256 of the Markdown text, by which the `Body` made from it is found."""
    lead: str
    """The summary, else the first paragraph; plain text."""
    words: int
    listings: tuple[Listing, ...] = ()
    """The listings that it stands in, its leading topic before its other topics; none for a standing page."""
    moments: tuple[int, ...] = ()
    """When the clock alone changes what the site says of it, in seconds since the epoch."""
    refs: tuple[Ref, ...] = ()
    headings: tuple[Heading, ...] = ()
    """Of standing pages only."""
    files: dict[str, File] = {}
    """The files it uses, by what it calls them (`Image.src`, `Attachment.src`, `Ref.target`)."""

    @property
    def is_page(self) -> bool:
        """Whether it is a standing page."""
        return self.release.kind is ReleaseKind.PAGE

    @property
    def is_withdrawn(self) -> bool:
        """Whether it no longer holds at the build's `now`."""
        return self.state is State.WITHDRAWN

    @property
    def is_text_removed(self) -> bool:
        """Whether its text must not be shown any longer."""
        withdrawn = self.release.withdrawn
        return self.is_withdrawn and withdrawn is not None and withdrawn.remove_text

    def listing(self, kind: ListingKind) -> Listing | None:
        """The first listing of a kind that it stands in: that of its month, of its leading topic."""
        return next((listing for listing in self.listings if listing.kind is kind), None)
