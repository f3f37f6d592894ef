"""A site built with ``--drafts`` says on every page and in every feed that it is a preview, and may not be indexed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from press.site import manifest
from tests.portal import CONFIG_WITH_SEARCH, Portal


def built(portal: Portal, drafts: bool) -> dict[str, bytes]:
    portal.build(drafts=drafts)
    return portal.site()


@pytest.fixture
def full(tmp_path: Path) -> Portal:
    """A portal with a draft, a former address, a withdrawn release, and a robots.txt of its own."""
    portal = Portal(tmp_path / "portal", CONFIG_WITH_SEARCH)
    portal.post("a.md", title="Judul draf", draft="true", aliases="[/lama/, /lama.html]", topics="[air]")
    portal.post("b.md", withdrawn="{date: 2026-05-01, reason: Keliru}", corrections="[{date: 2026-04-01, note: Salah}]")
    portal.write("pages/kontak.md", "---\ntitle: Kontak\n---\n\nIsi.\n")
    portal.write("static/robots.txt", "User-agent: *\nDisallow:\n")
    return portal


def test_every_page_and_feed_of_a_preview_is_marked(full: Portal) -> None:
    site = built(full, drafts=True)
    pages = {address: data.decode() for address, data in site.items() if address.endswith(".html")}
    assert {"lama/index.html", "lama.html", "404.html", "cari/index.html", "kontak/index.html"} <= pages.keys()
    assert [address for address, page in pages.items() if "<strong>Pratinjau</strong>" not in page] == []
    assert [address for address, page in pages.items() if '<meta name="robots" content="noindex">' not in page] == []
    feeds = [address for address in site if address.endswith(("feed.xml", "atom.xml"))]
    assert [address for address in feeds if "<title>[Pratinjau] " not in site[address].decode()] == []
    assert json.loads(site["topik/air/feed.json"])["title"].startswith("[Pratinjau] ")
    assert site["robots.txt"] == b"User-agent: *\nDisallow: /\n\n"
    assert b"X-Robots-Tag: noindex" in site["_headers"]
    assert b'X-Robots-Tag "noindex"' in site[".htaccess"]
    assert json.loads(site["manifest.json"])["preview"] is True
    assert manifest.is_ours(site["manifest.json"])


def test_nothing_of_a_preview_remains_in_the_site(full: Portal) -> None:
    public = built(full, drafts=False)
    assert not [address for address, data in public.items() if b"Pratinjau</strong>" in data or b"X-Robots-Tag" in data]
    assert "preview" not in json.loads(public["manifest.json"])
    assert public["robots.txt"] == b"User-agent: *\nDisallow:\n"
    built(full, drafts=True)
    assert built(full, drafts=False) == public


def test_preview_is_marked_in_the_language_of_the_portal(full: Portal) -> None:
    settings = (full.root / "config.toml").read_text().replace('language = "id"', 'language = "en"')
    full.write("config.toml", settings)
    site = built(full, drafts=True)
    assert b"<strong>Preview</strong>" in site["index.html"]
    assert b"<title>[Preview] " in site["feed.xml"]
