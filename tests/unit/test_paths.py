"""Every path of the site has one owner: whoever wants a path of another is told, and nothing is replaced."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from press.diagnostics import Diagnostic
from press.errors import Misuse
from press.outputs.static import REPLACEABLE
from press.outputs.table import KINDS
from press.site import manifest
from press.store.card_keys import fold
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal
from tests.sealed import ROOT_KEY

TERMS = """
[topics.air]
name = "Air"

[lists]
size = 1

[feeds.aliases]
"/rss.xml" = "/feed.xml"
"/umpan/" = "/feed.xml"
"""
PHOTO = "{src: foto.png, alt: Foto}"
CONFIG_OF_ALL_KINDS = (
    CONFIG_WITH_SEARCH.replace("https://uji.example/portal/", "https://uji.example/")
    + "\n[editor]\nrepository = 'humas/berita'\n[security]\ncontact = ['aduan@uji.example']\n[ppid]\n[offline]\n"
    + f"[sharing]\npack = true\n[seal]\norigin = 'uji.example/seal'\nroot = '{ROOT_KEY}'\n[editions.en]\n"
)
"""Settings of a portal with outputs of every kind."""
OF_CARDS = frozenset(
    {"directory", "static", "files", "sharing", "page", "release", "aliases", "share_pack", "cap", "canonical"}
)
"""Output kinds whose paths belong to cards and to files of ``static/``."""


def fill(portal: Portal) -> Portal:
    """Write a portal with an output of every kind, but without the search index, which is slow to make."""
    portal.write("config.toml", CONFIG + TERMS)
    image = io.BytesIO()
    Image.new("RGB", (60, 40)).save(image, "PNG")
    portal.write("posts/foto.png", image.getvalue())
    portal.write("pages/foto.png", image.getvalue())
    for number in range(1, 6):
        portal.post(f"{number}.md", title=f"Judul {number}", topics="[air]", tags="[x]", date=f"2026-0{number}-14")
    corrections = "[{date: 2025-03-20, note: A}, {date: 2026-03-20, note: B}]"
    portal.post(
        "x.md", date="2025-03-14", image="{src: foto.png, alt: Foto}", corrections=corrections, aliases="[/lama/x/]"
    )
    portal.post("acara.md", kind="event", date="2025-03-14", event="{starts: 2035-03-20 09:00, place: Aula}")
    portal.post("en.md", title="English", lang="en", date="2026-02-14")
    portal.write("pages/tentang.md", f"---\ntitle: Tentang\nimage: {PHOTO}\n---\n\nIsi.\n")
    portal.write("static/unduh/a.pdf.txt", "a")
    return portal


@pytest.fixture
def full(portal: Portal) -> Portal:
    return fill(portal)


class Built:
    """A portal that was built once, with its site and a copy of its cache."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        portal.build()
        self._site = portal.site()
        self._cache, self._kept = portal.root / ".press", portal.root.parent / "kept"
        shutil.copytree(self._cache, self._kept, symlinks=True)

    def problems_of(self, path: str) -> list[Diagnostic]:
        """The problems that a file of the portal causes, with the cache and without: the same, and the site stays.

        The file is deleted, with folders that are empty then, and the cache restored.
        """
        try:
            found = self.portal.problems()
            assert self.portal.site() == self._site
            self.portal.delete_cache()
            assert self.portal.problems() == found
        finally:
            self._restore(self.portal.root / path)
        return found

    def _restore(self, file: Path) -> None:
        self.portal.delete_cache()
        shutil.copytree(self._kept, self._cache, symlinks=True)
        file.unlink()
        for folder in file.relative_to(self.portal.root).parents:
            with suppress(OSError):
                (self.portal.root / folder).rmdir()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(fill(Portal(tmp_path_factory.mktemp("paths") / "portal")))


def test_every_file_of_a_site_has_exactly_one_owner(full: Portal) -> None:
    full.write("config.toml", CONFIG_OF_ALL_KINDS + TERMS)
    full.write("seal/policy", "quorum none\n")
    full.build()
    config = full.request().config
    with_owners = {
        address: [name for name, kind in KINDS.items() if kind.owns(fold(address), config)]
        for address in full.site()
        if not manifest.is_manifest(address)
    }
    assert {address: owners for address, owners in with_owners.items() if len(owners) > 1} == {}
    nobodys = {address for address, owners in with_owners.items() if not owners}
    assert {address.split("/")[0] for address in nobodys} == {
        "2025", "2026", "en", "tentang", "lama", "unduh", *("topik", "instansi", "wilayah", "tag"),
    }  # fmt: skip
    assert {owner for owners in with_owners.values() for owner in owners} | OF_CARDS == KINDS.keys()


ADDRESSES = [
    "/feed.xml", "/FEED.XML/", "/robots.txt", "/sitemap.xml/", "/sitemap-news.xml", "/sitemaps/2026-03.xml",
    "/404.html",
    "/agenda/", "/agenda/2035/03/", "/agenda/2030/01/", "/agenda/halaman/1/", "/agenda/agenda.ics",
    "/instansi/apa-saja/agenda.ics", "/2025/03/acara/agenda.ics",
    "/_headers", "/manifest.json", "/2026/03/manifest.json", "/arsip/", "/arsip/2026/", "/arsip/2026/03/",
    "/arsip/2026/03/feed.xml", "/topik/air/", "/topik/air/index.html", "/topik/air/halaman/1/", "/topik/apa-saja/",
    "/tag/x/atom.xml", "/berita/", "/berita/feed.json", "/langganan/", "/cari/", "/cari/indeks/apa/", "/ralat/",
    "/ralat/2025/", "/assets/press.css", "/feed.css", "/feeds.opml", "/rss.xml", "/umpan/", "/feed.xml/dalam/",
    "/2026/03/3/", "/2026/03/3/index.html", "/2026/03/3/dalam/", "/2025/03/x/foto.png", "/2025/03/x/foto.png/",
    "/2026/03/3/dalam.html", "/tentang/", "/tentang/foto.png", "/lama/x/", "/LAMA/x", "/lama/x/index.html",
    "/unduh/a.pdf.txt/", "/unduh/a.pdf.txt/dalam/", "/2026/03/%33/",
    "/topik/air/INDEX.HTML", "/tentang/Index.html", "/lama/x/INDEX.html",
]  # fmt: skip


@pytest.mark.parametrize("alias", ADDRESSES)
def test_an_alias_that_somebody_has_is_an_error_whatever_was_built_before(built: Built, alias: str) -> None:
    built.portal.post("baru.md", title="Baru", aliases=f"['{alias}']")
    assert {problem.rule for problem in built.problems_of("posts/baru.md")} == {"address"}


@pytest.mark.parametrize(
    "alias",
    [
        "/.htaccess", "/.git/config", "/.well-known/x/", "/a/../b/", "/CON/", "/con.html", "/aux.x/", "/a\u202eb/",
        "/a\u200fb/",
        "/\u200b/", "/a“b/", '/a"b/', "/a''b/", "/a<b>/", "/a|b/", "/a:b/", "/a*/", "/a?x=1", "/a#b", "/a\\b/",
        "/a//b/",
        "/a%2F..%2F..%2Fb/", "/%2e%2e/b/", "/%2egit/", "/a%00b/", "/a%0Ab/", "/%ff/", "/a%2520b%/", "/a./", "/a /",
        "/-a/",
        "//host/x/", "https://x.example/a/", "javascript:alert(1)", "/", "/index.html", "/" + "a" * 300 + "/",
        "/" + "abcdefgh/" * 120,
    ],
)  # fmt: skip
def test_an_alias_that_cannot_be_a_path_of_files_is_an_error(portal: Portal, alias: str) -> None:
    portal.post("a.md", aliases=f"['{alias}']")
    assert {problem.rule for problem in portal.problems()} == {"aliases"}


@pytest.mark.parametrize(
    ("alias", "file"),
    [
        ("/lama/banjir/", "lama/banjir/index.html"),
        ("lama/banjir", "lama/banjir/index.html"),
        ("/lama/banjir/index.html", "lama/banjir/index.html"),
        ("/lama/banjir.html", "lama/banjir.html"),
        ("/Berita/2019/Banjir_Besar.HTM", "Berita/2019/Banjir_Besar.HTM"),
        ("/caf%C3%A9/", "café/index.html"),
        ("/cafe\u0301/", "café/index.html"),
        ("/berita/banjir%20besar/", "berita/banjir besar/index.html"),
        ("/index.php/berita/123/", "index.php/berita/123/index.html"),
        ("/tag/", "tag/index.html"),
        ("/berita/2019/banjir/", "berita/2019/banjir/index.html"),
    ],
)
def test_a_former_address_is_published_decoded(portal: Portal, alias: str, file: str) -> None:
    portal.post("a.md", aliases=f"['{alias}']")
    portal.build()
    assert b'http-equiv="refresh"' in portal.site()[file]


@pytest.mark.parametrize(
    "alias",
    ["/robots.txt", "/feed.xml", "/topik/air/feed.xml", "/manifest.json", "/sitemap.xml/", "/../x.xml", "/a/../../x",
     "/", "/tag/x/", "/.git/hooks/x", "/assets/x.xml", "/lama.xml/dalam.xml"],
)  # fmt: skip
def test_a_former_address_of_a_feed_that_somebody_has_is_refused(portal: Portal, alias: str) -> None:
    other = '"/lama.xml" = "/feed.xml"\n'
    portal.write(
        "config.toml", f'{CONFIG}\n[topics.air]\nname = "Air"\n[feeds.aliases]\n{other}"{alias}" = "/feed.xml"\n'
    )
    with pytest.raises(Misuse, match="aliases"):
        portal.build()


STATIC = [
    "feed.xml", "feed.xml/x.txt", "2026", "2026/03", "2026/03/3", "2026/03/3/index.html", "2026/03/3/x.txt", "topik",
    "topik/air", "topik/air/index.html", "topik/air/halaman", "index.html", "arsip", "arsip/2026/03/atom.xml", "cari",
    "cari/indeks", "cari/indeks/x.txt", "assets", "assets/x.txt", "sitemaps", "sitemaps/x.xml", "manifest.json",
    "unduh/manifest.json", "lama", "lama/x", "lama/x/index.html", "tentang", "tentang/index.html", "tentang/foto.png",
    "robots.txt/x.txt", "rss.xml", "umpan/index.html", "langganan/index.html", "Feed.xml", "LAMA/x/index.html",
    "tentang/Index.html",
]  # fmt: skip


@pytest.mark.parametrize("address", STATIC)
def test_a_static_file_at_the_path_of_another_is_an_error_whichever_comes_last(built: Built, address: str) -> None:
    file = f"static/{address}"
    built.portal.write(file, "x")
    assert {(problem.rule, problem.place.path) for problem in built.problems_of(file)} == {("address", file)}


def test_a_card_at_the_path_of_a_static_file_is_an_error(portal: Portal) -> None:
    portal.write("static/2026/03/baru/x.txt", "x")
    portal.write("static/lama", "x")
    portal.build()
    portal.post("baru.md", aliases="[/lama/x/]")
    found = portal.problems()
    assert [problem.place.path for problem in found] == ["static/2026/03/baru/x.txt", "static/lama"]
    portal.delete_cache()
    assert portal.problems() == found


@pytest.mark.parametrize("address", sorted(REPLACEABLE))
def test_what_static_may_replace_it_replaces_and_the_report_says_so(full: Portal, address: str) -> None:
    full.write(f"static/{address}", "x")
    report = full.build()
    assert full.text(address) == "x"
    assert report.replaced == (address,)


def rename(portal: Portal) -> None:
    portal.post("b.md", title="B", slug="sama", id="b")
    portal.post("c.md", title="C", slug="sama", id="c")


def same_ids(portal: Portal) -> None:
    portal.post("b.md", title="B", id="satu")
    portal.post("c.md", title="C", id="satu")


@pytest.mark.parametrize("make", [rename, same_ids])
@pytest.mark.parametrize("first", ["a.md", "b.md", "c.md"])
def test_the_same_files_are_named_whichever_was_there_first(
    portal: Portal, make: Callable[[Portal], None], first: str
) -> None:
    portal.post("a.md", slug="sama", id="satu")
    make(portal)
    others = {path: path.read_bytes() for path in (portal.root / "posts").iterdir() if path.name != first}
    for path in others:
        path.unlink()
    portal.build()
    for path, data in others.items():
        path.write_bytes(data)
    found = portal.problems()
    portal.delete_cache()
    assert portal.problems() == found
    assert [problem.place.path for problem in found] == ["posts/b.md", "posts/c.md"]


def test_severities_do_not_let_two_have_one_address(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + 'address = "warning"\nduplicate-id = "off"\n')
    portal.post("a.md", slug="sama", id="satu")
    portal.post("b.md", slug="sama", id="satu")
    assert {problem.rule for problem in portal.problems()} == {"address", "duplicate-id"}


def test_files_of_one_release_under_one_name_are_an_error(portal: Portal) -> None:
    for name in ("A.csv", "a.csv"):
        portal.write(f"posts/{name}", "x,y\n")
    portal.post("a.md", attachments="[{src: A.csv, title: A}, {src: a.csv, title: B}]")
    assert {problem.rule for problem in portal.problems()} == {"address"}


def test_paths_are_compared_without_regard_to_case(portal: Portal) -> None:
    portal.post("a.md", aliases="[/Lama/A/]")
    portal.build()
    portal.post("b.md", title="B", aliases="[/lama/a]")
    assert [problem.place.path for problem in portal.problems()] == ["posts/b.md"]


def test_a_photo_with_the_name_of_the_share_card_is_an_error(portal: Portal) -> None:
    """As of a card that somebody saved from the page."""
    portal.post("a.md")
    portal.build()
    (card,) = [path for path in portal.site() if path.startswith("2026/03/a/kartu-")]
    name = card.rpartition("/")[2]
    portal.write(f"posts/{name}", portal.site()[card])
    portal.post("a.md", f"![Kartu]({name})")
    assert [problem.rule for problem in portal.problems()] == ["address"]
