"""The pictures of the portal in the documentation."""

from __future__ import annotations

import re

from PIL import Image

from tools import screens


def test_pictures_of_the_portal_are_those_that_the_script_makes() -> None:
    page = (screens.FOLDER.parent / "screens.md").read_text(encoding="utf-8")
    shown = {name: alt for alt, name in re.findall(r"!\[([^\]]{30,})\]\(screens/(\S+?)\)", page)}
    assert [*shown] == [f"{name}.webp" for name in screens.SCREENS]
    assert sorted(shown) == sorted(path.name for path in screens.FOLDER.iterdir())
    for name in shown:
        assert (screens.FOLDER / name).stat().st_size <= screens.MOST_BYTES
        with Image.open(screens.FOLDER / name) as picture:
            assert (picture.format, picture.width >= 580) == ("WEBP", True)
