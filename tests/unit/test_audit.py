"""`audit`: a site that is served as it was built has no findings, and each fault of a live site has one."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from press.cli.commands import command
from press.diagnostics import Severity
from press.errors import Exit
from press.live import findings, foreign, headers, judge, reference
from press.live.audit import Audit, AuditRequest, audit
from press.live.context import AuditContext, LiveManifest
from press.live.fetch import LiveSite, Manners
from press.live.sample import everything, sample
from tests import servers
from tests.fuzzing import fuzz
from tests.live import Handler, LiveServer, serving
from tests.portal import CONFIG, NOW, Portal, Site, parse_time

QUICK = Manners(pause=0, timeout=60, connections=4)
HOME = "/portal/"
RELEASE = "2026/03/jembatan/"
FILE = f"{RELEASE}index.html"
JAPANESE = "スロット"


class Built(Portal):
    """A portal that was built once, with its files."""

    files: Site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    portal = Built(tmp_path_factory.mktemp("audit") / "portal", CONFIG)
    body = "Jembatan dibuka hari ini, hubungi <humas@uji.example> hari ini.\n\n[Peta](https://peta.example/a)"
    portal.post("a.md", body, id="2026-0001", slug="jembatan", title="Jembatan dibuka", aliases="[/lama/jembatan/]")
    portal.post("b.md", "Isi kedua.", id="2026-0002", slug="air", title="Air bersih", date="2026-04-02 08:00")
    portal.build()
    portal.files = portal.site()
    return portal


@pytest.fixture
def live(built: Built) -> Iterator[LiveServer]:
    with serving(built.files, HOME) as server:
        yield server


def audited(built: Portal, url: str, **more: object) -> Audit:
    """Audit all of a site, unless `more` has other fields of the request."""
    request = AuditRequest(url, built.request().config, parse_time(NOW), built.root / "site/manifest.json", True)
    return audit(msgspec.structs.replace(request, **{"manners": QUICK, **more}))


def found(built: Portal, live: LiveServer, **more: object) -> set[tuple[str, str]]:
    """The rules and paths of all findings."""
    return {(one.rule, one.place.path.removeprefix(live.url)) for one in audited(built, live.url, **more).findings}


def message(built: Portal, live: LiveServer, rule: str) -> str:
    """The message of the first finding of a rule."""
    one = next(one for one in audited(built, live.url).findings if one.rule == rule)
    return one.message.format_map(one.values)


# A site as it was built -----------------------------------------------------------------------------------------


def test_a_site_that_is_served_as_it_was_built_has_no_findings(built: Built, live: LiveServer) -> None:
    result = audited(built, live.url)
    assert result.findings == ()
    assert result.checked == result.total > 20
    assert all(one in live.requests for one in ("", RELEASE, "feed.xml", "lama/jembatan/"))


def test_without_a_build_the_live_manifest_is_the_measure(built: Built, live: LiveServer) -> None:
    assert found(built, live, manifest=None) == set()
    live.files[FILE] = live.files[FILE].replace(b"hari ini", b"besok")
    assert found(built, live, manifest=None) == {("changed", RELEASE)}


# Files ----------------------------------------------------------------------------------------------------------


def test_a_changed_page_is_reported_with_the_words_that_differ(built: Built, live: LiveServer) -> None:
    live.files[FILE] = live.files[FILE].replace(b"dibuka hari ini", b"ditutup hari ini")
    assert found(built, live) == {("changed", RELEASE)}
    assert "ditutup hari ini" in message(built, live, "changed")


def test_a_missing_file_is_reported(built: Built, live: LiveServer) -> None:
    del live.files[FILE], live.files["feed.xml"]
    assert found(built, live) == {("missing", RELEASE), ("missing", "feed.xml")}


def test_a_page_in_another_spelling_is_only_a_warning(built: Built, live: LiveServer) -> None:
    live.files[FILE] = re.sub(rb">\s+<", b"><", live.files[FILE]).replace(b"<body>", b"<body><!-- cache -->")
    live.files["index.html"] += b"<!-- 0.02 s -->\n"
    result = audited(built, live.url)
    assert {(one.rule, one.severity) for one in result.findings} == {("rewritten", Severity.WARNING)}
    assert not result.has_errors


@pytest.mark.parametrize("code", [
    b"<!--><script>alert(1)</script>-->", b"<!--->\n<img src=x onerror=alert(1)>-->",
    b"<!-- --!><iframe src=//x></iframe>-->",
    b"<? ><script src=//x></script>?>", b"<![CDATA[ ><script>alert(1)</script>]]>",
])  # fmt: skip
def test_what_only_a_browser_takes_for_code_is_an_error(built: Built, live: LiveServer, code: bytes) -> None:
    live.files[FILE] = live.files[FILE].replace(b"</main>", code + b"</main>")
    assert audited(built, live.url, everything=False, most=1).has_errors


def test_what_cloudflare_does_to_addresses_of_people_is_only_a_warning(built: Built, live: LiveServer) -> None:
    script = (
        b'<script data-cfasync="false" src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script>'
    )
    masked = (
        b'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="1a2b">[email&#160;protected]</a>'
    )
    head, start, text = live.files[FILE].partition(b"<main")
    page = re.sub(rb'<a href="mailto:[^>]*>[^<]*@[^<]*</a>', masked, text)
    assert page != text
    live.files[FILE] = head + start + page.replace(b"</body>", script + b"</body>")
    assert found(built, live) == {("rewritten", RELEASE)}


@fuzz(examples=8)
@given(data=st.data())
def test_any_change_of_any_file_is_found(built: Built, data: st.DataObject) -> None:
    """One byte of one file that is served differs, is missing or is added: an audit of all files finds it."""
    served = [one for one in built.files if not one.startswith((".ht", "_", "lama/"))]  # which redirects
    name = data.draw(st.sampled_from(sorted(served)))
    before = built.files[name]
    at = data.draw(st.integers(0, max(0, len(before) - 1)))
    byte = bytes([data.draw(st.integers(0, 255))])
    after = data.draw(
        st.sampled_from([before[:at] + byte + before[at + 1 :], before[:at] + before[at + 1 :], before + byte])
    )
    if after != before:
        with serving({**built.files, name: after}, HOME) as live:
            path = name.removesuffix("index.html")
            places = {place for _, place in found(built, live)}
            assert path in places or (name in ("manifest.json", "404.html") and places)


# Intruders ------------------------------------------------------------------------------------------------------


def test_a_gambling_page_in_the_place_of_a_release_is_reported(built: Built, live: LiveServer) -> None:
    live.files["index.html"] = (
        b"<html><title>Situs Slot Gacor Maxwin</title><a href=https://gacor88.example/>daftar</a>"
    )
    assert ("gambling-page", "") in found(built, live)
    assert "gacor" in message(built, live, "gambling-page")


@pytest.mark.parametrize("code", [
    b'<script src="https://evil.example/x.js"></script>', b"<script>eval(1)</script>",
    b"<iframe srcdoc='<p>'></iframe>",
    b'<iframe src="//evil.example/"></iframe>', b'<form action="https://evil.example/"><input></form>',
    b'<a href="https://evil.example/">x</a>', b'<img src="x" onerror="alert(1)">', b"<object data=/x.swf></object>",
    b'<meta http-equiv="refresh" content="0;url=https://evil.example/">', b'<base href="https://evil.example/">',
    b'<link rel="stylesheet" href="https://evil.example/x.css">', b'<a href="javascript:x()">y</a>',
    b"<button formaction='https://evil.example/'>x</button>",
])  # fmt: skip
def test_what_an_intruder_adds_to_a_page_is_reported(built: Built, live: LiveServer, code: bytes) -> None:
    live.files[FILE] = live.files[FILE].replace(b"</main>", code + b"</main>")
    most = {"everything": False, "most": 1}
    assert {("changed", RELEASE), ("injected", RELEASE)} <= found(built, live, **most)


def test_a_foreign_page_in_a_sitemap_is_reported(built: Built, live: LiveServer) -> None:
    live.files["sitemaps/2026-03.xml"] = live.files["sitemaps/2026-03.xml"].replace(
        b"</urlset>", b"<url><loc>https://uji.example/portal/toko/sepatu/</loc></url></urlset>"
    )
    live.files["toko/sepatu/index.html"] = f"<p>{JAPANESE} Sepatu".encode()
    assert found(built, live) == {("changed", "sitemaps/2026-03.xml"), ("foreign", "toko/sepatu/")}


def test_foreign_pages_behind_links_queries_and_usual_names_are_reported(built: Built, live: LiveServer) -> None:
    links = b'<a href="../../../x1/">a</a><a href=/portal/?p=7>b</a><a href="/portal/hilang/">c</a>'
    live.files[FILE] = live.files[FILE].replace(b"</main>", links + b"</main>")
    live.files |= {"x1/index.html": b"<p>Sepatu murah", "slot-gacor/index.html": b"<p>slot gacor hari ini"}
    live.answers["?p=7"] = lambda request: request.send(200, b"<p>Obat murah")
    live.answers["wp-login.php"] = lambda request: request.send(302, b"", {"Location": "https://evil.example/"})
    expected = {("foreign", "x1/"), ("foreign", "?p=7"), ("gambling-page", "slot-gacor/"), ("foreign", "wp-login.php")}
    places = found(built, live)
    assert expected <= places
    assert "hilang/" not in {place for _, place in places}


@pytest.mark.parametrize("sign", ["Googlebot", "google.co.id"])
def test_cloaking_by_program_or_referrer_is_reported(built: Built, live: LiveServer, sign: str) -> None:
    def answer(request: Handler) -> None:
        is_search = sign in f"{request.headers['User-Agent']} {request.headers['Referer']}"
        page = b"<p>Slot gacor maxwin" if is_search else built.files["index.html"]
        request.send(200, page, {"Content-Type": "text/html"})

    live.answers[""] = answer
    assert ("cloaked", "") in found(built, live, everything=False, most=1)
    assert "gacor" in message(built, live, "cloaked")


def test_a_redirect_for_readers_from_search_engines_is_reported(built: Built, live: LiveServer) -> None:
    def answer(request: Handler) -> None:
        if "google" in request.headers.get("Referer", ""):
            request.send(302, b"", {"Location": "https://gacor.example/"})
        else:
            request.send(200, built.files["index.html"], {"Content-Type": "text/html"})

    live.answers[""] = answer
    assert ("cloaked", "") in found(built, live, everything=False, most=1)


# The host -------------------------------------------------------------------------------------------------------


def test_a_wrong_type_is_an_error(built: Built, live: LiveServer) -> None:
    live.answers[RELEASE] = lambda request: request.send(200, built.files[FILE], {"Content-Type": "text/plain"})
    assert ("type", RELEASE) in found(built, live)


@pytest.mark.parametrize("name", ["content-security-policy", "x-content-type-options", "cache-control"])
def test_a_missing_header_is_one_warning(built: Built, live: LiveServer, name: str) -> None:
    live.left_out = {name}
    result = audited(built, live.url)
    assert {(one.rule, one.values["name"]) for one in result.findings} == {("header", name)}
    assert not result.has_errors


def test_a_weaker_policy_is_a_warning_and_a_stricter_one_is_not(built: Built, live: LiveServer) -> None:
    before = live.promises[0].headers
    for new, rules in (("script-src 'self' https://evil.example", {("header", "")}), ("script-src 'self'", set())):
        policy = re.sub(r"script-src [^;]*", new, dict(before)["content-security-policy"])
        headers = tuple({**dict(before), "content-security-policy": policy}.items())
        live.promises = (msgspec.structs.replace(live.promises[0], headers=headers), *live.promises[1:])
        assert found(built, live) == rules


@pytest.mark.parametrize(("status", "target", "is_right"), [
    (301, "/portal/2026/03/jembatan/", True), (308, "https://uji.example/portal/2026/03/jembatan/", True),
    (301, "/portal/2026/04/air/", False), (302, "/portal/2026/03/jembatan/", False), (404, "", False),
    (301, "https://evil.example/portal/2026/03/jembatan/", False), (200, "", True),
])  # fmt: skip
def test_former_addresses_lead_to_their_pages(
    built: Built, live: LiveServer, status: int, target: str, is_right: bool
) -> None:
    page = built.files["lama/jembatan/index.html"] if status == 200 else b""
    more = {"Location": target} if target else {"Content-Type": "text/html", "X-Content-Type-Options": "nosniff"}
    live.answers["lama/jembatan/"] = lambda request: request.send(status, page, more)
    rules = {rule for rule, place in found(built, live) if place == "lama/jembatan/"}
    assert ("redirect" in rules or "missing" in rules) != is_right


def test_a_host_that_answers_200_for_everything_is_a_warning(built: Built, live: LiveServer) -> None:
    for name in list(live.files):
        if name == "404.html":
            del live.files[name]
    live.files["404.html"] = built.files["404.html"]

    class Everything(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:
            file = f"{key}index.html" if not key or key.endswith("/") else key
            known = file in live.files or live.home + key in live.redirects.targets
            return default if known else lambda request: request.send(200, b"<p>Selamat datang")

    live.answers = Everything()  # type: ignore[assignment]
    assert found(built, live) == {("not-found", "")}


@pytest.mark.parametrize(("name", "value", "rule"), [
    ("Refresh", "0; url=https://evil.example/", "redirect"),
    ("Link", "<https://evil.example/x.css>; rel=stylesheet", "injected"),
    ("X-Robots-Tag", "noindex", "header"), ("Content-Type", "text/html; charset=utf-16", "type"),
])  # fmt: skip
def test_headers_that_act_are_reported(built: Built, live: LiveServer, name: str, value: str, rule: str) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", name: value}
    live.answers[RELEASE] = lambda request: request.send(200, built.files[FILE], headers)
    assert rule in {one.rule for one in audited(built, live.url, everything=False, most=1).findings}


def test_a_certificate_that_ends_soon_is_a_warning_and_one_of_nobody_an_error(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(built.files, HOME, servers.certificate(tmp_path)) as live:
        (wrong,) = audited(built, live.url).findings
        assert (wrong.rule, "certificate" in wrong.message) == ("unreachable", True)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        now = datetime.now(UTC)
        assert found(built, live, now=now) == {("certificate", "")}
        live.files[FILE] = live.files[FILE].replace(b"</main>", b"<img src=http://evil.example/x.png></main>")
        assert ("injected", RELEASE) in found(built, live, now=now, everything=False, most=1)
        live.answers[RELEASE] = drip
        quick = msgspec.structs.replace(QUICK, timeout=0.5)
        assert ("unreachable", RELEASE) in found(built, live, manners=quick, everything=False, most=1)


# Age ------------------------------------------------------------------------------------------------------------


def test_a_stale_site_is_one_finding_that_names_what_is_missing(built: Built, tmp_path: Path) -> None:
    newer = Portal(tmp_path / "portal", CONFIG)
    for path in (built.root / "posts").rglob("*.md"):
        newer.write(path.relative_to(built.root).as_posix(), path.read_bytes())
    newer.post("c.md", "Isi.", id="2026-0003", slug="baru", title="Baru", date="2026-04-02 11:00")
    newer.build()
    with serving(built.files, HOME) as live:
        assert found(newer, live) == {("stale", "")}
        text = message(newer, live, "stale")
    assert "3 h behind" in text
    assert "2026-0003" in text


# Hostile answers ------------------------------------------------------------------------------------------------


def endless(request: Handler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(2000):
        request.wfile.write(b"<p>" * 20_000)


def bomb(request: Handler) -> None:
    body = gzip.compress(b"\0" * 30_000_000)
    request.send(200, body, {"Content-Encoding": "gzip", "Content-Type": "text/html"})


def drip(request: Handler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(6000):  # two minutes, or until the reader is gone
        request.wfile.write(b"x")
        time.sleep(0.02)


def cut(request: Handler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(b"x")


def no_http(request: Handler) -> None:
    request.wfile.write(b"\xff\xfe\x00 nothing\r\n\r\n")


def wrong_encoding(request: Handler) -> None:
    request.send(200, b"\x1f\x8bnothing", {"Content-Encoding": "gzip"})


def unknown_encoding(request: Handler) -> None:
    request.send(200, b"xxx", {"Content-Encoding": "br"})


def many_headers(request: Handler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % number for number in range(500)) + b"\r\n")


def chunked(request: Handler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc")


@pytest.mark.parametrize(
    "answer", [endless, bomb, drip, cut, no_http, wrong_encoding, unknown_encoding, many_headers, chunked]
)
def test_hostile_answers_are_findings_and_end_soon(built: Built, live: LiveServer, answer: object) -> None:
    live.answers[RELEASE] = answer  # type: ignore[assignment]
    start = time.monotonic()
    rules = found(built, live, manners=msgspec.structs.replace(QUICK, timeout=0.7), everything=False, most=1)
    assert ("unreachable", RELEASE) in rules
    assert time.monotonic() - start < 60


STARTS = [b"HTTP/1.1 200 OK", b"HTTP/1.1 302 x", b"HTTP/1.1 99 x", b"HTTP/1.1 100 x\r\n", b"", b"ICY 200"]
LINES = [
    b"Content-Length: -1", b"Content-Length: 9e9", b"Content-Length: 5", b"Transfer-Encoding: chunked", b": x",
    b"Location: \xff://[", b"Content-Type: text/html; charset=\xff", b"Content-Encoding: deflate", b"Refresh: 0",
    b"Content-Encoding: gzip", b"Cache-Control: max-age=" + b"9" * 99, b"Content-Security-Policy: ;;x",
]  # fmt: skip


@fuzz(examples=30)
@given(start=st.sampled_from(STARTS), lines=st.lists(st.sampled_from(LINES)), body=st.binary(max_size=60))
def test_any_answer_is_survived(built: Built, start: bytes, lines: list[bytes], body: bytes) -> None:
    def answer(request: Handler) -> None:
        request.wfile.write(b"\r\n".join([start, *lines, b"", body]))

    with serving(built.files, HOME) as live:
        live.answers[RELEASE] = answer
        site = LiveSite(live.url, msgspec.structs.replace(QUICK, timeout=0.3))
        expected = reference.of_folder(built.root / "site/manifest.json")
        context = AuditContext(site, expected, LiveManifest(), "https://uji.example/portal/")
        got = site.get(RELEASE)
        assert findings.sorted_findings([*judge.judge(context, FILE, got), *judge.cloaking(context, FILE, got, 0)])
        assert list(headers.deviations(f"{HOME}{RELEASE}", got, context.promises))
        assert isinstance(foreign.linked(context, RELEASE, got.body), frozenset)


@pytest.mark.parametrize("body", [
    b"", b"\0" * 1000, b"<" * 100_000, b"<p>" * 9_000, b"\xff\xfe<\x00p\x00", b"<!doctype html><!--",
    b"<loc" * 50_000, b'href = "' * 20_000,
    b"<p x='" + b"y" * 99, b"<script>" * 1000, "\x1b[31m\u202e".encode(), b'<a href="http://[::1">x</a><base href="http://[">',
])  # fmt: skip
def test_no_body_stops_the_audit(built: Built, live: LiveServer, body: bytes) -> None:
    live.files[FILE] = body
    result = audited(built, live.url, everything=False, most=1)
    assert "changed" in {one.rule for one in result.findings}
    assert all(value.isprintable() for one in result.findings for value in one.values.values())


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/", "file:///etc/passwd", "http://[", ""]
)
def test_no_redirect_is_followed(built: Built, live: LiveServer, target: str) -> None:
    live.answers[RELEASE] = lambda request: request.send(302, b"", {"Location": target})
    assert found(built, live) == {("redirect", RELEASE)}


@pytest.mark.parametrize("manifest", [
    b"{}", b"[", b'{"version":2,"files":{"../x":["a",1]},"manifests":{}}',
    b'{"version":2,"files":{"a":[]},"manifests":{}}', b'{"version":2,"files":{"a":[1,2]},"manifests":{}}',
    b'{"version":2,"files":{},"manifests":{"x/manifest.json":["a",1]}}',
])  # fmt: skip
def test_a_damaged_live_manifest_is_a_finding(built: Built, live: LiveServer, manifest: bytes) -> None:
    live.files["manifest.json"] = manifest
    assert {rule for rule, _ in found(built, live, everything=False, most=1)} & {"no-manifest", "stale"}


def test_a_server_that_stops_answering_ends_the_audit(built: Built, live: LiveServer) -> None:
    original = Handler.do_GET

    def die_later(request: Handler) -> None:
        if len(live.requests) > 5:
            request.close_connection = True
        else:
            original(request)

    live.RequestHandlerClass = type("Dying", (Handler,), {"do_GET": die_later})
    rules = {rule for rule, _ in found(built, live)}
    assert {"unreachable", "incomplete"} <= rules
    assert len(live.requests) < 10


def test_a_server_that_is_not_there_is_one_finding(built: Built) -> None:
    for url in ("http://127.0.0.1:1/", "http://tidak-ada.invalid/", "https://127.0.0.1:1/"):
        assert [one.rule for one in audited(built, url).findings] == ["unreachable"]


# What is asked for ----------------------------------------------------------------------------------------------


def test_each_day_asks_for_others_and_all_are_asked_for_in_the_days_that_are_stated(built: Built) -> None:
    reference_ = reference.of_folder(built.root / "site/manifest.json")
    everything_ = set(everything(reference_).addresses)
    start = date(2026, 11, 26)
    most = len(sample(reference_, (), start, 1).addresses) + 4
    first = sample(reference_, (), start, most)
    assert len(first.addresses) <= most
    assert first.days > 2
    days = [sample(reference_, (), start + timedelta(number), most).addresses for number in range(first.days)]
    assert {address for one in days for address in one} == everything_
    assert {"index.html", "feed.xml", "sitemap.xml", FILE} <= set.intersection(*map(set, days))
    assert len({one[-1] for one in days}) == first.days


def test_no_more_is_asked_for_than_stated(built: Built, live: LiveServer) -> None:
    result = audited(built, live.url, everything=False, most=40)
    assert result.checked <= 41
    assert result.requests == len(live.requests) < 120


# The command ----------------------------------------------------------------------------------------------------


def run(built: Built, *arguments: str) -> Result:
    """Run `audit` on the portal."""
    return CliRunner().invoke(
        command, ["audit", "--root", str(built.root), "--now", NOW, *arguments], standalone_mode=False
    )


def test_the_command_prints_and_exits_with_its_code(built: Built, live: LiveServer) -> None:
    good = run(built, live.url, "--format", "json")
    assert good.return_value is Exit.GOOD
    assert msgspec.json.decode(good.stdout)["state"] == "good"
    del live.files[FILE]
    bad = run(built, live.url)
    assert bad.return_value is Exit.NOT_AS_BUILT
    assert f"{live.url}{RELEASE}: error[missing]: server menjawab 404" in bad.stderr
    assert run(built, "ftp://x/").return_value is Exit.MISUSE
    assert run(built, live.url, "--status", str(built.root / "site/status")).return_value is Exit.MISUSE
    assert run(built, live.url, "--manifest", str(built.root / "tidak-ada.json")).return_value is Exit.MISUSE


def test_status_is_written_with_one_item_for_each_finding(built: Built, live: LiveServer, tmp_path: Path) -> None:
    def ids() -> list[str]:
        run(built, live.url, "--status", str(tmp_path / "status"))
        feed = etree.fromstring((tmp_path / "status/feed.xml").read_bytes())
        return [str(one.text) for one in feed.iter("guid")]

    assert ids() == []
    assert b"sesuai" in (tmp_path / "status/badge.svg").read_bytes()
    live.files[FILE] += b"<p>Halaman & <b>ini</b>"
    first = ids()
    assert len(first) == 1
    del live.files["feed.xml"]
    second = ids()
    assert second[1:] == first
    live.files = dict(built.files)
    assert ids() == second
    assert msgspec.json.decode((tmp_path / "status/status.json").read_bytes())["findings"] == []
    assert msgspec.json.decode((tmp_path / "status/shields.json").read_bytes())["message"] == "sesuai"
    del live.files["feed.xml"]
    assert len(ids()) == 3
    (tmp_path / "status/state.json").write_text("{")
    assert len(ids()) == 1
    assert {path.name for path in (tmp_path / "status").iterdir()} == {
        "badge.svg", "feed.xml", "shields.json", "state.json", "status.json",
    }  # fmt: skip


def test_many_findings_of_one_rule_are_shortened(built: Built, live: LiveServer) -> None:
    for name in [one for one in live.files if one.endswith(".xml") and one != "sitemap.xml"]:
        del live.files[name]
    lines = run(built, live.url).stderr.splitlines()
    assert sum("error[missing]" in line for line in lines) == 21
    assert len(msgspec.json.decode(run(built, live.url, "--format", "json").stdout)["findings"]) > 21


def test_every_rule_is_documented() -> None:
    text = (Path(__file__).parent.parent.parent / "docs/audit.md").read_text()
    for rule in findings.RULES:
        assert f"| `{rule.name}` | {rule.severity} |" in text
