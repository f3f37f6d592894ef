"""From touched outputs to files: described, rendered where their keys are new, published, written into the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from press import plan, render
from press.crew import Crew
from press.edition import Edition
from press.ledger import Ledger
from press.model import Made, Output
from press.order import Order, fingerprints
from press.outputs import manifest
from press.plan import Touched
from press.publish import Site, Survey

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
        self._rows: list[Made] = []
        self._wanted: set[str] | None = None
        self._gone: list[str] = []
        self.done = Printed()

    def run(self, touched: Touched, survey: Survey, everything: bool, crew: Crew) -> Printed:
        """Bring the folder in line with the edition. With `everything`, what was not asked for is swept out."""
        self._wanted = set() if everything else None
        stale = self._stale(touched)
        for output, data in render.each(stale, self._edition.catalogue.body, self._order.recipe(), crew):
            self._put(output, data)
        self._flush()
        self._remove(self._unwanted(survey))
        self._print_manifest(survey)
        return self.done

    def _stale(self, touched: Touched) -> Iterator[Output]:
        """The outputs whose keys are not those that they were made by."""
        for described in plan.describe(touched, self._edition, fingerprints(self._order, self._ledger)):
            self._gone += described.gone
            for output in described.outputs:
                self.done.described += 1
                if self._wanted is not None:
                    self._wanted.add(output.address)
                if not self._ledger.is_current(output):
                    yield output

    def _put(self, output: Output, data: bytes) -> None:
        known = self._ledger.made(output.address)
        made = self._site.put(output, data, known)
        if known is None or known.digest != made.digest:
            self.done.written.append(output.address)
        self._rows.append(made)
        if len(self._rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        self._ledger.remember(self._rows)
        self._rows.clear()

    def _unwanted(self, survey: Survey) -> list[str]:
        """What must not exist, what nobody asked for in a full build, and what strangers put there."""
        gone = [address for address in self._gone if self._ledger.made(address)]
        if self._wanted is not None:
            made = (made for made in self._ledger.all() if made.kind != "manifest")
            gone += [made.address for made in made if made.address not in self._wanted]
        gone += [address for address in survey.strangers if not self._ledger.made(address)]
        return sorted(set(gone))

    def _remove(self, addresses: list[str]) -> None:
        for address in addresses:
            self._site.remove(address)
        self._ledger.forget(addresses)
        self.done.removed += addresses

    def _print_manifest(self, survey: Survey) -> None:
        """The shards of what changed, then the root, which lists them."""
        changed = [*self.done.written, *self.done.removed]
        damaged = [made.address for made in survey.damaged if manifest.is_manifest(made.address)]
        if not changed and not damaged:
            return
        shards = {manifest.shard_of(address) for address in (*changed, *damaged)}
        for output, data in manifest.outputs(shards, self._ledger):
            if data is not None:
                self._put(output, data)
            elif self._ledger.made(output.address):
                self._remove([output.address])
        self._flush()
        self._put(*manifest.root(self._ledger))
        self._flush()
