"""Releases in several languages: their addresses, those that they had before, and all that follows the addresses."""

from __future__ import annotations

import re

import pytest

from tests import photos
from tests.portal import CONFIG, Portal

SINCE = "language_in_address_since = 2026-03-14\n" + CONFIG
ENGLISH = {"lang": "en", "translation_of": "a", "title": "Bridge", "id": "a-en"}


def pages(portal: Portal) -> list[str]:
    """The addresses of all releases and redirects."""
    found = (re.fullmatch(r"((?:[\w-]+/)?\d{4}/\d\d/[^/]+/)index\.html", path) for path in portal.site())
    return sorted(one[1] for one in found if one)


def redirects(portal: Portal) -> dict[str, str]:
    """The target of each redirect, from the root of the portal."""
    texts = {page: portal.text(f"{page}index.html") for page in pages(portal)}
    found = {page: re.search(r'refresh" content="0; url=https://uji.example/portal/([^"]*)', text)
             for page, text in texts.items()}  # fmt: skip
    return {page: one[1] for page, one in found.items() if one}


def test_a_translation_beside_its_original_has_its_language_in_the_address(portal: Portal) -> None:
    portal.post("2026/03/jembatan.md", id="a")
    portal.post("2026/03/jembatan.en.md", **ENGLISH)
    portal.post("2026/03/jembatan.zh.md", **{**ENGLISH, "lang": "zh-Hant", "id": "a-zh"})
    portal.build()
    assert pages(portal) == [
        "2026/03/jembatan-en/", "2026/03/jembatan-zh/", "2026/03/jembatan/",
        "en/2026/03/jembatan/", "zh-hant/2026/03/jembatan/",
    ]  # fmt: skip
    assert redirects(portal)["2026/03/jembatan-en/"] == "en/2026/03/jembatan/"
    own, other = portal.text("2026/03/jembatan/index.html"), portal.text("en/2026/03/jembatan/index.html")
    url = "https://uji.example/portal"
    assert f'hreflang="en" href="{url}/en/2026/03/jembatan/"' in own
    assert f'hreflang="id" href="{url}/2026/03/jembatan/"' in other
    assert f'<link rel="canonical" href="{url}/en/2026/03/jembatan/">' in other
    assert f"<loc>{url}/en/2026/03/jembatan/</loc>" in portal.text("sitemaps/2026-03.xml")
    for path in ("bahasa/en/index.html", "bahasa/en/feed.xml", "bahasa/en/feed.json"):
        assert "/portal/en/2026/03/jembatan/" in portal.text(path)


@pytest.mark.parametrize(
    ("own", "other"),
    [("id/jembatan.md", "en/jembatan.md"), ("a.md", "b.md"), ("jembatan/index.md", "jembatan/index.en.md")],
)
def test_the_same_slug_in_two_languages_is_no_conflict(portal: Portal, own: str, other: str) -> None:
    portal.post(own, id="a", slug="jembatan")
    portal.post(other, **ENGLISH, slug="jembatan")
    portal.build()
    assert pages(portal) == ["2026/03/jembatan/", "en/2026/03/jembatan/"]
    assert redirects(portal) == {}, "the original has the former address of the translation"


def test_two_releases_of_one_language_still_conflict(portal: Portal) -> None:
    portal.post("a.en.md", lang="en", id="a")
    portal.post("b.md", lang="EN", id="b", slug="a")
    assert "address" in {one.rule for one in portal.problems()}


def test_the_address_that_a_translation_had_before_redirects_to_it(portal: Portal) -> None:
    portal.post("bridge.md", **ENGLISH)
    portal.post("c.md", "[lama](/2026/03/bridge/)", id="a")
    portal.build()
    assert redirects(portal) == {"2026/03/bridge/": "en/2026/03/bridge/"}


OWNERS = {
    "posts/c.md": "---\ntitle: C\ndate: 2026-03-14\nid: c\nslug: bridge\n---\n\nIsi.\n",
    "posts/d.md": "---\ntitle: D\ndate: 2026-03-14\nid: d\naliases: [/2026/03/bridge/]\n---\n\nIsi.\n",
    "static/2026/03/bridge/index.html": "<p>Statis.</p>",
}
"""Files that have the former address of ``bridge.md``."""


@pytest.mark.parametrize("path", OWNERS)
def test_a_former_address_yields_to_whatever_is_there_and_comes_back(portal: Portal, path: str) -> None:
    portal.write("posts/a.pdf", photos.pdf(1))
    portal.post("bridge.md", lang="en", id="b", attachments="[a.pdf]")
    portal.build()
    before = portal.site()
    assert redirects(portal) == {"2026/03/bridge/": "en/2026/03/bridge/"}
    portal.write(path, OWNERS[path])
    portal.build()
    assert redirects(portal).get("2026/03/bridge/") != "en/2026/03/bridge/"
    portal.post("bridge.md", "Isi baru.", lang="en", id="b", attachments="[a.pdf]")
    portal.build()
    kept = portal.site()
    assert "2026/03/bridge/index.html" in kept
    portal.delete_cache()
    portal.build()
    assert portal.site() == kept
    portal.post("bridge.md", lang="en", id="b", attachments="[a.pdf]")
    (portal.root / path).unlink()
    portal.build()
    assert portal.site() == before


def test_a_file_of_static_in_a_former_folder_yields_when_it_is_removed(portal: Portal) -> None:
    portal.write("posts/a.pdf", photos.pdf(1))
    portal.post("bridge.md", lang="en", id="b", attachments="[a.pdf]")
    portal.build()
    before = files_of(portal)
    file = portal.write("static/2026/03/bridge/a.pdf", photos.pdf(3))
    portal.build()
    assert portal.site()["2026/03/bridge/a.pdf"] == photos.pdf(3)
    file.unlink()
    portal.build()
    assert files_of(portal) == before


def files_of(portal: Portal) -> dict[str, bytes]:
    """The files of the site without the manifests, which remember what was published."""
    return {address: data for address, data in portal.site().items() if not address.endswith("manifest.json")}


def test_two_translations_share_a_former_address(portal: Portal) -> None:
    portal.post("a.md", lang="en", id="a", slug="x")
    portal.post("b.md", lang="bjn", id="b", slug="x")
    portal.build()
    assert redirects(portal) == {"2026/03/x/": "en/2026/03/x/"}
    (portal.root / "posts/a.md").unlink()
    portal.build()
    assert redirects(portal) == {"2026/03/x/": "bjn/2026/03/x/"}


def test_files_are_at_the_former_address_too_unless_they_are_anothers(portal: Portal) -> None:
    portal.write("posts/a.pdf", photos.pdf(1))
    portal.write("posts/c/a.pdf", photos.pdf(2))
    portal.post("bridge.md", lang="en", id="b", attachments="[a.pdf]")
    portal.post("asal.md", "[lama](/2026/03/bridge/a.pdf)", id="a")
    portal.build()
    assert portal.site()["en/2026/03/bridge/a.pdf"] == portal.site()["2026/03/bridge/a.pdf"] == photos.pdf(1)
    portal.post("c/c.md", id="c", slug="bridge", attachments="[a.pdf]")
    portal.build()
    assert portal.site()["2026/03/bridge/a.pdf"] == photos.pdf(2)
    portal.post("bridge.md", lang="en", id="b")
    portal.build()
    assert portal.site()["2026/03/bridge/a.pdf"] == photos.pdf(2)
    portal.post("bridge.md", lang="en", id="b", attachments="[a.pdf]")
    (portal.root / "posts/c/c.md").unlink()
    portal.build()
    kept = portal.site()
    assert kept["2026/03/bridge/a.pdf"] == photos.pdf(1)
    portal.delete_cache()
    portal.build()
    assert portal.site() == kept


def test_releases_before_the_day_keep_their_address(portal: Portal) -> None:
    portal.write("config.toml", SINCE)
    portal.post("lama.en.md", date="2026-03-13", lang="en")
    portal.post("baru.en.md", date="2026-03-14", lang="en")
    portal.build()
    assert pages(portal) == ["2026/03/baru-en/", "2026/03/lama-en/", "en/2026/03/baru/"]
    assert redirects(portal) == {"2026/03/baru-en/": "en/2026/03/baru/"}


def test_a_link_to_a_former_address_is_reported_when_its_release_is_gone(portal: Portal) -> None:
    portal.post("bridge.md", **ENGLISH)
    portal.post("c.md", "[lama](/2026/03/bridge/)", id="a")
    portal.build()
    portal.post("bridge.md", **ENGLISH, slug="other")
    assert [one.rule for one in portal.problems()] == ["link"]
