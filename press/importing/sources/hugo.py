"""A folder of Hugo: ``content/`` with sections and page bundles; also only a folder of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from press.content import dates
from press.diagnostics import Diagnostic
from press.importing.folders import addresses, archive, fields, texts
from press.importing.folders.generator import Generator, Page, draft, zone_of
from press.importing.folders.texts import Text
from press.importing.items import Archive, Status

_ENDINGS = (*texts.MARKDOWN, ".html", ".htm")
_CONFIG = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
_POSTS = {"post", "posts", "blog", "news", "berita", "artikel", "articles", "siaran-pers", "pengumuman", "press"}
"""Sections whose texts are releases, even without a date."""
_INDEX = {"index", "_index"}


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a folder is a site of Hugo, or has its texts."""
    if not path.is_dir():
        return False
    if (path / "content").is_dir() and (
        any((path / name).is_file() for name in _CONFIG) or (path / "archetypes").is_dir()
    ):
        return True
    files = (path / name for name in texts.walk(path, texts.MARKDOWN))
    return any(file.stem == "_index" or _head(file).startswith(b"+++") for file in islice(files, 50))


def _head(file: Path) -> bytes:
    with file.open("rb") as opened_file:
        return opened_file.read(4)


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read what texts link to. Raises OSError, `Misuse` if there is no text."""
    return archive.opened(_Hugo(path, zone), path)


class _Hugo(Generator):
    is_hugo = True

    def __init__(self, root: Path, zone: ZoneInfo) -> None:
        found = texts.settings(root, *_CONFIG)
        self.settings = {name.lower(): value for name, value in found.items()}
        super().__init__(
            root,
            zone_of(fields.text(self.settings, "timezone"), zone),
            self.settings,
            fields.text(self.settings, "baseurl"),
            {},
        )
        content = fields.text(self.settings, "contentdir") or "content"
        self.content = f"{content}/" if (root / content).is_dir() else ""
        self.roots = ("static", "assets", self.content.rstrip("/"), "")
        languages = self.settings.get("languages")
        self.languages = {one.lower() for one in languages} if isinstance(languages, dict) else set()
        self.main = fields.text(self.settings, "defaultcontentlanguage").lower() or "en"

    def paths(self) -> Iterator[str]:
        self.skipped.clear()
        for path in texts.walk(self.root, _ENDINGS):
            name = PurePosixPath(path).name.partition(".")[0]
            is_inside = path.startswith(self.content)
            if is_inside and name == "_index":
                self.skipped["section"] += 1
            elif is_inside and name.lower() not in ("readme", "license", "changelog") and not self._is_resource(path):
                yield path

    def _is_resource(self, path: str) -> bool:
        """Tell whether a file belongs to the bundle of another one."""
        folder = self.root / path
        name = PurePosixPath(path).name.partition(".")[0]
        return name not in _INDEX and any((folder.parent / f"index{ending}").is_file() for ending in texts.MARKDOWN)

    def page(self, text: Text) -> Page:
        path = PurePosixPath(text.path.removeprefix(self.content))
        folders, stem, lang = list(path.parts[:-1]), path.stem, ""
        if "." in stem and (stem.rpartition(".")[2].lower() in self.languages or re.search(r"\.[a-z]{2}$", stem)):
            stem, _, lang = stem.rpartition(".")
        if folders and folders[0].lower() in self.languages:
            lang = folders.pop(0).lower()
        if stem in _INDEX and folders:
            stem = folders.pop()
        in_name, rest = dates.in_name(stem)
        date, notes = self._date(text, in_name), list(_not_public(text))
        expires = fields.moment(fields.text(text.fields, "expirydate", "expiry_date", "unpublishdate"), self.zone)
        section = folders[0].lower() if folders else ""
        is_page = fields.text(text.fields, "type") == "page" or (date is None and section not in _POSTS)
        slug = fields.text(text.fields, "slug")
        usual = self._address(text, folders, slug, stem, date, lang)
        moved = [
            one if one.startswith("/") else f"{usual.rstrip('/').rpartition('/')[0]}/{one}"
            for one in fields.texts(text.fields.get("aliases"))
        ]
        old = tuple(f"{self.base}/{one.lstrip('/')}" for one in (usual, *moved) if one)
        return Page(
            key="-".join((*folders, rest or stem, *([lang] if lang and lang != self.main else []))),
            slug=slug or (rest if in_name else stem) or stem, date=date,
            is_page=is_page, addresses=old, status=Status.DRAFT if notes else Status.PUBLIC, expires=expires, lang=lang,
            guid=f"{self.host}{old[0]}" if self.host and old and not is_page else "", notes=tuple(notes),
        )  # fmt: skip

    def _date(self, text: Text, in_name: str) -> datetime | None:
        """Return when a text appeared: not before its ``publishDate``."""
        found = [
            fields.moment(fields.text(text.fields, *names), self.zone)
            for names in (("date",), ("publishdate", "pubdate", "published", "publish_date"))
        ]
        known = [one for one in (*found, fields.moment(in_name, self.zone) if not any(found) else None) if one]
        return max(known) if known else fields.moment(fields.text(text.fields, "lastmod", "modified"), self.zone)

    def _address(self, text: Text, folders: list[str], slug: str, stem: str, date: datetime | None, lang: str) -> str:
        own = fields.text(text.fields, "url")
        prefix = f"/{lang}" if lang and lang != self.main else ""
        if own:
            return own if own.startswith("/") else f"{prefix}/{own}"
        last, section = _part(slug or stem), "/".join(_part(one) for one in folders)
        title = _part(fields.text(text.fields, "title"))
        known = addresses.values(
            date, title=title, slug=_part(slug) or title, filename=_part(stem), contentbasename=_part(stem),
            slugorfilename=last, slugorcontentbasename=last,
            section=_part(folders[0]) if folders else "", sections=section,
        )  # fmt: skip
        pattern = self._pattern(folders[0] if folders else "")
        path = addresses.filled(pattern, known) if pattern else f"/{section}/{last}/"
        if fields.is_true(self.settings.get("uglyurls")) and not pattern:
            path = f"{path.rstrip('/')}.html"
        return re.sub(r"/{2,}", "/", f"{prefix}{path}") if path else ""

    def _pattern(self, section: str) -> str:
        """Return the pattern that the settings have for the addresses of a section; empty if they have none."""
        permalinks = self.settings.get("permalinks")
        found: dict[str, Any] = permalinks if isinstance(permalinks, dict) else {}
        inner = found.get("page")
        return fields.text({**found, **(inner if isinstance(inner, dict) else {})}, section)


def _part(name: str) -> str:
    """Return a part of an address as Hugo writes it: in lower case, with hyphens for blanks."""
    return re.sub(r"[^\w./-]+", "", re.sub(r"\s+", "-", name.strip().lower()))


def _not_public(text: Text) -> Iterator[Diagnostic]:
    build = text.fields.get("build", text.fields.get("_build"))
    if fields.is_true(text.fields.get("draft")):
        yield draft("draft: true")
    elif fields.is_true(text.fields.get("headless")):
        yield draft("headless: true")
    elif isinstance(build, dict) and str(build.get("render", "")).lower() in ("never", "false", "link"):
        yield draft("render: never")
