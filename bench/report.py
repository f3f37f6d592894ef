"""The tables of the results, for the terminal, docs/performance.md and docs/scale.md."""

from __future__ import annotations

import os
import re
from pathlib import Path
from statistics import median

from bench.generators import ALL
from bench.newsroom import SCENARIOS as NEWSROOM
from bench.results import Key, Results
from bench.scenarios import SCENARIOS

_LABELS = {each.name: each.label for each in ALL}
_COUNTED = {
    "files": "files",
    "megabytes": "megabytes",
    "releases": "pages of releases",
    "json_ld": "… with JSON-LD",
    "open_graph": "… with Open Graph",
    "related": "… with links to earlier ones on the topic",
    "lists": "lists (topics, offices, tags, all)",
    "list_pages": "… and their pages, 20 releases each",
    "months": "months",
    "feeds": "RSS feeds of lists and home",
    "items": "… items",
    "full_texts": "… with the whole text",
    "sitemap": "releases in sitemaps",
    "others": "other feeds: Atom, JSON, of months",
}

_LEGEND = """Medians, on {cores} cores. *× Hugo*: the time by that of Hugo for the same. *Others*: the part of the CPU
time that other programs used meanwhile; if it is large, the wall time is not reliable.
"""
_SHOWN = 10_000
"""The page shows the size nearest to this."""


_DOCUMENTS = {"newsroom": "performance.md", "large": "performance.md", "text": "performance.md", "growth": "scale.md"}
"""The document of each table."""


def tables(texts: Results, room: Results, without_git: Results) -> dict[str, str]:
    """The tables of docs/, by the name that the comments around them have."""
    return {
        "newsroom": newsroom(room),
        "large": newsroom(without_git),
        "text": costs(texts, _nearest(texts.sizes(), _SHOWN)) if texts.sizes() else "",
        "growth": growth(texts),
    }


def write(name: str, table: str, folder: Path) -> None:
    """Replace what is between the comments of a table in its document."""
    path = folder / _DOCUMENTS[name]
    between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    text = between.sub(lambda found: found[1] + table + found[2], path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def newsroom(results: Results) -> str:
    """A table with a row for each size, scenario and generator: costs, files and megabytes."""
    rows = [["releases", "", "", "wall", "× Hugo", "CPU", "× Hugo", "memory", "files", "site", "cache", "others"]]
    for count in results.sizes():
        for scenario, (label, _) in NEWSROOM.items():
            for name in ("press", "hugo"):
                key = Key(count, scenario, name)
                if cells := _cost(results, key):
                    sizes = results.sizes_on_disk[key]
                    disk = [f"{sizes.files:,}", f"{sizes.site:,.0f} MB", f"{sizes.cache:,.0f} MB"]
                    rows += [[f"{count:,}", label, _LABELS[name], *cells[:5], *disk, cells[5]]]
    return _legend(_table(rows, left=3))


def costs(results: Results, count: int) -> str:
    """A table with a row for each scenario and generator."""
    rows = [[f"{count:,} releases", "", "wall", "× Hugo", "CPU", "× Hugo", "memory", "others", "runs"]]
    for scenario, (label, _) in SCENARIOS.items():
        for name, generator in _LABELS.items():
            key = Key(count, scenario, name)
            if cells := _cost(results, key):
                rows += [[label, generator, *cells, str(len(results.costs[key]))]]
    return _legend(_table(rows, left=2))


def counts(results: Results, count: int) -> str:
    """A table with a row for each count."""
    sites = {name: results.counts[count, name] for name in _LABELS if (count, name) in results.counts}
    rows = [["", *(_LABELS[name] for name in sites)]]
    rows += [[label, *(f"{getattr(each, name):,.0f}" for each in sites.values())] for name, label in _COUNTED.items()]
    return _table(rows, left=1)


def reloads(results: Results) -> str:
    """A table with a row for each size."""
    rows = [["releases", "median", "slowest"]]
    rows += [
        [f"{count:,}", f"{median(times) * 1000:.0f} ms", f"{max(times) * 1000:.0f} ms"]
        for count, times in sorted(results.reloads.items())
    ]
    return _table(rows, left=0)


def _cost(results: Results, key: Key) -> list[str]:
    """The cells of a row; empty if nothing was measured."""
    cost = results.medians(key)
    if not cost:
        return []
    hugo = results.medians(key._replace(generator="hugo"))
    cells = [f"{cost.wall:,.2f} s", _times(cost.wall, hugo and hugo.wall)]
    cells += [f"{cost.cpu:,.2f} s", _times(cost.cpu, hugo and hugo.cpu), f"{cost.memory:,.0f} MiB"]
    return [*cells, f"{cost.others:.0%}"]


def growth(results: Results) -> str:
    """A table with a row for each size: what Press needs, how many times that at a tenth of the size, and the site."""
    rows = [["releases", "clean", "peak of memory", "one more", "× a tenth", "nothing", "files", "site"]]
    for count in results.sizes():
        new, nothing, clean = (results.medians(Key(count, name, "press")) for name in ("new", "nothing", "clean"))
        tenth, site = results.medians(Key(count // 10, "new", "press")), results.counts.get((count, "press"))
        if new and nothing and clean and site:
            times = f"{new.wall / tenth.wall:.2f}" if tenth else ""
            cells = [f"{clean.wall:,.1f} s", f"{clean.memory:,.0f} MiB", f"{new.wall:.2f} s", times]
            rows += [[f"{count:,}", *cells, f"{nothing.wall:.2f} s", f"{site.files:,}", f"{site.megabytes:,.0f} MB"]]
    return _table(rows, left=0)


def _legend(table: str) -> str:
    return f"{table}\n{_LEGEND.format(cores=os.cpu_count())}"


def _nearest(sizes: list[int], size: int) -> int:
    return min(sizes, key=lambda each: abs(each - size))


def _times(own: float, other: float | None) -> str:
    return f"{own / other:.2g}" if other else ""


def _table(rows: list[list[str]], left: int) -> str:
    """A Markdown table: the first `left` columns are aligned left, the others right."""
    rule = [":--" if column < left else "--:" for column in range(len(rows[0]))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [rows[0], rule, *rows[1:]])
