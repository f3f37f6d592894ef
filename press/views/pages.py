"""The views of pages: one class for each kind of page."""

from __future__ import annotations

from press.model import Contact, Quote
from press.views.agenda import Event
from press.views.directory import Channel, OfficeEntry, RegionMap
from press.views.parts import (
    Alert,
    Alternate,
    FeedLink,
    Head,
    Link,
    Picture,
    Recording,
    SealState,
    Share,
    Teaser,
    Term,
    View,
)


class Attachment(View, frozen=True, kw_only=True):
    """A document to download, or a recording to play."""

    href: str
    title: str
    mime: str
    size: int
    """Bytes."""
    pages: int
    """0 if unknown."""
    digest: str = ""
    """SHA-256 of a document's bytes, hexadecimal; only releases of kind ``document`` show it."""
    recording: Recording | None = None
    """Its player, if it is a recording that has none in the text."""


class Correction(View, frozen=True, kw_only=True):
    """A correction of a release."""

    date: str
    note: str
    was: str
    now: str


class Withdrawal(View, frozen=True, kw_only=True):
    """The notice of a withdrawn release."""

    date: str
    reason: str
    replacement: Link | None


class Evidence(View, frozen=True, kw_only=True):
    """A piece of evidence for a verdict: a link if it has an address, else only text."""

    href: str
    label: str


class Claim(View, frozen=True, kw_only=True):
    """The claim that a clarification answers."""

    text: str
    verdict: str
    where: str
    first_seen: str
    due: str = ""
    """While it is being checked: the day by which the result is published; else empty."""
    evidence: tuple[Evidence, ...]
    fact: str = ""
    """What is true instead, in one sentence; empty: the headline says it."""


class KitPhoto(View, frozen=True, kw_only=True):
    """A photo that journalists may take."""

    href: str
    name: str
    """The name of the file."""
    mime: str
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    size: int
    """Bytes; 0 if they are not known before the file is made."""
    caption: str
    credit: str
    terms: str
    """What may be done with it."""
    thumb: str
    """Link to its smallest size."""


class PressKit(View, frozen=True, kw_only=True):
    """What a release offers to journalists, besides its text."""

    quotes: tuple[Quote, ...]
    photos: tuple[KitPhoto, ...]
    terms: str
    """What may be done with text and photos; empty: the licence of the portal."""


class Release(View, frozen=True, kw_only=True):
    """The page of a release, in every state, and of every kind."""

    head: Head
    title: str
    summary: str
    kind: str
    state: str
    date: str
    updated: str
    """Empty if nothing significant changed."""
    expires: str
    valid_until: str
    """Until when it is current, as readers are told: a time or, if it expires at midnight, the day before."""
    place: str
    """Dateline; empty: none."""
    lang: str
    kind_list: Link
    """The list of its kind."""
    offices: tuple[Term, ...]
    topics: tuple[Term, ...]
    regions: tuple[Term, ...]
    tags: tuple[Term, ...]
    picture: Picture | None
    pictures: tuple[Picture, ...]
    attachments: tuple[Attachment, ...]
    alert: Alert | None = None
    """What it warns of, and what to do; None: it is no alert."""
    press_kit: PressKit | None
    """None: nothing is offered, as for a withdrawn release."""
    contact: Contact | None
    corrections: tuple[Correction, ...]
    """Newest first."""
    withdrawn: Withdrawal | None
    claim: Claim | None
    event: Event | None = None
    """When and where it is, of an event."""
    result_of: tuple[Link, ...] = ()
    """The events of which it says what came of them."""
    points: tuple[str, ...] = ()
    """The main points, which readers see above the text."""
    author: str
    photographer: str
    editor: str
    approved_by: str
    code: str
    disclosure: str
    """Its class as public information, ``periodic``; empty: none."""
    original: str
    """Absolute URL, if another office published it first; for kind ``link``: of the page that it links to."""
    original_host: str
    translations: tuple[Alternate, ...]
    share: tuple[Share, ...]
    share_text: str
    """What a reader sends with the link."""
    share_pack: str = ""
    """Link to its share pack; empty: there is none."""
    change_feed: str = ""
    """Link to the feed of its changes; empty: there is none."""
    printed_code: bool = False
    """Whether print shows its address as a QR code too."""
    older: Teaser | None
    """The release before it, of any kind."""
    related: tuple[Teaser, ...]
    """Older releases with the same subject, those that have most in common first."""
    body: str
    """Digest of the body; the template gets its HTML as `body`. Empty if the text was removed."""
    refs: tuple[str, ...]
    """The address for each ``press:N`` of the body."""
    pictures_in_body: dict[str, Picture]
    """The picture for each ``press:N`` that is a photo, by N."""
    recordings_in_body: dict[str, Recording]
    """The recording for each ``press:N`` that has a player, by N."""
    minutes: int
    """Reading time."""
    seal: SealState | None = None
    """Its canonical text and the entry of the log; None: the portal has no seal."""

    def bodies(self) -> tuple[str, ...]:
        """Return the digest of its body, unless the text was removed."""
        return (self.body,) if self.body else ()


class Page(View, frozen=True, kw_only=True):
    """A standing page."""

    head: Head
    title: str
    summary: str
    state: str = "published"
    valid_until: str = ""
    """Until when it is current: a time, or a day without a time; empty: no end."""
    date: str = ""
    """ISO 8601; empty if its file has none."""
    updated: str
    picture: Picture | None = None
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    withdrawn: Withdrawal | None
    body: str
    """Digest of the body; empty if the text was removed."""
    refs: tuple[str, ...]
    pictures_in_body: dict[str, Picture]
    recordings_in_body: dict[str, Recording]
    contents: tuple[Link, ...]
    """Its headings of level 2, if there are three or more."""

    def bodies(self) -> tuple[str, ...]:
        """Return the digest of its body, unless the text was removed."""
        return (self.body,) if self.body else ()


class Pager(View, frozen=True, kw_only=True):
    """The position of a page in a list. Pages are numbered from the oldest, so that page 7 stays page 7."""

    number: int
    """0 for the unnumbered first page, which shows the newest releases."""
    count: int
    """How many numbered pages there are."""
    newer: str
    """Link to the next newer page; empty: none."""
    older: str
    """Link to the next older page; empty: none."""
    first: str
    """Link to the page with the newest releases."""
    last: str
    """Link to the oldest page; empty if there are no numbered pages."""


class List(View, frozen=True, kw_only=True):
    """A list: of a kind, topic, tag, office, region or language."""

    head: Head
    listing: str
    """``kind``, ``topic``, ``tag``, ``office``, ``region``, ``lang``; of the register: ``verdict``, ``checked``."""
    term: str
    """Id within the listing: ``clarification``, ``infrastruktur``."""
    name: str
    description: str
    change_feed: str = ""
    """Link to the feed of corrections and withdrawals of a topic, on its first page."""
    contact: Contact | None
    """Press contact of an office."""
    url: str
    """The office's own web site; empty: none."""
    total: int
    """Releases in the whole list; 0 on a numbered page."""
    teasers: tuple[Teaser, ...]
    pager: Pager
    in_register: bool = False
    """Whether it is a part of the register of clarifications: then the claim comes before the headline."""
    register: Register | None = None
    """The filters of the register, on the first page of each of its parts."""
    office: OfficeEntry | None = None
    """On the first page of an office that config.toml declares: how to reach it."""
    map: RegionMap | None = None
    """On the first page of a region that has a place on the map."""
    calendar: str = ""
    """Of an office that has events: the link to its calendar."""
    valid_now: tuple[Teaser, ...] | None = None
    """On the first page of the alerts: those that are valid now."""
    filters: ListFilters | None = None
    """The filters of any other list, on its first page."""


class ListFilters(View, frozen=True, kw_only=True):
    """The filters of a list: links to the lists of kinds and offices, links into the list by year, and a search."""

    kinds: tuple[Link, ...]
    """The label is the kind: ``news``."""
    years: tuple[Link, ...]
    """Of each year, newest first, the page of the list with its newest releases."""
    offices: tuple[Term, ...]
    topics: tuple[Term, ...]
    search: str
    """Link to the search page; empty if search is disabled."""


class Register(View, frozen=True, kw_only=True):
    """The filters of the register of clarifications: lists of those that are not empty, and a search."""

    all: str
    """Link to all clarifications."""
    verdicts: tuple[Link, ...]
    """The lists by verdict; the label is the verdict: ``false``."""
    years: tuple[Link, ...]
    """The lists by year, newest first."""
    topics: tuple[Group, ...]
    """The declared topics, to search in one of them."""
    search: str
    """Link to the search page; empty if search is disabled."""


class Group(View, frozen=True, kw_only=True):
    """Terms under one heading: on the home page, the page of feeds, the search page."""

    listing: str
    terms: tuple[Term, ...]


class FeedGroup(View, frozen=True, kw_only=True):
    """Feeds under one heading of the page of all feeds."""

    listing: str
    rows: tuple[FeedRow, ...]


class FeedRow(View, frozen=True, kw_only=True):
    """A list with its three feeds."""

    name: str
    href: str
    feeds: tuple[FeedLink, ...]


class Subscribe(View, frozen=True, kw_only=True, tag=True):
    """The page of all feeds."""

    head: Head
    groups: tuple[FeedGroup, ...]
    opml: str
    channels: tuple[Channel, ...] = ()
    """The official accounts of the publisher."""
    calendar: str = ""
    """Absolute URL of the calendar of all events; empty: there are none."""
    seal: SealKey | None = None
    """Where texts are checked, and the root key; None: the portal has no seal."""


class SealKey(View, frozen=True, kw_only=True):
    """What a reader needs to be sure whose seal it is."""

    check: str
    """Link to the page that checks texts."""
    typed: str
    """Its address as people type it."""
    root: str
    """The root key."""
    fingerprint: tuple[str, ...]
    """The SHA-256 of these characters, hexadecimal, in groups of four."""


class Change(View, frozen=True, kw_only=True):
    """A correction or withdrawal in the register."""

    teaser: Teaser
    date: str
    what: str
    """``corrected`` or ``withdrawn``."""
    note: str
    was: str
    now: str
    replacement: Link | None


class Corrections(View, frozen=True, kw_only=True):
    """The register of corrections and withdrawals, one page a year, newest first."""

    head: Head
    changes: tuple[Change, ...]
    year: str
    years: tuple[Link, ...]


class Search(View, frozen=True, kw_only=True):
    """The search page."""

    head: Head
    groups: tuple[Group, ...]
    years: tuple[str, ...]
    """Newest first."""
    engine: str
    """Link to the folder of the search engine; empty if there is nothing to search."""
    bundles: tuple[str, ...]
    """Links to the folders of the search index, newest first: ``/cari/indeks/2026/3/``."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same, from ``[search]``."""
    whole: str = ""
    """In an edition, whose page finds what is in its language: link to the page that finds all releases."""
