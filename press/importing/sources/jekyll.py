"""A folder of Jekyll: a site with ``_posts`` and ``_drafts``, or only a folder of posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from press import slugs
from press.content import dates
from press.diagnostics import Diagnostic
from press.importing.folders import addresses, archive, fields, texts
from press.importing.folders.generator import Generator, Page, draft, zone_of
from press.importing.folders.texts import Text
from press.importing.items import Archive, Status

_ENDINGS = (*texts.MARKDOWN, ".html", ".htm", ".textile")
_DATED = re.compile(r"\d{2,4}-\d\d?-\d\d?-.+\.(?:md|markdown|mkd|html?)$")
_MOST_NAMES = 200
"""How many files are looked at to tell what a folder is."""
_CONFIG = ("_config.yml", "_config.yaml", "_config.toml")


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a folder is a site of Jekyll, or has files named as its posts are."""
    if not path.is_dir():
        return False
    if any((path / name).is_file() for name in _CONFIG) or (path / "_posts").is_dir():
        return True
    names = [PurePosixPath(name).name for name in islice(texts.walk(path, texts.MARKDOWN), _MOST_NAMES)]
    return bool(names) and 2 * sum(bool(_DATED.match(name)) for name in names) >= len(names)


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read what posts link to. Raises OSError, `Misuse` if there is no post."""
    return archive.opened(_Jekyll(path, zone), path)


class _Jekyll(Generator):
    separator = r"[,\s]+"

    def __init__(self, root: Path, zone: ZoneInfo) -> None:
        settings = texts.settings(root, *_CONFIG)
        people = texts.settings(
            root, "_data/authors.yml", "_data/authors.yaml", "_data/authors.json", "_data/authors.toml"
        )
        listed = settings.get("authors")
        url = f"{fields.text(settings, 'url').rstrip('/')}/{fields.text(settings, 'baseurl').strip('/')}"
        super().__init__(
            root,
            zone_of(fields.text(settings, "timezone"), zone),
            settings,
            url,
            people or (listed if isinstance(listed, dict) else {}),
        )
        baseurl = fields.text(settings, "baseurl").strip("/")
        self.base = f"/{baseurl}" if baseurl else ""
        self.is_site = any((root / name).exists() for name in (*_CONFIG, "_posts"))

    def paths(self) -> Iterator[str]:
        self.skipped.clear()
        for path in texts.walk(self.root, _ENDINGS):
            folders = PurePosixPath(path).parts[:-1]
            if not self.is_site or "_posts" in folders or "_drafts" in folders:
                if not self.is_site and not _DATED.match(PurePosixPath(path).name):
                    self.skipped["file"] += 1
                    continue
                yield path
            elif any(one.startswith("_") for one in folders) or not self._is_page(path):
                self.skipped["page"] += 1
            else:
                yield path

    def _is_page(self, path: str) -> bool:
        """Tell whether a file is a standing page: Markdown with a title."""
        if not path.endswith(texts.MARKDOWN) or PurePosixPath(path).stem.lower() in ("index", "404", "readme", "feed"):
            return False
        text = texts.read(self.root, path)
        return bool(text.problems) or bool(fields.text(text.fields, "title"))

    def read(self, path: str, text: Text) -> Text:
        """Return a text with the fields that ``defaults`` of the settings give it."""
        found: dict[str, Any] = {}
        entries = self.settings.get("defaults")
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and isinstance(entry.get("values"), dict) and _is_in(entry.get("scope"), path):
                found |= entry["values"]
        return Text(text.path, fields.with_default(text.fields, found), text.body, text.line, text.problems)

    def page(self, text: Text) -> Page:
        folders = PurePosixPath(text.path).parts[:-1]
        is_post = not self.is_site or "_posts" in folders or "_drafts" in folders
        in_name, rest = dates.in_name(PurePosixPath(text.path).stem)
        date = fields.moment(fields.text(text.fields, "date") or in_name, self.zone)
        marker = next((one for one in ("_posts", "_drafts") if one in folders), "")
        categories = folders[: folders.index(marker)] if marker else ()
        name = re.sub(r"\s+", "-", fields.text(text.fields, "slug") or rest or in_name)
        usual = self._address(text, name, date, categories, is_post)
        pretty = [f"{usual.removesuffix('.html')}/"] if not self.settings and usual.endswith(".html") else []
        moved = texts_of(text.fields.get("redirect_from"))
        notes = tuple(_not_public(text))
        return Page(
            key="-".join((*categories, rest or in_name)), slug=name, date=date, is_page=not is_post,
            addresses=tuple(f"{self.base}/{one.lstrip('/')}" for one in (usual, *pretty, *moved) if one),
            status=Status.DRAFT if notes else Status.PUBLIC, categories=categories, notes=notes,
            guid=self._guid(usual, name) if is_post else "",
        )  # fmt: skip

    def _address(self, text: Text, name: str, date: Any, categories: tuple[str, ...], is_post: bool) -> str:
        """Return the address of a text: its own, or the one that the settings' pattern gives."""
        own = fields.text(text.fields, "permalink")
        pattern = own or fields.text(self.settings, "permalink") or "date"
        named = [term.name for term in fields.terms(text.fields, self.separator) if not term.is_tag]
        path = PurePosixPath(text.path).with_suffix("").as_posix()
        if not is_post:
            pretty = pattern == "pretty" or pattern.endswith("/")
            return (
                addresses.filled(
                    own, {"title": name, "slug": name, "path": path, "basename": name, "output_ext": ".html"}
                )
                if own
                else f"/{path}{'/' if pretty else '.html'}"
            )
        parts = "/".join(slugs.slugify(one) for one in (*categories, *named))
        known = addresses.values(
            date, categories=parts, title=name, slug=slugs.slugify(name), output_ext=".html", path=path
        )
        return addresses.filled(addresses.NAMED.get(pattern, pattern), known)

    def _guid(self, address: str, name: str) -> str:
        """Return the id that jekyll-feed gives a post."""
        if not self.host or not address:
            return ""
        folder = address.rstrip("/").rpartition("/")[0]
        return f"{self.host}{self.base}{folder}/{name}"


def texts_of(value: Any) -> list[str]:
    """Return the addresses of a field that has one or several."""
    return fields.texts(value, r"\s*,\s*")


def _not_public(text: Text) -> Iterator[Diagnostic]:
    if "_drafts" in PurePosixPath(text.path).parts:
        yield draft("_drafts")
    elif fields.is_false(text.fields.get("published")):
        yield draft("published: false")
    elif fields.is_true(text.fields.get("draft")):
        yield draft("draft: true")


def _is_in(scope: Any, path: str) -> bool:
    """Tell whether a file is in the scope of defaults."""
    if not isinstance(scope, dict):
        return True
    folder, kind = fields.text(scope, "path").strip("/"), fields.text(scope, "type")
    own = "drafts" if "_drafts" in path else "posts" if "_posts" in path else "pages"
    return path.startswith(folder) and kind in ("", own, "post" if own == "posts" else own)
