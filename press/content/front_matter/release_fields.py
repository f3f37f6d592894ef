"""From the fields of a file to a `Release`: one reader a field, then what follows from several of them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from press import urls
from press.config import Config, Term
from press.content.front_matter import dates, nested_fields
from press.content.front_matter.readers import Desk, Reader, boolean, moment, take, text, texts
from press.content.front_matter.values import Fields, Notes, Position, Value, entries, filled
from press.errors import ESSENTIAL, N_
from press.model import Kind, Release

_SHARED_TITLE = 65
"""What a share card shows of a title, in characters."""
_LONGEST_ID = 200
_TOP: Position = (1, 0)


def read(fields: Fields, body: int, source: str, config: Config, notes: Notes) -> Release | None:
    """Make the release that the fields speak of; `body` is the line on which its text begins.

    Fields that are wrong are left out and noted. None where an essential one is.
    """
    desk = Desk(fields, source, config, notes)
    known = take(fields, _READERS, desk)
    failed = [name for name in ESSENTIAL if name in desk.lines and name not in known]
    _reject_unpublished(desk)
    if not known.get("draft"):
        _require(desk)
    _settle_offices(known)
    _settle_identity(known, desk)
    _settle_kind(known, desk)
    if failed or "title" not in known or "date" not in known:
        return None
    desk.lines["body"] = body
    return Release(source=source, lines=desk.lines, **known)


def stem(source: str) -> str:
    """The name of a release's file, or of its folder where the file is ``index``: ``2026-03-14-banjir``."""
    folder, _, name = source.rpartition("/")
    name = name.rpartition(".")[0] or name
    return folder.rpartition("/")[2] or name if name == "index" else name


def slug_of(source: str) -> str:
    """The slug that follows from a file's name."""
    name = stem(source)
    return urls.slugify(dates.in_name(name)[1] or name)


def _title(value: Value, path: str, desk: Desk) -> str | None:
    written = text(value, path, desk)
    if written and "\n" in written:
        desk.wrong(value, path, N_("a title is one line"), N_("write it on one line, and the rest as summary"))
        return None
    return written


def _short_title(value: Value, path: str, desk: Desk) -> str | None:
    written = text(value, path, desk)
    if written and len(written) > _SHARED_TITLE:
        message = N_("the short title has {length} characters; share cards show {limit}")
        hint = N_("shorten it")
        at = value.at
        desk.notes.warning(at, "short-title", message, hint, length=len(written), limit=_SHARED_TITLE)
    return written


def _id(value: Value, path: str, desk: Desk) -> str | None:
    written = text(value, path, desk)
    if written and (len(written) > _LONGEST_ID or re.search(r"\s", written)):
        message = N_("an id has no spaces and at most {limit} characters")
        desk.wrong(value, path, message, N_("write a short one, such as 2026-0042"), limit=_LONGEST_ID)
        return None
    return written


def _slug(value: Value, path: str, desk: Desk) -> str | None:
    written = text(value, path, desk)
    if written is None or urls.is_slug(written):
        return written
    message = N_("“{slug}” cannot be the last part of an address")
    hint = N_("use a-z, 0-9 and hyphens, such as {example}")
    desk.wrong(value, path, message, hint, slug=written[:80], example=urls.slugify(written))
    return None


def _kind(value: Value, path: str, desk: Desk) -> Kind | None:
    written = text(value, path, desk)
    kinds = [kind for kind in Kind if (kind is Kind.PAGE) == desk.is_page]
    if written is None or written.lower() in kinds:
        return Kind(written.lower()) if written else None
    names = ", ".join(kinds)
    desk.wrong(value, path, N_("unknown kind “{name}”"), N_("write one of: {names}"), name=written[:80], names=names)
    return None


_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-[a-z\d]{5,8}|-\d[a-z\d]{3})*", re.IGNORECASE | re.ASCII
)


def _lang(value: Value, path: str, desk: Desk) -> str | None:
    written = text(value, path, desk)
    if written is None or _LANGUAGE.fullmatch(written):
        return written
    hint = N_("write its code, such as id, en or bjn")
    desk.wrong(value, path, N_("“{name}” is not a language"), hint, name=written[:80])
    return None


def _original(value: Value, path: str, desk: Desk) -> str | None:
    written = text(value, path, desk)
    if written is None or urls.is_safe(written):
        return written
    hint = N_("write the whole address, beginning with https://")
    desk.wrong(value, path, N_("“{address}” is not an address that may be linked to"), hint, address=written[:80])
    return None


_NO_ADDRESS = re.compile(r"[\\?#\s\x00-\x1f]|(?:^|/)\.{0,2}(?:/|$)")


def _aliases(value: Value, path: str, desk: Desk) -> tuple[str, ...] | None:
    """Former addresses; files are written there, so that none may lead out of the site."""
    written = texts(value, path, desk)
    for alias in written or ():
        if _NO_ADDRESS.search(alias.strip("/")) or urls.is_foreign(alias):
            hint = N_("write it from the root of the portal, such as /2020/01/banjir/")
            desk.wrong(value, path, N_("“{address}” is not a former address"), hint, address=alias[:80])
            return None
    return written


def _topics(value: Value, path: str, desk: Desk) -> tuple[str, ...] | None:
    return _terms(value, path, desk.config.topics, N_("unknown topic “{name}”"), desk)


def _regions(value: Value, path: str, desk: Desk) -> tuple[str, ...] | None:
    return _terms(value, path, desk.config.regions, N_("unknown region “{name}”"), desk)


def _offices(value: Value, path: str, desk: Desk) -> tuple[str, ...] | None:
    return _terms(value, path, desk.config.offices, N_("unknown office “{name}”"), desk)


def _terms(
    value: Value, path: str, vocabulary: dict[str, Term] | None, unknown: str, desk: Desk
) -> tuple[str, ...] | None:
    """Read ids of a vocabulary. In a closed one a name stands for its id; in an open one any name will do."""
    written = texts(value, path, desk)
    if vocabulary is None or written is None or all(name in vocabulary for name in written):
        return written
    ids = {name: term for term, about in vocabulary.items() for name in (about.name, about.short, term) if name}
    found = (_term(entry, path, ids, unknown, desk) for entry in entries(value) if entry.data)
    return tuple(dict.fromkeys(filter(None, found))) or None


def _term(entry: Value, path: str, ids: dict[str, str], unknown: str, desk: Desk) -> str | None:
    """The id of a term by its id or name."""
    if not isinstance(entry.data, str):
        return None  # noted already
    if entry.data not in ids:
        nearest = desk.notes.nearest(entry.data, ids)
        hint = N_("did you mean “{nearest}”?") if nearest else N_("config.toml lists what there is")
        desk.wrong(entry, path, unknown, hint, name=entry.data[:80], nearest=ids.get(nearest, ""))
    return ids.get(entry.data)


_READERS: dict[str, Reader] = {
    "title": _title, "short_title": _short_title, "date": moment, "updated": moment, "summary": text,
    "id": _id, "slug": _slug, "aliases": _aliases, "kind": _kind, "topics": _topics, "tags": texts,
    "office": _offices, "offices": _offices, "regions": _regions, "place": text, "author": text,
    "photographer": text, "editor": text, "approved_by": text, "code": text, "contact": nested_fields.contact,
    "image": nested_fields.image, "images": nested_fields.images, "attachments": nested_fields.attachments,
    "draft": boolean, "expires": moment, "review": nested_fields.date, "corrections": nested_fields.corrections,
    "withdrawn": nested_fields.withdrawn, "claim": nested_fields.claim, "lang": _lang, "translation_of": text,
    "original": _original,
}  # fmt: skip
NAMES = tuple(_READERS)
"""All that may stand in front matter, in the order in which it is written."""


def _reject_unpublished(desk: Desk) -> None:
    """What another generator would keep back must not go out here because of a field that we do not know."""
    for name, hidden in (("published", ("false", "no", "tidak")), ("status", ("draft", "hidden"))):
        value = desk.fields.get(name)
        if value and isinstance(value.data, str) and value.data.lower() in hidden and "draft" not in desk.lines:
            message = N_("“{field}: {text}” would not keep this release back")
            desk.notes.error(value.key, "draft", message, N_("write draft: true"), field=name, text=value.data)


_EITHER = {"office": ("office", "offices"), "offices": ("office", "offices"), "image": ("image", "images")}


def _require(desk: Desk) -> None:
    """Note what the desk asks for and the file does not say."""
    for name in () if desk.is_page else desk.config.checks.require:
        if not filled(desk.fields, *_EITHER.get(name, (name,))):
            message = N_("“{field}” is missing; this portal asks for it")
            desk.notes.error(_TOP, "require", message, N_("write {field}: and what belongs there"), field=name)


def _settle_offices(known: dict[str, Any]) -> None:
    """The leading office comes first."""
    if leading := known.pop("office", None):
        known["offices"] = tuple(dict.fromkeys((*leading, *known.get("offices", ()))))


def _settle_identity(known: dict[str, Any], desk: Desk) -> None:
    """Title and date must be there; id and slug follow from the file where they are not."""
    if not filled(desk.fields, "title"):
        desk.notes.error(_TOP, "title", N_("the title is missing"), N_("write title: and the headline"))
    if not filled(desk.fields, "date"):
        known.update(_date_elsewhere(desk))
    if not filled(desk.fields, "id") and not desk.is_page:
        message = N_("there is no id, so that moving the file would send it to all subscribers again")
        desk.notes.warning(_TOP, "id", message, N_("build.py check --fix writes one"))
    known.setdefault("id", desk.source.removeprefix("posts/").rpartition(".")[0] or desk.source)
    known.setdefault("slug", slug_of(desk.source))


def _date_elsewhere(desk: Desk) -> dict[str, datetime]:
    """The date of the file's name; that of all standing pages is the same and shown nowhere."""
    in_name = dates.in_name(stem(desk.source))[0] or ("2000-01-01" if desk.is_page else "")
    found = dates.moment(in_name, desk.zone)
    if found:
        return {"date": found}
    desk.notes.error(_TOP, "date", N_("the date is missing"), N_("write date: 2026-03-14 09:30"))
    return {}


def _settle_kind(known: dict[str, Any], desk: Desk) -> None:
    """A standing page is one by its place; a clarification has a claim, and nothing else has."""
    if desk.is_page:
        known["kind"] = Kind.PAGE
    clarifies = known.get("kind") is Kind.CLARIFICATION
    if clarifies and not filled(desk.fields, "claim"):
        hint = N_("write claim: and below it text: and verdict:, so that readers find the hoax that it answers")
        desk.notes.warning(
            (desk.lines["kind"], 0), "claim", N_("a clarification should say which claim it answers"), hint
        )
    elif "claim" in known and not clarifies:
        hint = N_("write kind: clarification")
        desk.notes.warning((desk.lines["claim"], 0), "claim", N_("only a clarification answers a claim"), hint)
