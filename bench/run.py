"""``make bench``: Press and its rivals side by side, in turns; tables and a plot into docs/."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys

from bench import generators, parity, plot, reload, report
from bench.generators import HERE, HOME, Generator
from bench.measure import Failed
from bench.results import Key, Results
from bench.scenarios import AWAY, SCENARIOS, Stand

WORK = HERE / ".work"
ROUNDS = 3
MANY = 50_000
"""From so many releases on, once must do."""
RELOADS_AT = 10_000
SLOW = frozenset({"pelican", "eleventy"})
"""From `RELOADS_AT` on they are asked once, since they need minutes."""


def main() -> int:
    """Measure, print, write."""
    chosen = _arguments()
    generators.install()
    results = Results(WORK / "results.json")
    everyone = [each for each in generators.available() if not chosen.only or each.name in chosen.only.split(",")]
    lacking: list[str] = []
    for count in map(int, chosen.size.split(",")):
        if not chosen.reload:
            lacking += _size(count, [each for each in everyone if count <= each.largest], chosen.rounds, results)
            print(report.costs(results, count), report.counts(results, count), sep="\n", flush=True)
        if count == RELOADS_AT or chosen.reload:
            _reloads(count, results)
            print(report.reloads(results))
        results.save()
    shutil.rmtree(AWAY, ignore_errors=True)
    if not chosen.only:
        report.write(results, HOME / "docs" / "performance.md")
        (HOME / "docs" / "performance.svg").write_text(plot.draw(results), encoding="utf-8")
    print(*lacking, sep="\n", file=sys.stderr)
    return 1 if lacking else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", default="1000,10000", help="numbers of releases, with commas: make bench SIZE=1000")
    parser.add_argument("--rounds", type=int, default=0, help=f"how often; default {ROUNDS}, once from {MANY} on")
    parser.add_argument("--only", default="", help="some generators, with commas; nothing is written into docs/")
    parser.add_argument("--reload", action="store_true", help="only from save to reload")
    return parser.parse_args()


def _size(count: int, everyone: list[Generator], rounds: int, results: Results) -> list[str]:
    """Measure all at one size. Gives who lacks what."""
    results.forget(count, [each.name for each in everyone])
    stands = [_stand(each, count) for each in everyone]
    for turn in range(rounds or (1 if count >= MANY else ROUNDS)):
        for scenario, (label, bring_about) in SCENARIOS.items():
            for stand in stands:
                if _is_due(scenario, stand.generator, count, turn):
                    bring_about(stand)
                    cost = stand.build()
                    results.add(Key(count, scenario, stand.generator.name), cost)
                    print(f"{count:>7} {turn + 1} {stand.generator.label:<9}{cost.wall:>8.2f} s  {label}", flush=True)
        results.save()
    sites = {stand.generator.name: parity.count(stand.output) for stand in stands}
    results.counts |= {(count, name): counts for name, counts in sites.items()}
    results.save()
    for stand in stands:
        if stand.generator.name == "press":
            stand.clear()
            results.profiles[count] = profile(stand)
        stand.put_away(stand.folder)
    return parity.lacking(sites)


def _is_due(scenario: str, generator: Generator, count: int, turn: int) -> bool:
    """Leave out what would only be measured again: who builds everything whatever changed, needs minutes each time."""
    once = generator.name in SLOW and count >= RELOADS_AT
    again = count >= MANY and generator.name != "press" and scenario not in ("clean", "new")
    return scenario in generator.scenarios and not (once and turn) and not again


def profile(stand: Stand) -> list[str]:
    """Where the time of one more build of Press goes, as it says itself."""
    command = [*stand.generator.command(stand.folder, stand.engine), "--profile"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()


def _stand(generator: Generator, count: int) -> Stand:
    """A portal, written. Each Press has its own engine, as its templates are changed."""
    engine = WORK / f"engine-{count}"
    if generator.name == "press":
        generators.engine(engine)
    stand = Stand(generator, WORK / f"{generator.name}-{count}", engine, count)
    stand.write()
    return stand


def _reloads(count: int, results: Results) -> None:
    press = next(each for each in generators.ALL if each.name == "press")
    stand = _stand(press, count)
    results.reloads[count] = reload.saves(stand.engine, stand.folder, count)
    stand.put_away(stand.folder)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failed, subprocess.CalledProcessError) as failed:
        sys.exit(f"bench: {failed}")
