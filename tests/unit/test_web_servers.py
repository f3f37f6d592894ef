"""Real web servers serve a portal as they should, with the files that Press writes for them."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from press import config
from press.outputs import hosts
from press.outputs.hosts import serving
from tests import web_servers
from tests.portal import CONFIG_WITH_SEARCH, Portal
from tests.servers import free_port
from tests.showroom import REPOSITORY, open_page
from tests.web_servers import Response

SERVERS = ("apache", "nginx", "caddy")
HOMES = ("/portal/", "/")
"""The portal at the root of a host has compressed copies."""
PAGE = "2026/03/jembatan/"
GONE = '"/2026/03/hilang/", "/data.pdf", '


class Served(NamedTuple):
    """A portal at a web server."""

    server: str
    port: int
    home: str

    def get(self, path: str, **headers: str) -> Response:
        """Request a path of the portal."""
        return web_servers.get(self.port, self.home + path, **headers)


def settings_of(home: str) -> str:
    settings = CONFIG_WITH_SEARCH.replace("uji.example/portal/", f"uji.example{home}")
    copies = '[hosts]\ncompress = ["gzip", "brotli"]\n' if home == "/" else ""
    return settings.replace("gone = [", f"gone = [{GONE}") + copies


def documented_rules(server: str) -> list[str]:
    """The rules for old addresses that are queries of docs/import.md, with the new address of this portal."""
    language = {"apache": "apache", "nginx": "nginx", "caddy": "caddy"}[server]
    text = (REPOSITORY / "docs/import.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [one.replace("/2020/03/banjir-surut/", f"/{PAGE}") for one in blocks]


def write_portal(portal: Portal, home: str) -> None:
    """Write releases with former addresses, and files of many types."""
    portal.write("config.toml", settings_of(home))
    aliases = "[/lama/a.html, /Lama/C.html, '/d an/ü', /lama/b/, /a&b+(c)/, '/~a@b=c!,d..e/']"
    portal.write("static/panjang.ics", "x" * 2000)
    portal.post("jembatan.md", "Isi yang panjang. " * 100, title="Jembatan dibuka", aliases=aliases)
    for name in ("a.ics", "a.webmanifest", "a.opml", "a.avif", "a.vtt", "a.csv", ".well-known/a.txt"):
        portal.write(f"static/{name}", b"x" * 10)


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Path]]:
    """A folder for each path of the portal, with the site below it; everybody may read them, as Apache must."""
    with tempfile.TemporaryDirectory(prefix="press-hosts-") as temporary:
        root = Path(temporary)
        root.chmod(0o755)
        found: dict[str, Path] = {}
        for number, home in enumerate(HOMES):
            portal = Portal(root / f"portal-{number}")
            write_portal(portal, home)
            found[home] = root / f"www-{number}"
            site = found[home] / home.strip("/")
            portal.build(output=str(site))
            for name in (".press/deployed.json", ".press~/x", ".git/config", "index.html.press~"):
                (site / name).parent.mkdir(exist_ok=True)
                (site / name).write_text("rahasia")
        yield found


@pytest.fixture(scope="module")
def running(sites: dict[str, Path]) -> Iterator[dict[tuple[str, str], Served]]:
    """Every server with every site."""
    with ExitStack() as stack, tempfile.TemporaryDirectory() as temporary:
        found = {}
        for home in HOMES:
            for server in SERVERS:
                folder = Path(temporary, f"{server}-{home.strip('/')}")
                folder.mkdir()
                port = stack.enter_context(started(server, folder, sites[home], home))
                found[server, home] = Served(server, port, home)
        yield found


def started(server: str, folder: Path, root: Path, home: str) -> AbstractContextManager[int]:
    """A context manager that runs a server."""
    if server == "apache":
        return web_servers.apache(folder, root)
    port = free_port()
    (folder / "config.toml").write_text(settings_of(home))
    settings = config.load(folder, f"http://127.0.0.1:{port}{home}")
    block = hosts.block(server, settings, str(root / home.strip("/")), {})
    run = web_servers.nginx if server == "nginx" else web_servers.caddy
    return run(folder, block, port)


@pytest.fixture(params=[(server, home) for server in SERVERS for home in HOMES], ids=lambda pair: f"{pair[0]}{pair[1]}")
def served(request: pytest.FixtureRequest, running: dict[tuple[str, str], Served]) -> Served:
    return running[request.param]


def test_types(served: Served) -> None:
    """Texts have their charset."""
    utf8 = "; charset=utf-8"
    types = {
        "": "text/html" + utf8, PAGE: "text/html" + utf8, "feed.xml": "application/xml" + utf8,
        "berita/atom.xml": "application/xml" + utf8, "feed.json": "application/feed+json" + utf8,
        "sitemap.xml": "application/xml" + utf8, "manifest.json": "application/json" + utf8,
        "feeds.opml": "text/x-opml" + utf8, "a.opml": "text/x-opml" + utf8, "robots.txt": "text/plain" + utf8,
        "a.ics": "text/calendar" + utf8, "a.vtt": "text/vtt" + utf8, "a.csv": "text/csv" + utf8,
        "a.webmanifest": "application/manifest+json" + utf8, "a.avif": "image/avif",
        ".well-known/a.txt": "text/plain" + utf8,
    }  # fmt: skip
    for path, wanted in types.items():
        found = served.get(path)
        assert (path, found.status, found["Content-Type"].lower()) == (path, 200, wanted)


def asset(served: Served, sites: dict[str, Path]) -> str:
    folder = sites[served.home] / served.home.strip("/")
    return next(f"assets/{path.name}" for path in (folder / "assets").glob("press.*.css"))


def test_headers(served: Served, sites: dict[str, Path]) -> None:
    for path in ("", PAGE, "feed.xml", "tidak-ada/", "2026/03/hilang/", "lama/b/", "cari/"):
        found = served.get(path)
        assert found["X-Content-Type-Options"] == "nosniff", path
        assert found["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert found["Content-Security-Policy"] == serving.policy("'wasm-unsafe-eval'" if path == "cari/" else ""), path
    for path in ("", PAGE, "feed.xml", "feed.json", "a.avif", "assets/manifest.json", "manifest.json"):
        assert served.get(path)["Cache-Control"] == serving.BRIEFLY, path
    assert served.get(asset(served, sites))["Cache-Control"] == serving.FOR_EVER
    assert "immutable" not in served.get("assets/press.00000000.css")["Cache-Control"]


def test_only_feeds_can_be_read_from_other_sites(served: Served) -> None:
    for path in ("feed.xml", "berita/atom.xml", "feed.json", "feeds.opml"):
        found = served.get(path, Origin="https://pembaca.example")
        assert found["Access-Control-Allow-Origin"] == "*"
        assert found["Access-Control-Expose-Headers"] == "ETag, Last-Modified"
    for path in ("", PAGE, "manifest.json", "tidak-ada/feed.html"):
        assert served.get(path)["Access-Control-Allow-Origin"] == ""


def test_former_addresses_redirect(served: Served) -> None:
    for path in (
        "lama/a.html",
        "lama/b/",
        "lama/b",
        "Lama/C.html",
        "d%20an/%C3%BC",
        "a&b+(c)/",
        "~a@b=c!,d..e/",
        "lama/b/?utm=1",
    ):
        found = served.get(path)
        assert (path, found.status) == (path, 301)
        assert found["Location"].removeprefix(f"http://127.0.0.1:{served.port}").split("?")[0] == served.home + PAGE


@pytest.mark.parametrize("server", SERVERS)
def test_old_addresses_that_are_queries_redirect_by_the_documented_rules(
    sites: dict[str, Path], tmp_path: Path, server: str
) -> None:
    """Other queries, and other pages with such a query, are as before."""
    with with_rules(server, tmp_path, sites["/"]) as port:
        for path in ("/?p=123", "/?p=123&utm_source=wa", "/index.html?p=123"):
            found = web_servers.get(port, path)
            assert (path, found.status) == (path, 301)
            assert found["Location"].removeprefix(f"http://127.0.0.1:{port}") == f"/{PAGE}"
        for path in ("/", "/?p=1234", "/?q=123", "/?up=123", f"/{PAGE}?p=123", "/berita/?p=123"):
            assert (path, web_servers.get(port, path).status) == (path, 200)


def with_rules(server: str, folder: Path, root: Path) -> AbstractContextManager[int]:
    """A context manager that runs a server with the site and the documented rules."""
    rules = documented_rules(server)
    if server == "apache":
        copied = root.parent / "with-rules"
        shutil.copytree(root, copied)
        file = copied / ".htaccess"
        file.write_text(rules[0] + file.read_text())
        return web_servers.apache(folder, copied)
    port = free_port()
    settings_folder = folder / "settings"
    settings_folder.mkdir()
    (settings_folder / "config.toml").write_text(settings_of("/"))
    block = hosts.block(server, config.load(settings_folder, f"http://127.0.0.1:{port}/"), str(root), {})
    if server == "nginx":
        block = block.replace("\nserver {\n", f"\n{rules[0]}server {{\n{rules[1]}")
        return web_servers.nginx(folder, block, port)
    return web_servers.caddy(
        folder, re.sub(r"(?m)^(\S.*\{)\n", lambda found: f"{found[0]}{rules[0]}", block, count=1), port
    )


def test_folders_get_their_slash(served: Served) -> None:
    found = served.get(PAGE.rstrip("/"))
    assert found.status in (301, 308)
    assert found["Location"].removeprefix(f"http://127.0.0.1:{served.port}") == served.home + PAGE


def test_error_pages(served: Served) -> None:
    for path, status in {"tidak-ada": 404, "x/feed.xml": 404, "2026/03/hilang/": 410, "data.pdf": 410}.items():
        found = served.get(path)
        assert (path, found.status, found["Content-Type"].lower()) == (path, status, "text/html; charset=utf-8")
        assert found.body == served.get(f"{status}.html").body
        assert len(found.body) > 500


def test_hidden_files_and_folders_without_a_page_are_not_found(served: Served) -> None:
    for path in (
        ".press/deployed.json", ".press/", ".press", ".press~/x", ".git/config", ".htaccess", "_headers", "_redirects",
        "_redirects.nginx", "_redirects.caddy", "index.html.press~", "%2egit/config", "./.git/config", "//.git/config",
        "a/../.git/config", ".well-known/.rahasia", "assets/", ".well-known/", ".git", ".git/",
    ):  # fmt: skip
        found = served.get(path)
        assert found.status in (301, 308, 403, 404), path
        assert b"rahasia" not in found.body, path
        assert b"Index of" not in found.body, path
        if found.status < 400:
            assert served.get(found["Location"].partition(served.home)[2]).status in (403, 404), path


def test_conditional_requests(served: Served) -> None:
    for path in ("", PAGE, "feed.xml", "feed.json"):
        for encoding in ("", "gzip"):
            first = served.get(path, Accept_Encoding=encoding)
            assert first["ETag"], path
            assert first["Last-Modified"], path
            again = served.get(path, Accept_Encoding=encoding, If_None_Match=first["ETag"])
            assert (path, encoding, again.status, again.body) == (path, encoding, 304, b"")
            again = served.get(path, Accept_Encoding=encoding, If_Modified_Since=first["Last-Modified"])
            assert (path, again.status) == (path, 304)
            assert served.get(path, Accept_Encoding=encoding, If_None_Match='"lain"').status == 200


def test_texts_are_compressed_on_the_way(served: Served) -> None:
    for path in ("", PAGE, "feed.xml", "feed.json", "manifest.json"):
        found = served.get(path, Accept_Encoding="gzip")
        assert (path, found["Content-Encoding"]) == (path, "gzip")
        assert "Accept-Encoding" in found["Vary"]
        assert served.get(path)["Content-Encoding"] == ""


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("ending", ["gz", "br"])
def test_compressed_copies_are_sent(
    running: dict[tuple[str, str], Served], sites: dict[str, Path], server: str, ending: str
) -> None:
    served, encoding = running[server, "/"], {"gz": "gzip", "br": "br"}[ending]
    files = {"": "index.html", PAGE: f"{PAGE}index.html", "feed.xml": "feed.xml", "panjang.ics": "panjang.ics"}
    for path, file in files.items():
        plain, found = served.get(path), served.get(path, Accept_Encoding=f"{encoding};q=0.9, x")
        assert (path, found["Content-Encoding"]) == (path, encoding)
        assert found.body == (sites["/"] / f"{file}.{ending}").read_bytes()
        assert "Accept-Encoding" in found["Vary"]
        for name in ("Content-Type", "Content-Language", "Cache-Control", "Access-Control-Allow-Origin"):
            assert (path, name, found[name]) == (path, name, plain[name])
        assert plain["Content-Encoding"] == ""
        assert served.get(path, Accept_Encoding=f"x, {encoding};q=0")["Content-Encoding"] == ""
        assert served.get(path, Accept_Encoding=encoding, If_None_Match=found["ETag"]).status == 304


@pytest.mark.parametrize("server", SERVERS)
def test_pages_obey_the_policy_in_a_browser(
    running: dict[tuple[str, str], Served], chromium: Browser, server: str
) -> None:
    """The search page, too, which compiles a program."""
    served = running[server, "/portal/"]
    with open_page(chromium) as page:
        messages: list[str] = []
        page.on("console", lambda message: messages.append(message.text))
        page.goto(f"http://127.0.0.1:{served.port}{served.home}{PAGE}")
        page.goto(f"http://127.0.0.1:{served.port}{served.home}cari/?q=panjang")
        page.get_by_role("link", name="Jembatan dibuka").first.wait_for()
    assert messages == []


@pytest.mark.parametrize("missing", [*web_servers.MODULES, "all"])
def test_apache_shows_pages_whatever_module_is_missing(sites: dict[str, Path], tmp_path: Path, missing: str) -> None:
    modules = [name for name in web_servers.MODULES if missing not in (name, "all")]
    with web_servers.apache(tmp_path, sites["/"], modules) as port:
        for path in (f"/{PAGE}index.html", "/feed.xml", "/cari/index.html"):
            assert web_servers.get(port, path, Accept_Encoding="gzip").status == 200
        assert web_servers.get(port, "/tidak-ada").status == 404
