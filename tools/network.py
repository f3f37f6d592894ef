"""Three portals made from the sample, to try the network: a province and two of its regencies.

``python -m tools.network FOLDER`` makes them in a folder, builds them, lets the province pull, and serves all three on
this computer. Edit the releases of a regency, build it, and pull again, as it says.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PROVINCE = "provinsi"
REGENCIES = {"arunai-hulu": "Kabupaten Arunai Hulu", "pesisir-lamun": "Kabupaten Pesisir Lamun"}
"""The names of the regencies, by their ids in the `[network]` of the sample."""
_PORTS = {PROVINCE: 8100, "arunai-hulu": 8101, "pesisir-lamun": 8102}
_NETWORK = re.compile(r"^# Portal kabupaten.*?(?=^# Tempat)", re.MULTILINE | re.DOTALL)
"""The part of the sample's config.toml about the network."""


_SEVERITY = '\n[checks.severity]\nsample-text = "off"\nlink = "off"\nrelation = "off"\n'
"""Releases of the sample name others that are on another of the portals now."""


def make(folder: Path, urls: dict[str, str]) -> None:
    """Make the three portals in a folder; `urls` are their addresses, by their names."""
    settings = (REPOSITORY / "config.toml").read_text(encoding="utf-8")
    for name, title in REGENCIES.items():
        own = _NETWORK.sub("", settings).replace("berita.wirantara.example", f"{name}.example")
        own = re.sub(r'^(title|short_title|publisher) = ".*"', rf'\1 = "{title}"', own, flags=re.MULTILINE)
        _portal(folder / name, _at(own, urls[name]), name)
        feed = re.compile(rf'(\[network\.{name}\].*?^url = )"[^"]*"', re.MULTILINE | re.DOTALL)
        settings = feed.sub(rf'\1"{urls[name]}feed.json"', settings)
    _portal(folder / PROVINCE, _at(settings, urls[PROVINCE]), "")


def _at(settings: str, url: str) -> str:
    return re.sub(r'^base_url = ".*"', f'base_url = "{url}"', settings, flags=re.MULTILINE)


def _portal(root: Path, settings: str, regency: str) -> None:
    """Write the settings and releases of one portal: those that concern its region first."""
    for part in ("posts", "pages"):
        shutil.copytree(REPOSITORY / part, root / part)
    (root / "config.toml").write_text(settings + _SEVERITY, encoding="utf-8")
    for post in (root / "posts").rglob("*.md"):
        if _regency_of(post) != regency:
            post.unlink()


def _regency_of(post: Path) -> str:
    """Return the regency whose portal has a release of the sample; empty: the province."""
    first = re.search(r"^regions: \[kabupaten-([\w-]+)", post.read_text(encoding="utf-8"), re.MULTILINE)
    return first[1] if first and first[1] in REGENCIES else ""


def _press(command: str, root: Path, *options: str) -> None:
    arguments = (command, "--root", str(root), *options)
    subprocess.run([sys.executable, str(REPOSITORY / "build.py"), *arguments], check=True)


def main() -> None:
    """Make, build and serve the portals in the folder that the command line names."""
    folder = Path(sys.argv[1]).absolute()
    make(folder, {name: f"http://127.0.0.1:{port}/" for name, port in _PORTS.items()})
    for name in REGENCIES:
        _press("build", folder / name)
    for name, port in _PORTS.items():
        handler = partial(SimpleHTTPRequestHandler, directory=str(folder / name / "site"))
        threading.Thread(target=ThreadingHTTPServer(("127.0.0.1", port), handler).serve_forever, daemon=True).start()
    _press("pull", folder / PROVINCE, "--local")
    _press("build", folder / PROVINCE)
    press, province = f"{sys.executable} build.py", folder / PROVINCE
    sys.stdout.write(
        f"http://127.0.0.1:{_PORTS[PROVINCE]}/  after an edit of a regency, from another window:\n"
        f"    {press} build --root {folder}/arunai-hulu\n"
        f"    {press} pull --local --root {province} && {press} build --root {province}\n"
    )
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
