"""From the fields of a file to a `Release`: one reader a field, then what follows from several of them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from press import rules, urls
from press.config import Config, Term
from press.content.front_matter import dates, nested_fields
from press.content.front_matter.readers import ReadContext, Reader, boolean, moment, take, text, texts
from press.content.front_matter.values import Fields, Findings, Position, Value, entries, filled
from press.i18n.mark import N_
from press.model import Release, ReleaseKind

_SHARED_TITLE = 65
"""What a share card shows of a title, in characters."""
_LONGEST_ID = 200
_TOP: Position = (1, 0)


def read(fields: Fields, body: int, source: str, config: Config, findings: Findings) -> Release | None:
    """Make the release that the fields speak of; `body` is the line on which its text begins.

    Fields that are wrong are left out and noted. None where an essential one is.
    """
    context = ReadContext(fields, source, config, findings)
    known = take(fields, _READERS, context)
    failed = [
        name for name, rule in rules.FIELDS.items() if rule.essential and name in context.lines and name not in known
    ]
    _reject_unpublished(context)
    if not known.get("draft"):
        _require(context)
    _settle_offices(known)
    _settle_identity(known, context)
    _settle_kind(known, context)
    if failed or "title" not in known or "date" not in known:
        return None
    context.lines["body"] = body
    return Release(source=source, lines=context.lines, **known)


def stem(source: str) -> str:
    """The name of a release's file, or of its folder where the file is ``index``: ``2026-03-14-banjir``."""
    folder, _, name = source.rpartition("/")
    name = name.rpartition(".")[0] or name
    return folder.rpartition("/")[2] or name if name == "index" else name


def slug_of(source: str) -> str:
    """The slug that follows from a file's name."""
    name = stem(source)
    return urls.slugify(dates.in_name(name)[1] or name)


def _title(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written and "\n" in written:
        context.wrong(value, path, N_("a title is one line"), N_("write it on one line, and the rest as summary"))
        return None
    return written


def _short_title(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written and len(written) > _SHARED_TITLE:
        message = N_("the short title has {length} characters; share cards show {limit}")
        hint = N_("shorten it")
        at = value.at
        context.findings.add(at, rules.SHORT_TITLE_LENGTH, message, hint, length=len(written), limit=_SHARED_TITLE)
    return written


def _id(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written and (len(written) > _LONGEST_ID or re.search(r"\s", written)):
        message = N_("an id has no spaces and at most {limit} characters")
        context.wrong(value, path, message, N_("write a short one, such as 2026-0042"), limit=_LONGEST_ID)
        return None
    return written


def _slug(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or urls.is_slug(written):
        return written
    message = N_("“{slug}” cannot be the last part of an address")
    hint = N_("use a-z, 0-9 and hyphens, such as {example}")
    context.wrong(value, path, message, hint, slug=written[:80], example=urls.slugify(written))
    return None


def _kind(value: Value, path: str, context: ReadContext) -> ReleaseKind | None:
    written = text(value, path, context)
    kinds = [kind for kind in ReleaseKind if (kind is ReleaseKind.PAGE) == context.is_page]
    if written is None or written.lower() in kinds:
        return ReleaseKind(written.lower()) if written else None
    names = ", ".join(kinds)
    context.wrong(value, path, N_("unknown kind “{name}”"), N_("write one of: {names}"), name=written[:80], names=names)
    return None


_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-[a-z\d]{5,8}|-\d[a-z\d]{3})*", re.IGNORECASE | re.ASCII
)


def _lang(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or _LANGUAGE.fullmatch(written):
        return written
    hint = N_("write its code, such as id, en or bjn")
    context.wrong(value, path, N_("“{name}” is not a language"), hint, name=written[:80])
    return None


def _original(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or urls.is_safe(written):
        return written
    hint = N_("write the whole address, beginning with https://")
    context.wrong(value, path, N_("“{address}” is not an address that may be linked to"), hint, address=written[:80])
    return None


_NO_ADDRESS = re.compile(r"[\\?#\s\x00-\x1f]|(?:^|/)\.{0,2}(?:/|$)")


def _aliases(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    """Former addresses; files are written there, so that none may lead out of the site."""
    written = texts(value, path, context)
    for alias in written or ():
        if _NO_ADDRESS.search(alias.strip("/")) or urls.is_foreign(alias):
            hint = N_("write it from the root of the portal, such as /2020/01/banjir/")
            context.wrong(value, path, N_("“{address}” is not a former address"), hint, address=alias[:80])
            return None
    return written


def _topics(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    return _terms(value, path, context.config.topics, N_("unknown topic “{name}”"), context)


def _regions(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    return _terms(value, path, context.config.regions, N_("unknown region “{name}”"), context)


def _offices(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    return _terms(value, path, context.config.offices, N_("unknown office “{name}”"), context)


def _terms(
    value: Value, path: str, vocabulary: dict[str, Term] | None, unknown: str, context: ReadContext
) -> tuple[str, ...] | None:
    """Read ids of a vocabulary. In a closed one a name stands for its id; in an open one any name will do."""
    written = texts(value, path, context)
    if vocabulary is None or written is None or all(name in vocabulary for name in written):
        return written
    ids = {name: term for term, about in vocabulary.items() for name in (about.name, about.short, term) if name}
    found = (_term(entry, path, ids, unknown, context) for entry in entries(value) if entry.data)
    return tuple(dict.fromkeys(filter(None, found))) or None


def _term(entry: Value, path: str, ids: dict[str, str], unknown: str, context: ReadContext) -> str | None:
    """The id of a term by its id or name."""
    if not isinstance(entry.data, str):
        return None  # noted already
    if entry.data not in ids:
        nearest = context.findings.nearest(entry.data, ids)
        hint = N_("did you mean “{nearest}”?") if nearest else N_("config.toml lists what there is")
        context.wrong(entry, path, unknown, hint, name=entry.data[:80], nearest=ids.get(nearest, ""))
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


def _reject_unpublished(context: ReadContext) -> None:
    """What another generator would keep back must not go out here because of a field that we do not know."""
    for name, hidden in (("published", ("false", "no", "tidak")), ("status", ("draft", "hidden"))):
        value = context.fields.get(name)
        if value and isinstance(value.data, str) and value.data.lower() in hidden and "draft" not in context.lines:
            message = N_("“{field}: {text}” would not keep this release back")
            context.findings.add(value.key, rules.DRAFT, message, N_("write draft: true"), field=name, text=value.data)


_EITHER = {"office": ("office", "offices"), "offices": ("office", "offices"), "image": ("image", "images")}


def _require(context: ReadContext) -> None:
    """Note what the context asks for and the file does not say."""
    for name in () if context.is_page else context.config.checks.require:
        if not filled(context.fields, *_EITHER.get(name, (name,))):
            message = N_("“{field}” is missing; this portal asks for it")
            context.findings.add(_TOP, rules.REQUIRE, message, N_("write {field}: and what belongs there"), field=name)


def _settle_offices(known: dict[str, Any]) -> None:
    """The leading office comes first."""
    if leading := known.pop("office", None):
        known["offices"] = tuple(dict.fromkeys((*leading, *known.get("offices", ()))))


def _settle_identity(known: dict[str, Any], context: ReadContext) -> None:
    """Title and date must be there; id and slug follow from the file where they are not."""
    if not filled(context.fields, "title"):
        context.findings.add(_TOP, rules.TITLE, N_("the title is missing"), N_("write title: and the headline"))
    if not filled(context.fields, "date"):
        known.update(_date_elsewhere(context))
    if not filled(context.fields, "id") and not context.is_page:
        message = N_("there is no id, so that moving the file would send it to all subscribers again")
        context.findings.add(_TOP, rules.MISSING_ID, message, N_("build.py check --fix writes one"))
    known.setdefault("id", context.source.removeprefix("posts/").rpartition(".")[0] or context.source)
    known.setdefault("slug", slug_of(context.source))


def _date_elsewhere(context: ReadContext) -> dict[str, datetime]:
    """The date of the file's name; that of all standing pages is the same and shown nowhere."""
    in_name = dates.in_name(stem(context.source))[0] or ("2000-01-01" if context.is_page else "")
    found = dates.moment(in_name, context.zone)
    if found:
        return {"date": found}
    context.findings.add(_TOP, rules.DATE, N_("the date is missing"), N_("write date: 2026-03-14 09:30"))
    return {}


def _settle_kind(known: dict[str, Any], context: ReadContext) -> None:
    """A standing page is one by its place; a clarification has a claim, and nothing else has."""
    if context.is_page:
        known["kind"] = ReleaseKind.PAGE
    clarifies = known.get("kind") is ReleaseKind.CLARIFICATION
    if clarifies and not filled(context.fields, "claim"):
        hint = N_("write claim: and below it text: and verdict:, so that readers find the hoax that it answers")
        context.findings.add(
            (context.lines["kind"], 0), rules.CLAIM_KIND, N_("a clarification should say which claim it answers"), hint
        )
    elif "claim" in known and not clarifies:
        hint = N_("write kind: clarification")
        context.findings.add(
            (context.lines["claim"], 0), rules.CLAIM_KIND, N_("only a clarification answers a claim"), hint
        )
