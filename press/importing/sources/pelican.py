"""A folder of Pelican: articles and pages in Markdown, with lines ``Title: …`` or YAML above the text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from press import slugs
from press.diagnostics import Diagnostic
from press.importing import encodings
from press.importing.folders import addresses, archive, fields, texts
from press.importing.folders.generator import Generator, Page, draft, zone_of
from press.importing.folders.texts import Text
from press.importing.items import Archive, Status

_ENDINGS = (*texts.MARKDOWN, ".rst")
_CONFIG = ("pelicanconf.py", "publishconf.py")
_META = re.compile(rb"(?:\xef\xbb\xbf)?title[ \t]*:[^\n]*\n(?:[A-Za-z_-]+[ \t]*:[^\n]*\n)*?date[ \t]*:", re.IGNORECASE)


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a folder is a site of Pelican, or has its texts."""
    if not path.is_dir():
        return False
    if any((path / name).is_file() for name in _CONFIG):
        return True
    files = (path / name for name in texts.walk(path, _ENDINGS))
    return any(_META.match(_head(file)) for file in islice(files, 50))


def _head(file: Path) -> bytes:
    with file.open("rb") as opened_file:
        return opened_file.read(2000)


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read what texts link to. Raises OSError, `Misuse` if there is no text."""
    return archive.opened(_Pelican(path, zone), path)


class _Pelican(Generator):
    has_meta_lines = True

    def __init__(self, root: Path, zone: ZoneInfo) -> None:
        found: dict[str, Any] = {}
        for name in _CONFIG:
            found |= _constants(root / name)
        super().__init__(root, zone_of(fields.text(found, "TIMEZONE"), zone), found, fields.text(found, "SITEURL"), {})
        content = fields.text(found, "PATH") or "content"
        self.content = f"{content.strip('./')}/" if (root / content).is_dir() and content.strip("./") else ""
        self.roots = (self.content.rstrip("/"), "")

    def paths(self) -> Iterator[str]:
        self.skipped.clear()
        for path in texts.walk(self.root, _ENDINGS):
            if path.startswith(self.content) and PurePosixPath(path).stem.lower() not in ("readme", "license"):
                yield path

    def read(self, path: str, text: Text) -> Text:
        """Return a text with its ``Category``, which may be the name of its folder."""
        folder = PurePosixPath(path.removeprefix(self.content)).parent.name
        default = folder if folder and folder not in ("pages", "articles") else ""
        category = default or fields.text(self.settings, "DEFAULT_CATEGORY")
        named = {"author": fields.text(self.settings, "AUTHOR"), "category": "" if category == "misc" else category}
        if "authors" in text.fields:
            del named["author"]
        return Text(path, fields.with_default(text.fields, named), text.body, text.line, text.problems)

    def page(self, text: Text) -> Page:
        path = PurePosixPath(text.path.removeprefix(self.content))
        is_page = "pages" in path.parts[:-1]
        in_name = re.match(r"\d{4}-\d\d-\d\d", path.stem)
        date = fields.moment(fields.text(text.fields, "date") or (in_name[0] if in_name else ""), self.zone)
        slug = fields.text(text.fields, "slug") or slugs.slugify(fields.text(text.fields, "title") or path.stem)
        usual = self._address(text, slug, date, is_page)
        notes = tuple(_not_public(text))
        old = tuple(f"{self.base}/{one.lstrip('/')}" for one in (usual,) if one)
        modified = fields.moment(fields.text(text.fields, "modified"), self.zone)
        return Page(
            key=slug, slug=slug, date=date or modified,
            is_page=is_page, addresses=old, status=Status.DRAFT if notes else Status.PUBLIC, notes=notes,
            guid=_guid(f"{self.host}{old[0]}", date) if self.host and old and not is_page else "",
        )  # fmt: skip

    def _address(self, text: Text, slug: str, date: datetime | None, is_page: bool) -> str:
        own = fields.text(text.fields, "url", "save_as")
        kind = "PAGE" if is_page else "ARTICLE"
        pattern = (
            own
            or fields.text(self.settings, f"{kind}_URL", f"{kind}_SAVE_AS")
            or ("pages/{slug}.html" if is_page else "{slug}.html")
        )
        pattern = re.sub(r"\{date:([^{}]*)\}", lambda found: date.strftime(found[1]) if date else "", pattern)
        known = addresses.values(
            date, slug=slug, lang=fields.text(text.fields, "lang"),
            category=slugs.slugify(fields.text(text.fields, "category")),
            author=slugs.slugify(fields.text(text.fields, "author")),
        )  # fmt: skip
        return addresses.filled(pattern, known).removesuffix("index.html")


def _guid(address: str, date: datetime | None) -> str:
    """Return the id that Pelican's feeds have."""
    parts = urlsplit(address)
    day = f",{date:%Y-%m-%d}" if date else ""
    return f"tag:{parts.hostname}{day}:{parts.path}/"


def _not_public(text: Text) -> Iterator[Diagnostic]:
    status = fields.text(text.fields, "status").lower()
    if status not in ("", "published"):
        yield draft(f"Status: {status}")


def _constants(path: Path) -> dict[str, Any]:
    """Return the texts that a file of settings assigns; the file is read, not run."""
    try:
        tree = ast.parse(encodings.decoded(path.read_bytes()))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
    return found
