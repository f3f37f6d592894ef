"""``config.toml`` becomes one frozen, typed `Config`; everything is settled here, at the door.

A wrong or unknown key is a diagnostic with its line. What each key means: docs/config.md, which is written from the
docstrings below (``tests/test_documents.py`` holds the two together).
"""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from press.errors import N_, BadConfig, Diagnostic, Misuse, Place, error
from press.model import Contact, Release

NAME = "config.toml"
_RULES = (
    "address", "alt", "claim", "config", "control-characters", "date", "directory", "draft", "duplicate-id", "embed",
    "encoding", "foreign-image", "front-matter", "heading", "html", "id", "image", "link", "link-target", "link-text",
    "markdown", "media", "nesting", "office", "relation", "require", "short-title", "size", "special", "symlink",
    "time", "title", "unknown-field", "unreadable", "unsafe",
)  # fmt: skip
RULES = frozenset(_RULES) | frozenset(Release.__struct_fields__)
"""Every rule by its name; many bear that of the field that they are about."""


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[identity]``: who mints the ids of feeds (RFC 4151), whatever the portal's address is."""

    authority: str = ""
    """A domain that the publisher owned in `year`. Default: the host of ``base_url`` as config.toml has it."""
    year: int = 2026
    """A year in which the publisher owned the domain."""


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[theme]``: what makes the portal yours at a glance."""

    colour: str = "#0b4f6c"
    """The accent, as ``#rrggbb``; dark enough for white text on it."""
    crest: str = "crest.svg"
    """The crest, a file in ``templates/assets/``."""
    share_cards: bool = True
    """Draw a share card for every release; without, links are shared with the photo alone."""


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[menu]]`` and ``[[footer]]``: one link."""

    label: str
    """The words of the link."""
    url: str
    """From the root of the portal, with a leading slash; or a whole address."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[topics.ID]``, ``[offices.ID]``, ``[regions.ID]``: one entry of a vocabulary."""

    name: str
    """The whole name."""
    short: str = ""
    """A shorter name for tight places."""
    description: str = ""
    """One sentence, shown on its list and in its feed."""
    contact: str = ""
    """Default press contact of an office: an id from ``[contacts]``."""
    url: str = ""
    """Its own web site."""


class PlaceName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[places.NAME]``: a dateline in another zone than the portal's."""

    timezone: str
    """An IANA name: ``Asia/Jakarta``."""


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[checks]``: the rules of the house."""

    require: tuple[str, ...] = ()
    """Fields that every release must have besides title and date."""
    severity: dict[str, str] = {}
    """Rule to ``error``, ``warning`` or ``off``, where the desk wants another severity than the rule's own."""


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[lists]``: how lists are paged."""

    size: int = 20
    """Releases on a numbered page."""


class Feeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[feeds]``: what subscribers get."""

    items: int = 20
    """The newest so many are always in."""
    days: int = 14
    """… and all within so many days before the newest."""
    kilobytes: int = 512
    """Soft limit of a feed's size: beyond it, only the newest `items` stay."""
    hub: str = ""
    """Address of a WebSub hub; none: no hub links."""
    email: str = ""
    """Role mailbox shown as managing editor; never a person's."""
    aliases: dict[str, str] = {}
    """Former address of a feed to its present one, both from the root of the portal; served as a full copy."""


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[search]``: what the search page can do."""

    enabled: bool = True
    """Index the releases with Pagefind. Without, the page offers the lists alone."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The portal. Only ``title``, ``base_url``, ``language`` and ``timezone`` are needed."""

    title: str
    """Name of the portal."""
    base_url: str
    """Where it is served, with the path if it lies under one: ``https://berita.example/portal/``."""
    language: str
    """BCP 47 language of interface and releases: ``id`` or ``en``."""
    timezone: str
    """Zone of the desk: ``Asia/Jakarta``, ``Asia/Makassar`` or ``Asia/Jayapura``, or any other IANA name."""
    short_title: str = ""
    """For tight places; at most 20 characters or so."""
    description: str = ""
    """One sentence on what the portal is."""
    publisher: str = ""
    """The government body that answers for it. Default: the title."""
    publisher_url: str = ""
    """The body's own address."""
    license: str = ""
    """Name of the licence of texts and photos."""
    license_url: str = ""
    """Address of the licence."""
    identity: Identity = Identity()
    theme: Theme = Theme()
    menu: tuple[MenuItem, ...] = ()
    """``[[menu]]``: the links in the head of every page, in their order; seven at most read well."""
    footer: tuple[MenuItem, ...] = ()
    """``[[footer]]``: the links at the foot of every page."""
    contacts: dict[str, Contact] = {}
    """``[contacts.ID]``: press contacts that releases and offices name by id."""
    topics: dict[str, Term] | None = None
    """``[topics.ID]``; declared: closed, only these ids are known. Not declared: open, names as typed."""
    offices: dict[str, Term] | None = None
    """``[offices.ID]``; as `topics`."""
    regions: dict[str, Term] | None = None
    """``[regions.ID]``; as `topics`."""
    places: dict[str, PlaceName] = {}
    """``[places.NAME]``: datelines in another zone than the desk's."""
    checks: Checks = Checks()
    lists: Lists = Lists()
    feeds: Feeds = Feeds()
    search: Search = Search()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def base_path(self) -> str:
        """The path under which the portal is served, with slashes at both ends: ``/`` or ``/portal/``."""
        return urlsplit(self.base_url).path

    def zone_of(self, place: str) -> ZoneInfo:
        """Give the zone of a dateline, the desk's where the place declares none."""
        named = self.places.get(place)
        return ZoneInfo(named.timezone) if named else self.zone


def load(root: Path, base_url: str = "", language: str = "") -> Config:
    """Read ``config.toml`` under `root`; the two arguments, where given, take the place of what it says.

    Raises `Misuse` where there is no such file, `BadConfig` with all its diagnostics where it is wrong.
    """
    try:
        text = (root / NAME).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Misuse(N_("there is no config.toml in {root}"), root=root) from None
    except (OSError, UnicodeDecodeError) as reason:
        raise Misuse(N_("config.toml cannot be read: {reason}"), reason=reason) from None
    return _settled(parse(text), base_url, language)


def parse(text: str) -> Config:
    """Turn the text of a config.toml into a `Config`. Raises `BadConfig`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise BadConfig([_syntax(reason)]) from None
    problems = list(_unknown_keys(data, text))
    try:
        config = msgspec.convert(_known(data), Config)
    except msgspec.ValidationError as reason:
        problems.append(_mistyped(str(reason), text))
    else:
        problems.extend(_contradictions(config, text))
    if problems:
        raise BadConfig(problems)
    return config


def _settled(config: Config, base_url: str, language: str) -> Config:
    """Fill in what follows from the rest, then what the command line overrides."""
    authority = config.identity.authority or urlsplit(config.base_url).hostname or "localhost"
    return msgspec.structs.replace(
        config,
        identity=msgspec.structs.replace(config.identity, authority=authority),
        base_url=(base_url or config.base_url).rstrip("/") + "/",
        language=language or config.language,
        publisher=config.publisher or config.title,
    )


def _syntax(reason: tomllib.TOMLDecodeError) -> Diagnostic:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(reason))
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    return error(Place(NAME, line, column), "config", N_("this is not TOML: {reason}"), reason=reason)


_TABLES: dict[str, type[msgspec.Struct]] = {
    "identity": Identity, "theme": Theme, "checks": Checks, "lists": Lists, "feeds": Feeds,
    "search": Search,
}  # fmt: skip
_TABLES_BY_NAME: dict[str, type[msgspec.Struct]] = {
    "contacts": Contact, "topics": Term, "offices": Term, "regions": Term, "places": PlaceName,
}  # fmt: skip


def _unknown_keys(data: dict[str, Any], text: str) -> list[Diagnostic]:
    """Find every key that no struct declares; msgspec alone would stop at the first."""
    found = _strangers(data, Config, (), text)
    for name, struct in _TABLES.items():
        if isinstance(data.get(name), dict):
            found += _strangers(data[name], struct, (name,), text)
    for name, struct in _TABLES_BY_NAME.items():
        for key, entry in data.get(name, {}).items() if isinstance(data.get(name), dict) else ():
            if isinstance(entry, dict):
                found += _strangers(entry, struct, (name, key), text)
    return found


def _strangers(
    data: dict[str, Any], struct: type[msgspec.Struct], path: tuple[str, ...], text: str
) -> list[Diagnostic]:
    known = struct.__struct_fields__
    return [
        error(
            _place((*path, key), text),
            "config",
            N_("unknown key “{key}”"),
            N_("did you mean “{nearest}”?") if (nearest := _nearest(key, known)) else N_("see docs/config.md"),
            key=".".join((*path, key)),
            nearest=nearest,
        )
        for key in data
        if key not in known
    ]


def _known(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was already reported as unknown, so that the types of the rest are still checked."""
    kept = {key: value for key, value in data.items() if key in Config.__struct_fields__}
    for name, struct in _TABLES.items():
        if isinstance(kept.get(name), dict):
            kept[name] = {k: v for k, v in kept[name].items() if k in struct.__struct_fields__}
    for name, struct in _TABLES_BY_NAME.items():
        if isinstance(kept.get(name), dict):
            kept[name] = {
                key: {k: v for k, v in entry.items() if k in struct.__struct_fields__}
                if isinstance(entry, dict)
                else entry
                for key, entry in kept[name].items()
            }
    return kept


def _mistyped(reason: str, text: str) -> Diagnostic:
    found = re.search(r"^(.*?)(?: - at `\$\.?(.*)`)?$", reason)
    what, path = (found[1], found[2] or "") if found else (reason, "")
    missing = re.search(r"missing required field `(\w+)`", what)
    if missing:
        key = ".".join(filter(None, (path, missing[1])))
        return error(_place(tuple(path.split(".")) if path else (), text), "config", N_("“{key}” is missing"), key=key)
    return error(_place(tuple(path.split(".")), text), "config", N_("“{key}”: {reason}"), key=path, reason=what)


def _contradictions(config: Config, text: str) -> list[Diagnostic]:
    """Find values that are of the right type and still cannot be."""
    found: list[Diagnostic] = []
    parts = urlsplit(config.base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        found.append(error(_place(("base_url",), text), "config", N_("base_url must be a whole http or https address")))
    zones: list[tuple[tuple[str, ...], str]] = [(("timezone",), config.timezone)]
    zones += [(("places", name, "timezone"), place.timezone) for name, place in config.places.items()]
    for path, name in zones:
        if not _is_zone(name):
            found.append(error(_place(path, text), "config", N_("unknown time zone “{name}”"), name=name))
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", config.theme.colour):
        found.append(error(_place(("theme", "colour"), text), "config", N_("a colour is written as #rrggbb")))
    for name, office in (config.offices or {}).items():
        if office.contact and office.contact not in config.contacts:
            place = _place(("offices", name, "contact"), text)
            found.append(error(place, "config", N_("there is no contact “{name}”"), name=office.contact))
    for name in ("topics", "offices", "regions"):
        for term in getattr(config, name) or ():
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term):
                place = _place((name, term), text)
                found.append(error(place, "config", N_("the id “{id}” must be of a-z, 0-9 and hyphens"), id=term))
    for rule, severity in config.checks.severity.items():
        if rule not in RULES:
            place, nearest = _place(("checks", "severity", rule), text), _nearest(rule, tuple(sorted(RULES)))
            hint = N_("did you mean “{nearest}”?") if nearest else N_("docs/rules.md lists all rules")
            found.append(error(place, "config", N_("there is no rule “{name}”"), hint, name=rule, nearest=nearest))
        if severity not in ("error", "warning", "off"):
            place = _place(("checks", "severity", rule), text)
            found.append(error(place, "config", N_("a severity is error, warning or off")))
    found += [error(_place(("lists", "size"), text), "config", N_("must be 1 or more"))] * (config.lists.size < 1)
    return found


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _nearest(word: str, known: tuple[str, ...]) -> str:
    return next(iter(difflib.get_close_matches(word, known, 1)), "")


_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"^\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


def _place(path: tuple[str, ...], text: str) -> Place:
    """Find the line of a key, which tomllib does not tell; the table's line, or 1, where the key is not written."""
    table: tuple[str, ...] = ()
    nearest = 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _split(header[1])
            if table == path or table == path[: len(table)]:
                nearest = number
            if table == path:
                return Place(NAME, number)
        elif (key := _KEY.match(line)) and (*table, *_split(key[1])) == path:
            return Place(NAME, number, line.index(key[1]) + 1)
    return Place(NAME, nearest)


def _split(dotted: str) -> tuple[str, ...]:
    """Split a TOML key at its dots, quotes respected."""
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))
