"""The plan of an import: the file, the id and the address of each item, decided before any text is converted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from press import slugs, urls
from press.config import Config
from press.content import files, front_matter
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.addresses import Destination, OldSite
from press.importing.items import Archive, Item, Status
from press.importing.notes import note
from press.model import Release, ReleaseKind
from press.store.card_keys import fold

_ID = re.compile(r"[!-~]{1,200}")


class Planned(msgspec.Struct, frozen=True):
    """What an item becomes."""

    key: str
    path: str
    """Its file, from the root."""
    id: str
    date: datetime
    slug: str
    address: str
    is_draft: bool
    notes: tuple[Diagnostic, ...] = ()

    @property
    def stem(self) -> str:
        """The path of its file without the ending."""
        return self.path.rpartition(".")[0]


class Existing(msgspec.Struct, frozen=True):
    """A release that the portal has already."""

    path: str
    slug: str
    address: str
    aliases: tuple[str, ...]
    is_draft: bool


def existing(root: Path, config: Config) -> dict[str, Existing]:
    """Return the releases and standing pages of a portal by their ids."""
    found: dict[str, Existing] = {}
    for name in _texts(root):
        release = front_matter.parse(files.read(root, name), config).release
        if release:
            address = urls.release_address(release, config)
            found[release.id] = Existing(name, release.slug, address, release.aliases, release.draft)
    return found


def _texts(root: Path) -> Iterator[str]:
    for folder in ("posts", "pages"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if files.is_release(name) and path.is_file():
                yield name


class Planner:
    """Gives each item a file, an id and an address that no other one has."""

    def __init__(self, archive: Archive, root: Path, into: str, config: Config) -> None:
        """`into` is the folder for releases, from the root: ``posts``."""
        self.present = existing(root, config)
        self._site, self._into, self._config = OldSite(archive), into, config
        self._paths = {fold(name) for name in _texts(root)}
        self._owners: dict[str, str] = {}
        """The id of the release that has an address or a former one."""
        for id, one in self.present.items():
            for address in (one.address, *one.aliases):
                self._owners.setdefault(_folded(address), id)
        self._ids: set[str] = set()
        self.destinations: dict[str, Destination] = {}
        """Where each item is now, by its old addresses (`OldSite.path`)."""
        self._host = min(archive.hosts, default="")

    def plan(self, item: Item) -> Planned:
        """Return what an item becomes."""
        notes: list[Diagnostic] = []
        is_draft = item.status is not Status.PUBLIC
        date = item.date
        if date is None:
            notes.append(note("date", _NO_DATE, _NO_DATE_HINT))
            date, is_draft = datetime(2000, 1, 1, tzinfo=self._config.zone), True
        id = self._id(item, notes)
        if before := self.present.get(id):
            planned = Planned(item.key, before.path, id, date, before.slug, before.address, is_draft, tuple(notes))
        else:
            planned = self._new(item, id, date, is_draft, notes)
        is_public = not is_draft and not (before and before.is_draft)
        for address in item.addresses:
            if path := self._site.path(address):
                self.destinations.setdefault(path, Destination(item.key, planned.address, is_public))
        return planned

    def may_have(self, alias: str, id: str) -> bool:
        """Tell whether a release may have a former address, and give it to that release."""
        return self._owners.setdefault(_folded(alias), id) == id

    def _id(self, item: Item, notes: list[Diagnostic]) -> str:
        """Return the id: that of the old feeds, or one made of the old host and key."""
        made = re.sub(r"[^!-~]+", "-", f"{self._host}-{item.key}".lstrip("-"))
        id = item.guid if _ID.fullmatch(item.guid) else made
        if id in self._ids:
            notes.append(note("id", _SAME_ID, _SAME_ID_HINT, id=id))
            id = next(one for one in (made, *(f"{made}-{n}" for n in range(2, 10_000))) if one not in self._ids)
        self._ids.add(id)
        return id

    def _new(self, item: Item, id: str, date: datetime, is_draft: bool, notes: list[Diagnostic]) -> Planned:
        wanted = slugs.slugify(unicodedata.normalize("NFC", item.slug or item.title or item.key))
        wanted = f"{wanted}-x" if item.is_page and wanted == "index" else wanted  # its address would be the folder's
        number = 1
        while True:
            slug = wanted if number == 1 else f"{wanted[: slugs.SLUG_BYTES - 6].rstrip('-')}-{number}"
            path, address = self._place(item, slug, date)
            if _folded(address) not in self._owners and (not item.is_page or fold(path) not in self._paths):
                break
            number += 1
        if number > 1:
            notes.append(note("slug", _SAME_SLUG, _SAME_SLUG_HINT, slug=wanted, new=slug))
        number = 1
        stem = path.removesuffix(".md")
        while fold(path) in self._paths:
            number += 1
            path = f"{stem}-{number}.md"
        self._paths.add(fold(path))
        self._owners[_folded(address)] = id
        return Planned(item.key, path, id, date, slug, address, is_draft, tuple(notes))

    def _place(self, item: Item, slug: str, date: datetime) -> tuple[str, str]:
        """Return the file and the address for a slug."""
        if item.is_page:
            folder = "/".join(("pages", *(slugs.slugify(one) for one in item.parents)))
            path, kind = f"{folder}/{slug}.md", ReleaseKind.PAGE
        else:
            key = re.sub(r"[^a-z0-9-]+", "-", item.key.lower()).strip("-")
            path, kind = f"{self._into}/{date:%Y/%m}/{date:%Y%m%d}-{key}.md", ReleaseKind.RELEASE
        release = Release(source=path, id="", title="", date=date, slug=slug, kind=kind, lang=item.lang)
        return path, urls.release_address(release, self._config)


def _folded(address: str) -> str:
    return fold(address.strip("/"))


_NO_DATE = N_("there is no date that can be read: it is imported as a draft")
_NO_DATE_HINT = N_("write date: as on the old page, and remove draft: true")
_SAME_ID = N_("another item has the same id, {id}: this one gets a new id, so that subscribers may get it again")
_SAME_ID_HINT = N_("see whether it is a copy of the other one, and delete its file then")
_SAME_SLUG = N_("another page of that month has the slug {slug}: this one has the slug {new}")
_SAME_SLUG_HINT = N_("see whether it is a copy of the other one; its old address leads to it in any case")
