"""Write the same releases in the input format of each generator, with the site that contains them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from bench.portal import OFFICES, TOPICS, Release, releases

HERE = Path(__file__).parent

Writer = Callable[[Path, int, int], None]
"""Writes a whole portal. Takes the folder, the number of releases and the seed."""


def press(folder: Path, count: int, seed: int = 1) -> None:
    """Write ``config.toml`` and ``posts/``. Without share cards and search, which no other generator has."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(_press_config(), encoding="utf-8")
    for each in releases(count, seed):
        _write(folder / press_path(each), press_text(each))


def hugo(folder: Path, count: int, seed: int = 1) -> None:
    """Write the site of ``peers/hugo`` and its ``content/``."""
    shutil.copytree(HERE / "peers" / "hugo", folder, dirs_exist_ok=True)
    shutil.copytree(HERE / "peers" / "assets", folder / "static", dirs_exist_ok=True)
    for each in releases(count, seed):
        _write(folder / hugo_path(each), hugo_text(each))


def hugo_feeds(folder: Path, count: int, seed: int = 1) -> None:
    """Write the same with the other feeds of Press: Atom and JSON for every list, and a full feed for each month."""
    hugo(folder, count, seed)
    shutil.copytree(HERE / "peers" / "hugo-feeds", folder, dirs_exist_ok=True)


def pelican(folder: Path, count: int, seed: int = 1) -> None:
    """Write the site of ``peers/pelican`` and its ``content/``."""
    shutil.copytree(HERE / "peers" / "pelican", folder, dirs_exist_ok=True)
    shutil.copytree(HERE / "peers" / "assets", folder / "content" / "static", dirs_exist_ok=True)
    for each in releases(count, seed):
        _write(folder / pelican_path(each), pelican_text(each))


def eleventy(folder: Path, count: int, seed: int = 1) -> None:
    """Write the site of ``peers/eleventy`` and its ``posts/``."""
    shutil.copytree(HERE / "peers" / "eleventy", folder, dirs_exist_ok=True)
    shutil.copytree(HERE / "peers" / "assets", folder / "static", dirs_exist_ok=True)
    for each in releases(count, seed):
        _write(folder / eleventy_path(each), eleventy_text(each))


def press_path(release: Release) -> str:
    """Path of a release in a portal of Press."""
    return f"posts/{release.address}.md"


def hugo_path(release: Release) -> str:
    """Path of a release in a site of Hugo."""
    return f"content/siaran-pers/{release.address}.md"


def pelican_path(release: Release) -> str:
    """Path of a release in a site of Pelican."""
    return f"content/{release.address}.md"


def eleventy_path(release: Release) -> str:
    """Path of a release in a site of Eleventy."""
    return f"posts/{release.address}.md"


def press_text(release: Release) -> str:
    """A release with YAML front matter, as described in docs/front-matter.md."""
    lines = [
        f"id: {_quoted(release.id)}",
        f"title: {_quoted(release.title)}",
        f"date: {release.date:%Y-%m-%d %H:%M}",
        f"summary: {_quoted(release.summary)}",
        f"office: {release.office}",
        f"topics: [{release.topic}]",
        f"tags: [{', '.join(release.tags)}]",
    ]
    if release.original:
        lines += ["kind: link", f"original: {release.original}"]
    return _document(lines, release)


def hugo_text(release: Release) -> str:
    """A release with YAML front matter. The fields of its terms are named like the taxonomies of the site."""
    return _document(
        [
            f"title: {_quoted(release.title)}",
            f"date: {release.date.isoformat()}",
            f"slug: {release.slug}",
            f"summary: {_quoted(release.summary)}",
            f"instansi: [{release.office}]",
            f"topik: [{release.topic}]",
            f"tag: [{', '.join(release.tags)}]",
            f"arsip: [{_quoted(f'{release.date:%Y/%m}')}]",
            f"original: {_quoted(release.original)}",
        ],
        release,
    )


def pelican_text(release: Release) -> str:
    """A release with Pelican's own header.

    The topic becomes the category and the office the author, because Pelican has pages and feeds for these.
    """
    header = [
        f"Title: {release.title}",
        f"Date: {release.date:%Y-%m-%d %H:%M}",
        f"Slug: {release.slug}",
        f"Category: {release.topic}",
        f"Authors: {release.office}",
        f"Tags: {', '.join(release.tags)}",
        f"Summary: {release.summary}",
    ]
    header += [f"Original: {release.original}"] if release.original else []
    return "\n".join(header) + "\n\n" + release.body + "\n"


def eleventy_text(release: Release) -> str:
    """A release with YAML front matter. Not ``tags`` but ``terms``: Eleventy makes a collection of each tag."""
    return _document(
        [
            f"title: {_quoted(release.title)}",
            f"date: {release.date.isoformat()}",
            f"slug: {release.slug}",
            f"summary: {_quoted(release.summary)}",
            f"office: {release.office}",
            f"topic: {release.topic}",
            f"terms: [{', '.join(release.tags)}]",
            f"original: {_quoted(release.original)}",
        ],
        release,
    )


def _document(lines: list[str], release: Release) -> str:
    return "---\n" + "\n".join(lines) + "\n---\n\n" + release.body + "\n"


def _quoted(text: str) -> str:
    """Quote a string for YAML, as JSON: every JSON string is a YAML string."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except FileNotFoundError:
        os.makedirs(path.parent, exist_ok=True)  # noqa: PTH103 - far faster than Path.mkdir for 100,000 files
        path.write_text(text, encoding="utf-8")


def _press_config() -> str:
    """The ``config.toml`` of the portal that the sites in ``peers/`` have, too."""
    return "\n".join(
        [
            'title = "Berita Provinsi Bangku"',
            'description = "Siaran pers resmi Pemerintah Provinsi Bangku."',
            'base_url = "https://berita.example/"',
            'language = "id"',
            'timezone = "Asia/Makassar"',
            'publisher = "Pemerintah Provinsi Bangku"',
            'publisher_url = "https://bangku.example/"',
            'license = "CC BY 4.0"',
            'license_url = "https://creativecommons.org/licenses/by/4.0/"',
            "",
            "[identity]",
            'authority = "berita.example"',
            "year = 2018",
            "",
            "[theme]",
            "share_cards = false",
            "",
            "[search]",
            "enabled = false",
            *_links("menu", "topik", TOPICS[:7]),
            *_links("footer", "instansi", OFFICES[:10]),
            *_terms("topics", TOPICS),
            *_terms("offices", OFFICES),
            "",
        ]
    )


def _links(table: str, folder: str, terms: tuple[str, ...]) -> list[str]:
    return [f'\n[[{table}]]\nlabel = "{name_of(term)}"\nurl = "/{folder}/{term}/"' for term in terms]


def _terms(table: str, terms: tuple[str, ...]) -> list[str]:
    return [f'\n[{table}.{term}]\nname = "{name_of(term)}"' for term in terms]


def name_of(term: str) -> str:
    """The displayed name of a term: ``Layanan Publik``."""
    return term.replace("-", " ").title()
