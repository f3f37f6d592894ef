"""The list of public information (DIP): a page, and the whole list as CSV and JSON.

Its columns are those of the annex of Perki 1/2018. It exists where config.toml has ``[ppid]``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.config.services import Ppid
from press.i18n.catalogues import Translate, translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import Card, Disclosure, Invalidation, Listing, ListingKind, PublicInformation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders, terms
from press.views.context import Snapshot

TEMPLATES = ("ppid.html",)
_ID = "ppid"
_CSV, _JSON = "daftar-informasi-publik.csv", "daftar-informasi-publik.json"
_SHOWN = 100
"""Rows of a class on the page; the files have all."""
_COLUMNS = (
    N_("Class"), N_("Summary of contents"), N_("Unit that holds it"), N_("Made or issued by"),
    N_("When and where it was made"), N_("Form"), N_("Kept for"), N_("Published"), N_("Renewed"), N_("Address"),
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")
"""How a cell begins that spreadsheets take for a formula."""
NAME = N_("Public information")
"""Message id: the name of the page."""


class Table(views.View, frozen=True, kw_only=True, tag=True):
    """The whole list, for a file."""

    mime: str
    """``text/csv`` or ``application/json``."""
    rows: tuple[views.PublicInformation, ...]
    language: str


_page: msgspec.json.Decoder[views.Ppid | Table] = msgspec.json.Decoder(views.Ppid | Table)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page and both files, under one id."""
    return (_ID,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The page and the files, if the release is in the list."""
    if card.release.disclosure:
        yield _ID


def owns(path: str, config: Config) -> bool:
    """The page and the files."""
    return config.ppid is not None and path in _addresses(config)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page and the files."""
    config = snapshot.config
    page, *files = _addresses(config)
    if config.ppid is None:
        yield from ((address, None) for address in (page, *files))
        return
    rows = {category: tuple(_rows(category, snapshot)) for category in Disclosure}
    exempt = tuple(_exempt(config.ppid))
    yield page, _view(rows, exempt, [urls.href(address, config) for address in files], snapshot)
    everything = (*(row for found in rows.values() for row in found), *exempt)
    for address, mime in zip(files, ("text/csv", "application/json"), strict=True):
        yield address, Table(mime=mime, rows=everything, language=config.language)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, or write a file."""
    found = _page.decode(view)
    if isinstance(found, views.Ppid):
        return context.page("ppid.html", found)
    return _csv(found) if found.mime == "text/csv" else _json(found)


def _addresses(config: Config) -> tuple[str, str, str]:
    folder = f"{urls.word('ppid', config)}/"
    return urls.file_of(folder), f"{folder}{_CSV}", f"{folder}{_JSON}"


def _view(
    rows: dict[Disclosure, tuple[views.PublicInformation, ...]],
    exempt: tuple[views.PublicInformation, ...],
    files: list[str],
    snapshot: Snapshot,
) -> views.Ppid:
    config = snapshot.config
    address = f"{urls.word('ppid', config)}/"
    request = config.ppid.request if config.ppid else ""
    return views.Ppid(
        head=builders.head(translator(config.language)(NAME), address, snapshot),
        groups=tuple(
            views.PublicInformationGroup(category=category, total=len(found), rows=found[:_SHOWN])
            for category, found in rows.items()
            if found
        ),
        exempt=exempt,
        request=urls.href(request.lstrip("/"), config) if request.startswith("/") else request,
        csv=files[0],
        json=files[1],
    )


def _rows(category: Disclosure, snapshot: Snapshot) -> Iterator[views.PublicInformation]:
    for card in snapshot.catalogue.newest(Listing(ListingKind.DISCLOSURE, category), -1):
        if card.release.disclosure:
            yield _row(card, card.release.disclosure, snapshot)


def _row(card: Card, entry: PublicInformation, snapshot: Snapshot) -> views.PublicInformation:
    release, config = card.release, snapshot.config
    leading = next(iter(release.offices), "")
    office = terms.listing_name(Listing(ListingKind.OFFICE, leading), snapshot) if leading else config.publisher
    day = release.date.date().isoformat()
    made = ", ".join(filter(None, (release.place, LocaleFormat(config.language).date(day, "plain"))))
    return views.PublicInformation(
        category=entry.category,
        title=builders.headline(card, config),
        href=urls.href(card.address, config),
        url=urls.absolute(card.address, config),
        holder=entry.holder or office,
        responsible=entry.responsible or office,
        made=entry.made or made,
        form=entry.form or _form(card, translator(config.language)),
        retention=entry.retention,
        published=day,
        renewed=(release.updated or release.date).date().isoformat(),
    )


def _form(card: Card, translate: Translate) -> str:
    """Return in which forms a release exists: as a page, and as its attachments."""
    endings = (one.src.rpartition(".")[2].upper() for one in card.release.attachments if "." in one.src)
    return ", ".join(dict.fromkeys((translate(N_("web page")), *endings)))


def _exempt(ppid: Ppid) -> Iterator[views.PublicInformation]:
    for one in ppid.exempt:
        yield views.PublicInformation(
            category="exempt", title=one.title, holder=one.holder, reason=one.reason, retention=one.until
        )


# The files ------------------------------------------------------------------------------------------------------


def _csv(table: Table) -> bytes:
    """RFC 4180 with a byte order mark, without which spreadsheets take UTF-8 for something else."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    translate = translator(table.language)
    writer.writerow([translate(column) for column in _COLUMNS])
    for row in table.rows:
        writer.writerow([_cell(value) for value in _cells(row, table.language)])
    return "\ufeff".encode() + file.getvalue().encode()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(row: views.PublicInformation, language: str) -> tuple[str, ...]:
    category = words(language).disclosures.get(row.category) or translator(language)(N_("Exempt"))
    title = ". ".join(filter(None, (row.title, row.reason)))
    made = (row.holder, row.responsible, row.made, row.form, row.retention)
    return category, title, *made, row.published, row.renewed, row.url


def _json(table: Table) -> bytes:
    rows = [{name: value for name, value in msgspec.to_builtins(row).items() if name != "href"} for row in table.rows]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n"
