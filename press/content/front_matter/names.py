"""The names of fields: other spellings of ours, and what to write in place of a field that Press does not know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from press.content.front_matter import syntax_errors
from press.content.front_matter.values import Fields, Findings, Value
from press.expressions import expression
from press.i18n.mark import N_

_PLURALS = {"authors": "author"}
"""Second names that Press accepts."""
_SYNONYMS = {
    "excerpt": "summary", "description": "summary", "subtitle": "summary", "lead": "summary", "ringkasan": "summary",
    "judul": "title", "headline": "title", "tanggal": "date", "publishdate": "date", "pubdate": "date",
    "lastmod": "updated", "modified": "updated", "lastmodifiedat": "updated", "diperbarui": "updated",
    "penulis": "author", "fotografer": "photographer", "penyunting": "editor",
    "categories": "topics", "category": "topics", "topic": "topics", "topik": "topics", "tag": "tags",
    "keywords": "tags", "instansi": "office", "wilayah": "regions", "region": "regions", "tempat": "place",
    "guid": "id", "redirectfrom": "aliases", "narahubung": "contact",
    "gambar": "image", "thumbnail": "image", "cover": "image", "foto": "image", "lampiran": "attachments",
    "imagealt": "image.alt", "imagecaption": "image.caption", "imagefigcaption": "image.caption",
    "language": "lang", "locale": "lang",
    "umumkan": "announce", "canonical": "original", "canonicalurl": "original", "ralat": "corrections",
    "klaim": "claim", "kutipan": "quotes", "poin": "points", "poinutama": "points", "keypoints": "points",
    "highlights": "points", "faktanya": "claim.fact",
    "acara": "event", "mulai": "event.starts", "selesai": "event.ends", "start": "event.starts", "end": "event.ends",
    "peringatan": "alert", "berlakusampai": "expires",
    "sematkan": "pinned", "disematkan": "pinned",
}  # fmt: skip
"""Names of fields in other generators and in Indonesian, `squeezed`, and our names for them."""
_ADDRESSES = frozenset({"permalink", "url"})
"""Names of the address of a page in other generators: for Press a slug, or a former address."""
_PUBLICATION = expression(
    r"(?:is)?publish(?:ed)?|(?:post)?status|visibility|hidden|private|unlisted|(?:is)?drafts?|terbit"
)
"""Names that say elsewhere whether a release is public; here they are harmless (see `withheld`)."""
_FORMER = expression(r"/[^\s:{}?#\\]*[^\s:{}?#\\/][^\s:{}?#\\]*")
_SLUG = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MIN_LENGTH = 3
"""Shorter names resemble too many others."""
_SIMILARITY = 0.8
"""From 0 to 1; a name of five letters with one typing error reaches it."""


def squeezed(name: str) -> str:
    """Return what all spellings of a name have in common: ``removetext`` for ``Remove-Text`` and ``removeText``."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()


def in_press(fields: Fields, known: Mapping[str, object], findings: Findings) -> Fields:
    """Return the fields by their names in Press: ``Draft``, ``short-title`` and ``shortTitle`` are ours too.

    A field that is written in two spellings is an error.
    """
    if fields.keys() <= known.keys():
        return fields
    spellings = {squeezed(name): name for name in known}
    spellings |= {plural: name for plural, name in _PLURALS.items() if name in spellings.values()}
    found: Fields = {}
    for written, value in fields.items():
        name = spellings.get(squeezed(written), written)
        if name in found:
            syntax_errors.duplicate_field(name, value.key, found, findings)
        else:
            found[name] = value
    return found


def similar(path: str, value: Value, known: Iterable[str], findings: Findings) -> str:
    """Return the name in Press of a field that it does not know, by its meaning or as a typing error; or ``""``."""
    name = squeezed(path)
    if name in _SYNONYMS:
        return _SYNONYMS[name]
    if name in _ADDRESSES:
        return _name_of_address(value)
    last = path.rpartition(".")[2]
    return findings.nearest(last, known, _SIMILARITY) if len(last) >= _MIN_LENGTH else ""


def advice(path: str, nearest: str, is_there: bool) -> str:
    """Return the hint for a field that Press does not know, given the `similar` one, and whether that is there."""
    if not nearest and _PUBLICATION.fullmatch(squeezed(path)):
        return N_("delete this: a release without draft: true is published at its date")
    if not nearest:
        return N_("the fields are listed in docs/front-matter.md")
    if is_there:
        return N_("delete this: the field “{nearest}” is there already")
    if "." in nearest:
        return N_("write it below {parent}: as {nearest}:")
    if squeezed(path) in _ADDRESSES and nearest == "aliases":
        return N_("if it is a former address, write aliases: [{text}]")
    is_synonym = squeezed(path) in _SYNONYMS or squeezed(path) in _ADDRESSES
    return N_("in Press it is called “{nearest}”") if is_synonym else N_("did you mean “{nearest}”?")


def _name_of_address(value: Value) -> str:
    text = value.data if isinstance(value.data, str) else ""
    if _FORMER.fullmatch(text):
        return "aliases"
    return "slug" if _SLUG.fullmatch(text) else ""
