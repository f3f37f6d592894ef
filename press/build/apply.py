"""From touched outputs to files: described, rendered where their keys are new, published, written into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from msgspec import structs

from press.build import plan, render
from press.build.plan import Touched
from press.build.profile import Profile
from press.build.render import Recipe, Task, draw
from press.build.request import Order, fingerprints
from press.build.workers import Crew, Portions
from press.model import Made, Output
from press.outputs import Files
from press.outputs.table import FILES, FOLDERS, STAGES, leader
from press.site import manifest
from press.site.writer import Site, Survey, put
from press.store.ledger import Ledger
from press.views.context import Edition

_FILE_PORTIONS = Portions(few=60, batch=50, heavy=1_000_000)
"""Of drawing single files; one weighs as much as its view and the bodies in it."""
_FOLDER_PORTIONS = Portions(few=4, batch=1, heavy=0)
"""Of drawing whole folders."""
_ROWS = 500
"""Rows of the ledger that are written at once."""


class Drawn(NamedTuple):
    """An output with its bytes."""

    output: Output
    known: Made | None
    """What stands at its address."""
    files: Files
    seconds: float


class Published(NamedTuple):
    """A file of an output that stands in the folder."""

    made: Made
    is_new: bool
    """Its bytes are others than before."""
    drawing: float
    publishing: float
    """Seconds."""


class Printed:
    """What printing did; counts up while it goes on."""

    def __init__(self) -> None:
        self.described = 0
        self.written: list[str] = []
        self.removed: list[str] = []


class Printer:
    """Prints an edition into a folder."""

    def __init__(self, order: Order, edition: Edition, ledger: Ledger, site: Site, profile: Profile) -> None:
        self._order, self._edition, self._ledger, self._site, self._profile = order, edition, ledger, site, profile
        self._begun = False
        self._wanted: set[str] = set()
        self._gone: list[str] = []
        self.done = Printed()

    def run(self, touched: Touched, survey: Survey, everything: bool, crew: Crew) -> Printed:
        """Bring the folder in line with the edition. With `everything`, what was not asked for is swept out.

        Each stage of the table is on the disk before the next one is begun: no list names a page that is not there.
        What a stranger put where a folder of ours should be goes first, other strangers last.
        """
        self._remove([address for address in survey.strangers if self._ledger.under(f"{address}/")])
        for kinds in STAGES:
            stale = self._stale(touched, kinds)
            if FOLDERS.issuperset(kinds):
                self._print_folders(stale, crew)
            else:
                self._print(stale, crew, away=not crew.is_here and FILES.isdisjoint(kinds))
        self._remove(self._unwanted(survey, everything))
        self._print_manifest(survey)
        return self.done

    def _stale(self, touched: Touched, kinds: Iterable[str]) -> Iterator[Task]:
        """The outputs whose keys are not those that they were made by."""
        prints = fingerprints(self._order, self._ledger)
        for described in plan.describe(touched, kinds, self._edition, prints):
            self._profile.add("describe", described.seconds, len(described.outputs), described.kind)
            self._gone += described.gone
            for output in described.outputs:
                self.done.described += 1
                self._wanted.add(output.address)
                known = self._ledger.made(output.address)
                if not known or known.key != output.key:
                    self._begin()
                    yield render.task(output, self._edition.catalogue.body, known)

    def _print(self, tasks: Iterator[Task], crew: Crew, away: bool) -> None:
        """Draw and publish, both in one worker; what is drawn away, on other disks, comes back to be published."""
        recipe, folder = self._order.recipe(), self._site.folder
        if away:
            drawn = crew.each(partial(_drawn, recipe), tasks, _FILE_PORTIONS, _weight, away)
            self._remember(chain.from_iterable(map(partial(_published, folder), drawn)))
        else:
            self._remember(crew.each(partial(_printed, recipe, folder), tasks, _FILE_PORTIONS, _weight))

    def _print_folders(self, tasks: Iterator[Task], crew: Crew) -> None:
        """Draw folders, a few at once since they are large, and publish each: its leader last, then what lay there
        before and does not belong there any more goes.
        """
        for drawn in crew.each(partial(_drawn, self._order.recipe()), tasks, _FOLDER_PORTIONS, _weight, away=True):
            before = {made.address: made for made in self._files(drawn.output.address)}
            for address, data in drawn.files.items():
                output = structs.replace(drawn.output, address=address)
                part = Drawn(output, before.get(address), {address: data}, drawn.seconds / len(drawn.files))
                self._remember(_published(self._site.folder, part))
            self._remove(sorted(before.keys() - drawn.files.keys()))

    def _files(self, address: str) -> list[Made]:
        """What was made of the output that goes by an address."""
        made = self._ledger.made(address)
        if not made or made.kind not in FOLDERS:
            return [made] if made else []
        return [file for file in self._ledger.under(address.rpartition("/")[0] + "/") if file.kind == made.kind]

    def _remember(self, published: Iterable[Published]) -> None:
        rows: list[Made] = []
        for made, is_new, drawing, publishing in published:
            self._profile.add("draw", drawing, kind=made.kind)
            self._profile.add("publish", publishing, kind=made.kind)
            rows.append(made)
            if is_new:
                self.done.written.append(made.address)
            if len(rows) >= _ROWS:
                self._ledger.remember(rows)
                rows.clear()
        self._ledger.remember(rows)

    def _put(self, output: Output, data: bytes) -> None:
        known = self._ledger.made(output.address)
        self._remember(_published(self._site.folder, Drawn(output, known, {output.address: data}, 0.0)))

    def _begin(self) -> None:
        if not self._begun:
            self._site.begin()
            self._begun = True

    def _unwanted(self, survey: Survey, everything: bool) -> list[str]:
        """What must not exist, what nobody asked for in a full build, and what strangers put there."""
        gone = [file.address for address in self._gone if address not in self._wanted for file in self._files(address)]
        if everything:
            made = (made for made in self._ledger.all() if made.kind != "manifest")
            gone += [made.address for made in made if leader(made) not in self._wanted]
        gone += [address for address in survey.strangers if not self._ledger.made(address)]
        return sorted(set(gone) - set(self.done.removed))

    def _remove(self, addresses: list[str]) -> None:
        for address in addresses:
            self._begin()
            self._site.remove(address)
        self._ledger.forget(addresses)
        self.done.removed += addresses

    def _print_manifest(self, survey: Survey) -> None:
        """The shards of what changed, then the root, which lists them."""
        changed = [*self.done.written, *self.done.removed]
        damaged = [made.address for made in survey.damaged if manifest.is_manifest(made.address)]
        if not changed and not damaged:
            return
        self._begin()
        shards = {manifest.shard_of(address) for address in (*changed, *damaged)}
        for output, data in manifest.outputs(shards, self._ledger):
            if data is not None:
                self._put(output, data)
            elif self._ledger.made(output.address):
                self._remove([output.address])
        self._put(*manifest.root(self._ledger))


def _weight(task: Task) -> int:
    return len(task.output.view) + sum(map(len, task.bodies.values()))


def _printed(recipe: Recipe, folder: Path, tasks: Sequence[Task]) -> list[Published]:
    """Draw and publish a batch."""
    return [one for drawn in _drawn(recipe, tasks) for one in _published(folder, drawn)]


def _drawn(recipe: Recipe, tasks: Sequence[Task]) -> list[Drawn]:
    """Draw a batch; the view need not travel back."""
    done: list[Drawn] = []
    for task in tasks:
        begun = perf_counter()
        files = draw(recipe, task)
        done.append(Drawn(structs.replace(task.output, view=b""), task.known, files, perf_counter() - begun))
    return done


def _published(folder: Path, drawn: Drawn) -> Iterator[Published]:
    known = drawn.known
    for data in drawn.files.values():
        begun = perf_counter()
        made = put(folder, drawn.output, data, known)
        is_new = known is None or known.digest != made.digest
        yield Published(made, is_new, drawn.seconds, perf_counter() - begun)
