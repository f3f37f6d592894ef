"""The network: what other portals published is fetched, stored, and shown with its origin; nothing else is taken."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
import pytest
from click.testing import CliRunner

from press import config
from press.build import engine
from press.cli.commands import command
from press.errors import BadConfig
from press.report import figures
from tests.judge.feeds import judge
from tests.network import BAD_ANSWERS, MANNERS, Host, Request, give, member, messages, pulled, regency, serving
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal, parse_time

LATER = "2026-06-02T12:00:00+08:00"


@pytest.fixture
def host() -> Iterator[Host]:
    one = Host()
    with serving(one):
        yield one


@pytest.fixture
def hulu(tmp_path: Path, host: Host) -> Portal:
    """A regency with one release."""
    portal = regency(tmp_path / "hulu", host, "Hulu")
    portal.post("a.md", "Isi **tebal**.", title="Jembatan dibuka", id="a", date="2026-05-30 09:30", topics="[air]")
    portal.build()
    return portal


@pytest.fixture
def province(tmp_path: Path, host: Host) -> Portal:
    return Portal(tmp_path / "province", CONFIG + member("Hulu", host))


def items(portal: Portal, address: str = "feed.json") -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(portal.text(address))["items"]
    return found


def test_lists_and_feeds_show_the_releases_of_members_and_link_to_them(
    hulu: Portal, province: Portal, host: Host
) -> None:
    pulled(province)
    province.build()
    page = f"{host.url}2026/05/a/"
    for address in ("index.html", "siaran-pers/index.html", "topik/air/index.html", "arsip/2026/05/index.html"):
        assert f'<a href="{page}">Jembatan dibuka</a>' in province.text(address), address
        assert "Kabupaten Hulu" in province.text(address)
    (item,) = items(province)
    assert (item["id"], item["url"]) == ("tag:hulu.example,2026:release/a", page)
    assert item["_press"]["origin"] == {"name": "Kabupaten Hulu", "url": host.url}  # type: ignore[index]
    assert f'<source url="{host.url}feed.json">Kabupaten Hulu</source>' in province.text("feed.xml")
    assert f"<source><id>{host.url}feed.json</id>" in province.text("atom.xml")
    assert not list((province.root / "site/2026/05").glob("*/"))
    assert page not in "".join(data.decode() for name, data in province.site().items() if name.startswith("sitemap"))


def test_search_leads_to_the_page_at_the_member(tmp_path: Path, hulu: Portal, host: Host) -> None:
    province = Portal(tmp_path / "searched", CONFIG_WITH_SEARCH + member("Hulu", host))
    pulled(province)
    province.build()
    facts = json.loads(province.text("cari/indeks/2026/1/facts.json"))
    assert facts["names"] == ["air", "Kabupaten Hulu"]


def test_a_second_run_asks_only_whether_something_changed(hulu: Portal, province: Portal, host: Host) -> None:
    first = pulled(province)
    before = {path: path.stat().st_mtime_ns for path in (province.root / "network").rglob("*")}
    second = pulled(province)
    assert [(one.added, one.changed) for one in (*first, *second)] == [(1, 0), (0, 0)]
    assert host.asked == [("/feed.json", 200), ("/feed.json", 304)]
    assert {path: path.stat().st_mtime_ns for path in (province.root / "network").rglob("*")} == before


def test_corrections_and_withdrawals_are_shown_after_one_run(hulu: Portal, province: Portal) -> None:
    pulled(province)
    province.build()
    hulu.post("a.md", id="a", date="2026-05-30 09:30", corrections="[{date: 2026-06-01, note: Angka salah, now: '2'}]")
    hulu.build()
    pulled(province)
    province.build()
    assert "Angka salah" in province.text("ralat/index.html")
    assert [item["title"] for item in items(province)] == ["Ralat: Judul"]
    hulu.post("a.md", id="a", date="2026-05-30 09:30", withdrawn="{date: 2026-06-01 10:00, reason: Keliru}")
    hulu.build()
    (outcome,) = pulled(province)
    province.build()
    assert outcome.withdrawn == 1
    assert "Keliru" in province.text("ralat/index.html")
    assert [item["summary"] for item in items(province)] == ["Dicabut, 1 Juni 2026. Keliru"]
    assert "deleted-entry" in province.text("atom.xml")
    assert b"tebal" not in b"".join(province.site().values())


def test_clarifications_of_all_members_are_in_one_register(hulu: Portal, province: Portal) -> None:
    hulu.post("b.md", id="b", title="Air aman", kind="clarification", claim="{text: Air beracun, verdict: false}")
    hulu.build()
    pulled(province)
    province.build()
    for address in ("klarifikasi/index.html", "klarifikasi/salah/index.html", "klarifikasi/2026/index.html"):
        assert "Air beracun" in province.text(address)
        assert "Kabupaten Hulu" in province.text(address)


def test_config_decides_what_is_shown_of_what_is_stored(hulu: Portal, province: Portal, host: Host) -> None:
    pulled(province)
    terms = '[topics.sungai]\nname = "Sungai"\n[regions.hulu]\nname = "Hulu Raya"\n'
    more = 'topics = {air = "sungai"}\nregions = ["hulu"]\n'
    province.write("config.toml", CONFIG + terms + member("Hulu", host, more))
    province.build()
    assert "Jembatan dibuka" in province.text("topik/sungai/index.html")
    assert "Jembatan dibuka" in province.text("wilayah/hulu/index.html")
    for more in ("enabled = false", 'kinds = ["news"]'):
        province.write("config.toml", CONFIG + member("Hulu", host, more))
        province.build()
        assert items(province) == []


def test_what_leaves_the_feed_stays_and_its_older_part_is_read_once(hulu: Portal, province: Portal, host: Host) -> None:
    for number in range(30):
        hulu.post(f"{number}.md", id=f"n{number}", date=f"2025-{number % 12 + 1:02}-{number % 28 + 1:02} 08:00")
    hulu.build()
    pulled(province)
    province.build()
    assert len(list((province.root / "network").rglob("*-*.json"))) == 31
    asked = len(host.asked)
    hulu.post("baru.md", id="baru", date="2026-05-31 08:00")
    hulu.build()
    assert pulled(province)[0].added == 1
    assert len(host.asked) == asked + 1


def test_a_member_that_cannot_be_read_costs_only_a_line(hulu: Portal, province: Portal, host: Host) -> None:
    pulled(province)
    stored = sorted(path.read_bytes() for path in (province.root / "network").rglob("*.json"))
    for body, status, more in BAD_ANSWERS.values():
        host.answering = lambda one, body=body, status=status, more=more: one.give(body, status, **more)
        (outcome,) = pulled(province)
        assert outcome.failed
        assert len(outcome.problems) == 1
    assert sorted(path.read_bytes() for path in (province.root / "network").rglob("*.json")) == stored
    host.answering = None
    assert not pulled(province)[0].failed


def drip(one: Request) -> None:
    """Send a byte at a time, for ten seconds."""
    one.send_response(200)
    one.end_headers()
    for _ in range(100):
        one.wfile.write(b" ")
        time.sleep(0.1)


def test_a_slow_server_is_not_waited_for(province: Portal, host: Host) -> None:
    host.answering = drip
    started = time.monotonic()
    assert pulled(province)[0].failed
    assert time.monotonic() - started < 5
    host.answering = lambda one: time.sleep(1)
    assert "no answer" in messages(pulled(province))[0]


def test_no_address_of_a_private_network_is_asked(province: Portal, host: Host) -> None:
    outcomes = pulled(province, manners=msgspec.structs.replace(MANNERS, allows_private=False))
    assert messages(outcomes) == ["Kabupaten Hulu could not be read: its address is in a private network"]
    assert host.asked == []


NOT_TAKEN: dict[str, dict[str, object]] = {
    "its page is not on a host of this member": {"id": "1", "url": "https://evil.example/1"},
    "it claims to be a release of this portal": {"id": "tag:uji.example,2026:release/own"},
    "it has no id": {"id": " "},
    "it has no title": {"id": "1", "title": "<b></b>\u202e\u0000"},
    "it has no link to a page": {"id": "1", "url": "javascript:alert(1)"},
    "what it says cannot be read": {"id": "1", "_press": {"corrections": [{"date": 1}]}},
}


@pytest.mark.parametrize("reason", NOT_TAKEN)
def test_what_is_not_the_members_is_not_taken(province: Portal, host: Host, reason: str) -> None:
    give(host, NOT_TAKEN[reason])
    (outcome,) = pulled(province)
    assert reason in messages([outcome])[0]
    assert outcome.added == 0


def test_nothing_foreign_runs(province: Portal, host: Host) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202etxt.exe"
    claim = {"text": script, "verdict": "false", "evidence": [{"title": script, "url": "javascript:alert(1)"}]}
    facts = {"kind": "clarification", "claim": claim, "topics": [{"id": script}], "regions": [{"id": "../../x"}]}
    give(host, {"id": "../../../x", "title": f"A {script}", "summary": script, "language": script, "_press": facts})
    pulled(province)
    province.build()
    written = [data for address, data in province.site().items() if address.endswith((".html", ".xml"))]
    written += [str(item["content_html"]).encode() for item in items(province)]
    for data in written:
        for harm in ("<img src=x", "<script>alert", "javascript:alert", "\u202e"):
            assert harm.encode() not in data
    assert {path.parts[-3] for path in (province.root / "network").rglob("*-*.json")} == {"hulu"}


def test_an_id_stays_with_the_member_that_had_it_first(province: Portal, host: Host) -> None:
    hilir = Host()
    with serving(hilir):
        province.write("config.toml", CONFIG + member("Hilir", hilir) + member("Hulu", host))
        give(host, {"id": "tag:x,2026:1", "title": "Asli"})
        give(hilir)
        pulled(province)
        give(hilir, {"id": "tag:x,2026:1", "title": "Palsu"})
        outcomes = pulled(province)
    assert messages(outcomes)[0] == "not taken from Kabupaten Hilir: “Palsu”: hulu has published it"
    province.build()
    assert [item["title"] for item in items(province)] == ["Asli"]


def test_no_release_of_our_own_is_lost_to_a_member(province: Portal, host: Host) -> None:
    give(host, {"id": "https://lama.example/?p=7", "title": "Palsu"})
    pulled(province)
    province.post("own.md", title="Asli", id="https://lama.example/?p=7")
    report = province.build()
    assert [item["title"] for item in items(province)] == ["Asli"]
    assert [problem.rule for problem in report.problems] == ["network"]


def test_a_clock_that_is_ahead_hides_nothing_and_moves_nothing(province: Portal, host: Host) -> None:
    entry = {"id": "1", "title": "Besok", "date_published": "2027-01-01T00:00:00Z", "_press": {
        "corrections": [{"date": "2027-02-01T00:00:00Z", "note": "Salah"}]}}  # fmt: skip
    give(host, entry)
    assert "clock of Kabupaten Hulu is ahead" in messages(pulled(province))[0]
    province.build()
    dates = [item["date_published"] for item in items(province)]
    assert dates == ["2026-06-01T12:00:00+08:00"]
    assert "Salah" in province.text("ralat/index.html")
    for now in (LATER, "2027-06-01T12:00:00+08:00"):
        assert pulled(province, now)[0].changed == 0


def test_a_release_that_another_portal_published_comes_from_there(province: Portal, host: Host) -> None:
    origin = {"name": "Pusat", "url": "https://pusat.example/"}
    give(host, {"id": "1", "url": "https://pusat.example/1", "_press": {"kind": "news", "origin": origin}})
    (outcome,) = pulled(province)
    assert (outcome.added, messages([outcome])) == (0, ["nothing of Kabupaten Hulu has been read yet"])


def atom(*entries: str) -> bytes:
    namespaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"'
    return f"<feed {namespaces}><id>x</id><title>X</title>{''.join(entries)}</feed>".encode()


def test_deleted_entries_of_atom_are_withdrawn(province: Portal, host: Host) -> None:
    entry = (
        f'<entry><id>tag:x,2026:1</id><title type="html">Air &amp;lt;bersih&amp;gt; &lt;b&gt;lagi&lt;/b&gt;</title>'
        f'<link href="{host.url}1"/><updated>2026-05-30T08:00:00Z</updated><category term="air"/>'
        f"<summary>Ringkas.</summary></entry>"
    )
    host.answering = lambda one: one.give(atom(entry))
    pulled(province)
    province.build()
    assert [(item["title"], item["summary"]) for item in items(province)] == [("Air <bersih> lagi", "Ringkas.")]
    gone = '<at:deleted-entry ref="{}" when="{}"><at:comment>Ganda</at:comment></at:deleted-entry>'
    before, after = (
        gone.format("tag:x,2026:1", "2026-05-29T08:00:00Z"),
        gone.format("tag:x,2026:1", "2026-05-31T08:00:00Z"),
    )
    other = gone.format("tag:uji.example,2026:release/own", "2026-05-31T08:00:00Z")
    host.answering = lambda one: one.give(atom(entry, before, other))
    assert pulled(province)[0].withdrawn == 0
    host.answering = lambda one: one.give(atom(after))
    assert pulled(province)[0].withdrawn == 1
    province.build()
    assert [(item["title"], item["summary"]) for item in items(province)] == [
        ("Dicabut: Air <bersih> lagi", "Dicabut, 31 Mei 2026. Ganda")
    ]


def test_any_rss_feed_can_be_read(province: Portal, host: Host) -> None:
    text = escape("<p>Pasar &amp; terminal <b>buka</b>.</p><script>x()</script>")
    rss = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>X</title><link>{host.url}</link><item>
<title>Pasar &amp;amp; terminal</title><media:title>Bukan</media:title><link>/pasar/</link>
<guid isPermaLink="false">{host.url}?p=7</guid><pubDate>Sat, 30 May 2026 08:00:00 +0800</pubDate>
<category>Ekonomi</category><description>{text}</description></item></channel></rss>"""
    host.answering = lambda one: one.give(rss.encode())
    pulled(province)
    province.build()
    (item,) = items(province)
    assert item["title"] == "Pasar & terminal"
    assert item["url"] == f"{host.url}pasar/"
    assert item["id"] == f"{host.url}?p=7"
    assert item["summary"] == "Pasar & terminal buka ."
    assert "Pasar" in province.text("topik/ekonomi/index.html")


def test_a_silent_member_is_reported(hulu: Portal, province: Portal, host: Host) -> None:
    province.write("config.toml", CONFIG + member("Hulu", host, "silent_after = 5"))
    assert messages(pulled(province)) == []
    later = "2026-06-08T12:00:00+08:00"
    assert messages(pulled(province, later)) == ["Kabupaten Hulu has published nothing for 9 days, since 2026-05-30"]
    problems = engine.check(province.request(now=later)).problems
    assert [problem.rule for problem in problems if problem.rule != "dictionary"] == ["silent-member"]


def test_the_report_counts_members_by_themselves(hulu: Portal, province: Portal) -> None:
    hulu.post("b.md", id="b", kind="clarification", claim="{text: Kabar, verdict: checking}", date="2026-05-20")
    hulu.build()
    pulled(province)
    province.post("own.md", id="own", date="2026-05-10")
    month = parse_time("2026-05-01T00:00:00+08:00")
    found = engine.inspect(province.request(), lambda snapshot, _: figures(month, snapshot, province.root))
    assert (found.releases, found.checking) == (1, ())
    assert [(one.name, one.releases, one.last) for one in found.members] == [("Kabupaten Hulu", 2, "2026-05-30")]


def test_one_more_release_of_a_member_changes_few_files(province: Portal) -> None:
    def store(number: int, summary: str = "Ringkas.") -> None:
        at = f"{2020 + number // 40}-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00+08:00"
        item: dict[str, object] = {"id": f"hulu-{number}", "url": f"https://hulu.example/{number}/", "published": at}
        item |= {"title": f"Kabar {number}", "topics": ["air"], "summary": summary}
        province.write(f"network/hulu/2026/{number}.json", json.dumps(item))

    for number in range(200):
        store(number)
    province.post("own.md", id="own", date="2024-06-10", topics="[air]")
    total = province.build().total
    store(200)
    report = province.build()
    assert len(report.written) < total / 4
    assert not any(address.startswith(("arsip/2020", "arsip/2023", "2024")) for address in report.written)
    store(30, "Ringkasan baru.")
    written = {address for address in province.build().written if address.startswith("arsip")}
    month = {f"arsip/2020/07/{name}" for name in ("index.html", "feed.xml", "atom.xml", "feed.json")}
    assert written == {*month, "arsip/2020/manifest.json"}


def test_feeds_with_releases_of_members_are_right(hulu: Portal, province: Portal) -> None:
    hulu.post("b.md", id="b", withdrawn="{date: 2026-05-31, reason: Keliru}", date="2026-04-20")
    hulu.build()
    pulled(province)
    province.post("own.md", id="own", date="2026-05-10")
    province.build()
    assert judge(province.root / "site", "https://uji.example/portal/") == []


def test_a_member_that_is_read_by_atom_gives_the_same_but_kinds(tmp_path: Path, hulu: Portal, host: Host) -> None:
    hulu.post("b.md", id="b", withdrawn="{date: 2026-05-31, reason: Keliru}", date="2026-04-20")
    hulu.build()
    province = Portal(tmp_path / "by-atom", CONFIG + member("Hulu", host, feed="atom.xml"))
    assert [(one.added, one.withdrawn) for one in pulled(province)] == [(2, 1)]
    province.build()
    titles = [item["title"] for item in items(province)]
    assert titles == ["Dicabut: Judul", "Jembatan dibuka"]
    assert "Jembatan dibuka" in province.text("topik/air/index.html")


def test_the_command_tells_what_it_read(hulu: Portal, province: Portal) -> None:
    def run(*arguments: str) -> str:
        options = ["--root", str(province.root), "--messages", "id", *arguments]
        return CliRunner().invoke(command, ["pull", *options]).output

    assert run("--now", "2026-06-01", "--local") == "Kabupaten Hulu: 1 baru, 0 berubah, 0 dicabut\n"
    assert "Kabupaten Hulu tidak dapat dibaca: alamatnya berada di jaringan privat" in run()
    assert json.loads(run("--local", "--format", "json", "--now", "2026-06-01", "hulu"))[0]["added"] == 0
    assert "hanya: hulu" in run("hilir")


WRONG_CONFIG = {
    'url = "http://hulu.example/feed.json"': "“url” must be a complete https address",
    'url = "https://hulu.example/feed.json"\nregions = ["x"]': "“x” is not one of the regions of this portal",
    'url = "https://hulu.example/feed.json"\nkinds = ["x"]': "“x” is not one of the kinds of this portal",
    'url = "https://hulu.example/feed.json"\nhosts = ["https://x.example/"]': "is not the name of a host",
    'url = "https://hulu.example/feed.json"\nsilent_after = -1': "“silent_after” must be 0 or more",
}


@pytest.mark.parametrize("lines", WRONG_CONFIG)
def test_a_wrong_member_is_reported_with_its_line(lines: str) -> None:
    settings = f'{CONFIG}\n[regions.hulu]\nname = "Hulu"\n[network.hulu]\ntitle = "Hulu"\n{lines}\n'
    with pytest.raises(BadConfig) as refused:
        config.parse(settings)
    (problem,) = refused.value.problems
    assert WRONG_CONFIG[lines] in problem.message_in(str)
    assert settings.splitlines()[problem.place.line - 1] == lines.splitlines()[-1]


REGISTRY = """
[pejabat.bupati-arunai-hulu]
name = "Ratna Widyastuti"
jabatan = "Bupati Arunai Hulu"

[[kementerian]]
name = "Kementerian Komunikasi dan Digital"
"""


def test_registries_are_copied_by_pull(province: Portal, host: Host) -> None:
    settings = f'{CONFIG}[registries.bersama]\nurl = "{host.url}pejabat.toml"\n'
    province.write("config.toml", settings)
    host.answering = lambda one: one.give(REGISTRY.encode())
    assert [one.changed for one in (*pulled(province), *pulled(province))] == [1, 0]
    copied = (province.root / "dictionaries/bersama/names.toml").read_text()
    assert copied == REGISTRY
    for body, status, more in (*BAD_ANSWERS.values(), (b"[x", 200, {}), (b"", 200, {}), (b"\0", 200, {})):
        host.answering = lambda one, body=body, status=status, more=more: one.give(body, status, **more)
        assert pulled(province)[0].failed
    assert (province.root / "dictionaries/bersama/names.toml").read_text() == copied


def test_check_uses_registries_that_portals_share(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.write("dictionaries/bersama/pejabat.toml", REGISTRY)
    portal.write("dictionaries/bersama/names.txt", "Dinas Perkebunan Rakyat\n")
    portal.post("a.md", "Bupati Ratna Widyastutik hadir bersama Dinas Perkebunen Rakyat.", id="a")
    found = [one.values.get("right") for one in engine.check(portal.request()).problems if one.rule == "name"]
    assert found == ["Ratna Widyastuti", "Dinas Perkebunan Rakyat"]
    portal.write("dictionaries/bersama/pejabat.toml", "[pejabat\n")
    (problem,) = [one for one in engine.check(portal.request()).problems if one.rule == "dictionary"]
    assert problem.place.path == "dictionaries/bersama/pejabat.toml"
