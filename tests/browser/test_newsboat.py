"""A real feed reader, newsboat: a release that is corrected and renamed stays the same item."""

from __future__ import annotations

import functools
import http.server
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal import CONFIG, Portal
from tools.provision import newsboat_path

LATER = "2026-06-10T12:00:00+08:00"


class Host(http.server.ThreadingHTTPServer):
    """A static server that records the status codes of its responses."""

    def __init__(self, folder: Path) -> None:
        self.statuses: list[int] = []
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))


class Handler(http.server.SimpleHTTPRequestHandler):
    server: Host

    def log_message(self, *arguments: object) -> None:
        """Do not log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.server.statuses.append(int(code))


@pytest.fixture
def host(portal: Portal) -> Iterator[Host]:
    folder = portal.root / "site"
    folder.mkdir()
    server = Host(folder)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    portal.write(
        "config.toml", CONFIG.replace("https://uji.example/portal/", f"http://127.0.0.1:{server.server_port}/")
    )
    yield server
    server.shutdown()
    server.server_close()


def poll(portal: Portal, host: Host) -> list[tuple[str, str]]:
    """Let newsboat fetch the feed. Returns id and title of all its items."""
    folder = portal.root.parent / "newsboat"
    folder.mkdir(exist_ok=True)
    (folder / "urls").write_text(f"http://127.0.0.1:{host.server_port}/feed.xml\n")
    files = ["-u", str(folder / "urls"), "-c", str(folder / "cache.db"), "-C", str(folder / "config")]
    (folder / "config").write_text("")
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = [newsboat_path(), *files, "-x", "reload"]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=600)
    with sqlite3.connect(folder / "cache.db") as cache:
        found = cache.execute("SELECT guid, title FROM rss_item WHERE deleted = 0 ORDER BY guid").fetchall()
    cache.close()
    return found


def test_a_corrected_and_renamed_release_stays_the_same_item(portal: Portal, host: Host) -> None:
    for name in ("satu", "dua", "tiga"):
        portal.post(f"{name}.md", title=f"Judul {name}", id=f"2026-{name}")
    portal.build()
    first = poll(portal, host)
    assert len(first) == 3
    (portal.root / "posts/dua.md").rename(portal.root / "posts/pindah.md")
    portal.post(
        "pindah.md", title="Judul yang dibetulkan", id="2026-dua", slug="alamat-baru", updated="2026-06-05 09:00",
        corrections="[{date: 2026-06-05 09:00, note: Judulnya keliru}]",
    )  # fmt: skip
    portal.build(now=LATER)
    second = poll(portal, host)
    assert [guid for guid, _ in second] == [guid for guid, _ in first]
    changed = [title for (_, title), (_, before) in zip(second, first, strict=True) if title != before]
    assert len(changed) == 1
    assert "Judul yang dibetulkan" in changed[0]
    portal.build(now=LATER)
    host.statuses.clear()
    assert poll(portal, host) == second
    assert host.statuses == [304]
