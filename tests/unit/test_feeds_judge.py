"""The checker `tests.judge` reports nothing for the feeds of a good site, and reports each of these faults."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.judge.feeds import judge
from tests.portal import CONFIG, Portal

BASE = "https://uji.example/portal/"
Mutation = Callable[[Path], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with three months, a correction, a withdrawal, an attachment and an alias of a feed."""
    portal = Portal(tmp_path_factory.mktemp("judge") / "portal", CONFIG + SETTINGS)
    portal.write("posts/2026/03/data.csv", "a,b\n1,2\n")
    for month in (1, 2):
        portal.post(f"2026/0{month}/a{month}.md", id=f"a{month}", date=f"2026-0{month}-10 09:00", topics="[air]")
    portal.post("2026/03/b.md", "Satu[^1].\n\n[^1]: Kaki.", id="b", attachments="[{src: data.csv}]", summary="Ringkas")
    portal.post("2026/03/c.md", id="c", corrections="[{date: 2026-03-20, note: Salah}]", topics="[air]")
    portal.post("2026/03/d.md", id="d", withdrawn="{date: 2026-03-21, reason: Keliru}")
    portal.build()
    return portal.root / "site"


SETTINGS = """
[topics.air]
name = "Air"

[feeds]
hub = "https://hub.example/"
aliases = {"/rss.xml" = "/feed.xml"}
"""


def edit(name: str, pattern: str, new: str) -> Mutation:
    """Replace the first match of a pattern in a file; `name` is the path of the file in the site."""

    def mutation(site: Path) -> None:
        path = site / name
        text = path.read_bytes().decode()
        changed = re.sub(pattern, new, text, count=1, flags=re.DOTALL)
        assert changed != text, "the mutation does not apply"
        path.write_bytes(changed.encode())

    return mutation


def edit_json(change: Callable[[Any], None], name: str = "feed.json") -> Mutation:
    def mutation(site: Path) -> None:
        tree = json.loads((site / name).read_bytes())
        change(tree)
        (site / name).write_text(json.dumps(tree))

    return mutation


def remove(name: str) -> Mutation:
    return lambda site: (site / name).unlink()


def prefix(data: bytes) -> Mutation:
    def mutation(site: Path) -> None:
        (site / "feed.xml").write_bytes(data + (site / "feed.xml").read_bytes())

    return mutation


HUB = '<atom:link rel="hub" href="https://hub.example/"/>'
MEDIA = '<media:content url="https://a.example/a.jpg" medium="image" type="image/jpeg"/>'
MUTATIONS: dict[str, Mutation] = {
    "byte order mark": prefix(b"\xef\xbb\xbf"),
    "not well-formed": edit("feed.xml", "</item>", ""),
    "unbound prefix": edit("feed.xml", ' xmlns:content="[^"]*"', ""),
    "a control character": edit("atom.xml", "<title>Portal", "<title>Por\x9ftal"),
    "relative link of an item": edit("feed.xml", "(<item>.*?)<link>https://[^/]+", r"\1<link>"),
    "relative link in a text": edit("atom.xml", 'href="https://uji.example/portal/2026/03/b/#fn:1"', 'href="#fn:1"'),
    "relative srcset": edit("feed.xml", "<p>Isi.", '<img src="https://a.example/a.png" srcset="b.png 2x" alt=""><p>'),
    "no stylesheet": edit("feed.xml", r"<\?xml-stylesheet[^>]*>", ""),
    "script": edit("feed.xml", "<p>Isi.", "<script>1</script>"),
    "style": edit("feed.xml", "<p>Isi.", '<p style="color:red">'),
    "hashed asset": edit("feed.xml", "<p>Isi.", f'<img src="{BASE}assets/a.12345678.png" alt=""><p>'),
    "localised month": edit("feed.xml", "(<pubDate>..., .. )Mar", r"\1Mrt"),
    "wrong weekday": edit("feed.xml", r"<pubDate>(\w\w\w)", "<pubDate>Xxx"),
    "date without zone": edit("feed.xml", r"(<pubDate>[^<]*) \+0800", r"\1"),
    "fractional seconds": edit("atom.xml", r"(<entry.*?<updated>[^<]*)\+08:00", r"\1.123456+08:00"),
    "build date": edit("feed.xml", "<lastBuildDate>[^<]*", "<lastBuildDate>Wed, 01 Jul 2026 10:00:00 +0800"),
    "build date in Atom": edit("atom.xml", "<updated>[^<]*", "<updated>2026-07-01T10:00:00+08:00"),
    "build date in an empty feed": edit("berita/atom.xml", "<updated>[^<]*", "<updated>2026-07-01T10:00:00+08:00"),
    "wrong order": edit("feed.xml", "(<item>.*?</item>)\n(<item>.*?</item>)", r"\2\n\1"),
    "id is an address": edit("feed.xml", "<guid isPermaLink=\"false\">[^<]*", f'<guid isPermaLink="false">{BASE}x'),
    "id declared as permalink": edit("feed.xml", ' isPermaLink="false"', ""),
    "id twice": edit("feed.xml", r"(<item>.*?</item>)", r"\1\n\1"),
    "wrong self": edit("feed.xml", r'(<atom:link href=")[^"]*', rf"\1{BASE}atom.xml"),
    "self without type": edit("feed.xml", r'(rel="self") type="[^"]*"', r"\1"),
    "no language": edit("feed.xml", "<language>id</language>", ""),
    "no language in Atom": edit("atom.xml", ' xml:lang="id"', ""),
    "no description": edit("feed.xml", "<description>[^<]*</description>", "<description/>"),
    "text before description": edit(
        "feed.xml", r"(<description>Ringkas</description>)(<content:encoded>.*?</content:encoded>)", r"\2\1"
    ),
    "two enclosures": edit("feed.xml", "(<enclosure [^>]*>)", r"\1\1"),
    "wrong length": edit("feed.xml", 'length="8"', 'length="9"'),
    "enclosure of no type": edit("atom.xml", 'type="text/csv"', ""),
    "enclosure that is not there": remove("2026/03/b/data.csv"),
    "two alternates": edit("atom.xml", r'rel="enclosure" (href="[^"]*") type="text/csv"', r'\1 type="text/html"'),
    "change feed that is not there": remove("2026/03/c/perubahan.xml"),
    "change feed to which its page does not link": edit("2026/03/c/index.html", "perubahan.xml", "lain.xml"),
    "change feed with the id of the release": edit("2026/03/c/perubahan.xml", "(<id>[^<#]*)#[^<]*", r"\1"),
    "change feed with a wrong date": edit("topik/air/perubahan.xml", "<updated>2026", "<updated>2027"),
    "no date for people": edit("feed.xml", "<press:written>[^<]*</press:written>", ""),
    "no date for people in Atom": edit("atom.xml", "<press:written>[^<]*</press:written>", "<press:written/>"),
    "markup in a title": edit("feed.xml", "(<item><title>)", r"\1&lt;b&gt;x&lt;/b&gt; "),
    "CDATA as type": edit("atom.xml", '<content type="html"', '<content type="CDATA"'),
    "link to no page": remove("2026/03/c/index.html"),
    "category of no list": remove("topik/air/index.html"),
    "missing JSON item": edit_json(lambda tree: tree["items"].pop(1)),
    "JSON in another order": edit_json(lambda tree: tree["items"].reverse()),
    "JSON of version 1": edit_json(lambda tree: tree.update(version="https://jsonfeed.org/version/1")),
    "JSON without authors": edit_json(lambda tree: tree["items"][0].pop("authors")),
    "JSON with an unexpected key": edit_json(lambda tree: tree.update(author={"name": "x"})),
    "a number for an id": edit_json(lambda tree: tree["items"][0].update(id=7)),
    "a format is missing": remove("topik/air/feed.json"),
    "deleted-entry for an unknown id": edit("atom.xml", r'(deleted-entry [^>]*ref="[^"]*)', r"\1x"),
    "feed without a previous archive": edit("feed.xml", '<atom:link [^>]*rel="prev-archive"[^>]*>', ""),
    "JSON without its older part": edit_json(lambda tree: tree.pop("next_url")),
    "archive without a previous one": edit("arsip/2026/02/atom.xml", '<link [^>]*rel="prev-archive"[^>]*>', ""),
    "archive without a next one": edit("arsip/2026/01/feed.xml", '<atom:link [^>]*rel="next-archive"[^>]*>', ""),
    "archive that is not marked as one": edit("arsip/2026/02/feed.xml", "<fh:archive/>", ""),
    "archive with a hub": edit("arsip/2026/01/feed.xml", "(<fh:archive/>)", rf"{HUB}\1"),
    "media without a size": edit("feed.xml", "(<guid)", rf"{MEDIA}\1"),
    "alias that differs": edit("rss.xml", "<title>Portal", "<title>Lain"),
    "discovery link to no feed": edit("index.html", 'href="/portal/feed.xml"', 'href="/portal/umpan.xml"'),
    "discovery link twice": edit("index.html", r'(<link rel="alternate" type="application/rss\+xml"[^>]*>)', r"\1\1"),
    "no discovery link": edit("2026/03/c/index.html", "<head>.*</head>", "<head></head>"),
}  # fmt: skip


def test_judge_reports_nothing_for_a_good_site(good: Path) -> None:
    assert judge(good, BASE) == []


@pytest.mark.parametrize("name", MUTATIONS)
def test_judge_reports_each_fault(name: str, good: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(good, site)
    before = judge(site, BASE)
    MUTATIONS[name](site)
    assert set(judge(site, BASE)) - set(before)


@pytest.mark.parametrize("missing", [0, 1])
def test_judge_reports_a_feed_that_is_missing_in_the_opml_file(missing: int, good: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(good, site)
    live = sorted(path for path in site.rglob("feed.xml") if "arsip" not in path.parts)
    rows = [
        f'<outline type="rss" text="x" xmlUrl="{BASE}{path.relative_to(site)}" htmlUrl="{BASE}"/>'
        for path in live[missing:]
    ]
    (site / "feeds.opml").write_text(f'<opml version="2.0"><body>{"".join(rows)}</body></opml>')
    assert len([fault for fault in judge(site, BASE) if "opml" in fault]) == missing
