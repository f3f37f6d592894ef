"""Invalidated outputs are described, rendered if their keys are new, and published."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, groupby
from pathlib import Path
from time import perf_counter

from msgspec import structs

from press.build import compress, plan
from press.build.plan import Invalidations
from press.build.publish import Published, Publisher, Rendered, publish
from press.build.render import Task, render, task
from press.build.scan import Marks
from press.build.state import BuildState
from press.build.workers import Batching
from press.model import OutputRecord
from press.outputs.table import FILES, FOLDERS, PHOTOS, output_address
from press.rendering.context import RenderContext
from press.site import manifest
from press.site.audit import SiteAudit
from press.views.context import Snapshot

FILE_BATCHING = Batching(inline=60, size=50, weight=1_000_000)
"""Batches for rendering single files; the weight of a file is the size of its view and its bodies."""
_MADE_LAST = ("manifest", compress.KIND)
"""Files that are made when all others are."""
PHOTO_BATCHING = Batching(inline=12, size=8, weight=100_000)
"""Batches for photos, whose sizes are not divided, and for share cards and documents."""
FOLDER_BATCHING = Batching(inline=4, size=1, weight=0)
"""Batches for rendering whole folders."""


class Applier:
    """Brings the site in line with a snapshot."""

    def __init__(
        self, build: BuildState, snapshot: Snapshot, publisher: Publisher, frozen: Container[str] = ()
    ) -> None:
        """`publisher` is that of the first round."""
        self.described = 0
        """Number of outputs that were described."""
        self._frozen = frozen
        """Addresses of files that cannot be made again, and stay as they are."""
        self._build, self._snapshot, self._publisher = build, snapshot, publisher
        self._context = build.request.render_context()
        self._wanted: set[str] = set()
        self._gone: list[tuple[str, str, str]] = []
        """Output kind, id and address of each output that must not exist."""

    def begin(self, audit: SiteAudit) -> None:
        """Remove unexpected files in the place of our folders."""
        ledger = self._build.ledger
        self._publisher.remove([address for address in audit.unexpected if ledger.outputs_under(f"{address}/")])

    def apply(self, invalidations: Invalidations, phases: Iterable[Collection[str]], everything: bool) -> None:
        """Make what was invalidated of some phases.

        Each phase of the table is on the disk before the next one begins: no list links to a page that does not exist.
        Texts do not wait for an archive's photos: in a full build, photos and share cards that the site has in an older
        form are made again only after all other phases.
        """
        later = Invalidations()
        for kinds in phases:
            stale = self._stale(invalidations, kinds, later if everything else None)
            if FOLDERS.issuperset(kinds):
                self._make_folders(stale)
            elif PHOTOS.issuperset(kinds):
                self._make_photos(stale)
            else:
                self._make_files(stale, remote=not self._build.pool.is_local and FILES.isdisjoint(kinds))
        self._make_photos(self._stale(later, sorted(PHOTOS)))

    def go_on(self, publisher: Publisher) -> None:
        """Publish with the publisher of a round."""
        self._publisher = publisher

    def end(self, audit: SiteAudit, everything: bool) -> None:
        """Remove what must not exist; with `everything`, also files that no output kind describes."""
        self._publisher.remove(self._unwanted(audit, everything))

    def _stale(
        self, invalidations: Invalidations, kinds: Collection[str], later: Invalidations | None = None
    ) -> Iterator[Task]:
        """The outputs of some kinds whose keys differ from those in the ledger; photos in the order of their addresses.

        Photos that the site has in an older form are added to `later` instead, if it is given.
        """
        request, catalogue, ledger, _, profile = self._build
        fingerprints, are_photos = request.kind_fingerprints(ledger), PHOTOS.issuperset(kinds)
        for description in plan.describe(invalidations, kinds, self._snapshot, fingerprints, by_id=are_photos):
            profile.add("describe", description.seconds, len(description.outputs), description.kind)
            self._gone += ((description.kind, description.id, address) for address in description.gone)
            body_of = cache(catalogue.body)  # a worker gets what the formats of a feed share only once
            for output in description.outputs:
                self.described += 1
                known = ledger.output(output.address)
                if output.address in self._frozen and not (known and known.digest):
                    self._gone.append((description.kind, description.id, output.address))
                    continue
                self._wanted.add(output.address)
                if output.address in self._frozen:
                    continue
                if known and known.key == output.key:
                    continue
                if later is not None and are_photos and known and known.digest:
                    later.add(output.kind, [description.id])
                    continue
                self._publisher.site.begin()
                if are_photos:
                    self._publisher.search_view(output)
                yield task(output, body_of, known)

    def _make_photos(self, tasks: Iterator[Task]) -> None:
        """Render and publish the photos, documents and share cards of one release after another, each photo at once.

        A worker then decodes it once.
        """
        folders = groupby(tasks, lambda one: one.output.address.rpartition("/")[0])
        by_photo = chain.from_iterable(sorted(in_folder, key=_photo) for _, in_folder in folders)
        work = partial(make_batch, self._context, self._publisher.site.folder, self._publisher.marks)
        self._publisher.record(self._build.pool.map(work, by_photo, PHOTO_BATCHING, _weight, group=_photo))

    def _make_files(self, tasks: Iterator[Task], remote: bool) -> None:
        """Render and publish, both in one worker; what other machines render is published by this process."""
        pool, folder = self._build.pool, self._publisher.site.folder
        published: Iterable[Published]
        if remote:
            work = partial(render_batch, self._context)
            rendered = pool.map(work, tasks, FILE_BATCHING, _weight, remote=True, group=_texts)
            published = chain.from_iterable(map(partial(publish, folder, self._publisher.marks), rendered))
        else:
            make = partial(make_batch, self._context, folder, self._publisher.marks)
            published = pool.map(make, tasks, FILE_BATCHING, _weight, group=_texts)
        self._publisher.record(published)

    def _make_folders(self, tasks: Iterator[Task]) -> None:
        """Render folders, a few at once since they are large, and publish each.

        The entry file comes last, then files that no longer belong to the folder are removed.
        """
        pool, folder = self._build.pool, self._publisher.site.folder
        for rendered in pool.map(partial(render_batch, self._context), tasks, FOLDER_BATCHING, _weight, remote=True):
            before = {record.address: record for record in self._records(rendered.output.address)}
            for address, data in rendered.files.items():
                output = structs.replace(rendered.output, address=address)
                seconds = rendered.seconds / len(rendered.files)
                file = Rendered(output, before.get(address), {address: data}, seconds)
                self._publisher.record(publish(folder, self._publisher.marks, file))
            self._publisher.remove(sorted(before.keys() - rendered.files.keys()))

    def _records(self, address: str) -> list[OutputRecord]:
        """The rows of the output that has an address: one, or those of all files of its folder."""
        ledger = self._build.ledger
        record = ledger.output(address)
        if not record or record.kind not in FOLDERS:
            return [record] if record else []
        under = ledger.outputs_under(address.rpartition("/")[0] + "/")
        return [file for file in under if file.kind == record.kind]

    def _unwanted(self, audit: SiteAudit, everything: bool) -> list[str]:
        """What must not exist, in a full build also what no output kind describes, and unexpected files.

        An output kind removes only what it made for the same id: the page of a list that is no longer there may have
        become a redirect. Not manifests: which of them must exist is known when all others are written.
        """
        gone = [
            record.address
            for kind, id, address in self._gone
            if address not in self._wanted
            for record in self._records(address)
            if (record.kind, record.owner) == (kind, id)
        ]
        ledger = self._build.ledger
        if everything:
            records = (record for record in ledger.outputs() if record.kind not in _MADE_LAST)
            gone += [record.address for record in records if output_address(record) not in self._wanted]
        unexpected = (address for address in audit.unexpected if not manifest.is_manifest(address))
        gone += [address for address in unexpected if not ledger.output(address)]
        return sorted(set(gone) - set(self._publisher.removed))


def _weight(one: Task) -> int:
    return one.weight


def _photo(one: Task) -> str:
    return one.output.photo


def _texts(one: Task) -> str:
    """The outputs that have the same texts: a worker that makes all formats of a feed writes each item once."""
    return f"{one.output.kind} {one.output.owner}" if one.bodies else ""


def make_batch(context: RenderContext, folder: Path, marks: Marks, tasks: Sequence[Task]) -> list[Published]:
    """Render and publish a batch, in a worker."""
    return [published for rendered in render_batch(context, tasks) for published in publish(folder, marks, rendered)]


def render_batch(context: RenderContext, tasks: Sequence[Task]) -> list[Rendered]:
    """Render a batch, in a worker; the results do not contain the views."""
    done: list[Rendered] = []
    for one in tasks:
        begun = perf_counter()
        files = render(context, one)
        output = structs.replace(one.output, view=b"")
        done.append(Rendered(output, one.known, files, perf_counter() - begun))
    return done
