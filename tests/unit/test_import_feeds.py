"""The import of feeds: RSS, Atom, JSON Feed, exports of Blogger, and saved pages of WordPress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from press.content import front_matter
from press.content.files import read
from press.errors import PressError
from press.importing.report import Entry, Outcome
from press.importing.run import ImportRequest, run
from press.importing.sources import table
from press.model import Release, ReleaseKind
from tests.portal import CONFIG, Portal

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Lama</title><link>https://lama.example/</link>
<item><title>Banjir &amp;amp; surut</title><link>https://lama.example/berita/banjir.html</link><guid>urn:1</guid>
<pubDate>Wed, 04 Mar 2020 09:30:00 +0700</pubDate><category>Air</category><dc:creator>Wulan</dc:creator>
<description>Ringkas.</description><content:encoded>
<![CDATA[<p>Isi <a href="/berita/rapat.html">rapat</a>.</p>]]></content:encoded>
<enclosure url="https://lama.example/surat.pdf" length="1" type="application/pdf"/></item>
<item><title>Rapat</title><link>https://lama.example/berita/rapat.html</link><guid>urn:2</guid>
<pubDate>Thu, 05 Mar 2020 02:00:00 GMT</pubDate><description>Awal saja [&#8230;]</description></item>
</channel></rss>"""
BLOGGER = """<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:blogger.com,1999:blog-1.archive</id><title>Lama</title>
<link rel="alternate" type="text/html" href="https://lama.blogspot.example/"/>
{entries}</feed>"""
OLD = """<entry><id>tag:blogger.com,1999:blog-1.{kind}-{id}</id><published>2020-03-04T09:30:00.001+07:00</published>
<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{kind}"/>
<category scheme="http://www.blogger.com/atom/ns#" term="air"/><title>{title}</title><author><name>Wulan</name></author>
<content type="html">&lt;b&gt;Isi&lt;/b&gt;</content>{more}</entry>"""
LINK = '<link rel="alternate" href="https://lama.blogspot.example/2020/03/banjir.html"/>'
DRAFT = "<app:control><app:draft>yes</app:draft></app:control>"
POST = {
    "id": 12, "date": "2020-03-04T09:30:00", "date_gmt": "2020-03-04T02:30:00", "slug": "banjir", "status": "publish",
    "type": "post", "link": "https://lama.example/2020/03/banjir/", "guid": {"rendered": "https://lama.example/?p=12"},
    "title": {"rendered": "Banjir &#8211; surut"}, "content": {"rendered": "<p>Isi.</p>", "protected": False},
    "excerpt": {"rendered": "<p>Ringkas.</p>"},
    "_embedded": {"author": [{"name": "Wulan"}], "wp:term": [[{"name": "Air", "slug": "air", "taxonomy": "category"}]]},
}  # fmt: skip


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "portal", CONFIG)


def imported(portal: Portal, written: str, name: str = "feed.xml") -> dict[str, Entry]:
    """Import a text as a file, build the portal, and return what became of each item, by title."""
    file = portal.root.parent / name
    file.write_text(written, "utf-8")
    report = run(ImportRequest(portal.request(), file))
    portal.build()
    return {entry.title: entry for entry in report.entries}


def release(portal: Portal, entry: Entry) -> Release:
    found = front_matter.parse(read(portal.root, entry.path), portal.request().config).release
    assert found
    return found


def test_rss_keeps_ids_dates_addresses_and_links(portal: Portal) -> None:
    found = imported(portal, RSS)
    one = release(portal, found["Banjir & surut"])
    assert (one.id, one.slug, one.aliases) == ("urn:1", "banjir", ("/berita/banjir.html",))
    assert (one.date.isoformat(), one.topics, one.author) == ("2020-03-04T09:30:00+07:00", ("Air",), ("Wulan",))
    assert one.summary == "Ringkas."
    assert "(/2020/03/rapat/)" in (portal.root / found["Banjir & surut"].path).read_text()
    assert [note.rule for note in found["Rapat"].notes] == ["lost"]
    assert release(portal, found["Rapat"]).date.isoformat() == "2020-03-05T10:00:00+08:00"


def test_blogger_publishes_no_draft_and_leaves_out_comments(portal: Portal) -> None:
    entries = (
        OLD.format(kind="post", id=11, title="Banjir", more=LINK),
        OLD.format(kind="post", id=12, title="Konsep", more=DRAFT),
        OLD.format(kind="comment", id=13, title="Komentar", more=""),
        OLD.format(kind="page", id=14, title="Profil", more=""),
    )  # fmt: skip
    found = imported(portal, BLOGGER.format(entries="".join(entries)))
    assert {name: one.outcome for name, one in found.items()} == {
        "Banjir": Outcome.IMPORTED, "Konsep": Outcome.DRAFT, "Profil": Outcome.IMPORTED,
    }  # fmt: skip
    one = release(portal, found["Banjir"])
    assert (one.id, one.tags, one.aliases) == (
        "tag:blogger.com,1999:blog-1.post-11",
        ("air",),
        ("/2020/03/banjir.html",),
    )
    assert release(portal, found["Profil"]).kind is ReleaseKind.PAGE


def test_the_newer_export_of_blogger_is_read(portal: Portal) -> None:
    entry = OLD.replace("<title>", "<blogger:type>POST</blogger:type><blogger:status>{status}</blogger:status><title>")
    entries = [
        entry.format(kind="x", id=number, title=status, status=status, more="")
        for number, status in enumerate(("LIVE", "DRAFT", "SOFT_TRASHED"), 21)
    ]
    written = BLOGGER.format(entries="".join(entries)).replace(
        "<feed ", '<feed xmlns:blogger="http://schemas.google.com/blogger/2018" '
    )
    found = imported(portal, written)
    assert [found[one].outcome for one in ("LIVE", "DRAFT", "SOFT_TRASHED")] == [
        Outcome.IMPORTED, Outcome.DRAFT, Outcome.SKIPPED,
    ]  # fmt: skip


def test_saved_pages_of_wordpress_keep_ids_and_withhold_what_has_a_password(portal: Portal) -> None:
    locked = {**POST, "id": 13, "title": {"rendered": "Rahasia"}, "content": {"rendered": "", "protected": True}}
    private = {**POST, "id": 14, "title": {"rendered": "Pribadi"}, "status": "private"}
    found = imported(portal, json.dumps([POST, locked, private]), "posts.json")
    one = release(portal, found["Banjir – surut"])
    assert (one.id, one.aliases, one.topics) == ("https://lama.example/?p=12", (), ("Air",))
    assert (one.summary, one.date.isoformat()) == ("Ringkas.", "2020-03-04T10:30:00+08:00")
    assert found["Rahasia"].outcome is found["Pribadi"].outcome is Outcome.SKIPPED


def test_a_json_feed_keeps_ids_and_plain_text(portal: Portal) -> None:
    entry = {"id": "1", "url": "https://lama.example/a/", "title": "Satu", "content_text": "a < b\n\nc", "tags": ["a"],
             "date_published": "2020-03-04T09:30:00.5+07:00", "authors": [{"name": "Wulan"}]}  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Lama", "items": [entry, {"id": 2}, None]}
    found = imported(portal, json.dumps(feed), "feed.json")
    one = release(portal, found["Satu"])
    assert (one.id, one.aliases, one.author) == ("1", ("/a/",), ("Wulan",))
    assert (portal.root / found["Satu"].path).read_text().endswith("a &lt; b\n\nc\n")


@pytest.mark.parametrize("text", [
    "<rss", "<rss><channel><item>", RSS[:900], RSS.replace("</item>", ""), "<feed><entry/><entry><id/></entry></feed>",
    '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><rss><channel><item><title>&c;</title></item></channel></rss>',
    '[{"title": {"rendered": 1}, "content": []}]',
    '{"version": "https://jsonfeed.org/version/1", "items": [{"tags": 1}]}',
    '[{"title": {"rendered": "x"', "[" * 100_000 + '"title":{"rendered"',
])  # fmt: skip
def test_malformed_feeds_never_crash(portal: Portal, text: str) -> None:
    file = portal.root.parent / "feed"
    file.write_text(text)
    try:
        archive = table.opened(file, "", portal.request().config.zone)
    except PressError:
        return
    assert all(item.key for item in archive.items())
