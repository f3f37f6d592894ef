"""``python -m bench.newsroom --size 50,1000``: Press and Hugo with photos, share cards and search, as newsrooms have.

Half of the releases have a photo of 12 megapixels; a few hundred are different ones. Hugo does the same work as far as
it can: its own image processing to the same widths, as WebP since it does not encode AVIF, and as JPEG; `images.Text`
writes the headline on a card; Pagefind indexes its output. What it cannot do: fit a headline to its card, shrink a JPEG
while decoding, and keep the index of earlier years.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench import camera, dialects, generators
from bench.generators import HERE, Generator
from bench.measure import Failed
from bench.portal import Release, release, releases
from bench.results import NEWSROOM, WITHOUT_GIT, Key, Results, Sizes
from bench.scenarios import TRASH, BenchPortal
from press.outputs.search import pagefind

WORK = HERE / ".work"
PHOTOS = WORK / "photos"
DIFFERENT = 300
"""Most photos that differ."""
HUGO = HERE / "peers" / "hugo-newsroom"


class Newsroom(BenchPortal):
    """A portal with photos, cards and search."""

    uses_git = True

    def write(self) -> None:
        """Write the portal again from the start."""
        if self.uses_git:
            super().write()
        else:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.generator.write(self.folder, self.count, 1)

    def put(self, each: Release) -> None:
        """Write a release that has a photo."""
        each = each._replace(number=2 * each.number)
        super().put(each)
        place_photo(self.folder, self.generator.path(each), each, camera.photos(PHOTOS, 1, self.changes + 1)[0])

    def replace_photo(self) -> None:
        """Replace the photo of the oldest release by one that no release has."""
        self.changes += 1
        each = release(0, self.count)
        photo = camera.photos(PHOTOS, 1, self.changes + 1)[0]
        place_photo(self.folder, self.generator.path(each), each, photo)

    def recolour(self) -> None:
        """Give the portal another colour, so that all cards are drawn again."""
        self.changes += 1
        if self.generator.name == "press":
            path, table, setting = self.folder / "config.toml", "[theme]", f'colour = "#0b4f{60 + self.changes % 30}"'
        else:
            path, table, setting = self.folder / "hugo.toml", "[params]", f"hue = {self.changes % 360}"
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(("colour = ", "hue = "))]
        kept.insert(kept.index(table) + 1, setting)
        path.write_text("\n".join([*kept, ""]), encoding="utf-8")

    def check_out(self) -> None:
        """As in CI; without Git, only one release more."""
        if self.uses_git:
            super().check_out()
        else:
            self.add()

    def check_out_bare(self) -> None:
        """A fresh checkout for which nothing was kept."""
        self.check_out()
        self.clear()


SCENARIOS: dict[str, tuple[str, Callable[[Newsroom], None]]] = {
    "clean": ("clean build", Newsroom.clear),
    "nothing": ("nothing changed", Newsroom.do_nothing),
    "edited": ("one release edited", Newsroom.edit),
    "new": ("one release with a photo more", Newsroom.add),
    "photo": ("a photo replaced", Newsroom.replace_photo),
    "colour": ("colour changed: all cards drawn again", Newsroom.recolour),
    "checkout": ("fresh checkout, one release more, site and cache restored", Newsroom.check_out),
    "bare": ("fresh checkout, nothing restored", Newsroom.check_out_bare),
}
"""By name: the label, and the change before the build. They run in this order, each on the result of the last one."""


def photo_of(each: Release) -> str:
    """The name of the photo of a release; empty if it has none."""
    return "" if each.number % 2 else f"foto-{each.number}.jpg"


def place_photo(folder: Path, path: str, each: Release, photo: Path) -> None:
    """Put a photo beside a release of Press, or into ``assets/`` of Hugo. It is linked: all would be many gigabytes."""
    is_press = path.startswith("posts/")
    target = (folder / path).with_name(photo_of(each)) if is_press else folder / "assets/foto" / photo_of(each)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    os.link(photo, target)


def press_text(each: Release) -> str:
    """A release of Press with its photo."""
    text = dialects.press_text(each)
    image = f'image: {{src: {photo_of(each)}, alt: "{each.title}", credit: Humas}}\n'
    return text.replace("---\n\n", f"{image if photo_of(each) else ''}---\n\n", 1)


def hugo_text(each: Release) -> str:
    """A page of Hugo with its photo."""
    text = dialects.hugo_text(each)
    return text.replace("---\n\n", f"foto: foto/{photo_of(each)}\n---\n\n" if photo_of(each) else "---\n\n", 1)


def press(folder: Path, count: int, seed: int = 1) -> None:
    """Write a portal of Press with the settings that it has from the start: cards and search are on."""
    dialects.press(folder, count, seed)
    path = folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("share_cards = false", "").replace("enabled = false", ""), encoding="utf-8")
    _add_photos(folder, count, seed, dialects.press_path, press_text)


def hugo(folder: Path, count: int, seed: int = 1) -> None:
    """Write a site of Hugo that shows photos and has cards."""
    dialects.hugo(folder, count, seed)
    shutil.copytree(HUGO, folder, dirs_exist_ok=True)
    page = folder / "layouts/page.html"
    text = page.read_text(encoding="utf-8").replace(
        '{{ define "head" }}', '{{ define "head" }}\n{{ partial "card.html" . }}'
    )
    text = text.replace('<div class="prose">', '{{ partial "photo.html" . }}\n<div class="prose">')
    page.write_text(text, encoding="utf-8")
    _add_photos(folder, count, seed, dialects.hugo_path, hugo_text)


def _add_photos(
    folder: Path, count: int, seed: int, path_of: Callable[[Release], str], text_of: Callable[[Release], str]
) -> None:
    photos = camera.photos(PHOTOS, min(DIFFERENT, count // 2 + 1))
    for each in releases(count, seed):
        if photo_of(each):
            (folder / path_of(each)).write_text(text_of(each), encoding="utf-8")
            place_photo(folder, path_of(each), each, photos[each.number // 2 % len(photos)])


def _hugo_command(folder: Path, press_copy: Path) -> list[str]:
    hugo_itself = next(each for each in generators.ALL if each.name == "hugo")
    binary, program = hugo_itself.command(folder, press_copy)[0], pagefind.installed()[0]
    return ["sh", "-c", f"'{binary}' --quiet && '{program}' --site public --quiet"]


def _generators() -> tuple[Generator, ...]:
    known = {each.name: each for each in generators.ALL}
    return (
        known["press"]._replace(write=press, text=press_text),
        known["hugo"]._replace(write=hugo, text=hugo_text, command=_hugo_command),
    )


def main() -> int:
    """Measure in turns, print the costs, and add them to the results that docs/performance.md is made of."""
    options = _arguments()
    generators.install()
    press_copy = generators.copy_press(WORK / "press-copy-newsroom")
    Newsroom.uses_git = not options.no_git
    results = Results(NEWSROOM if Newsroom.uses_git else WITHOUT_GIT)
    chosen = [each for each in _generators() if options.only in ("", each.name)]
    for count in map(int, options.size.split(",")):
        results.delete(count, [each.name for each in chosen])
        portals = [Newsroom(each, WORK / f"newsroom-{each.name}", press_copy, count) for each in chosen]
        for portal in portals:
            portal.write()
        for scenario in options.scenarios.split(","):
            for portal in portals:
                _measure(portal, scenario, results)
        for portal in portals:
            portal.move_away(portal.folder)
    shutil.rmtree(TRASH, ignore_errors=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.newsroom", description=__doc__)
    parser.add_argument("--size", default="1000", help="numbers of releases, with commas")
    parser.add_argument("--only", default="", help="press or hugo")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS), help="some of the scenarios, with commas, in order")
    parser.add_argument("--no-git", action="store_true", help="the portals are in no Git repository")
    return parser.parse_args()


def _measure(portal: Newsroom, scenario: str, results: Results) -> None:
    """Measure a scenario, print its costs, and save them."""
    label, prepare = SCENARIOS[scenario]
    prepare(portal)
    cost = portal.build()
    files, site = _size(portal.output)
    cache = sum(_size(portal.folder / name)[1] for name in portal.generator.cache_paths)
    key = Key(portal.count, scenario, portal.generator.name)
    results.add(key, cost)
    results.sizes_on_disk[key] = Sizes(files, site / 1e6, cache / 1e6)
    results.save()
    figures = f"{cost.wall:8.2f} s {cost.cpu:8.2f} s CPU {cost.memory:8,.0f} MiB {files:8,} files {site / 1e6:8,.0f} MB"
    print(f"{portal.count:>7} {portal.generator.label:<7}{figures}  {label}", flush=True)


def _size(folder: Path) -> tuple[int, int]:
    """The number of files in a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failed, subprocess.CalledProcessError) as failed:
        sys.exit(f"bench: {failed}")
