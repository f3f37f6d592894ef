"""Photos for the newsroom of the benchmark: 12 megapixels, with edges, gradients and the grain of a camera."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 4000, 3000
MARGIN = 500
"""The grain is larger than a photo, so that each has another part of it."""
_GRAIN = 9
"""Standard deviation of the grain."""


def photos(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Make so many different photos, unless they are there; the same number always gives the same photo."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"foto-{seed}-{number}.jpg" for number in range(count)]
    missing = [(number, path) for number, path in enumerate(paths) if not path.is_file()]
    grain = Image.effect_noise((WIDTH + MARGIN, HEIGHT + MARGIN), _GRAIN) if missing else None
    for number, path in missing:
        assert grain
        _photo(random.Random(f"{seed}/{number}"), grain).save(path, "JPEG", quality=92, subsampling="4:2:0")
    return paths


def _photo(rng: random.Random, grain: Image.Image) -> Image.Image:
    """A sky, a field, and things in front of them, some sharp and some soft; over all, grain."""
    image = Image.linear_gradient("L").resize((WIDTH // 8, HEIGHT // 8)).rotate(rng.choice((0, 90, 180))).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, size = rng.randrange(WIDTH // 8), rng.randrange(HEIGHT // 8), rng.randrange(4, 90)
        colour = tuple(rng.randrange(30, 230) for _ in range(3))
        rng.choice((draw.ellipse, draw.rectangle))((x, y, x + size, y + size * 2 // 3), colour)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(300):
        x, y = rng.randrange(WIDTH), rng.randrange(HEIGHT)
        colour = tuple(rng.randrange(256) for _ in range(3))
        draw.line((x, y, x + rng.randrange(-300, 300), y + rng.randrange(-300, 300)), colour, rng.randrange(1, 9))
    left, top = rng.randrange(MARGIN), rng.randrange(MARGIN)
    own = grain.crop((left, top, left + WIDTH, top + HEIGHT))
    return Image.blend(image, Image.merge("RGB", (own, own, own)), 0.25)
