"""Every page is valid, by the judgement of the Nu HTML checker, and every link of every page leads somewhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.portal import Portal
from tests.showroom import HOST, Showroom
from tools.provision import CHECKER

ASIDE = (
    r"^The heading “h\d” .* skipping \d heading levels?\.$",  # the author's doing; `check` says so: rule `heading`
)
"""What the checker may say of real posts, that is of their content."""
CORPUS = """\
title = "18F"
base_url = "https://18f.example/"
language = "en"
timezone = "America/New_York"

[checks.severity]
image = "warning"
link = "warning"
missing-file = "warning"
unsafe = "warning"
"""
BROKEN = "2016-05-19-content-debt-what-it-is-where-to-find-it-and-how-to-prevent-it-in-the-first-place.md"
"""Its front matter is not YAML."""


def judged(folder: Path, *more: str) -> list[str]:
    """What the Nu checker says of all pages of a folder: file, line, message; `more` are options of the checker."""
    java = shutil.which("java")
    assert java, "python -m tools.provision says what is missing"
    words = [
        java,
        "-Xss4m",
        "-jar",
        str(CHECKER),
        "--skip-non-html",
        "--format",
        "json",
        "--stdout",
        *more,
        str(folder),
    ]
    done = subprocess.run(words, capture_output=True, check=False, timeout=240)
    found = [message for message in json.loads(done.stdout)["messages"] if not _is_out_of_place(message)]
    base = f"file:{folder}/"
    return [f"{one.get('url', '').removeprefix(base)}:{one.get('lastLine', 0)}: {one['message']}" for one in found]


def _is_out_of_place(message: dict[str, str]) -> bool:
    """Tell whether the checker judges the policy for scripts, as if the file on the disk were the page at its host."""
    return "violates Content Security Policy (meta tag)" in message["message"]


def test_every_page_of_the_sample_portal_is_valid(showroom: Showroom) -> None:
    """Neither an error nor a warning."""
    assert judged(showroom.folder) == []


def test_real_posts_become_valid_pages(tmp_path: Path, real_posts: list[Path]) -> None:
    """Whatever HTML, Liquid and half links their authors wrote; what is left is told by `check`."""
    portal = Portal(tmp_path / "portal", CORPUS)
    shutil.copytree(real_posts[0].parent, portal.root / "posts")
    (portal.root / "posts" / BROKEN).unlink()
    portal.build(jobs=2)
    said = judged(portal.root / "site", "--errors-only")
    assert [one for one in said if not any(re.match(known, one.split(": ", 1)[1]) for known in ASIDE)] == []


# Links


class _Links(HTMLParser):
    """Collects what a page points to, and what in it can be pointed to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                self.ids.add(value)
            elif name in ("href", "src", "action", "data-copy", "data-share"):
                self.targets.append(value)
            elif name == "srcset":
                self.targets += [one.split()[0] for one in value.split(",")]
            elif name == "data-engine":
                self.targets.append(f"{value}pagefind.js")
            elif name == "data-bundles":
                self.targets += [
                    f"{one}{file}" for one in value.split() for file in ("pagefind-entry.json", "facts.json")
                ]
        if tag == "meta" and dict(attrs).get("property") in ("og:image", "og:url"):
            self.targets.append(dict(attrs)["content"] or "")


def pages(folder: Path) -> Iterator[tuple[str, _Links]]:
    """All pages of a site: address and links."""
    for path in sorted(folder.rglob("*.html")):
        links = _Links()
        links.feed(path.read_text(encoding="utf-8"))
        yield path.relative_to(folder).as_posix().removesuffix("index.html"), links


@pytest.mark.parametrize(("place", "base"), [("portal", f"{HOST}/portal/"), ("root", f"{HOST}/")])
def test_every_link_of_every_page_leads_to_a_file(showroom: Showroom, place: str, base: str) -> None:
    """Pages, photos in all their sizes, feeds, share cards, and the places in pages; under a path and without one."""
    folder = showroom.folder / place
    found = dict(pages(folder))
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    broken = [
        f"{address} → {target}"
        for address, links in found.items()
        for target in links.targets
        if not _leads(target, base + address, base, files, found)
    ]
    assert len(found) > 200
    assert broken == []


def _leads(target: str, here: str, base: str, files: set[str], found: dict[str, _Links]) -> bool:
    """Tell whether a target is there; one on another host is not ours to judge."""
    whole = urljoin(here, target)
    if urlsplit(whole).netloc != urlsplit(base).netloc:
        return urlsplit(whole).scheme in ("https", "http", "mailto", "tel")
    path, _, place = whole.partition("#")
    address = unquote(path.partition("?")[0].removeprefix(base))
    if not whole.startswith(base) or (address not in files and f"{address}index.html" not in files):
        return False
    return not place or address not in found or unquote(place) in found[address].ids


def test_every_address_in_a_feed_leads_to_a_file(showroom: Showroom) -> None:
    folder, base = showroom.folder / "portal", f"{HOST}/portal/"
    feeds = [*folder.rglob("*.xml"), *folder.rglob("*.json"), *folder.rglob("*.opml")]
    found = {one for path in feeds for one in re.findall(rf'{re.escape(base)}[^\s"<>&#?\\]*', path.read_text())}
    lost = [one for one in found if not (folder / unquote(one.removeprefix(base))).exists()]
    assert len(found) > 500
    assert lost == []
