"""Every page is valid for the Nu HTML checker, and every link of every page leads to an existing file or place."""

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
from tests.showroom import HOST, SampleSite
from tools.provision import CHECKER

ALLOWED = (
    r"^The heading “h\d” .* skipping \d heading levels?\.$",  # in the text of the post; the rule `heading` reports it
)
"""Messages of the checker that are allowed for real posts, because the cause is in their text."""
CORPUS = """\
title = "18F"
base_url = "https://18f.example/"
language = "en"
timezone = "America/New_York"

[checks.severity]
image = "warning"
link = "warning"
missing-file = "warning"
"""
BROKEN = "2016-05-19-content-debt-what-it-is-where-to-find-it-and-how-to-prevent-it-in-the-first-place.md"
"""A post whose front matter is not valid YAML."""


def nu_messages(folder: Path, *more: str) -> list[str]:
    """The messages of the Nu checker about all pages of a folder, as file:line: message. `more` are its options."""
    java = shutil.which("java")
    assert java, "python -m tools.provision says what is missing"
    command = [
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
    done = subprocess.run(command, capture_output=True, check=False, timeout=1800)
    found = [message for message in json.loads(done.stdout)["messages"] if not _is_about_csp(message)]
    base = f"file:{folder}/"
    return [f"{one.get('url', '').removeprefix(base)}:{one.get('lastLine', 0)}: {one['message']}" for one in found]


def _is_about_csp(message: dict[str, str]) -> bool:
    """Whether a message is about the Content Security Policy, which the checker applies to a file:// URL."""
    return "violates Content Security Policy (meta tag)" in message["message"]


def test_all_pages_of_the_sample_portal_are_valid(sample_site: SampleSite) -> None:
    """Without errors and warnings: those of readers, and those of the preview, with drafts."""
    assert nu_messages(sample_site.folder / "portal") == nu_messages(sample_site.folder / "preview") == []


def test_pages_of_real_posts_are_valid(tmp_path: Path, real_posts: list[Path]) -> None:
    """Although they contain HTML, Liquid tags and broken links, of which `check` reports what remains."""
    portal = Portal(tmp_path / "portal", CORPUS)
    for post in real_posts:
        if post.name != BROKEN:
            portal.write(f"posts/{post.name}", post.read_bytes())
    portal.build(jobs=2)
    messages = nu_messages(portal.root / "site", "--errors-only")
    assert [one for one in messages if not any(re.match(known, one.split(": ", 1)[1]) for known in ALLOWED)] == []


# Links


class _Links(HTMLParser):
    """Collects the link targets and the ids of a page."""

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
    """All pages of a site: address, and links and ids."""
    for path in sorted(folder.rglob("*.html")):
        links = _Links()
        links.feed(path.read_text(encoding="utf-8"))
        yield path.relative_to(folder).as_posix().removesuffix("index.html"), links


@pytest.mark.parametrize(("place", "base"), [("portal", f"{HOST}/portal/"), ("root", f"{HOST}/")])
def test_all_links_of_pages_lead_to_files(sample_site: SampleSite, place: str, base: str) -> None:
    """Pages and ids in them, photos in all sizes, feeds, share cards; for a portal below a path and one at the root."""
    folder = sample_site.folder / place
    found = dict(pages(folder))
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    broken = [
        f"{address} → {target}"
        for address, links in found.items()
        for target in links.targets
        if not _exists(target, base + address, base, files, found)
    ]
    assert len(found) > 200
    assert broken == []


def _exists(target: str, here: str, base: str, files: set[str], found: dict[str, _Links]) -> bool:
    """Whether the target of a link exists. Of one on another host, only the scheme is checked."""
    url = urljoin(here, target)
    if urlsplit(url).netloc != urlsplit(base).netloc:
        return urlsplit(url).scheme in ("https", "http", "mailto", "tel")
    path, _, fragment = url.partition("#")
    address = unquote(path.partition("?")[0].removeprefix(base))
    if not url.startswith(base) or (address not in files and f"{address}index.html" not in files):
        return False
    return not fragment or address not in found or unquote(fragment) in found[address].ids


def test_all_addresses_in_feeds_lead_to_files(sample_site: SampleSite) -> None:
    folder, base = sample_site.folder / "portal", f"{HOST}/portal/"
    feeds = [*folder.rglob("*.xml"), *folder.rglob("*.json"), *folder.rglob("*.opml")]
    found = {one for path in feeds for one in re.findall(rf'{re.escape(base)}[^\s"<>&#?\\]*', path.read_text())}
    missing = [one for one in found if not (folder / unquote(one.removeprefix(base))).exists()]
    assert len(found) > 500
    assert missing == []
