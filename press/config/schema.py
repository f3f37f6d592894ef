"""The tables and keys of ``config.toml``. docs/config.md is generated from these docstrings (`make docs`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as day
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from press.config.directory import Channels, Map, Office, Region, Term
from press.config.editions import EditionContact, EditionSettings, EditionTerm, MenuItem
from press.config.network import Member, Registry
from press.config.services import Editor, Offline, Ppid, Seal, Security, Sharing, Trust
from press.model import Contact


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[identity]``: the authority in the ids of feeds (RFC 4151), which do not depend on the portal's address."""

    authority: str = ""
    """A domain that the publisher owned in `year`. Default: the host of ``base_url`` in config.toml."""
    year: int = 2026
    """A year in which the publisher owned the domain."""


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[theme]``: the portal's own colour, crest and share cards."""

    colour: str = "#0b4f6c"
    """The accent, as ``#rrggbb``; dark enough for white text on it."""
    crest: str = "crest.svg"
    """The crest, a file in ``templates/assets/``."""
    share_cards: bool = True
    """Draw a share card for every release. Otherwise a shared link shows only the photo."""
    qr_codes: bool = False
    """Print the address of every release as a QR code too. Pages are up to 700 bytes larger."""


class PlaceName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[places.NAME]``: a dateline in a time zone other than the portal's."""

    timezone: str
    """An IANA name: ``Asia/Jakarta``."""


class DeployTarget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[deploy.NAME]``: a place to which `deploy NAME` sends the site. Secrets are in the environment, never here."""

    url: str
    """``sftp://user@host/folder``, ``ftps://…``, ``rsync://…`` (over SSH), ``s3://bucket/folder``, ``file:folder``."""
    endpoint: str = ""
    """The address of an S3-compatible store, as its provider names it. Default: Amazon S3."""
    region: str = ""
    """The region of an S3-compatible store, if its provider names one."""
    host_key: str = ""
    """The public key of an SSH server, as ``ssh-keyscan`` prints it after the host's name. Default: ``known_hosts``."""
    tls_server_name: str = ""
    """The name in the certificate of an FTPS server, where it is not the host of `url`."""
    allow_plain: bool = False
    """Permit ``ftp://``, which sends the password so that anybody on the way can read it; or an `endpoint` without TLS.
    """
    largest_loss: float = 0.2
    """The largest share of the files on the server that a deployment may delete without ``--force``."""


CHANNELS = ("websub", "telegram", "mastodon", "webhook", "email", "whatsapp")
"""The types of channels."""


class AnnounceChannel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[announce.NAME]``: a channel that `announce` tells of releases. Secrets are in the environment, never here."""

    type: str
    """``websub``, ``telegram``, ``mastodon``, ``webhook``, ``email`` or ``whatsapp``."""
    url: str = ""
    """Where it is: the server, the address of the webhook or hub, ``smtp://user@host``, or ``file:folder``."""
    to: str = ""
    """The Telegram channel, ``@humas``; the address of the mailing list."""
    sender: str = ""
    """The sender of mail: ``Humas <humas@host>``."""
    unsubscribe: str = ""
    """Where a reader of the mail leaves the list: an https or mailto address."""
    allow_plain: bool = False
    """Permit ``smtp://`` without encryption."""
    kinds: tuple[str, ...] = ()
    """Only releases of these kinds. Default: all."""
    topics: tuple[str, ...] = ()
    """Only releases with one of these topics, by id. Default: all."""
    offices: tuple[str, ...] = ()
    """Only releases of one of these offices, by id. Default: all."""
    languages: tuple[str, ...] = ()
    """Only releases in these languages. Default: all."""
    hours: int = 48
    """Only releases that were published in the last so many hours."""
    limit: int = 10
    """The most releases of one run, or of one mail; the others follow with the next run."""
    minimum: int = 1
    """Nothing is sent before so many releases wait; for a digest by mail."""
    photo: bool = False
    """Telegram: send the share card, with the text below it."""
    hashtags: bool = False
    """End with the tags of the release, as hashtags."""
    visibility: str = "public"
    """Mastodon: ``public``, ``unlisted`` or ``private``."""


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[checks]``: the portal's own settings for checks."""

    require: tuple[str, ...] = ()
    """Fields that every release must have besides title and date."""
    document_megabytes: int = 10
    """Most megabytes of a document, such as a PDF, that a release names."""
    hosts: tuple[str, ...] = ()
    """The only hosts and domains that releases may link to besides the portal's own: ``go.id``. Default: all."""
    severity: dict[str, str] = {}
    """``error``, ``warning`` or ``off`` for a rule, in place of the rule's own severity."""


class Prose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[prose]``: how pages show texts."""

    quotes: bool = False
    """Show straight quotation marks and apostrophes as typographic ones, on pages and in print. Files, feeds and search
    keep what was written.
    """


class Election(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[elections.NAME]``: the days in which releases that name a candidate are held until a person allows them."""

    begins: day
    """The first day."""
    ends: day
    """The last day."""
    candidates: tuple[str, ...]
    """The names of candidates, in every form that a text may use."""
    words: tuple[str, ...] = ()
    """Slogans, names of parties, and numbers of candidates, as texts may use them."""
    regions: tuple[str, ...] = ()
    """Ids of the regions that vote. Default: all. A release without regions concerns all of them."""


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[lists]``: the pagination of lists."""

    size: int = 20
    """Number of releases on a numbered page."""
    aliases: dict[str, str] = {}
    """The present address of a list by a former one, both from the root of the portal, such as that of a tag that has
    another name now. The former list redirects, and its feeds get full copies."""


class Feeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[feeds]``: the content of feeds."""

    items: int = 20
    """Number of newest releases that are always in a feed."""
    days: int = 14
    """Releases from this many days before the newest one are in a feed too."""
    kilobytes: int = 512
    """Soft limit of a feed's size: a larger feed contains only the newest `items`."""
    hub: str = ""
    """Address of a WebSub hub. Default: no links to a hub."""
    email: str = ""
    """Role mailbox that is shown as managing editor; not a person's."""
    aliases: dict[str, str] = {}
    """The present address of a feed by a former one, both from the root of the portal. The former gets a full copy."""


class PressKit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[press_kit]``: what releases offer to journalists."""

    enabled: bool = True
    """Show the block “For the media” on releases: text, quotations and photos to take, and how to cite."""
    megabytes: int = 2
    """Photos up to this size are published once more at full size, without their metadata; larger ones are offered 1600
    pixels wide. 0: no photo is published twice."""
    terms: str = ""
    """What journalists may do with photos, in a sentence. Default: the `license`."""


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[search]``: the search page."""

    enabled: bool = True
    """Index the releases with Pagefind. Otherwise the search page contains only links to the lists."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words, abbreviations or phrases that mean the same: whoever searches one also finds the others."""


class Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """``[addresses]``: what is to become of addresses that were published."""

    gone: tuple[str, ...] = ()
    """Addresses that may vanish, from the root of the portal; ``/2019/*`` means all in a folder. Apache and nginx
    answer 410 for single ones."""

    @cached_property
    def _gone_paths(self) -> frozenset[str]:
        return frozenset(one.strip("/").removesuffix("index.html").rstrip("/") for one in self.gone)

    @cached_property
    def _gone_folders(self) -> tuple[str, ...]:
        return tuple(one.strip("/").removesuffix("*") for one in self.gone if one.endswith("/*"))

    def is_gone(self, path: str) -> bool:
        """Tell whether a path may vanish; `path` has no slash at its ends."""
        return path in self._gone_paths or f"{path}/".startswith(self._gone_folders)


class Hosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[hosts]``: what web servers need."""

    compress: tuple[str, ...] = ()
    """Make compressed copies of texts beside them: ``gzip``, ``brotli``. Default: none; the server compresses."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The portal. Only ``title``, ``base_url``, ``language`` and ``timezone`` are needed."""

    title: str
    """Name of the portal."""
    base_url: str
    """URL where it is served, with the path if it has one: ``https://berita.example/portal/``."""
    language: str
    """BCP 47 language of interface and releases: ``id`` or ``en``."""
    timezone: str
    """Time zone of the newsroom: ``Asia/Jakarta``, ``Asia/Makassar`` or ``Asia/Jayapura``, or any other IANA name."""
    language_in_address_since: day | None = None
    """Releases in other languages, dated before this day, have no language in their address. Default: all have one."""
    short_title: str = ""
    """Shorter name, where there is little space; about 20 characters at most."""
    description: str = ""
    """One sentence that says what the portal is."""
    publisher: str = ""
    """The government body that is responsible for it. Default: the title."""
    publisher_url: str = ""
    """URL of that body's own website."""
    license: str = ""
    """Name of the licence of texts and photos."""
    license_url: str = ""
    """URL of the licence."""
    identity: Identity = Identity()
    theme: Theme = Theme()
    menu: tuple[MenuItem, ...] = ()
    """``[[menu]]``: the links at the top of every page, in their order; seven at most are easy to read."""
    footer: tuple[MenuItem, ...] = ()
    """``[[footer]]``: the links at the foot of every page."""
    editions: dict[str, EditionSettings] = {}
    """``[editions.LANGUAGE]``: the portal in another language, below ``/LANGUAGE/``."""
    contacts: dict[str, Contact] = {}
    """``[contacts.ID]``: press contacts that releases and offices name by id."""
    topics: dict[str, Term] | None = None
    """``[topics.ID]``: if declared, only these ids are allowed (closed). If not, any name is, as typed (open)."""
    offices: dict[str, Office] | None = None
    """``[offices.ID]``: like `topics`."""
    regions: dict[str, Region] | None = None
    """``[regions.ID]``: like `topics`."""
    map: Map = Map()
    channels: Channels = Channels()
    places: dict[str, PlaceName] = {}
    """``[places.NAME]``: datelines in a time zone other than the newsroom's."""
    checks: Checks = Checks()
    prose: Prose = Prose()
    elections: dict[str, Election] = {}
    """``[elections.NAME]``: the days in which releases that name a candidate are held."""
    deploy: dict[str, DeployTarget] = {}
    """``[deploy.NAME]``: where the site is sent."""
    announce: dict[str, AnnounceChannel] = {}
    """``[announce.NAME]``: where new releases are announced."""
    network: dict[str, Member] = {}
    """``[network.NAME]``: other portals whose releases this portal shows."""
    registries: dict[str, Registry] = {}
    """``[registries.NAME]``: names of officials and offices that portals share."""
    lists: Lists = Lists()
    feeds: Feeds = Feeds()
    search: Search = Search()
    press_kit: PressKit = PressKit()
    sharing: Sharing = Sharing()
    addresses: Addresses = Addresses()
    hosts: Hosts = Hosts()
    security: Security = Security()
    trust: Trust = Trust()
    ppid: Ppid | None = None
    offline: Offline | None = None
    editor: Editor = Editor()
    seal: Seal = Seal()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The newsroom's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def portal(self) -> Config:
        """The settings of the portal, also where these are those of an edition."""
        return self

    @property
    def folder(self) -> str:
        """Where the home page and the lists are: ``""``, of an edition ``en/``."""
        return ""

    def edition(self, language: str) -> Config:
        """Return the settings of the edition in a language, ``en`` or ``en-GB``; those of the portal if it has none."""
        return self.portal.other_editions.get(language.lower().partition("-")[0], self.portal)

    @cached_property
    def other_editions(self) -> dict[str, Edition]:
        """The settings of the editions by their languages."""
        return {language: _edition(self, language, said) for language, said in self.editions.items()}

    @cached_property
    def base_path(self) -> str:
        """The path under which the portal is served, with slashes at both ends: ``/`` or ``/portal/``."""
        return urlsplit(self.base_url).path

    @cached_property
    def former_terms(self) -> dict[tuple[str, str], str]:
        """The ids of terms by the kind of their list and a former id."""
        vocabularies: dict[str, Mapping[str, Term]] = {
            "topic": self.topics or {}, "office": self.offices or {}, "region": self.regions or {},
        }  # fmt: skip
        return {
            (kind, alias): id
            for kind, terms in vocabularies.items()
            for id, term in terms.items()
            for alias in term.aliases
        }

    def zone_of(self, place: str) -> ZoneInfo:
        """Return the time zone of a dateline: the newsroom's if the place declares none."""
        named = self.places.get(place)
        return ZoneInfo(named.timezone) if named else self.zone


class Edition(Config, frozen=True, kw_only=True, dict=True):
    """The settings of the portal in another language: what it says of itself, and where its lists are."""

    main: Config
    """Those of the portal."""

    @property
    def portal(self) -> Config:
        """The settings of the portal."""
        return self.main

    @property
    def folder(self) -> str:
        """Where its home page and its lists are: ``en/``."""
        return f"{self.language}/"


_T = TypeVar("_T", bound=Term)


def _edition(portal: Config, language: str, said: EditionSettings) -> Edition:
    values = {name: getattr(portal, name) for name in portal.__struct_fields__}
    values |= {
        "language": language,
        "title": said.title or portal.title,
        "short_title": said.short_title or said.title or portal.short_title,
        "description": said.description,
        "publisher": said.publisher or portal.publisher,
        "menu": said.menu,
        "footer": said.footer,
        "topics": _in_language(portal.topics, said.topics),
        "offices": _in_language(portal.offices, said.offices),
        "regions": _in_language(portal.regions, said.regions),
        "contacts": {id: _contact(one, said.contacts.get(id)) for id, one in portal.contacts.items()},
    }
    return Edition(**values, main=portal)


def _in_language(terms: dict[str, _T] | None, names: Mapping[str, EditionTerm]) -> dict[str, _T] | None:
    """Return a vocabulary with the names of an edition; what has none keeps its name, without a description."""
    return None if terms is None else {id: _term(term, names.get(id)) for id, term in terms.items()}


def _term(term: _T, said: EditionTerm | None) -> _T:
    if said is None:
        return msgspec.structs.replace(term, description="")
    own_names = {"name": said.name, "short": said.short} if said.name else {"short": said.short or term.short}
    changes = {**own_names, "description": said.description}
    if isinstance(term, Office):
        changes["hours"] = said.hours or term.hours
    return msgspec.structs.replace(term, **changes)


def _contact(contact: Contact, said: EditionContact | None) -> Contact:
    changes = {"role": said.role, "hours": said.hours} if said else {}
    return msgspec.structs.replace(contact, **{name: text for name, text in changes.items() if text})
