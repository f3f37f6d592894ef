"""From touched outputs to files: described, rendered where their keys are new, published, written into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import structs

from press import plan, render
from press.crew import Crew
from press.edition import Edition
from press.ledger import Ledger
from press.model import Made, Output
from press.order import Order, fingerprints
from press.outputs import Files, manifest
from press.outputs.table import FOLDERS, STAGES, leader
from press.plan import Touched
from press.publish import Site, Survey, put
from press.render import Recipe, Task, draw

_FEW = 60
"""Outputs that are drawn here: starting workers costs more."""
_BATCH = 25
"""Outputs that go to a worker at once."""
_FEW_FOLDERS = 4
"""Folders that are drawn here."""
_ROWS = 500
"""Rows of the ledger that are written at once."""


class Printed:
    """What printing did; counts up while it goes on."""

    def __init__(self) -> None:
        self.described = 0
        self.written: list[str] = []
        self.removed: list[str] = []


class Printer:
    """Prints an edition into a folder."""

    def __init__(self, order: Order, edition: Edition, ledger: Ledger, site: Site) -> None:
        self._order, self._edition, self._ledger, self._site = order, edition, ledger, site
        self._begun = False
        self._wanted: set[str] = set()
        self._gone: list[str] = []
        self.done = Printed()

    def run(self, touched: Touched, survey: Survey, everything: bool, crew: Crew) -> Printed:
        """Bring the folder in line with the edition. With `everything`, what was not asked for is swept out.

        Each stage of the table is on the disk before the next one is begun: no list names a page that is not there.
        """
        for kinds in STAGES:
            stale = self._stale(touched, kinds)
            if FOLDERS.issuperset(kinds):
                self._print_folders(stale, crew)
            else:
                self._print(stale, crew)
        self._remove(self._unwanted(survey, everything))
        self._print_manifest(survey)
        return self.done

    def _stale(self, touched: Touched, kinds: Iterable[str]) -> Iterator[Task]:
        """The outputs whose keys are not those that they were made by."""
        prints = fingerprints(self._order, self._ledger)
        for described in plan.describe(touched, kinds, self._edition, prints):
            self._gone += described.gone
            for output in described.outputs:
                self.done.described += 1
                self._wanted.add(output.address)
                known = self._ledger.made(output.address)
                if not known or known.key != output.key:
                    self._begin()
                    yield render.task(output, self._edition.catalogue.body, known)

    def _print(self, tasks: Iterator[Task], crew: Crew) -> None:
        """Draw and publish. Our own workers also write; from a cluster, whose disks are others, the bytes come back."""
        recipe, folder = self._order.recipe(), self._site.folder
        if crew.is_here:
            self._remember(crew.each(partial(_printed, recipe, folder), tasks, _FEW, _BATCH))
        else:
            drawn = crew.each(partial(_drawn, recipe), tasks, _FEW, _BATCH)
            self._remember(pair for task, files in drawn for pair in _put(folder, task, files))

    def _print_folders(self, tasks: Iterator[Task], crew: Crew) -> None:
        """Draw folders, a few at once since they are large, and publish each: its leader last, then what lay there
        before and does not belong there any more goes.
        """
        for task, files in crew.each(partial(_drawn, self._order.recipe()), tasks, _FEW_FOLDERS, 1):
            before = {made.address: made for made in self._files(task.output.address)}
            self._remember(
                (put(self._site.folder, structs.replace(task.output, address=address), data, known), known)
                for address, data in files.items()
                for known in (before.get(address),)
            )
            self._remove(sorted(before.keys() - files.keys()))

    def _files(self, address: str) -> list[Made]:
        """What was made of the output that goes by an address."""
        made = self._ledger.made(address)
        if not made or made.kind not in FOLDERS:
            return [made] if made else []
        return [file for file in self._ledger.under(address.rpartition("/")[0] + "/") if file.kind == made.kind]

    def _remember(self, printed: Iterable[tuple[Made, Made | None]]) -> None:
        rows: list[Made] = []
        for made, known in printed:
            rows.append(made)
            if known is None or known.digest != made.digest:
                self.done.written.append(made.address)
            if len(rows) >= _ROWS:
                self._ledger.remember(rows)
                rows.clear()
        self._ledger.remember(rows)

    def _put(self, output: Output, data: bytes) -> None:
        known = self._ledger.made(output.address)
        self._remember([(put(self._site.folder, output, data, known), known)])

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
        return sorted(set(gone))

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


def _printed(recipe: Recipe, folder: Path, tasks: Sequence[Task]) -> list[tuple[Made, Made | None]]:
    """Draw and publish a batch; gives what was made, and what was there before."""
    return [pair for task in tasks for pair in _put(folder, task, draw(recipe, task))]


def _put(folder: Path, task: Task, files: Files) -> list[tuple[Made, Made | None]]:
    return [(put(folder, task.output, data, task.known), task.known) for data in files.values()]


def _drawn(recipe: Recipe, tasks: Sequence[Task]) -> list[tuple[Task, Files]]:
    """Draw a batch that is published elsewhere; what need not travel back stays."""
    return [(structs.replace(task, bodies={}), draw(recipe, task)) for task in tasks]
