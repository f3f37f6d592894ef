"""The tables of the results, for the terminal and for docs/performance.md."""

from __future__ import annotations

import os
import re
from pathlib import Path
from statistics import median

from bench.generators import ALL
from bench.results import Key, Results
from bench.scenarios import SCENARIOS

_BETWEEN = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
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

_LEGEND = """Medians; {cores} cores. *× Hugo*: the time by that of Hugo for the same. *Others*: the part of the
CPU time that other programs used meanwhile; if it is large, the wall time is not reliable.
"""
_PROFILED = 10_000
"""The profile of the size nearest to this is shown."""
_PROFILE = """`build --profile`: seconds, how many, microseconds each. Several workers read and render
at the same time, so that the sum of the parts is more than the whole.
"""


def write(results: Results, path: Path) -> None:
    """Replace the text between the two ``bench`` comments of a document with the tables."""
    text = path.read_text(encoding="utf-8")
    path.write_text(_BETWEEN.sub(lambda found: found[1] + document(results) + found[2], text), encoding="utf-8")


def document(results: Results) -> str:
    """All tables, with the plot and the number of cores."""
    parts = [_LEGEND.format(cores=os.cpu_count())]
    parts += ["![Seconds of each build by number of releases](performance.svg)\n"]
    for count in results.sizes():
        parts += [f"### {count:,} releases\n", costs(results, count), "What they built:\n", counts(results, count)]
    parts += ["### As the archive grows: Press\n", growth(results)]
    if results.profiles:
        count = min(results.profiles, key=lambda size: abs(size - _PROFILED))
        lines = results.profiles[count]
        parts += [f"### Where the time goes: Press, clean, {count:,} releases\n", _PROFILE, _block(lines)]
    if results.reloads:
        parts += ["### From save to reload\n", reloads(results)]
    return "\n".join(parts)


def _block(lines: list[str]) -> str:
    return "\n".join(["```text", *lines, "```", ""])


def costs(results: Results, count: int) -> str:
    """A table with a row for each scenario and generator."""
    rows = [["", "", "wall", "× Hugo", "CPU", "× Hugo", "memory", "others", "runs"]]
    for scenario, (label, _) in SCENARIOS.items():
        for name in _LABELS:
            rows += [row] if (row := _cost(results, Key(count, scenario, name), label)) else []
    return _table(rows, left=2)


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


def _cost(results: Results, key: Key, label: str) -> list[str]:
    """The cells of a row; empty if nothing was measured."""
    cost = results.medians(key)
    if not cost:
        return []
    hugo = results.medians(key._replace(generator="hugo")) or results.medians(Key(key.size, "new", "hugo"))
    cells = [f"{cost.wall:.2f} s", _times(cost.wall, hugo and hugo.wall)]
    cells += [f"{cost.cpu:.2f} s", _times(cost.cpu, hugo and hugo.cpu), f"{cost.memory:,.0f} MiB"]
    return [label, _LABELS[key.generator], *cells, f"{cost.others:.0%}", str(len(results.costs[key]))]


def growth(results: Results) -> str:
    """A table with a row for each size: the time to add a release, and how many times that at a tenth of the size."""
    rows = [["releases", "one more", "× a tenth", "nothing", "peak, clean"]]
    for count in results.sizes():
        new, nothing, clean = (results.medians(Key(count, name, "press")) for name in ("new", "nothing", "clean"))
        tenth = results.medians(Key(count // 10, "new", "press"))
        if new and nothing and clean:
            times = f"{new.wall / tenth.wall:.2f}" if tenth else ""
            rows += [[f"{count:,}", f"{new.wall:.2f} s", times, f"{nothing.wall:.2f} s", f"{clean.memory:,.0f} MiB"]]
    return _table(rows, left=0)


def _times(own: float, other: float | None) -> str:
    return f"{own / other:.2g}" if other else ""


def _table(rows: list[list[str]], left: int) -> str:
    """A Markdown table: the first `left` columns are aligned left, the others right."""
    rule = [":--" if column < left else "--:" for column in range(len(rows[0]))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [rows[0], rule, *rows[1:]])
