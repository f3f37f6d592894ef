"""The parts that pages share: links, pictures, heads, teasers."""

from __future__ import annotations

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The base class of all views."""

    def bodies(self) -> tuple[str, ...]:
        """Return the digests of the bodies that the view uses; they are sent to workers together with it."""
        return ()

    def pixels_of(self) -> str:
        """Return the digest of the photo that must be decoded for the view; empty: none."""
        return ""


class Link(View, frozen=True, kw_only=True):
    """A link with its text."""

    href: str
    label: str


class MenuLink(Link, frozen=True, kw_only=True):
    """A link at the top or the foot of every page."""

    hreflang: str = ""
    """The language of the page, if it is not that of the edition."""
    lang: str = ""
    """The language of the text, if it is not that of the edition."""


class EditionLink(View, frozen=True, kw_only=True):
    """The portal in another language; the words are in this language."""

    lang: str
    href: str
    """Link to its home page."""
    name: str
    """Its language: *English*."""
    home: str
    """The words *home page*."""


class FeedLink(View, frozen=True, kw_only=True):
    """A feed, for discovery and for the page of all feeds."""

    href: str
    url: str
    title: str
    mime: str
    """``application/rss+xml``, ``application/atom+xml`` or ``application/feed+json``."""


class ShareImage(View, frozen=True, kw_only=True):
    """The image of a share card."""

    url: str
    width: int
    height: int
    alt: str


class Site(View, frozen=True, kw_only=True):
    """The view that all pages share."""

    title: str
    short_title: str
    description: str
    language: str
    timezone: str
    base_url: str
    home: str
    """Link to the home page: the path under which the portal is served, in an edition with its language."""
    base: str = ""
    """The path under which the portal is served."""
    editions: tuple[EditionLink, ...] = ()
    """The portal in other languages."""
    fallback: str = ""
    """In an edition, the language of the pages that only the portal has; empty: these pages are the portal's."""
    publisher: str
    publisher_url: str
    license: str
    license_url: str
    colour: str
    menu: tuple[MenuLink, ...]
    footer: tuple[MenuLink, ...]
    assets: dict[str, str]
    """Link to each asset by its name: ``press.css`` to ``/assets/press.3f2a91bc.css``."""
    font: str = ""
    """Link to the font of headlines, which pages load early; empty: none."""
    crest: str
    """Link to the crest."""
    icons: dict[str, str]
    """Link to each icon and to the web manifest, by the name of the file; empty if there is no icon and no crest."""
    card: ShareImage | None = None
    """The share card of pages that are not about one release; None: the portal draws no cards."""
    archive: str
    subscribe: str
    search: str
    corrections: str
    """Links to the pages of that name."""
    ppid: str
    """Link to the list of public information; empty: there is none."""
    feeds: tuple[FeedLink, ...]
    """The feeds of the whole portal."""
    preview: bool
    """Drafts are shown: a banner, and ``noindex`` on every page."""
    offline: str = ""
    """Link to the service worker; empty: there is none."""
    quotes: bool = False
    """Pages show typographic quotation marks."""
    indexes: dict[str, str] = {}
    """Links to the index pages of the vocabularies that config.toml declares, by ``topic``, ``office``, ``region``."""
    contact: str = ""
    """Link to the page of contacts; empty if config.toml has no contacts."""
    check: str = ""
    """Link to the page that checks messages against the seal; empty: the portal has none."""
    channels: tuple[Link, ...] = ()
    """The official accounts, by the name of the service: ``whatsapp``."""


class PictureSource(View, frozen=True, kw_only=True):
    """One ``<source>`` of a picture."""

    mime: str
    srcset: str


class Picture(View, frozen=True, kw_only=True):
    """A photo or figure in all its sizes."""

    href: str
    """The JPEG or PNG that every browser shows."""
    srcset: str
    """All widths in this format; empty if there is only one."""
    sources: tuple[PictureSource, ...]
    """Better formats, best first."""
    width: int
    height: int
    alt: str
    title: str = ""
    """The words of an image in a body that a mouse shows; empty where they are its caption."""
    caption: str = ""
    credit: str = ""
    whole: bool = False
    """Thumbnails show it whole: nothing is cut off (``crop: none``)."""


class Alternate(View, frozen=True, kw_only=True):
    """The same release in another language."""

    lang: str
    href: str
    url: str
    title: str
    """Marked with its state, like every headline in a link."""
    state: str = ""


class Captions(View, frozen=True, kw_only=True):
    """Captions of a video, in one language."""

    href: str
    lang: str
    label: str = ""
    """Empty: the name of the language."""


class Recording(View, frozen=True, kw_only=True, omit_defaults=True):
    """A video or a recording of sound that the page plays."""

    href: str
    mime: str
    title: str
    size: int
    """Bytes."""
    is_video: bool
    """Whether it has pictures."""
    captions: tuple[Captions, ...] = ()
    poster: str = ""
    """Link to the photo that is shown until it plays; empty: none."""
    transcript: str = ""
    """The name of its transcript among those of the body; empty: none."""


class AlertLabel(View, frozen=True, kw_only=True):
    """What lists show of an alert besides its headline."""

    severity: str
    """``extreme``, ``severe``, ``moderate``, ``minor``; empty: an all-clear."""
    is_exercise: bool
    replaced: str
    """``updated`` or ``cleared`` if a later alert has replaced it, else empty."""


class Warned(View, frozen=True, kw_only=True):
    """An alert or a pinned release in the bar that every page shows."""

    href: str
    title: str
    lang: str
    """Empty: the portal's own."""
    until: str
    """ISO 8601: the time from which the bar no longer shows it."""
    valid_until: str
    """Until when it is current, as readers are told: a time or a day without a time; empty: an all-clear."""
    alert: AlertLabel | None = None
    """If it is an alert, its severity."""


class Alert(View, frozen=True, kw_only=True):
    """What an alert says."""

    severity: str
    """``extreme``, ``severe``, ``moderate``, ``minor``; empty: an all-clear."""
    is_exercise: bool
    event: str
    area: str
    urgency: str
    certainty: str
    starts: str
    """When the danger is expected to begin; empty: it is not said."""
    items: tuple[tuple[str, str], ...]
    """Those of the eight items of the law that it has, by their names in front matter; what to do comes first."""
    earlier: Link | None
    """The alert that it replaces."""
    later: Link | None
    """The alert that replaces it,"""
    is_over: bool
    """and whether that one is the all-clear."""
    source: str
    """The warning of another authority on which it is based; empty: none."""
    cap: str
    """Link to its CAP file."""


class Share(View, frozen=True, kw_only=True):
    """A plain link that shares the page with a service."""

    service: str
    """``whatsapp``, ``telegram``, ``x``, ``facebook``, ``mail``."""
    href: str


class Head(View, frozen=True, kw_only=True):
    """The content of a page's ``<head>``."""

    title: str
    """Of a release: its headline, marked if it is withdrawn, expired or a draft."""
    description: str
    canonical: str
    """The absolute URL of the page, or of the original."""
    lang: str
    kind: str
    """``article`` for releases, else ``website`` (Open Graph)."""
    feeds: tuple[FeedLink, ...] = ()
    """The page's own feeds; the portal's follow."""
    alternates: tuple[Alternate, ...] = ()
    """The page in all its languages, itself too; empty: it has only one."""
    edition: str = ""
    """The language of the edition whose words are around it; empty: the portal's."""
    image: ShareImage | None = None
    noindex: bool = False
    json_ld: str = ""
    """JSON-LD, escaped for a script element; empty: none."""
    published: str = ""
    updated: str = ""
    short_title: str = ""
    """Headline for share cards, marked like the title."""
    crumbs: tuple[Link, ...] = ()
    """The links from the home page to the page's parent."""
    here: str = ""
    """The page itself at the end of the breadcrumbs; empty: they end with its parent, if they have one."""
    warnings: tuple[Warned, ...] | None = None
    """The content of the bar of warnings; None: a script fetches it (``pinned.json``)."""


class SealState(View, frozen=True, kw_only=True):
    """What the page of a release says of its seal."""

    href: str
    """Its canonical text."""
    version: int
    number: int
    """The number of its entry in the log, from 1; 0: it is not sealed yet."""
    check: str
    """Link to its check."""
    check_url: str
    """The absolute URL of that, for print,"""
    typed: str
    """and as people type it."""


class Term(View, frozen=True, kw_only=True):
    """A topic, office, region or tag."""

    href: str
    label: str
    name: str
    """The full name; `label` may be a shorter one."""
    searched: str = ""
    """Its name in the search index, if that is another: in an edition, that of the portal."""


class Teaser(View, frozen=True, kw_only=True):
    """A release as lists show it."""

    href: str
    title: str
    summary: str
    kind: str
    state: str
    """``published``, ``corrected``, ``expired``, ``withdrawn``; in previews also ``draft``, ``scheduled``."""
    date: str
    """ISO 8601 with the zone's offset."""
    lang: str
    """Empty: the portal's own."""
    office: str
    """Short name of the leading office, or the name of the other portal that published it; empty: none."""
    topic: Link | None
    picture: Picture | None
    verdict: str
    """The verdict of a clarification, else empty."""
    claim: str
    """The claim that a clarification answers, else empty. Never shown without its verdict."""
    host: str
    """Host of the site that a release of kind ``link`` points to, else empty."""
    expires: str = ""
    """ISO 8601: the time from which it is no longer current; empty: no end, or already over."""
    valid_until: str = ""
    """The same as readers are told: a time or, if it expires at midnight, the day before."""
    starts: str = ""
    """Of an event: when it begins, ISO 8601; a day without a time if it takes whole days."""
    status: str = ""
    """Of an event: ``tentative``, ``confirmed``, ``cancelled`` or ``postponed``."""
    alert: AlertLabel | None = None
    """Of an alert: how bad it is, and whether it is only an exercise or replaced."""
