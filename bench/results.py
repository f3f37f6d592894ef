"""The measurements, kept in files of ``bench/results/``, so that sizes can be measured one at a time.

The tables and the plot in docs/ are made of them. They are committed: what is not measured again stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.measure import Cost
from bench.parity import Counts

RESULTS = Path(__file__).parent / "results"
TEXTS, NEWSROOM, WITHOUT_GIT = RESULTS / "texts.json", RESULTS / "newsroom.json", RESULTS / "without-git.json"


class Key(NamedTuple):
    """What was measured."""

    size: int
    scenario: str
    generator: str


class Sizes(NamedTuple):
    """What a build left on the disk."""

    files: int
    """Those of the site."""
    site: float
    """Megabytes."""
    cache: float
    """Megabytes."""


class Results:
    """Costs by their `Key`, counts of the sites, and times from save to reload. Kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.costs: dict[Key, list[Cost]] = {}
        self.counts: dict[tuple[int, str], Counts] = {}
        self.sizes_on_disk: dict[Key, Sizes] = {}
        self.reloads: dict[int, list[float]] = {}
        """Seconds."""
        if path.is_file():
            self._load(json.loads(path.read_text(encoding="utf-8")))

    def delete(self, count: int, generators: Collection[str]) -> None:
        """Delete the results of some generators at a size, before they are measured again."""
        deleted = {(count, name) for name in generators}
        self.costs = {key: costs for key, costs in self.costs.items() if (key.size, key.generator) not in deleted}
        self.counts = {key: counts for key, counts in self.counts.items() if key not in deleted}
        kept = {key: sizes for key, sizes in self.sizes_on_disk.items() if (key.size, key.generator) not in deleted}
        self.sizes_on_disk = kept

    def add(self, key: Key, cost: Cost) -> None:
        """Add the cost of one run."""
        self.costs.setdefault(key, []).append(cost)

    def medians(self, key: Key) -> Cost | None:
        """The medians of the runs of a key. None: not measured."""
        runs = self.costs.get(key)
        return Cost(*(median(values) for values in zip(*runs, strict=True))) if runs else None

    def sizes(self) -> list[int]:
        """The sizes that were measured."""
        return sorted({key.size for key in self.costs})

    def save(self) -> None:
        """Write everything into the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        parts: dict[str, list[list[object]]] = {
            "costs": [[*key, *_rounded(cost)] for key, costs in self.costs.items() for cost in costs],
            "counts": [[*key, *counts] for key, counts in self.counts.items()],
            "sizes": [[*key, *_rounded(sizes)] for key, sizes in self.sizes_on_disk.items()],
            "reloads": [[count, *_rounded(times)] for count, times in self.reloads.items()],
        }
        text = ",\n".join(f'"{name}": [{",".join(_line(row) for row in rows)}]' for name, rows in parts.items())
        self._path.write_text(f"{{{text}}}\n", encoding="utf-8")

    def _load(self, data: dict[str, Iterable[list[object]]]) -> None:
        for row in data["costs"]:
            self.add(Key(*row[:3]), Cost(*row[3:]))  # type: ignore[arg-type]
        for row in data["counts"]:
            self.counts[row[0], row[1]] = Counts(*row[2:])  # type: ignore[index, arg-type]
        for row in data["sizes"]:
            self.sizes_on_disk[Key(*row[:3])] = Sizes(*row[3:])  # type: ignore[arg-type]
        for row in data["reloads"]:
            self.reloads[row[0]] = row[1:]  # type: ignore[index, assignment]


def _line(row: list[object]) -> str:
    return f"\n  {json.dumps(row)}"


def _rounded(numbers: Iterable[float]) -> list[float]:
    return [round(number, 3) for number in numbers]
