"""One import: open the source, plan, convert into a copy of the portal, check that copy, and write what is good."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import msgspec

from press import disk, web
from press.build.request import BuildRequest
from press.diagnostics import Diagnostic
from press.errors import Misuse
from press.i18n.mark import N_
from press.importing import proposals, record, staging
from press.importing.addresses import OldSite, TextAddresses
from press.importing.converting import ConvertedItem, Converter, queries
from press.importing.download import Downloads
from press.importing.items import Archive, Item, Status
from press.importing.media import MediaStore
from press.importing.notes import note
from press.importing.planning import Existing, Planned, Planner
from press.importing.report import Entry, ImportReport, Outcome
from press.importing.sources import table
from press.importing.terms import TermMap

_ROUNDS = 6
"""Most times that the copy is checked: each time, fewer items link to one that is held."""


class ImportRequest(msgspec.Struct, frozen=True):
    """A request for an import."""

    build: BuildRequest
    """The portal, as a build gets it."""
    source: Path
    """The file or folder to import."""
    kind: str = ""
    """What it is: a name in `press.importing.sources.table`; empty: what it is recognised as."""
    into: str = "posts"
    """The folder for releases, from the root."""
    office: str = ""
    """The leading office of items that name none."""
    address: str = ""
    """The address of the old site, if the source does not say it."""
    media: Path | None = None
    """A copy of the old folder of uploads."""
    download: bool = False
    """Whether to download files from the old site."""
    is_dry: bool = False
    """Whether nothing is written."""


class _Work:
    """What is known of one item during an import."""

    def __init__(self, item: Item, planned: Planned) -> None:
        self.key, self.title, self.line = item.key, item.title, item.line
        self.planned = planned
        self.has_aliases = True
        self.held: list[Diagnostic] = []
        self.dropped: list[Diagnostic] = []
        self.converted: ConvertedItem | None = None
        self.outcome = Outcome.SKIPPED


def run(request: ImportRequest) -> ImportReport:
    """Import, or only try it, and return what became of each item. Raises `Misuse`, `Busy`, `Unwritable`, OSError."""
    _check(request)
    archive = _with_address(table.opened(request.source, request.kind, request.build.config.zone), request.address)
    with staging.staging(request.build.root) as folder:
        return _Import(archive, request, folder).run()


def _with_address(archive: Archive, address: str) -> Archive:
    """Return an archive with the address of the old site that was named."""
    if not address:
        return archive
    host = (urlsplit(address).hostname or "").removeprefix("www.") if web.is_web_address(address) else ""
    if not host:
        raise Misuse(
            N_("--address {address}: write the address of the old site, such as https://kab.go.id/"), address=address
        )
    address = f"{address.rstrip('/')}/"
    return msgspec.structs.replace(archive, address=address, hosts=archive.hosts | {host})


def _check(request: ImportRequest) -> None:
    """Raise `Misuse` for a folder or an office that cannot be."""
    offices = request.build.config.offices
    if request.office and offices is not None and request.office not in offices:
        message = N_("there is no office “{office}” in config.toml; use the id of one that is there, or add it")
        raise Misuse(message, office=request.office)
    if request.media and not request.media.is_dir():
        raise Misuse(N_("there is no folder {path}; name the copy of the old uploads"), path=request.media)
    parts = PurePosixPath(request.into).parts
    if not parts or parts[0] != "posts" or any(part.startswith((".", "_")) for part in parts):
        raise Misuse(N_("--into {folder}: releases are in posts/ or a folder in it"), folder=request.into)


class _Import:
    def __init__(self, archive: Archive, request: ImportRequest, folder: Path) -> None:
        self.archive, self.request, self.folder = archive, request, folder
        self.root, config = request.build.root, request.build.config
        self.digests = record.read(self.root)
        self.planner = Planner(archive, self.root, request.into.strip("/"), config)
        self.terms, self.site = TermMap(config), OldSite(archive)
        downloads = Downloads(self.root / ".press" / "downloads", archive.hosts) if request.download else None
        self.media = MediaStore(folder, request.media, downloads, request.source.absolute().parent, archive.local)
        addresses = TextAddresses(self.site, self.planner.destinations, self.media, archive)
        self.converter = Converter(addresses, self.site, self.terms, self.planner, request.office, config)
        self.entries: dict[int, Entry] = {}
        """What became of the items that are not written, by their place in the source."""
        self.work: dict[int, _Work] = {}
        """The items that are written, by their place in the source."""
        self.queries: dict[str, str] = {}

    def run(self) -> ImportReport:
        self.plan()
        affected = set(self.work)
        for _ in range(_ROUNDS):
            self.convert(affected)
            if not (affected := self.hold(staging.errors(self.folder, self.request.build))):
                break
        if not self.request.is_dry:
            self.write()
        return self.report()

    def plan(self) -> None:
        """Decide what each item becomes; leave out what is not public, and what is there twice."""
        seen: dict[str, str] = {}
        for number, item in enumerate(self.archive.items()):
            digest = disk.digest(item.body.encode(errors="replace"))
            if item.status is Status.WITHHELD:
                self.skip(number, item, item.notes)
            elif seen.get(item.key) == digest:
                self.skip(number, item, (note("id", _TWICE, _TWICE_HINT, key=item.key),))
            else:
                seen.setdefault(item.key, digest)
                planned = self.planner.plan(item)
                self.work[number] = _Work(item, planned)
                if not planned.is_draft:
                    self.queries.update(queries(item, planned, self.request.build.config))

    def skip(self, number: int, item: Item, notes: tuple[Diagnostic, ...]) -> None:
        self.entries[number] = Entry(item.key, item.title, item.line, Outcome.SKIPPED, notes=notes)

    def convert(self, numbers: set[int]) -> None:
        """Convert some items, and put their files into the copy, unless a person changed what is there."""
        for number, item in enumerate(self.archive.items()):
            if number not in numbers:
                continue
            work = self.work[number]
            work.converted = self.converter.convert(item, work.planned, bool(work.held), work.has_aliases)
            work.outcome = self.outcome(work, item)
            if work.outcome not in (Outcome.KEPT, Outcome.DELETED):
                target = self.folder / work.planned.path
                target.parent.mkdir(parents=True, exist_ok=True)
                disk.write(target, work.converted.data)

    def outcome(self, work: _Work, item: Item) -> Outcome:
        """Return what becomes of an item that was converted."""
        assert work.converted
        id, before = work.planned.id, self.planner.present.get(work.planned.id)
        if before:
            return self.against(before, id, work.converted.data)
        if id in self.digests:
            return Outcome.DELETED
        if work.held:
            return Outcome.HELD
        return Outcome.DRAFT if work.planned.is_draft else Outcome.IMPORTED

    def against(self, before: Existing, id: str, data: bytes) -> Outcome:
        """Return what becomes of an item whose file is there already."""
        digest = disk.file_digest(self.root / before.path)
        if digest == disk.digest(data):
            return Outcome.UNCHANGED
        return Outcome.UPDATED if digest == self.digests.get(id) else Outcome.KEPT

    def hold(self, errors: dict[str, list[Diagnostic]]) -> set[int]:
        """Hold the items that `build` would refuse. Returns those that must be converted again."""
        again: set[int] = set()
        refused: dict[int, list[Diagnostic]] = {}
        for number, work in self.work.items():
            problems = errors.get(work.planned.path, [])
            if not problems or work.outcome in (Outcome.KEPT, Outcome.DELETED) or work.held:
                continue
            if all(self.drop_address(work, problem) for problem in problems):
                again.add(number)
            else:
                refused[number] = problems
        if again:  # links to these lead somewhere in the next round
            refused = {number: found for number, found in refused.items() if any(one.rule != "link" for one in found)}
        for number, problems in refused.items():
            self.work[number].held = problems
        again |= refused.keys()
        held = {self.work[number].key for number in refused}
        for path, one in list(self.planner.destinations.items()):
            if one.key in held:
                self.planner.destinations[path] = one._replace(is_public=False)
        for number, work in self.work.items():
            if work.converted and work.converted.linked & held:
                again.add(number)
        return again

    def drop_address(self, work: _Work, problem: Diagnostic) -> bool:
        """Let an item have no former addresses, if one of them is the problem. Returns whether it is."""
        assert work.converted
        lines = work.converted.data.decode().split("\n")
        place = lines[problem.place.line - 1] if 0 < problem.place.line <= len(lines) else ""
        if problem.rule not in ("address", "aliases") or not place.startswith("aliases:"):
            return False
        work.has_aliases = False
        work.dropped.append(problem)
        return True

    def write(self) -> None:
        """Write the files into the portal, first what texts use, and record them."""
        digests = dict(self.digests)
        for work in self.work.values():
            if work.outcome in (Outcome.KEPT, Outcome.DELETED):
                continue
            assert work.converted
            for name in self.media.names(work.planned.stem):
                self.copy((Path(work.planned.path).parent / name).as_posix())
            if work.outcome is not Outcome.UNCHANGED:
                target = self.root / work.planned.path
                target.parent.mkdir(parents=True, exist_ok=True)
                disk.write(target, work.converted.data)
            digests[work.planned.id] = disk.digest(work.converted.data)
        record.write(self.root, digests)

    def copy(self, name: str) -> None:
        """Copy a photo or document into the portal; one that is there stays."""
        if not (self.root / name).exists():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.folder / name, self.root / name)

    def report(self) -> ImportReport:
        entries = self.entries | dict(self.made())
        request, config = self.request, self.request.build.config
        return ImportReport(
            source=request.source.name,
            is_dry=request.is_dry,
            entries=tuple(entries[number] for number in sorted(entries)),
            not_texts=dict(self.archive.skipped),
            notes=(*self.archive.notes, *self.missing_office()),
            config=proposals.config(self.archive, self.terms, config),
            queries=self.queries,
        )

    def missing_office(self) -> Iterator[Diagnostic]:
        """Yield a note if items are held only for want of an office, which an option gives to all of them."""
        number = sum(any(one.values.get("field") == "office" for one in work.held) for work in self.work.values())
        if number and not self.request.office:
            yield note("held", _OFFICE, _OFFICE_HINT, number=number)

    def made(self) -> Iterator[tuple[int, Entry]]:
        for number, work in self.work.items():
            assert work.converted
            held = tuple(msgspec.structs.replace(one, rule="held") for one in work.held)
            dropped = tuple(msgspec.structs.replace(one, rule="address") for one in work.dropped)
            changed = tuple(note("kept", *text) for outcome, text in _LEFT.items() if work.outcome is outcome)
            yield number, Entry(
                work.key, work.title, work.line, work.outcome, work.planned.path, f"/{work.planned.address}",
                work.converted.before, work.converted.after, (*work.converted.notes, *held, *dropped, *changed),
            )  # fmt: skip


_TWICE = N_("the item {key} is in the source twice, with the same text: it is imported once")
_TWICE_HINT = N_("nothing is left to do")
_LEFT = {
    Outcome.KEPT: (
        N_("the file differs from what would be imported, and is not as an import wrote it: it stays as it is"),
        N_("to import this item again, delete its file and its line in imports.json"),
    ),
    Outcome.DELETED: (
        N_("its file was deleted after an import: it is not written again"),
        N_("to import this item again, delete the line of its id in imports.json"),
    ),
}
"""What is said of files that an import leaves as they are."""
_OFFICE = N_("this portal requires an office of every release, and {number} items have none: they are drafts")
_OFFICE_HINT = N_("name the leading office with --office, and import again")
