"""Icons and the web manifest: made from the portal's icon or crest, named by every page and every feed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from press.errors import Misuse
from tests.judge import feeds
from tests.portal import CONFIG, Portal

BASE = "https://uji.example/portal/"

SIZES = {"apple-touch-icon.png": 180, "icon-144.png": 144, "icon-192.png": 192, "icon-512.png": 512,
         "icon-maskable.png": 512}  # fmt: skip
RED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {}"><path d="M0 0h99v99H0z" fill="#f00"/></svg>'


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def with_icon(portal: Portal, svg: str) -> dict[str, bytes]:
    portal.write("templates/assets/icon.svg", svg)
    portal.build()
    return portal.site()


def test_icons_have_the_size_in_their_name_and_are_named_by_pages(portal: Portal) -> None:
    portal.build()
    site = portal.site()
    for name, size in SIZES.items():
        assert opened(site[name]).size == (size, size)
        assert len(site[name]) < 20_000
    assert opened(site["favicon.ico"]).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    page = site["404.html"].decode()
    for name in ("favicon.ico", "apple-touch-icon.png", "site.webmanifest"):
        assert f'href="/portal/{name}"' in page


def test_manifest_names_icons_that_exist(portal: Portal) -> None:
    portal.build()
    site = portal.site()
    manifest = json.loads(site["site.webmanifest"])
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == ("Portal Uji", "id", "/portal/")
    found = {icon["src"].removeprefix("/portal/"): (icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert found == {
        "icon-192.png": ("192x192", "any"), "icon-512.png": ("512x512", "any"),
        "icon-maskable.png": ("512x512", "maskable"),
    }  # fmt: skip
    assert found.keys() <= site.keys()


@pytest.mark.parametrize("box", ["99 99", "99 50", "50 99"])
def test_drawing_fits_whole_into_each_icon(portal: Portal, box: str) -> None:
    site = with_icon(portal, RED.format(box))
    icon = opened(site["icon-192.png"])
    width, height = map(int, box.split())
    assert icon.getpixel((96, 96)) == (255, 0, 0, 255)
    alpha = icon.getpixel((2, 2))[3]  # type: ignore[index]
    assert alpha == (255 if width == height else 0)
    touch = opened(site["apple-touch-icon.png"])
    assert (touch.mode, touch.getpixel((1, 1))) == ("RGB", (255, 255, 255))


def test_changed_icon_is_drawn_again_as_in_a_clean_build(portal: Portal, tmp_path: Path) -> None:
    before = with_icon(portal, RED.format("99 99"))
    after = with_icon(portal, RED.format("99 99").replace("f00", "00f"))
    changed = {name for name in before if name in after and before[name] != after[name]}
    assert {*SIZES, "favicon.ico"} <= changed
    other = Portal(tmp_path / "other", CONFIG)
    assert with_icon(other, RED.format("99 99").replace("f00", "00f")) == after


@pytest.mark.parametrize("svg", ["", "<svg", "bukan gambar", "<svg xmlns='http://www.w3.org/2000/svg' width='0'/>"])
def test_icon_that_cannot_be_drawn_is_named(portal: Portal, svg: str) -> None:
    with pytest.raises(Misuse, match=r"icon\.svg"):
        with_icon(portal, svg)


def test_feeds_have_the_icon_in_every_format(portal: Portal) -> None:
    portal.post("a.md")
    portal.build()
    assert feeds.judge(portal.root / "site", BASE) == []
    assert f"<url>{BASE}icon-144.png</url>" in portal.text("feed.xml")
    assert f"<icon>{BASE}icon-512.png</icon>" in portal.text("atom.xml")
    assert json.loads(portal.text("feed.json"))["icon"] == f"{BASE}icon-512.png"
    corrections = json.loads(portal.text("ralat/feed.json"))["description"]
    assert corrections != json.loads(portal.text("feed.json"))["description"]
    assert f'<meta name="description" content="{corrections}">' in portal.text("ralat/index.html")


def test_opened_feed_says_in_the_language_of_the_portal_what_to_do(portal: Portal) -> None:
    portal.build()
    assert "Ini umpan berita" in portal.text("feed.css")
