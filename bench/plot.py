"""A plot in SVG with two logarithmic axes: the seconds of a build by the number of releases."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from bench.results import Key, Results

WIDTH, HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 20, 50
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd}.line{fill:none;stroke-width:2.5}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}}"
)


class Curve(NamedTuple):
    """One line of the plot."""

    label: str
    colour: str
    scenario: str
    generator: str
    has_photos: bool = False
    """Whether it is one of the newsroom; the lines of these are dashed."""


CURVES = (
    Curve("Hugo, photos, clean", "#d1495b", "clean", "hugo", has_photos=True),
    Curve("Press, photos, clean", "#0b4f6c", "clean", "press", has_photos=True),
    Curve("Press, photos, one more", "#2a9d8f", "new", "press", has_photos=True),
    Curve("Hugo, clean", "#d1495b", "clean", "hugo"),
    Curve("Hugo, all feeds, clean", "#e59aa4", "clean", "hugo-feeds"),
    Curve("Press, clean", "#0b4f6c", "clean", "press"),
    Curve("Press, one more", "#2a9d8f", "new", "press"),
    Curve("Press, nothing", "#8ab17d", "nothing", "press"),
)


class Frame(NamedTuple):
    """The ranges of both axes, as powers of ten."""

    low_x: float
    high_x: float
    low_y: int
    high_y: int

    def position(self, count: float, seconds: float) -> tuple[float, float]:
        """The position of a point in the image."""
        width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
        x = (math.log10(count) - self.low_x) / (self.high_x - self.low_x)
        y = (math.log10(seconds) - self.low_y) / (self.high_y - self.low_y)
        return round(_LEFT + x * width, 1), round(HEIGHT - _BOTTOM - y * height, 1)


def draw(results: Results, newsroom: Results) -> str:
    """The SVG file: the portals of texts only, and with photos, cards and search."""
    curves = {curve: found for curve in CURVES if (found := _points(curve, newsroom if curve.has_photos else results))}
    seconds = [seconds for points in curves.values() for _, seconds in points]
    sizes = sorted({*results.sizes(), *newsroom.sizes()})
    frame = Frame(
        math.log10(min(sizes)) - 0.1, math.log10(max(sizes)) + 0.1,
        math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds))),
    )  # fmt: skip
    lines = (part for curve, points in curves.items() for part in _curve(curve, points, frame))
    parts = [*_axes(frame, sizes), *lines, *_labels(curves, frame)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    title = "<title>Seconds of a build by the number of releases</title>"
    return "\n".join([head, title, f"<style>{_STYLE}</style>", *parts, "</svg>", ""])


def _points(curve: Curve, results: Results) -> list[tuple[int, float]]:
    found = ((count, results.medians(Key(count, curve.scenario, curve.generator))) for count in results.sizes())
    return [(count, cost.wall) for count, cost in found if cost]


def _axes(frame: Frame, sizes: list[int]) -> Iterator[str]:
    for power in range(frame.low_y, frame.high_y + 1):
        x, y = frame.position(10**frame.low_x, 10.0**power)
        yield f'<line class="grid" x1="{x}" y1="{y}" x2="{WIDTH - _RIGHT}" y2="{y}"/>'
        yield f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g} s</text>'
    for count in sizes:
        x, y = frame.position(count, 10.0**frame.low_y)
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{y}"/>'
        if math.log10(count).is_integer():  # others would be too near
            yield f'<text x="{x}" y="{y + 20}" text-anchor="middle">{count:,}</text>'
    yield f'<text x="{(WIDTH - _RIGHT + _LEFT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">releases</text>'


def _curve(curve: Curve, points: list[tuple[int, float]], frame: Frame) -> Iterator[str]:
    positions = [frame.position(*point) for point in points]
    path = " ".join(f"{x},{y}" for x, y in positions)
    dashes = ' stroke-dasharray="7 4"' if curve.has_photos else ""
    yield f'<polyline class="line" stroke="{curve.colour}"{dashes} points="{path}"/>'
    yield from (f'<circle cx="{x}" cy="{y}" r="4" fill="{curve.colour}"/>' for x, y in positions)


def _labels(curves: dict[Curve, list[tuple[int, float]]], frame: Frame) -> Iterator[str]:
    """A label at the right edge for each curve, as high as its last point, without overlaps."""
    lowest = math.inf
    for curve, points in sorted(curves.items(), key=lambda each: each[1][-1][1]):
        lowest = min(frame.position(*points[-1])[1] + 4, lowest - 16)
        place = f'x="{WIDTH - _RIGHT + 10}" y="{lowest}" style="fill:{curve.colour}"'
        seconds = points[-1][1]
        yield f"<text {place}>{curve.label} {seconds:,.{0 if seconds >= 10 else 1}f} s</text>"
