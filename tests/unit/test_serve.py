"""The preview server: it serves only this computer, rebuilds when a file is saved, and notifies the browser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.portal import Portal
from tests.preview import Preview, previewing, problems, read_message


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of a portal that no test changes."""
    portal = Portal(tmp_path_factory.mktemp("serve") / "portal")
    portal.post("a.md", title="Judul lama")
    with previewing(portal) as found:
        yield found


def test_pages_are_served_under_the_path_of_the_portal(running: Preview) -> None:
    status, headers, page = running.request("/portal/2026/03/a/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"Judul lama" in page
    assert b"/__press/reload.js" in page
    assert running.request("/portal/feed.xml")[1]["Content-type"] == "application/rss+xml"
    assert running.request("/portal/tidak-ada/")[0] == 404
    assert running.request("/2026/03/a/")[0] == 404


def test_unchanged_feed_is_answered_with_304(running: Preview) -> None:
    _, headers, _ = running.request("/portal/feed.xml")
    assert running.request("/portal/feed.xml", If_Modified_Since=headers["Last-Modified"])[0] == 304


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", ""])
def test_requests_with_another_host_name_are_refused(running: Preview, host: str) -> None:
    assert running.request("/portal/", Host=host)[0] == 403


@pytest.mark.parametrize("path", ["/portal/../config.toml", "/portal/%2e%2e/%2e%2e/config.toml", "/portal//etc/passwd"])
def test_files_outside_the_site_are_not_served(running: Preview, path: str) -> None:
    status, _, data = running.request(path)
    assert status == 404
    assert b"timezone" not in data


def test_only_get_and_head_are_allowed(running: Preview) -> None:
    assert running.request("/portal/", method="POST")[0] == 501
    assert running.request("/portal/", method="HEAD")[2] == b""


def test_websocket_is_refused_for_another_origin(running: Preview) -> None:
    connection, answer = running.open_socket("https://evil.example")
    connection.close()
    assert answer.startswith(b"HTTP/1.1 403")


def test_saving_a_file_sends_a_success_or_the_problems_to_the_browser(preview: Preview, portal: Portal) -> None:
    connection, answer = preview.open_socket(f"http://127.0.0.1:{preview.port}")
    assert answer.startswith(b"HTTP/1.1 101")
    with contextlib.closing(connection):
        portal.post("a.md", title="Judul baru")
        message = read_message(connection)
        assert (message["good"], message["stale"], message["problems"]) == (True, True, [])
        assert b"Judul baru" in preview.request("/portal/2026/03/a/")[2]
        portal.write("posts/a.md", "---\ntitle: Tanpa tanggal\n---\n")
        message = read_message(connection)
        assert message["good"] is False
        assert problems(message) == ["posts/a.md:1: error[date]"]
        assert b"Judul baru" in preview.request("/portal/2026/03/a/")[2]


def test_problem_is_reported_until_it_is_fixed(preview: Preview, portal: Portal) -> None:
    """Saving another file does not hide the problem; that file is published when the problem is fixed."""
    connection, _ = preview.open_socket(f"http://127.0.0.1:{preview.port}")
    with contextlib.closing(connection):
        portal.write("posts/a.md", "---\ntitle: Tanpa tanggal\n---\n")
        assert read_message(connection)["good"] is False
        portal.post("b.md", title="Yang kedua")
        assert read_message(connection)["good"] is False
        portal.post("a.md", title="Sudah baik")
        assert read_message(connection)["good"] is True
        page = preview.request("/portal/")[2]
        assert b"Sudah baik" in page
        assert b"Yang kedua" in page


def test_config_is_watched(preview: Preview, portal: Portal) -> None:
    connection, _ = preview.open_socket(f"http://127.0.0.1:{preview.port}")
    with contextlib.closing(connection):
        text = (portal.root / "config.toml").read_text()
        portal.write("config.toml", text.replace("Portal Uji", "Nama Baru"))
        assert read_message(connection)["good"] is True
        assert b"Nama Baru" in preview.request("/portal/")[2]
        portal.write("config.toml", "title = ")
        assert read_message(connection)["good"] is False


def test_eight_tabs_are_all_notified(preview: Preview, portal: Portal) -> None:
    """Eight is more than the six connections that browsers open to one host for event streams."""
    connections = [preview.open_socket(f"http://127.0.0.1:{preview.port}")[0] for _ in range(8)]
    portal.post("a.md", title="Judul baru")
    assert [read_message(connection)["good"] for connection in connections] == [True] * 8
    for connection in connections:
        connection.close()
