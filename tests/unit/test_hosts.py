"""Header files for web hosts: the policy of the pages' meta tags, and what only a header can set."""

from __future__ import annotations

import re

import pytest

from press.cli.commands import command
from press.errors import Exit
from press.i18n.catalogues import translator
from press.outputs.hosts import caddy, netlify, nginx, serving
from press.outputs.hosts.redirects import Redirect
from press.outputs.hosts.serving import HostFile
from tests.portal import CONFIG, Portal

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
CONFIG_AT_ROOT = CONFIG.replace("uji.example/portal/", "uji.example/")


def directives(policy: str) -> dict[str, str]:
    """The directives of a policy, by name."""
    return dict(one.strip().split(" ", 1) for one in policy.split(";"))


def headers_by_path(text: str) -> dict[str, dict[str, str]]:
    """The headers in a ``_headers`` file, by path."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            found[path][name] = value
        elif not line.startswith("#"):
            path = line
            found[path] = {}
    return found


@pytest.fixture
def built(portal: Portal) -> Portal:
    """A portal with one release."""
    portal.post("x.md")
    portal.build()
    return portal


def test_meta_tags_have_the_policy_of_the_headers(built: Portal) -> None:
    """The policy of the headers without what only headers can set, and without what only some pages need."""
    header = directives(headers_by_path(built.text("_headers"))["/portal/*"]["Content-Security-Policy"])
    assert header.pop("frame-ancestors") == "'none'"
    assert header["script-src"] == f"'self' {serving.SEARCH_SCRIPT_SOURCE}"
    assert {name: header.pop(name) for name in serving.PLAYER_SOURCES} == serving.PLAYER_SOURCES
    pages = [path for path in built.site() if path.endswith(".html")]
    for path in pages:
        tag = META.findall(built.text(path))
        if not tag:
            assert 'http-equiv="refresh"' in built.text(path), path
            continue
        script = header["script-src"] if path == "cari/index.html" else "'self'"
        assert directives(tag[0]) == {**header, "script-src": script}, path
    assert len(pages) > 10


def test_only_pages_with_players_allow_frames_and_recordings(portal: Portal) -> None:
    """And only those of the sites whose players they have."""
    portal.write("posts/a.mp3", b"ID3\x04" + bytes(100))
    texts = {
        "frame-src https://www.youtube-nocookie.com": "https://youtu.be/dQw4w9WgXcQ",
        "frame-src https://player.vimeo.com": "https://vimeo.com/76979871",
        "media-src 'self'": "[rekaman](a.mp3)",
        "": "Lihat https://youtu.be/dQw4w9WgXcQ.",
    }
    for number, text in enumerate(texts.values()):
        portal.post(f"{number}.md", text)
    portal.post("attached.md", attachments="[a.mp3]")
    portal.build()
    for page, wanted in [*enumerate(texts), ("attached", "media-src 'self'")]:
        policy = META.findall(portal.text(f"2026/03/{page}/index.html"))[0]
        found = {name: value for name, value in directives(policy).items() if name not in serving.POLICY}
        assert "; ".join(f"{name} {value}" for name, value in found.items()) == wanted


def test_apache_has_a_separate_policy_for_search(built: Portal) -> None:
    text = built.text(".htaccess")
    everywhere, search = re.findall(r'Header always set Content-Security-Policy "(.*)"', text)
    assert directives(everywhere) == {**serving.POLICY, **serving.PLAYER_SOURCES, "frame-ancestors": "'none'"}
    assert directives(search) == {**directives(everywhere), "script-src": f"'self' {serving.SEARCH_SCRIPT_SOURCE}"}
    assert 'SetEnvIf Request_URI "^/portal/cari/" press_search' in text
    assert "ErrorDocument 404 /portal/404.html" in text


@pytest.mark.parametrize(("settings", "home"), [(CONFIG, "/portal/"), (CONFIG_AT_ROOT, "/")])
def test_headers_set_content_types_and_cache_times_under_the_path_of_the_portal(
    portal: Portal, settings: str, home: str
) -> None:
    portal.write("config.toml", settings)
    portal.build()
    found = headers_by_path(portal.text("_headers"))
    assert all(path.startswith(home) for path in found)
    for path in (f"{home}feed.xml", f"{home}*/feed.xml"):
        assert found[path] == {
            "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "public, max-age=300",
            **dict(serving.READABLE),
        }  # fmt: skip
    kept = [path for path, headers in found.items() if "immutable" in headers.get("Cache-Control", "")]
    assert sorted(kept) == [
        f"{home}{path}" for path in sorted(portal.site()) if re.match(r"assets/.*\.\w{8}\.\w+$", path)
    ]
    assert found[f"{home}*"]["X-Content-Type-Options"] == "nosniff"
    assert f'SetEnvIf Request_URI "^{home}assets/' in portal.text(".htaccess")


def test_no_header_is_set_twice_for_one_path(built: Portal) -> None:
    """A host joins two values of a header, and the result is neither of them."""
    found = headers_by_path(built.text("_headers"))
    everywhere = set(found.pop("/portal/*"))
    assert all(not everywhere & set(headers) for headers in found.values())
    assert all(len(line) < 2000 for line in built.text("_headers").splitlines()), "too long for Cloudflare"


def host_file(*pairs: tuple[str, str]) -> HostFile:
    """A file with redirects."""
    return HostFile(name="", home="/", searches={}, preview=False, redirects=tuple(Redirect(*pair) for pair in pairs))


def test_netlify_gets_no_placeholders() -> None:
    file = host_file(("/:a/", "/z/"), ("/a*b", "/z/"), ("/a b/", "/z/"))
    assert list(netlify.redirects(file)) == ["/a%20b/ /z/ 301"]


def test_caddy_gets_no_placeholders() -> None:
    assert list(caddy.redirects(host_file(("/{path}/", "/z/"), ("/a/", "")))) == ['"/a/" "gone"', '"/a" "gone"']


def test_redirects_of_nginx_heed_case_where_it_counts() -> None:
    """A map ignores the case of letters: without a regular expression, a page could redirect to itself."""
    file = host_file(("/a/", "/A/"), ("/b/", "/c/"), ("/D/", "/e/"), ("/f/", ""), ("/F/", "/g/"))
    found = dict(line.rstrip(";").split(" ") for line in nginx.redirects(file))
    assert found['"/b/"'] == found['"/b"'] == '"/c/"'
    assert {key for key in found if "~^" not in key} == {'"/a"', '"/b/"', '"/b"'}
    assert (found['"~^/f$"'], found['"~^/F/$"']) == ('"gone"', '"/g/"')


@pytest.mark.parametrize("folder", ["situs", "/srv/a b", "/srv/a;b", '/srv/"', "/srv/{a}", "/srv/a\nb", "/"])
def test_a_folder_that_would_change_the_configuration_is_refused(
    portal: Portal, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    arguments = ["host", "nginx", "--root", str(portal.root), "--folder", folder]
    assert command.main(arguments, standalone_mode=False, obj=translator("en")) == Exit.MISUSE
    assert capsys.readouterr().out == ""


def test_static_file_replaces_the_header_file(portal: Portal) -> None:
    portal.write("static/_headers", "/*\n  X-Own: 1\n")
    portal.write("static/.htaccess", "# own\n")
    portal.build()
    assert (portal.text("_headers"), portal.text(".htaccess")) == ("/*\n  X-Own: 1\n", "# own\n")
