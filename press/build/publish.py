"""Publishing: rendered bytes are written to the site and recorded in the ledger; other files are removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from press.build.profile import Profile
from press.build.scan import NO_MARKS, Marks, marks_in, texts_in
from press.model import Output, OutputRecord
from press.outputs import Files
from press.outputs.table import FOR_READERS, PHOTOS
from press.site import manifest
from press.site.audit import SiteAudit
from press.site.writer import SiteFolder, move, write_output, written_at
from press.store.ledger import Ledger
from press.store.published import PublishedPaths

_ROWS = 500
"""Number of ledger rows that are written at once."""


class Rendered(NamedTuple):
    """An output with its bytes."""

    output: Output
    known: OutputRecord | None
    """The ledger's record for its address."""
    files: Files
    seconds: float
    """Wall time that rendering took."""


class Published(NamedTuple):
    """A file of an output that was published."""

    record: OutputRecord
    is_new: bool
    """Whether its bytes differ from those before."""
    rendering: float
    """Seconds that rendering took."""
    writing: float
    """Seconds that writing took."""
    is_aside: bool = False
    """Whether the file is written, but not yet at its address."""
    marks: tuple[int, ...] = ()
    """The marks that were found in it."""


def publish(folder: Path, marks: Marks, rendered: Rendered) -> Iterator[Published]:
    """Write the files of an output, in any process. If there are marks to be found in them, they are written aside."""
    known = rendered.known
    for data in rendered.files.values():
        start = perf_counter()
        record, is_aside = write_output(folder, rendered.output, data, known, aside=bool(marks))
        found = marks_in(record, data, marks)
        is_new = known is None or known.digest != record.digest
        yield Published(record, is_new, rendered.seconds, perf_counter() - start, is_aside, found)


class Publisher:
    """Changes site and ledger together, and lists what was written and removed.

    If there are marks to be found, the site changes only in `finish`, when it is known that no file has one.
    """

    def __init__(self, site: SiteFolder, ledger: Ledger, profile: Profile, marks: Marks = NO_MARKS) -> None:
        self.site = site
        self.marks = marks
        self.written: list[str] = []
        self.removed: list[str] = []
        self.found: dict[int, str] = {}
        """The marks that were found, each with the address of the first file with it."""
        self.for_readers: list[OutputRecord] = []
        """What was published that readers may know, besides what releases have."""
        self.photos = 0
        """Number of photos, documents and share cards that were published."""
        self._ledger, self._profile = ledger, profile
        self._aside: dict[str, None] = {}

    def record(self, published: Iterable[Published]) -> None:
        """Record published files in the ledger."""
        rows: list[OutputRecord] = []
        for record, is_new, rendering, writing, is_aside, marks in published:
            self._profile.add("render", rendering, kind=record.kind)
            self._profile.add("write", writing, kind=record.kind)
            rows.append(record)
            if is_aside:
                self._aside[record.address] = None
            for mark in marks:
                self.found.setdefault(mark, record.address)
            self.photos += record.kind in PHOTOS
            if record.kind in FOR_READERS:
                self.for_readers.append(record)
            if is_new:
                self.written.append(record.address)
            if len(rows) >= _ROWS:
                self._ledger.record_outputs(rows)
                rows.clear()
        self._ledger.record_outputs(rows)

    def search_view(self, output: Output) -> None:
        """Search the view of a photo or share card for marks: the digest of its source is only there."""
        for mark in texts_in(output.view, self.marks.texts) if self.marks else ():
            self.found.setdefault(mark, output.address)

    def write(self, output: Output, data: bytes) -> None:
        """Publish bytes that need no rendering."""
        self.site.begin()
        known = self._ledger.output(output.address)
        self.record(publish(self.site.folder, self.marks, Rendered(output, known, {output.address: data}, 0.0)))

    def path(self, address: str) -> Path:
        """Return where the bytes of a file are now, which may not yet be published."""
        return written_at(self.site.folder, address) if address in self._aside else self.site.folder / address

    def remove(self, addresses: list[str]) -> None:
        """Remove files from site and ledger."""
        for address in addresses:
            self.site.begin()
            if not self.marks:
                self.site.remove(address)
        self._ledger.delete_outputs(addresses)
        self.removed += addresses

    def finish(self) -> None:
        """Publish what was written aside, in the order in which it was written, and remove files then."""
        for address in self._aside:
            move(self.site.folder, address)
        if self.marks:
            written = set(self._aside)
            for address in self.removed:
                if address not in written:
                    self.site.remove(address)


def write_manifest(
    publisher: Publisher, audit: SiteAudit, ledger: Ledger, published: PublishedPaths, preview: bool
) -> None:
    """Write the shards of the manifest for what changed, then its root, which lists the shards; remove all others."""
    renamed = (address for path in published.renamed for address in (path, f"{path}/index.html"))
    changed = [*publisher.written, *publisher.removed, *renamed]
    damaged = [record.address for record in audit.damaged if manifest.is_manifest(record.address)]
    if changed or damaged:
        folders = {manifest.shard_of(address) for address in (*changed, *damaged)}
        for output, data in manifest.shard_outputs(folders, ledger, published):
            if data is not None:
                publisher.write(output, data)
            elif ledger.output(output.address):
                publisher.remove([output.address])
        publisher.write(*manifest.root_output(ledger, published, preview))
    unexpected = (address for address in audit.unexpected if manifest.is_manifest(address))
    publisher.remove([address for address in unexpected if not ledger.output(address)])
