"""What pages share of the portal's look: the font of headlines, and the image for links to the home page and lists."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.portal import CONFIG, Portal
from tests.showroom import SampleSite, open_page

ASSETS = Path(__file__).parent.parent.parent / "templates/assets"
OWN_STYLE = '@font-face { font-family: Rumah; src: url("rumah.woff2") format("woff2"), url("lain.woff2") }'


def image_of(page: str) -> str:
    """The address of the image that a page names for services, below the portal; empty: none."""
    found = re.search(r'<meta property="og:image" content="https://uji.example/portal/([^"]*)"', page)
    return found[1] if found else ""


def test_home_page_and_lists_share_one_image_with_name_and_host(portal: Portal) -> None:
    portal.post("a.md")
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nIsi.\n")
    portal.build()
    site = portal.site()
    pages = ("index.html", "siaran-pers/index.html", "arsip/index.html", "tentang/index.html")
    (name,) = {image_of(site[page].decode()) for page in pages}
    assert Image.open(io.BytesIO(site[name])).size == (1200, 630)
    assert image_of(site["2026/03/a/index.html"].decode()) != name


def test_image_has_another_address_when_the_portal_looks_otherwise(portal: Portal) -> None:
    portal.build()
    before = image_of(portal.text("index.html"))
    portal.write("config.toml", CONFIG.replace("Portal Uji", "Portal Lain"))
    portal.build()
    after = image_of(portal.text("index.html"))
    assert before != after
    assert {name for name in portal.site() if name.startswith("kartu-")} == {after}


def test_portal_without_share_cards_has_no_image(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + "\n[theme]\nshare_cards = false\n")
    portal.build()
    assert image_of(portal.text("index.html")) == ""
    assert not [name for name in portal.site() if name.startswith("kartu-")]


def preloaded(page: str) -> list[str]:
    return re.findall(r'<link rel="preload" href="/portal/([^"]*)" as="font" type="font/woff2" crossorigin>', page)


def test_pages_load_the_font_that_the_stylesheet_names_early(portal: Portal) -> None:
    portal.build()
    site = portal.site()
    (address,) = preloaded(site["index.html"].decode())
    assert site[address] == (ASSETS / "headline.woff2").read_bytes()
    (style,) = (data for name, data in site.items() if name.startswith("assets/press.") and name.endswith(".css"))
    assert f"url({address.removeprefix('assets/')})" in style.decode()


@pytest.mark.parametrize("own", [OWN_STYLE, "body { color: red }"])
def test_portal_may_have_another_font_or_none(portal: Portal, own: str) -> None:
    portal.write("templates/assets/press.css", own)
    portal.write("templates/assets/rumah.woff2", b"wOF2")
    portal.build()
    found = preloaded(portal.text("index.html"))
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in found] == ["assets/rumah.woff2"] * (own is OWN_STYLE)


def test_font_is_small() -> None:
    assert (ASSETS / "headline.woff2").stat().st_size <= 30_000


def test_headlines_are_set_in_the_font_and_texts_are_not(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        page.goto(sample_site.url("release"))
        session = page.context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]

        def fonts(selector: str) -> set[str]:
            node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
            found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            return {font["familyName"] for font in found}

        page.reload()  # the first time, a font that comes late is not used
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        assert fonts("h1") == {"Press Headline"}
        assert "Press Headline" not in fonts(".prose p")


def patterns(page: str) -> list[tuple[str, str]]:
    """The pattern and the topic of each release without a photo."""
    return re.findall(r'<div class="thumb topic (pattern-[0-4])" aria-hidden="true">([^<]*)</div>', page)


def test_list_shows_the_topic_of_a_release_where_it_has_no_photo(portal: Portal) -> None:
    portal.post("a.md", topics="[air, jalan]")
    portal.post("b.md", topics="[jalan]")
    portal.post("c.md", topics="[air]")
    portal.post("tanpa.md")
    portal.post("dicabut.md", topics="[air]", withdrawn="{date: 2026-03-15, reason: Keliru.}")
    portal.post("klaim.md", topics="[air]", kind="clarification", claim="{text: Air beracun, verdict: false}")
    portal.build()
    found = patterns(portal.text("siaran-pers/index.html"))
    assert [label for _, label in found] == ["air", "jalan", "air"]
    assert found[0] == found[2]
    assert patterns(portal.text("klarifikasi/index.html")) == []


def test_empty_list_says_where_else_to_look(portal: Portal) -> None:
    portal.build()
    empty = re.search(r'<div class="empty">.*?</div>', portal.text("berita/index.html"), re.DOTALL)
    assert empty
    assert re.findall(r'href="([^"]*)"', empty[0]) == ["/portal/arsip/", "/portal/langganan/"]
