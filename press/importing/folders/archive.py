"""Make the items of a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from press import slugs
from press.diagnostics import Diagnostic
from press.errors import Misuse
from press.i18n.mark import N_
from press.importing.folders import fields, kramdown, tags, texts
from press.importing.folders.generator import Generator, Page
from press.importing.folders.texts import Text
from press.importing.html.tree import one_line
from press.importing.items import Archive, Item, Picture, Status, Term
from press.importing.notes import note

_FILE_LINK = re.compile(
    r"""(\]\(\s*<?|\bhref=["'])(?:\{filename\}|\|filename\|)?(?!\w+:|\#)([^\s()<>"'#]+\.(?:md|markdown|rst|mkd))(?=[#)>"'\s])"""
)
_STATIC_LINK = re.compile(r"""(?:\{(?:static|attach|photo)\}|\|(?:static|attach|filename)\|)\s*([^\s()<>"']*)""")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


class _Known(NamedTuple):
    """What the first reading of a folder found."""

    pages: dict[str, Page]
    """By the path of the file."""
    addresses: dict[str, str]
    """The old address of each text, by the names by which others may link to it."""
    folders: dict[str, str]
    """The folder of the files of each page that has its own, by its old address without slashes at the ends."""


def opened(generator: Generator, path: Path) -> Archive:
    """Return the archive of a folder. Raises `Misuse` if there is no text in it."""
    known = _survey(generator)
    paths = list(generator.paths())
    if not paths:
        raise Misuse(
            N_("{path} has no texts in Markdown with fields above them; name the folder of the site"), path=path
        )

    def items() -> Iterator[Item]:
        return (_item(name, generator, known) for name in paths)

    host = generator.host.partition("://")[2].partition(":")[0].removeprefix("www.")
    return Archive(
        items=items, address=generator.address, hosts=frozenset({host} - {""}), local=_finder(generator, known),
        skipped=dict(generator.skipped),
    )  # fmt: skip


def _read(path: str, generator: Generator) -> Text:
    return generator.read(path, texts.read(generator.root, path, generator.has_meta_lines))


def _survey(generator: Generator) -> _Known:
    known = _Known({}, {}, {})
    keys: set[str] = set()
    for path in generator.paths():
        text = _read(path, generator)
        page = generator.page(text)
        key = slugs.slugify(page.key)
        if key in keys and page.date:
            key = f"{key}-{page.date:%Y%m%d}"
        number = 1
        while key in keys:
            number += 1
            key = f"{slugs.slugify(page.key)}-{number}"
        keys.add(key)
        known.pages[path] = msgspec.structs.replace(page, key=key)
        if page.addresses and not text.problems:
            _note_names(path, page, known)
    return known


def _note_names(path: str, page: Page, known: _Known) -> None:
    stem = path.rpartition(".")[0]
    bundle = stem.rpartition("/")[0] if PurePosixPath(stem).name.partition(".")[0] in ("index", "_index") else ""
    for whole in filter(None, (stem, bundle)):
        parts = whole.split("/")
        for start in range(len(parts)):
            known.addresses.setdefault("/".join(parts[start:]).casefold(), page.addresses[0])
    if bundle:
        known.folders.setdefault(page.addresses[0].strip("/"), bundle)


def _resolve(name: str, path: str, known: _Known) -> str:
    """Return the old address of a text that is named in the file `path`; empty if there is none."""
    stem = re.sub(r"(?:/?_?index)?\.(?:md|markdown|rst|mkd|html)$|/$", "", unquote(name))
    beside = PurePosixPath(path).parent
    for part in stem.split("/"):
        beside = beside.parent if part == ".." else beside if part == "." else beside / part
    found = (known.addresses.get(one.casefold()) for one in (beside.as_posix(), stem.strip("/").replace("../", "")))
    return next(filter(None, found), "")


def _finder(generator: Generator, known: _Known) -> Callable[[str], Path | None]:
    """Return a function that finds the file for a path of the old site."""
    inside = generator.root.resolve()

    def local(path: str) -> Path | None:
        path = path.strip("/")
        path = path.removeprefix(generator.base.strip("/") + "/") if generator.base else path
        folder, _, name = path.rpartition("/")
        names = [f"{root}/{path}" for root in generator.roots]
        names += [f"{known.folders[folder]}/{name}"] if folder in known.folders else []
        for one in names:
            found = (generator.root / one.lstrip("/")).resolve()
            if found.is_file() and found.is_relative_to(inside):
                return found
        return None

    return local


def _item(path: str, generator: Generator, known: _Known) -> Item:
    """Return the item of a file."""
    text, page = _read(path, generator), known.pages[path]
    if path.lower().endswith(".rst"):
        return Item(
            key=page.key, title=page.slug, status=Status.WITHHELD, notes=(note("fields", _RST, _RST_HINT, name=path),)
        )
    if text.problems:
        unreadable = (texts.broken(text), *text.problems)
        return Item(key=page.key, title=PurePosixPath(path).name, status=Status.WITHHELD, notes=unreadable)
    body, notes = _body(text, generator, known)
    return Item(
        key=page.key,
        guid=fields.text(text.fields, "guid", "id", "uuid") if not page.guid else page.guid,
        title=_words(fields.text(text.fields, "title", "judul")) or _first_heading(body),
        date=page.date or (datetime(2000, 1, 1, tzinfo=generator.zone) if page.is_page else None),
        expires=page.expires,
        status=page.status,
        is_page=page.is_page,
        slug=slugs.slugify(page.slug),
        body=body,
        is_markdown=not path.lower().endswith((".html", ".htm")),
        summary=_words(
            _without_tags(fields.text(text.fields, "summary", "excerpt", "description", "ringkasan"), generator)
        ),
        authors=tuple(filter(None, dict.fromkeys(fields.authors(text.fields, generator.people)))),
        terms=tuple(_terms(text, page, generator)),
        lead=_lead(text, generator),
        addresses=tuple(f"{generator.host}{one}" for one in page.addresses),
        lang=page.lang or _language(text),
        notes=(*page.notes, *notes),
    )


def _body(text: Text, generator: Generator, known: _Known) -> tuple[str, list[Diagnostic]]:
    """Return the body as our parser reads it, and notes."""
    values = tags.site_values(generator.settings, text.fields, generator.base, generator.host)
    names = tags.Names(lambda name: _resolve(name, text.path, known), values, generator.base)
    body, notes = tags.converted(text.body, text.path, text.line, names, generator.is_hugo)

    def link(found: re.Match[str]) -> str:
        return f"{found[1]}{_resolve(found[2], text.path, known) or found[2]}"

    def static(found: re.Match[str]) -> str:
        folder = PurePosixPath(text.path).parent.as_posix()
        for root in generator.roots:
            folder = folder.removeprefix(root).strip("/") if root and folder.startswith(root) else folder
        target = found[1] if found[1].startswith("/") else f"/{folder}/{found[1]}"
        return f"{generator.base}{re.sub('/{2,}', '/', target)}"

    body = _STATIC_LINK.sub(static, _FILE_LINK.sub(link, body))
    if generator.base:  # written before a tag that writes it too, as older versions needed it
        body = body.replace(f"{generator.base}{generator.base}/", f"{generator.base}/")
    return (kramdown.as_markdown(body) if not text.path.lower().endswith((".html", ".htm")) else body), notes


def _without_tags(written: str, generator: Generator) -> str:
    names = tags.Names(lambda name: "", {}, generator.base)
    return tags.converted(written, "", 1, names, generator.is_hugo)[0]


def _words(written: str) -> str:
    """Return a text on one line, without the signs of links and tags."""
    return one_line(_LINK.sub(r"\1", written))


def _first_heading(body: str) -> str:
    found = re.search(r"^#[ \t]+(.+?)[ \t#]*$", body, re.MULTILINE)
    return _words(found[1]) if found else ""


def _terms(text: Text, page: Page, generator: Generator) -> Iterator[Term]:
    taxonomies = text.fields.get("taxonomies")  # of Zola, and of some themes of Hugo
    named = {**text.fields, **taxonomies} if isinstance(taxonomies, dict) else text.fields
    yield from fields.terms(named, generator.separator)
    yield from (Term(one) for one in page.categories)


def _lead(text: Text, generator: Generator) -> Picture | None:
    found = fields.picture(text.fields)
    if found is None or re.match(r"\w+:|/", found.url):
        return found
    beside = (generator.root / text.path).parent / found.url
    is_beside = PurePosixPath(text.path).stem.partition(".")[0] == "index" and beside.is_file()
    cleaned = _STATIC_LINK.sub(r"\1", found.url).lstrip("./")
    return (
        found
        if is_beside
        else msgspec.structs.replace(found, url=f"{generator.host}{generator.base}/{cleaned.lstrip('/')}")
    )


def _language(text: Text) -> str:
    found = re.match(r"[a-z]{2,3}(?![a-z])", fields.text(text.fields, "lang", "language", "locale").lower())
    return found[0] if found else ""


_RST = N_("{name} is reStructuredText, which is not read: it is not imported")
_RST_HINT = N_("convert it with pandoc -f rst -t gfm, write the fields above it, and import again")
