"""``make bench``: measure Press and other generators in turns; write tables and a plot into docs/.

``python -m bench.run --write newsroom,text,plot`` measures nothing, and writes these of ``bench/results/``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Collection

from bench import generators, parity, plot, reload, report
from bench.generators import HERE, REPOSITORY, Generator
from bench.measure import Failed
from bench.results import NEWSROOM, TEXTS, WITHOUT_GIT, Key, Results
from bench.scenarios import SCENARIOS, TRASH, BenchPortal

WORK = HERE / ".work"
DOCS = REPOSITORY / "docs"
PARTS = ("newsroom", "large", "text", "growth", "plot")
"""What is written into docs/."""
ROUNDS = 3
MANY = 50_000
"""From this number of releases on, there is only one round."""
RELOADS_AT = 10_000
"""The number of releases for which the time from save to reload is measured."""
SLOW = frozenset({"pelican", "eleventy"})
"""These run only once from `RELOADS_AT` releases on, because they need minutes."""


def main() -> int:
    """Measure, print the tables, and write them into docs/."""
    options = _arguments()
    results = Results(TEXTS)
    if options.write:
        _document(results, options.write.split(","))
        return 0
    generators.install()
    chosen_generators = [
        each for each in generators.available() if not options.only or each.name in options.only.split(",")
    ]
    missing: list[str] = []
    for count in map(int, options.size.split(",")):
        if not options.reload:
            missing += _measure_size(
                count, [each for each in chosen_generators if count <= each.largest], options.rounds, results
            )
            print(report.costs(results, count), report.counts(results, count), sep="\n", flush=True)
        if count == RELOADS_AT or options.reload:
            _measure_reloads(count, results)
            print(report.reloads(results))
        results.save()
    shutil.rmtree(TRASH, ignore_errors=True)
    if not options.only:
        _document(results, PARTS)
    print(*missing, sep="\n", file=sys.stderr)
    return 1 if missing else 0


def _document(texts: Results, parts: Collection[str]) -> None:
    """Write tables and the plot of these results, and of those of the newsrooms, into docs/."""
    room, without_git = Results(NEWSROOM), Results(WITHOUT_GIT)
    for name, table in report.tables(texts, room, without_git).items():
        if name in parts:
            report.write(name, table, DOCS)
    if "plot" in parts:
        (DOCS / "performance.svg").write_text(plot.draw(texts, room), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", default="1000,10000", help="numbers of releases, with commas: make bench SIZE=1000")
    parser.add_argument("--rounds", type=int, default=0, help=f"how often; default {ROUNDS}, once from {MANY} on")
    parser.add_argument("--only", default="", help="some generators, with commas; nothing is written into docs/")
    parser.add_argument("--write", default="", help=f"measure nothing; write some of {','.join(PARTS)} into docs/")
    parser.add_argument("--reload", action="store_true", help="only from save to reload")
    return parser.parse_args()


def _measure_size(count: int, chosen_generators: list[Generator], rounds: int, results: Results) -> list[str]:
    """Measure all generators at one size. Returns what sites lack, see `parity.missing_features`."""
    results.delete(count, [each.name for each in chosen_generators])
    portals = [_written_portal(each, count) for each in chosen_generators]
    for round_number in range(rounds or (1 if count >= MANY else ROUNDS)):
        for scenario, (label, prepare) in SCENARIOS.items():
            for portal in portals:
                if _is_due(scenario, portal.generator, count, round_number):
                    prepare(portal)
                    cost = portal.build()
                    results.add(Key(count, scenario, portal.generator.name), cost)
                    print(
                        f"{count:>7} {round_number + 1} {portal.generator.label:<9}{cost.wall:>8.2f} s  {label}",
                        flush=True,
                    )
        results.save()
    sites = {portal.generator.name: parity.count(portal.output) for portal in portals}
    results.counts |= {(count, name): counts for name, counts in sites.items()}
    results.save()
    for portal in portals:
        portal.move_away(portal.folder)
    return parity.missing_features(sites)


def _is_due(scenario: str, generator: Generator, count: int, round_number: int) -> bool:
    """Whether to measure a scenario in this round.

    Other generators build everything whatever changed, which takes minutes at large sizes: measure that only once.
    """
    once = generator.name in SLOW and count >= RELOADS_AT
    repeated = count >= MANY and generator.name != "press" and scenario not in ("clean", "new")
    return scenario in generator.scenarios and not (once and round_number) and not repeated


def _written_portal(generator: Generator, count: int) -> BenchPortal:
    """Write a portal. Each size has its own copy of Press, because the scenarios change its templates."""
    press_copy = WORK / f"press-copy-{count}"
    if generator.name == "press":
        generators.copy_press(press_copy)
    portal = BenchPortal(generator, WORK / f"{generator.name}-{count}", press_copy, count)
    portal.write()
    return portal


def _measure_reloads(count: int, results: Results) -> None:
    press = next(each for each in generators.ALL if each.name == "press")
    portal = _written_portal(press, count)
    results.reloads[count] = reload.measure_reloads(portal.press_copy, portal.folder, count)
    portal.move_away(portal.folder)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failed, subprocess.CalledProcessError) as failed:
        sys.exit(f"bench: {failed}")
