"""The addresses of pages and files under ``site/``, and links to them.

An *address* is a path under ``site/`` without a leading slash. The address of a page ends in a slash, and the page's
file is ``index.html`` in that folder. The words in paths come from one fixed table for each language.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from press import path_words, slugs, web
from press.config import Config
from press.model import EDITION_LISTS, LISTED_KINDS, LISTS, Listing, ListingKind, Release, ReleaseKind, Verdict

_VERDICTS = frozenset(Verdict)


class FeedFormat(NamedTuple):
    """A format in which every list has a feed."""

    name: str
    """Name of the file, in the folder of the list."""
    mime: str
    """Media type."""
    label: str
    """Name that readers see."""


FEEDS = (
    FeedFormat("feed.xml", "application/rss+xml", "RSS"),
    FeedFormat("atom.xml", "application/atom+xml", "Atom"),
    FeedFormat("feed.json", "application/feed+json", "JSON"),
)
"""The formats of feeds; the primary one first."""
_NAME_BYTES, _PATH_BYTES = 200, 800
"""Limits of former addresses; file systems have 255 and 4,096."""
_MARKS = frozenset("-_.~+,=@!()$& ")
"""What the names in a former address may hold besides letters and digits."""


def word(name: str, config: Config) -> str:
    """Return the path word in the portal's language, also for editions: ``topik`` for ``topic`` in Indonesian."""
    return path_words.words(config.portal.language)[name]


def language_folder(lang: str, date: datetime, config: Config) -> str:
    """Return the beginning of the address of a release in a language: ``en/``, or nothing for the portal's own.

    So a release and its translations can have the same slug (docs/decisions/0018-language-in-the-address.md).
    """
    since = config.language_in_address_since
    is_own = not lang or lang.lower() == config.portal.language.lower()
    return "" if is_own or (since and date.date() < since) else f"{lang.lower()}/"


def release_address(release: Release, config: Config) -> str:
    """Return the address of a page: ``2026/03/jembatan/`` for a release, ``tentang/`` for a standing page.

    The page of a release of another portal is there: it is the only address that is a URL.
    """
    if release.origin:
        return web.encoded(release.original)
    if release.kind is ReleaseKind.PAGE:
        folder, _, name = release.source.removeprefix("pages/").rpartition("/")
        if name.rpartition(".")[0].lower() == "index":
            folder = folder.rpartition("/")[0]
        return f"{folder}/{release.slug}/".lstrip("/")
    return f"{language_folder(release.lang, release.date, config)}{release.date:%Y/%m}/{release.slug}/"


def share_pack_address(release: str, config: Config) -> str:
    """Return the address of the share pack of the release at an address: ``2026/03/jembatan/bagikan/``."""
    return f"{release}{word('share', config)}/"


def change_feed(address: str, config: Config) -> str:
    """Return the address of the feed of changes of a release or topic: ``2026/03/jembatan/perubahan.xml``."""
    return f"{address}{word('changes', config)}.xml"


def listing_address(listing: Listing, config: Config) -> str:
    """Return the address of a list: ``topik/air/`` for ``topic:air``, ``""`` (the home page) for all releases.

    Given the settings of an edition, or a listing of it, that of its own list: ``en/topics/air/``.
    """
    words = path_words.words((own := _settings(listing, config)).language)
    match listing:
        case Listing(kind=ListingKind.ALL):
            return own.folder
        case Listing(kind=ListingKind.KIND, term=kind):
            path = words[kind]
        case Listing(kind=ListingKind.MONTH | ListingKind.YEAR, term=period):
            path = f"{words['archive']}/{period.replace('-', '/')}"
        case Listing(kind=ListingKind.CHANGES, term=year):
            path = f"{words['corrections']}/{year}".rstrip("/")
        case Listing(kind=ListingKind.CHECKED, term=year):
            path = f"{words['clarification']}/{year}"
        case Listing(kind=ListingKind.VERDICT, term=verdict):
            path = f"{words['clarification']}/{words[verdict]}"
        case Listing(kind=ListingKind.DISCLOSURE):
            path = words["ppid"]
        case Listing(kind=ListingKind.AGENDA, term=month):
            path = f"{words['event']}/{month.replace('-', '/')}"
        case Listing(kind=ListingKind.COMING | ListingKind.PAST, term=office):
            path = f"{words['office']}/{office}" if office else words["event"]
        case _:
            path = f"{words[listing.kind]}/{listing.term}"
    return f"{own.folder}{path}/"


def _settings(listing: Listing, config: Config) -> Config:
    """Return the settings of the edition that has a list, else those of the portal."""
    own = config.edition(listing.lang) if listing.lang else config
    return own if listing.kind in EDITION_LISTS else config.portal


def page_address(listing: Listing, number: int, config: Config) -> str:
    """Return the address of a numbered page of a list, counted from the oldest: ``topik/air/halaman/7/``."""
    page = path_words.words(_settings(listing, config).language)["page"]
    return f"{listing_address(listing, config)}{page}/{number}/"


def calendar_address(folder: str, config: Config) -> str:
    """Return the address of the calendar of a list, or of an event, given its own: ``agenda/agenda.ics``."""
    return f"{folder}{word('event', config)}.ics"


def archive_address(config: Config) -> str:
    """Return the address of the page of all years."""
    return f"{word('archive', config)}/"


def search_address(config: Config) -> str:
    """Return the address of the search page of the portal, or of an edition."""
    return f"{config.folder}{path_words.words(config.language)['search']}/"


def subscribe_address(config: Config) -> str:
    """Return the address of the page of all feeds of the portal, or of an edition."""
    return f"{config.folder}{path_words.words(config.language)['subscribe']}/"


def check_address(config: Config) -> str:
    """Return the address of the page that checks texts against the seal: ``cek/``."""
    return f"{word('check', config)}/"


def is_in_log(address: str) -> bool:
    """Tell whether a file is one of the log of the seal, or of what is found by it; not one of the former texts."""
    return address.startswith("seal/") and not address.startswith("seal/texts/")


CHECK_INDEX = "seal/index/"
"""The address of the folder of the index of that page: beside the log, of which it is made."""


def check_link(release_id: str, config: Config) -> str:
    """Return the URL that checks a release: ``https://berita.example/cek/#2026-0042``."""
    return f"{absolute(check_address(config), config)}#{quote(release_id)}"


SEARCH_DEPTH = 4
"""Number of parts in the address of a folder of the search index."""


_INDEX_FOLDERS = tuple(f"{words['search']}/{words['index']}/" for words in path_words.WORDS.values())


def is_in_index(address: str) -> bool:
    """Tell whether a file belongs to the search index, whatever the portal's language is."""
    return address.startswith(_INDEX_FOLDERS)


def search_engine(version: str, config: Config) -> str:
    """Return the address of the folder of a version of the search engine: no browser caches files of two together."""
    return f"{word('search', config)}/{word('index', config)}/pagefind/{version}/"


SEARCH_SIZE = 150
"""Number of releases in a folder of the search index."""


def search_parts(count: int) -> int:
    """Return the number of folders in the search index of a year that has `count` releases."""
    return -(-count // SEARCH_SIZE)


def search_part(year: str, number: int, config: Config) -> str:
    """Return the address of a folder of the search index, numbered from the year's oldest: ``cari/indeks/2026/3/``."""
    return f"{word('search', config)}/{word('index', config)}/{year}/{number}/"


def numbered_pages(total: int, size: int) -> int:
    """Return how many numbered pages a list of `total` releases has: full ones, and none while all fit on one screen.

    The first screen shows all releases that are on no numbered page, and at least half as many as a full page has.
    """
    full = total // size
    return full if total - full * size >= size // 2 or full == 0 else full - 1


def listing_at(address: str, config: Config) -> tuple[Listing | None, int]:
    """Return the list at an address and the number of the page (0: the first); None instead of a list if there is none.

    The inverse of `listing_address` and `page_address`, except for home pages.
    """
    lang, _, rest = address.strip("/").partition("/")
    own = config.edition(lang) if rest and lang in config.editions else config.portal
    names = path_words.names(own.language)
    parts = (rest if own.folder else address).strip("/").split("/")
    is_numbered = len(parts) > 2 and names.get(parts[-2]) == "page" and parts[-1].isdigit()
    number, parts = (int(parts[-1]), parts[:-2]) if is_numbered else (0, parts)
    found = _listing(names.get(parts[0], ""), parts[1:], names)
    if found and own.folder:
        return Listing(found.kind, found.term, lang) if found.kind in EDITION_LISTS else None, number
    return found, number


_PERIODS = {"archive": ListingKind.YEAR, "corrections": ListingKind.CHANGES, "clarification": ListingKind.CHECKED}
"""The kinds of listings whose terms are years, by the first path words of their addresses."""
_MONTHS = {"archive": ListingKind.MONTH, "event": ListingKind.AGENDA}
"""Those whose terms are months."""


def _listing(name: str, rest: list[str], names: dict[str, str]) -> Listing | None:
    """Return the listing of an address: `name` is that of its first path word, `rest` are the other parts."""
    match rest:
        case [] if name in LISTED_KINDS:
            return Listing(ListingKind.KIND, name)
        case [year] if name in _PERIODS and (year.isdigit() or name != "clarification"):
            return Listing(_PERIODS[name], year)
        case [verdict] if name == "clarification" and names.get(verdict) in _VERDICTS:
            return Listing(ListingKind.VERDICT, names[verdict])
        case [year, month] if name in _MONTHS:
            return Listing(_MONTHS[name], f"{year}-{month}")
        case [term] if name in LISTS and name != ListingKind.KIND:
            return Listing(ListingKind(name), term)
    return None


def listing_of(path: str, config: Config) -> Listing | None:
    """Return the list of which a file is a page; None if it is none."""
    folder, _, name = path.rpartition("/")
    return listing_at(folder, config)[0] if name == "index.html" else None


def fixed_pages(config: Config) -> frozenset[str]:
    """Return the addresses of the pages that the portal and its editions have besides their lists."""
    more = {"ppid": config.ppid is not None, "check": config.seal.has_check}
    names = ("archive", "corrections", *(name for name, is_there in more.items() if is_there))
    whole = (config.portal, *config.portal.other_editions.values())
    own = (address for one in whole for address in (one.folder, search_address(one), subscribe_address(one)))
    return frozenset((*own, *(f"{word(name, config)}/" for name in names)))


def former_address(written: str) -> str:
    """Return a former address in the form ``/lama/banjir/`` or ``/lama/banjir.html``; ``""`` if it cannot be one.

    A page is published there, so each part must be a name that a file can have on every file system and host.
    Percent-encoding is decoded once.
    """
    if web.is_foreign(written) or "#" in written or "?" in written:
        return ""
    decoded = unicodedata.normalize("NFC", unquote(written, errors="surrogateescape"))
    path = decoded.strip("/").removesuffix("index.html").rstrip("/")
    if not all(_is_name(part) for part in path.split("/")) or len(path.encode()) > _PATH_BYTES:
        return ""
    return f"/{path}" if is_file(path) else f"/{path}/"


def _is_name(part: str) -> bool:
    """Tell whether a part of a former address can be the name of a file."""
    has_characters = all(unicodedata.category(one)[0] in "LMN" or one in _MARKS for one in part)
    is_usual = bool(part) and has_characters and part[0] not in ".- " and part[-1] not in ". "
    return is_usual and len(part.encode()) <= _NAME_BYTES and not slugs.RESERVED.fullmatch(part)


def is_file(path: str) -> bool:
    """Tell whether a former address is that of a file (``lama.html``), not of a page in a folder."""
    return path.lower().endswith((".html", ".htm"))


def file_of(address: str) -> str:
    """Return the path of a page's file: ``topik/air/index.html`` for ``topik/air/``."""
    return f"{address}index.html"


_quoted = lru_cache(maxsize=8192)(quote)
"""Cached: dozens of outputs contain the same address."""


def is_elsewhere(address: str) -> bool:
    """Tell whether an address is that of a page on another portal of the network: a URL."""
    return address.startswith(("https://", "http://"))


def href(address: str, config: Config) -> str:
    """Return the link from a page of the portal to an address: ``/portal/topik/air/``."""
    return address if is_elsewhere(address) else config.base_path + _quoted(address)


def absolute(address: str, config: Config) -> str:
    """Return the absolute URL of an address: ``https://berita.example/portal/topik/air/``."""
    return address if is_elsewhere(address) else config.base_url + _quoted(address)


def absolute_link(href: str, config: Config) -> str:
    """Return the absolute URL of a link on a page of the portal, such as ``/portal/topik/air/``."""
    return href if is_elsewhere(href) else config.base_url + href.removeprefix(config.base_path)


def tag_uri(release_id: str, config: Config) -> str:
    """Return the identity of a release in feeds, a tag URI (RFC 4151)."""
    return f"tag:{config.identity.authority},{config.identity.year}:release/{quote(release_id, safe='/')}"


def quoted(path: str) -> str:
    """Percent-encode a path for use in a link; what is already percent-encoded is not encoded again."""
    return web.encoded(quote(path, safe="/%:@!$&'()*+,;=~"))
