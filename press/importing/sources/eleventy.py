"""A folder of Eleventy: texts in Markdown anywhere, with fields above them and in files of data beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from press import slugs
from press.content import dates
from press.diagnostics import Diagnostic
from press.importing.folders import archive, fields, texts
from press.importing.folders.generator import Generator, Page, draft
from press.importing.folders.texts import Text
from press.importing.items import Archive, Status

_CONFIG = (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts")
_DATA = (
    "_data/metadata.json",
    "_data/site.json",
    "src/_data/metadata.json",
    "src/_data/site.json",
    "_data/metadata.yaml",
)
_NO_TEXTS = {"readme", "license", "changelog", "contributing", "404", "code_of_conduct", "security"}
_INPUTS = ("src", "content", "site")
"""Folders that are usually the root of the texts."""


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a folder has the settings of Eleventy."""
    return path.is_dir() and any((path / name).is_file() for name in _CONFIG)


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read what texts link to. Raises OSError, `Misuse` if there is no text."""
    return archive.opened(_Eleventy(path, zone), path)


class _Eleventy(Generator):
    def __init__(self, root: Path, zone: ZoneInfo) -> None:
        data = texts.settings(root, *_DATA)
        super().__init__(root, zone, data, fields.text(data, "url", "baseUrl", "siteUrl"), {})
        written = "".join((root / name).read_text("utf-8", "replace") for name in _CONFIG if (root / name).is_file())
        found = re.search(r"""\binput\s*:\s*["']\.?/?([\w./-]+)["']""", written)
        named = [found[1].strip("/")] if found else list(_INPUTS)
        self.content = next((f"{one}/" for one in named if one and (root / one).is_dir()), "")
        self.roots = (self.content.rstrip("/"), "public", "static", "")

    def paths(self) -> Iterator[str]:
        self.skipped.clear()
        for path in texts.walk(self.root, texts.MARKDOWN):
            is_private = any(part.startswith("_") for part in PurePosixPath(path).parts[:-1])
            if path.startswith(self.content) and not is_private and PurePosixPath(path).stem.lower() not in _NO_TEXTS:
                if "pagination" in texts.read(self.root, path).fields:
                    self.skipped["list"] += 1
                else:
                    yield path

    def read(self, path: str, text: Text) -> Text:
        """Return a text with the fields that the data of its folders give it."""
        found: dict[str, Any] = {}
        folder = PurePosixPath(path).parent
        for one in (*reversed(folder.parents), folder):
            name = f"{one}/{one.name or 'index'}" if one.name else ""
            if name:
                found |= texts.settings(self.root, f"{name}.11tydata.json", f"{name}.json", f"{name}.yaml")
        return Text(path, fields.with_default(text.fields, found), text.body, text.line, text.problems)

    def page(self, text: Text) -> Page:
        path = PurePosixPath(text.path.removeprefix(self.content))
        in_name, rest = dates.in_name(path.stem)
        name = rest or path.stem
        folders = path.parts[:-1]
        stem = "/".join((*folders, *([] if name == "index" else [name])))
        slug = name if name != "index" else (folders[-1] if folders else "index")
        date = fields.moment(fields.text(text.fields, "date") or in_name, self.zone)
        is_page = date is None and not {"posts", "post", "blog"} & {*folders, *fields.texts(text.fields.get("tags"))}
        usual = self._address(text, stem, slug, date)
        notes = tuple(_not_public(text))
        old = (f"{self.base}/{usual.lstrip('/')}",) if usual else ()
        return Page(
            key=stem.replace("/", "-") or "index", slug=slug, date=date,
            is_page=is_page, addresses=old, status=Status.DRAFT if notes else Status.PUBLIC, notes=notes,
            guid=f"{self.host}{old[0]}" if self.host and old and not is_page else "",
        )  # fmt: skip

    def _address(self, text: Text, stem: str, slug: str, date: datetime | None) -> str:
        """Return the address of a text: its permalink, if only usual values are in it."""
        own = fields.text(text.fields, "permalink")
        if not own or fields.is_false(own):
            return f"/{stem}/" if stem else "/"
        title = slugs.slugify(fields.text(text.fields, "title"))
        known = {
            "page.fileslug": slug, "page.filepathstem": f"/{stem}", "title|slug": title, "title|slugify": title,
            "page.fileslug|slug": slug, "page.fileslug|slugify": slug, "slug": fields.text(text.fields, "slug"),
        }  # fmt: skip
        if date:
            known |= {"page.date|date:'%y/%m/%d'": f"{date:%Y/%m/%d}", 'page.date|date:"%y/%m/%d"': f"{date:%Y/%m/%d}"}
        pattern = re.sub(
            r"\{\{-?\s*(.*?)\s*-?\}\}", lambda tag: known.get(re.sub(r"\s", "", tag[1]).lower(), tag[0]), own
        )
        return "" if "{" in pattern else pattern.removesuffix("index.html")


def _not_public(text: Text) -> Iterator[Diagnostic]:
    if fields.is_true(text.fields.get("draft")):
        yield draft("draft: true")
    elif fields.is_false(text.fields.get("permalink")):
        yield draft("permalink: false")
