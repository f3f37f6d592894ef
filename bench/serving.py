"""``python -m bench.serving``: what the sample portal costs a web server, in processor time and bytes for a request.

nginx, with the configuration that Press writes for it, serves the sample with compressed copies (`[hosts] compress`) on
the loopback interface; ``ab`` of Apache asks for one address many times over connections that stay open. The processor
time is nginx's alone.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.generators import REPOSITORY
from press import config
from press.outputs import hosts
from tests.servers import free_port
from tests.web_servers import get, nginx

REQUESTS = 30_000


class Asked(NamedTuple):
    """A request that is repeated."""

    label: str
    path: str
    is_known: bool = False
    """Whether the asker has the file already, and asks whether it changed."""


def asked(site: Path) -> list[Asked]:
    """A page, the files that a first visit adds, and a feed: by someone new and by a feed reader that knows it."""
    page = min(path.parent for path in site.glob("20*/*/*/index.html")).relative_to(site)
    styles = min(site.rglob("press.*.css")).relative_to(site)
    return [
        Asked("page of a release", f"/{page}/"),
        Asked("home page", "/"),
        Asked("style sheet", f"/{styles}"),
        Asked("RSS feed", "/feed.xml"),
        Asked("RSS feed that the reader has", "/feed.xml", is_known=True),
    ]


def main() -> None:
    """Print a table: microseconds of processor time, bytes, and how many requests a core would serve in a second."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        site = _built(folder / "portal", f"http://127.0.0.1:{port}/")
        block = hosts.block("nginx", config.load(folder / "portal"), str(site))
        # ab speaks HTTP/1.0, to which nginx sends nothing compressed unless it is told to
        with nginx(folder, block.replace("gzip on;", "gzip on;\n    gzip_http_version 1.0;"), port):
            process = int((folder / "nginx.pid").read_text())
            print(f"| {'':30} | processor time | bytes sent | a second and core |\n| :-- | --: | --: | --: |")
            for each in asked(site):
                seconds, sent = _measure(each, port, process)
                print(f"| {each.label:30} | {seconds * 1e6:,.0f} µs | {sent:,.0f} | {1 / seconds:,.0f} |", flush=True)


def _built(portal: Path, base_url: str) -> Path:
    """Build a copy of the sample with compressed copies, and return its site."""
    for name in ("posts", "pages"):
        shutil.copytree(REPOSITORY / name, portal / name)
    text = (REPOSITORY / "config.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^base_url = .*$", f'base_url = "{base_url}"', text)
    (portal / "config.toml").write_text(f'{text}\n[hosts]\ncompress = ["gzip"]\n', encoding="utf-8")
    command = [sys.executable, REPOSITORY / "build.py", "build", "--root", portal]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return portal / "site"


def _measure(each: Asked, port: int, process: int) -> tuple[float, float]:
    """Return the seconds of processor time for one request, and the bytes of its response with the headers."""
    url = f"http://127.0.0.1:{port}{each.path}"
    headers = ["-H", "Accept-Encoding: gzip"]
    if each.is_known:
        headers += ["-H", f"If-None-Match: {get(port, each.path, Accept_Encoding='gzip')['etag']}"]
    command = ["ab", "-q", "-k", "-c", "32", "-n", str(REQUESTS), *headers, url]
    before = sum(_seconds(process))
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = sum(_seconds(process)) - before
    if "Non-2xx" in printed and not each.is_known:
        raise SystemExit(f"bench: {each.path} was refused:\n{printed}")
    total = re.search(r"Total transferred: +(\d+)", printed)
    return used / REQUESTS, int(total[1] if total else 0) / REQUESTS


def _seconds(process: int) -> Iterator[float]:
    """The processor time of a process and of those that it started."""
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        yield from _seconds(int(child))
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    yield (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
