"""The staff guide and its pictures."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tools import guide

_PAGES = ("panduan-redaksi.md", "rilis-yang-baik.md")
_SHOWN = [
    found
    for name in _PAGES
    for found in re.findall(r"!\[([^\]]*)\]\(gambar/(\S+?)\)", (guide.FOLDER.parent / name).read_text(encoding="utf-8"))
]
"""The alternative text and the file of each picture that the guide shows."""


def test_pictures_of_the_guide_are_those_that_the_script_makes() -> None:
    shown = sorted(name for _, name in _SHOWN)
    assert shown == sorted(f"{name}.webp" for name in guide.PICTURES)
    assert shown == sorted(path.name for path in guide.FOLDER.iterdir())
    assert len(shown) <= 15


@pytest.mark.parametrize(("alt", "name"), _SHOWN, ids=[name for _, name in _SHOWN])
def test_picture_is_small_and_described(alt: str, name: str) -> None:
    assert len(alt) > 30
    path = guide.FOLDER / name
    assert path.stat().st_size <= guide.MOST_BYTES
    with Image.open(path) as picture:
        assert picture.format == "WEBP"
        assert picture.width >= 580
