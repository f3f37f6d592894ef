"""The headers that hosts are asked for say what the pages' meta tags say, and what a tag cannot."""

from __future__ import annotations

import re

import pytest

from press.outputs import hosts
from tests.portal import CONFIG, Portal

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
AT_THE_ROOT = CONFIG.replace("uji.example/portal/", "uji.example/")


def rules(policy: str) -> dict[str, str]:
    """The directives of a policy, by name."""
    return dict(one.strip().split(" ", 1) for one in policy.split(";"))


def blocks(text: str) -> dict[str, dict[str, str]]:
    """What a ``_headers`` file says, by path."""
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


def test_tags_and_headers_are_one_policy(built: Portal) -> None:
    """Every page's tag is the policy of the headers without what only headers can say; search adds WebAssembly."""
    header = rules(blocks(built.text("_headers"))["/portal/*"]["Content-Security-Policy"])
    assert header.pop("frame-ancestors") == "'none'"
    assert header["script-src"] == f"'self' {hosts.SEARCH}"
    pages = [path for path in built.site() if path.endswith(".html")]
    for path in pages:
        tag = META.findall(built.text(path))
        if not tag:
            assert 'http-equiv="refresh"' in built.text(path), path
            continue
        script = header["script-src"] if path == "cari/index.html" else "'self'"
        assert rules(tag[0]) == {**header, "script-src": script}, path
    assert len(pages) > 10


def test_apache_tells_search_from_the_rest(built: Portal) -> None:
    text = built.text(".htaccess")
    everywhere, search = re.findall(r'Header always set Content-Security-Policy "(.*)"', text)
    assert rules(everywhere) == {**hosts.POLICY, "frame-ancestors": "'none'"}
    assert rules(search) == {**rules(everywhere), "script-src": f"'self' {hosts.SEARCH}"}
    assert "=~ m#^/portal/cari/#" in text
    assert "ErrorDocument 404 /portal/404.html" in text


@pytest.mark.parametrize(("settings", "home"), [(CONFIG, "/portal/"), (AT_THE_ROOT, "/")])
def test_types_and_times_of_a_portal_under_a_path_and_without(portal: Portal, settings: str, home: str) -> None:
    portal.write("config.toml", settings)
    portal.build()
    found = blocks(portal.text("_headers"))
    assert all(path.startswith(home) for path in found)
    for path in (f"{home}feed.xml", f"{home}*/feed.xml"):
        assert found[path] == {
            "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "public, max-age=300",
        }  # fmt: skip
    assert "immutable" in found[f"{home}assets/*"]["Cache-Control"]
    assert found[f"{home}*"]["X-Content-Type-Options"] == "nosniff"
    assert f'<If "%{{REQUEST_URI}} =~ m#^{home}assets/#">' in portal.text(".htaccess")


def test_no_header_has_two_values_for_one_path(built: Portal) -> None:
    """A host joins them, and the result is neither."""
    found = blocks(built.text("_headers"))
    everywhere = set(found.pop("/portal/*"))
    assert all(not everywhere & set(headers) for headers in found.values())
    assert all(len(line) < 2000 for line in built.text("_headers").splitlines()), "Cloudflare reads no longer ones"


def test_a_file_in_static_takes_their_place(portal: Portal) -> None:
    portal.write("static/_headers", "/*\n  X-Own: 1\n")
    portal.write("static/.htaccess", "# own\n")
    portal.build()
    assert (portal.text("_headers"), portal.text(".htaccess")) == ("/*\n  X-Own: 1\n", "# own\n")
