"""Nothing that was published vanishes silently: it redirects, or the build is refused and says what to do."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pytest
from click.testing import CliRunner

from press.checks import fixes
from press.cli.commands import command
from press.diagnostics import Diagnostic
from press.errors import MemoryUnreadable, Refused
from press.model import Report
from press.site.last_publication import open_publication
from tests.portal import NOW, STRICT_CONFIG, Portal

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"
TERMS = """
[topics.air]
name = "Air"

[offices.dinas-pu]
name = "Dinas PU"
"""


@pytest.fixture
def built(portal: Portal) -> Portal:
    """A portal with two releases that was published."""
    portal.write("config.toml", STRICT_CONFIG)
    portal.write("posts/laporan.pdf", PDF)
    post_a(portal)
    portal.post("b.md", id="id-b", slug="b", topics="[air]", date="2026-04-01")
    portal.build()
    return portal


def post_a(portal: Portal, **fields: str) -> None:
    """Write the first release, which has a document and is the only one with its tag."""
    usual = {"id": "id-a", "slug": "a", "topics": "[air]", "tags": "[x]", "attachments": "[{src: laporan.pdf}]"}
    portal.post("a.md", **usual | fields)


def redirect(portal: Portal, address: str) -> str:
    """Where a page redirects, from the root of the portal."""
    return portal.text(address).partition("url=https://uji.example/portal/")[2].partition('"')[0]


def rules(problems: tuple[Diagnostic, ...] | list[Diagnostic]) -> list[tuple[str, str]]:
    """The places and rules of problems."""
    return [(str(one.place), one.rule) for one in problems]


def rebuild(portal: Portal, how: str) -> Report:
    """Build after the cache was lost in some way."""
    if how != "cache":
        portal.delete_cache()
    if how != "published":
        return portal.build()
    if not (portal.root / "live").exists():
        shutil.move(portal.root / "site", portal.root / "live")
    return portal.build(published=open_publication(str(portal.root / "live/manifest.json")))


WAYS = pytest.mark.parametrize("how", ["cache", "folder", "published"])
"""From where a build knows what was published."""

# Releases -------------------------------------------------------------------------------------------------------


@WAYS
def test_a_release_at_another_address_redirects_and_is_reported(built: Portal, how: str) -> None:
    post_a(built, slug="baru")
    report = rebuild(built, how)
    assert rules(report.problems) == [("posts/a.md:5", "moved")]
    assert redirect(built, "2026/03/a/index.html") == "2026/03/baru/"
    assert redirect(built, "2026/03/a/laporan.pdf/index.html") == "2026/03/baru/laporan.pdf"
    again = built.build()
    assert (again.written, again.removed, again.problems) == ((), (), report.problems)


@WAYS
def test_a_deleted_release_is_refused_until_an_alias_leads_elsewhere(built: Portal, how: str) -> None:
    (built.root / "posts/a.md").unlink()
    with pytest.raises(Refused) as refused:
        rebuild(built, how)
    assert rules(refused.value.problems) == [("config.toml", "empty-list"), ("posts", "vanished")]
    assert refused.value.problems[1].values == {"id": "id-a", "addresses": "/2026/03/a/, /2026/03/a/laporan.pdf/"}
    aliases = "[/2026/03/a/, /2026/03/a/laporan.pdf/]"
    built.post("b.md", id="id-b", slug="b", topics="[air]", date="2026-04-01", aliases=aliases)
    rebuild(built, how)
    assert redirect(built, "2026/03/a/index.html") == "2026/04/b/"
    assert redirect(built, "2026/03/a/laporan.pdf/index.html") == "2026/04/b/"


def test_a_redirect_outlives_many_builds_and_a_second_move(built: Portal) -> None:
    post_a(built, slug="dua")
    built.build()
    post_a(built, slug="tiga", date="2026-05-02")
    rebuild(built, "folder")
    assert {redirect(built, f"2026/03/{slug}/index.html") for slug in ("a", "dua")} == {"2026/05/tiga/"}
    post_a(built)
    built.build()
    assert redirect(built, "2026/05/tiga/index.html") == "2026/03/a/"
    assert 'http-equiv="refresh"' not in built.text("2026/03/a/index.html")


@pytest.mark.parametrize("fields", [{"draft": "true"}, {"date": "2027-01-01"}], ids=["draft", "scheduled"])
def test_a_published_release_cannot_be_held_back(built: Portal, fields: dict[str, str]) -> None:
    post_a(built, **fields)
    places = {place.partition(":")[0] for place, rule in rules(built.problems()) if rule == "vanished"}
    assert places == {"posts/a.md"}


def test_withdrawn_and_expired_releases_keep_their_address(built: Portal) -> None:
    post_a(built, withdrawn="{date: 2026-04-01, reason: Keliru, remove_text: true}")
    built.build()
    assert "Keliru" in built.text("2026/03/a/index.html")
    assert redirect(built, "2026/03/a/laporan.pdf/index.html") == "2026/03/a/"
    built.post("b.md", id="id-b", slug="b", topics="[air]", date="2026-04-01", expires="2026-04-02")
    built.build()


def test_a_changed_id_names_the_former_one(built: Portal) -> None:
    post_a(built, id="lain")
    problem = next(one for one in built.problems() if one.rule == "changed-id")
    assert (str(problem.place), problem.values["id"]) == ("posts/a.md:4", "id-a")
    assert [one.rule for one in built.problems()] == ["changed-id"]


def test_a_file_with_another_name_and_no_id_is_refused(portal: Portal) -> None:
    portal.write("config.toml", STRICT_CONFIG)
    portal.post("a.md")
    portal.build()
    (portal.root / "posts/a.md").rename(portal.root / "posts/b.md")
    assert portal.problems()[0].values == {"id": "a", "addresses": "/2026/03/a/"}
    portal.post("b.md", id="a")
    portal.build()
    assert redirect(portal, "2026/03/a/index.html") == "2026/03/b/"


def test_releases_may_swap_addresses_or_take_one_over(built: Portal) -> None:
    built.post("b.md", id="id-b", slug="a", topics="[air]")
    post_a(built, slug="b", date="2026-04-01")
    assert "moved" in [one.rule for one in built.build().problems]
    (built.root / "posts/a.md").unlink()
    assert ("posts", "vanished") in rules(built.problems())


def test_a_preview_neither_stops_nor_remembers(built: Portal) -> None:
    post_a(built, draft="true", slug="rahasia")
    built.build("pratinjau", drafts=True)
    built.build(drafts=True)
    post_a(built)
    report = built.build()
    assert report.problems == ()
    assert "rahasia" not in str(sorted(built.site()))


def test_an_address_may_go_if_a_person_says_so(built: Portal) -> None:
    built.write("config.toml", STRICT_CONFIG.replace("[search]", '[addresses]\ngone = ["/2026/03/a/*"]\n\n[search]'))
    (built.root / "posts/a.md").unlink()
    built.build()
    assert not [address for address in built.site() if address.startswith("2026/03/a/")]
    assert "2026/03/a" not in built.text("manifest.json") + built.text("2026/04/manifest.json")


def test_hosts_redirect_and_report_what_is_gone(built: Portal) -> None:
    built.write(
        "config.toml", STRICT_CONFIG.replace("[search]", '[addresses]\ngone = ["/2026/03/a/laporan.pdf"]\n[search]')
    )
    post_a(built, slug="baru", aliases="[/lama/a.html]")
    built.build()
    names = (".htaccess", "_redirects", "_redirects.nginx", "_redirects.caddy")
    apache, netlify, nginx, caddy = map(built.text, names)
    assert 'RedirectMatch 301 "^/portal/2026/03/a/?$" "/portal/2026/03/baru/"' in apache
    assert 'RedirectMatch 410 "^/portal/2026/03/a/laporan\\.pdf/?$"' in apache
    assert "/portal/lama/a.html /portal/2026/03/baru/ 301" in netlify.splitlines()
    assert '"/portal/2026/03/a/" "/portal/2026/03/baru/";' in nginx
    assert '"/portal/2026/03/a/laporan.pdf" "gone";' in nginx
    assert '"/portal/2026/03/a/" "/portal/2026/03/baru/"' in caddy


# Lists, feeds and files of static/ --------------------------------------------------------------------------------


@WAYS
def test_a_renamed_office_keeps_its_pages_and_feeds(built: Portal, how: str) -> None:
    built.write("config.toml", STRICT_CONFIG + TERMS)
    for number in range(50):
        built.post(f"{number}.md", id=f"n-{number}", office="dinas-pu")
    built.build()
    renamed = TERMS.replace("[offices.dinas-pu]", "[offices.pupr]")
    built.write("config.toml", STRICT_CONFIG + renamed)
    assert "office" in [one.rule for one in built.problems()]
    built.write("config.toml", STRICT_CONFIG + renamed + 'aliases = ["dinas-pu"]\n')
    report = rebuild(built, how)
    assert report.problems == ()
    assert redirect(built, "instansi/dinas-pu/index.html") == "instansi/pupr/"
    assert redirect(built, "instansi/dinas-pu/halaman/1/index.html") == "instansi/pupr/"
    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert built.text(f"instansi/dinas-pu/{name}") == built.text(f"instansi/pupr/{name}")


def test_a_topic_that_is_gone_is_refused(built: Portal) -> None:
    post_a(built, topics="[laut]")
    built.post("b.md", id="id-b", slug="b", topics="[laut]", date="2026-04-01")
    assert rules(built.problems()) == [("config.toml", "vanished")]
    built.write("config.toml", STRICT_CONFIG + '[lists.aliases]\n"/topik/air/" = "/topik/laut/"\n')
    assert built.build().problems == ()
    assert redirect(built, "topik/air/index.html") == "topik/laut/"
    assert built.text("topik/air/feed.xml") == built.text("topik/laut/feed.xml")


def test_a_tag_without_releases_stays_as_an_empty_list(built: Portal) -> None:
    post_a(built, tags="[y]")
    report = built.build()
    assert rules(report.problems) == [("config.toml", "empty-list")]
    assert "<item>" not in built.text("tag/x/feed.xml")
    rebuild(built, "folder")
    assert "tag/x/index.html" in built.site()
    post_a(built)
    assert [one.values["address"] for one in built.build().problems] == ["tag/y"]


def test_what_follows_from_dates_leads_to_the_archive(built: Portal) -> None:
    assert "arsip/2026/03/feed.xml" in built.site()
    post_a(built, date="2026-04-14")
    built.build()
    assert redirect(built, "arsip/2026/03/index.html") == "arsip/2026/"
    assert built.text("arsip/2026/03/feed.xml") == built.text("feed.xml")
    post_a(built)
    built.build()
    assert 'http-equiv="refresh"' not in built.text("arsip/2026/03/index.html")


def test_numbered_pages_lead_to_their_list(built: Portal) -> None:
    built.write("config.toml", STRICT_CONFIG + "[lists]\nsize = 1\n")
    built.build()
    assert "topik/air/halaman/2/index.html" in built.site()
    post_a(built, topics="[laut]")
    built.build()
    assert redirect(built, "topik/air/halaman/2/index.html") == "topik/air/"


def test_another_language_of_the_portal_keeps_lists_and_feeds(built: Portal) -> None:
    feed = "topik/air/feed.xml"
    built.write("config.toml", STRICT_CONFIG.replace('language = "id"', 'language = "en"'))
    report = built.build()
    assert {one.rule for one in report.problems} == {"moved"}
    assert redirect(built, "topik/air/index.html") == "topics/air/"
    assert built.text(feed) == built.text("topics/air/feed.xml")


def test_a_removed_alias_of_a_feed_stays_a_copy(built: Portal) -> None:
    built.write("config.toml", STRICT_CONFIG + '[feeds.aliases]\n"/umpan/" = "/feed.xml"\n"/rss.json" = "/feed.json"\n')
    built.build()
    built.write("config.toml", STRICT_CONFIG)
    built.build()
    assert built.text("umpan/index.html") == built.text("umpan/index.xml") == built.text("feed.xml")
    assert built.text("rss.json") == built.text("feed.json")


def test_a_removed_file_of_static_is_refused(built: Portal) -> None:
    built.write("static/unduh/a.zip", "a")
    built.build()
    (built.root / "static/unduh/a.zip").unlink()
    assert rules(built.problems()) == [("static", "vanished")]
    post_a(built, aliases="[/unduh/a.zip/]")
    built.build()
    assert redirect(built, "unduh/a.zip/index.html") == "2026/03/a/"


def test_a_redirect_cannot_be_where_a_folder_is(built: Portal) -> None:
    post_a(built, aliases="[/lama.html]")
    built.build()
    post_a(built, aliases="[/lama.html/dalam/]")
    assert [one.values["addresses"] for one in built.problems()] == ["/lama.html"]


# What was published -----------------------------------------------------------------------------------------------


@pytest.fixture
def server(built: Portal) -> Iterator[str]:
    """The address of a server that serves the portal's folder."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(built.root))
    SimpleHTTPRequestHandler.log_message = lambda *_: None  # type: ignore[method-assign]
    with HTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_the_manifest_of_the_live_site_is_read(built: Portal, server: str) -> None:
    shutil.move(built.root / "site", built.root / "live")
    built.delete_cache()
    post_a(built, slug="baru")
    built.build(published=open_publication(f"{server}/live/manifest.json"))
    assert redirect(built, "2026/03/a/index.html") == "2026/03/baru/"
    assert open_publication(f"{server}/nihil/manifest.json").is_absent


def test_where_nobody_can_publish_nothing_was_published() -> None:
    """A fork whose config.toml still has the address of the sample."""
    assert open_publication("https://berita.wirantara.example/manifest.json").is_absent


def test_an_unreadable_memory_is_an_error(built: Portal, server: str) -> None:
    manifest = built.root / "site/manifest.json"
    whole = manifest.read_bytes()
    live = f"{server}/site/manifest.json"
    for data in (b"<html>", b"[]", b'{"files": 1}', whole.replace(b"2026/03/manifest.json", b"2026/13/manifest.json")):
        manifest.write_bytes(data)
        with pytest.raises(MemoryUnreadable):
            open_publication(live).paths({}, built.request().config)
    manifest.write_bytes(whole.replace(b'"404.html":[', b'"../x.html":["", 1, "id:a"],\n"404.html":['))
    for location in (
        live,
        str(manifest),
        str(manifest.with_name("x.json")),
        "ftp://a.example/m.json",
        "http://127.0.0.1:1/",
    ):
        with pytest.raises(MemoryUnreadable):
            open_publication(location).paths({}, built.request().config)


def test_shards_that_are_known_are_not_read_again(built: Portal) -> None:
    last = open_publication(str(built.root / "site/manifest.json"))
    config = built.request().config
    known = {name: row[0] for name, row in json.loads(built.text("manifest.json"))["manifests"].items()}
    shutil.rmtree(built.root / "site/2026")
    assert {one.path for one in last.paths(known, config)} == {""} | {"feed.xml", "atom.xml", "feed.json"}


def test_manifests_of_older_versions_are_understood(built: Portal) -> None:
    for path in (built.root / "site").rglob("manifest.json"):
        data = json.loads(path.read_text())
        data["files"] = {name: row[:2] for name, row in data["files"].items()}
        path.write_text(json.dumps(data | ({"version": 1} if "version" in data else {})))
    built.delete_cache()
    post_a(built, slug="baru", topics="[laut]")
    assert {(place, rule) for place, rule in rules(built.problems())} >= {("config.toml", "vanished")}


def test_known_addresses_are_in_the_manifest_and_photos_are_not(built: Portal) -> None:
    files = json.loads(built.text("2026/03/manifest.json"))["files"]
    subjects = {address: row[2:] for address, row in files.items()}
    assert subjects["2026/03/a/index.html"] == subjects["2026/03/a/laporan.pdf"] == ["id:id-a"]
    assert [row for address, row in subjects.items() if address.endswith(".png")] in ([], [[]])


# check --fix --------------------------------------------------------------------------------------------------------

STYLES = {
    "none": ("", "aliases:\n  - /2026/04/b/\n"),
    "brackets": ("aliases: [/lama/]\n", 'aliases: [/lama/, "/2026/04/b/"]\n'),
    "empty": ("aliases: []\n", 'aliases: ["/2026/04/b/"]\n'),
    "single": ("aliases: /lama/\n", 'aliases: [/lama/, "/2026/04/b/"]\n'),
    "lines": ("aliases:\n  - /lama/\n  - /tua/\n", "aliases:\n  - /lama/\n  - /tua/\n  - /2026/04/b/\n"),
    "lines without indent": ("aliases:\n- /lama/\n", "aliases:\n- /lama/\n- /2026/04/b/\n"),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_former_addresses_are_written_in_the_style_of_the_file(built: Portal, style: str, end: str) -> None:
    before, after = STYLES[style]
    text = "---\ntitle: Judul\ntopics: [air]\ndate: 2026-04-01\nid: id-b\nslug: baru\n{}---\n\naliases: [x]\n"
    file = built.root / "posts/b.md"
    file.write_bytes(text.format(before).replace("\n", end).encode())
    fix(built)
    assert file.read_bytes().decode() == text.format(after).replace("\n", end)
    assert built.build().problems == ()
    assert redirect(built, "2026/04/b/index.html") == "2026/04/baru/"


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "B"\nid = "id-b"\nslug = "baru"\ndate = 2026-04-01\n{}+++\n\nIsi.\n',
        '{{\n"title": "B", "id": "id-b", "slug": "baru", {}\n"date": "2026-04-01"}}\n\nIsi.\n',
    ],
    ids=["toml", "json"],
)
@pytest.mark.parametrize("has_aliases", [False, True])
def test_former_addresses_are_written_into_toml_and_json(built: Portal, text: str, has_aliases: bool) -> None:
    aliases = {"+": 'aliases = [\n"/lama/",\n]\n', "{": '"aliases": ["/lama/"],'}[text[0]] if has_aliases else ""
    built.write("posts/b.md", text.format(aliases))
    fix(built)
    assert "moved" not in [one.rule for one in built.build().problems]


def fix(portal: Portal) -> None:
    (found,) = fixes.fixed(portal.root, portal.request().config, portal.build().problems)
    assert (found.path, found.solved) == ("posts/b.md", ("moved",))
    portal.write(found.path, found.after)


# The commands and the 404 page ------------------------------------------------------------------------------------


def press(portal: Portal, *arguments: str) -> str:
    """The output of a command in the portal."""
    result = CliRunner().invoke(command, [*arguments, "--root", str(portal.root), "--now", NOW, "--messages", "en"])
    return result.output


def test_show_says_where_former_addresses_lead(built: Portal) -> None:
    built.write("config.toml", STRICT_CONFIG + TERMS + 'aliases = ["lama"]\n[addresses]\ngone = ["/2020/*"]\n')
    post_a(built, slug="baru", aliases="[/tua/]")
    built.post("en.md", id="id-en", lang="en", slug="english", date="2026-04-01")
    built.build()
    leads = {
        "/2026/03/a/": "2026/03/baru/",  # by itself
        "https://uji.example/portal/2026/03/a/laporan.pdf": "2026/03/baru/laporan.pdf",
        "/tua/": "2026/03/baru/",  # an alias
        "/2026/04/english/": "en/2026/04/english/",  # of a translation, before the language was in the address
        "/instansi/lama/": "instansi/dinas-pu/",
    }
    for address, present in leads.items():
        assert f"leads to https://uji.example/portal/{present}\n" in press(built, "show", address), address
    assert "may vanish" in press(built, "show", "/2020/a/")
    assert "former address" not in press(built, "show", "/2026/03/baru/")


def test_check_and_build_say_if_nothing_was_published_yet(built: Portal, server: str) -> None:
    for name in ("check", "build"):
        said = press(built, name, "--published", f"{server}/nihil/manifest.json")
        assert "does not exist: this counts as the first publication" in said
    live = press(built, "check", "--published", "live", "--base-url", "http://127.0.0.1:1/")
    assert "http://127.0.0.1:1/manifest.json says what was published, and cannot be read" in live


def test_check_fix_writes_former_addresses(built: Portal) -> None:
    post_a(built, slug="baru")
    press(built, "check", "--fix")
    assert "aliases:\n  - /2026/03/a/\n  - /2026/03/a/laporan.pdf/\n" in (built.root / "posts/a.md").read_text()
    assert built.build().problems == ()


def test_the_404_page_names_the_newest_releases_and_search(built: Portal) -> None:
    for number in range(1, 8):
        built.post(f"{number}.md", id=f"n-{number}", title=f"Rilis {number}", date=f"2026-05-0{number}")
    built.build()
    page = built.text("404.html")
    assert [f"Rilis {number}" in page for number in range(1, 8)] == [False, False, *[True] * 5]
    assert 'action="/portal/cari/"' in page
