"""From the fields of a file to a `Release`: one reader for each field, then checks and defaults across fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from press import rules, slugs, urls, web
from press.config import Config, Term
from press.content import dates
from press.content.front_matter import comma_lists, event_fields, kinds, names, nested_fields, withheld
from press.content.front_matter.readers import ReadContext, Reader, boolean, moment, read_fields, text, texts
from press.content.front_matter.values import Fields, Findings, Position, Value, entries, has_value
from press.i18n.mark import N_
from press.i18n.words import meaning, words
from press.model import ListingKind, Release, ReleaseKind

_SHARE_CARD_TITLE = 65
"""The longest title that a share card shows, in characters."""
_MAX_ID_LENGTH = 200
_FEWEST_POINTS, _MOST_POINTS = 2, 5
"""How many main points a release has."""
_TOP: Position = (1, 0)


def read(fields: Fields, body: int, source: str, config: Config, findings: Findings) -> Release | None:
    """Make a release from the fields of its file; `body` is the line on which its text begins.

    Invalid fields are reported and left out. None if an essential field is invalid, or title or date is missing; not
    for a draft, which other releases may name.
    """
    fields = names.in_press(fields, _READERS, findings)
    context = ReadContext(fields, source, config, findings)
    unknown = {name: fields[name] for name in sorted(fields.keys() - _READERS.keys())}
    held = set() if context.is_draft else withheld.report(unknown, _date(context) if unknown else None, context)
    if held:
        fields = {name: value for name, value in fields.items() if name not in held}
    values = read_fields(fields, _READERS, context)
    failed = [
        name for name, rule in rules.FIELDS.items() if rule.essential and name in context.lines and name not in values
    ]
    if not values.get("draft"):
        _check_required(context)
    _merge_offices(values)
    _add_title_date_id_slug(values, context)
    kinds.check(values, context)
    _check_order(values, context)
    if values.get("draft"):
        _complete_draft(values, context)
    elif failed or "title" not in values or "date" not in values:
        return None
    context.lines["body"] = body
    return Release(source=source, lines=context.lines, **values)


def _complete_draft(values: dict[str, Any], context: ReadContext) -> None:
    """Add a title and a date where a draft has none that is right."""
    values.setdefault("title", stem(context.source))
    values.setdefault("date", dates.moment("2000-01-01", context.zone))


def stem(source: str) -> str:
    """Return the name of a release's file, or of its folder if the file is ``index``: ``2026-03-14-banjir``."""
    folder, _, name = source.rpartition("/")
    name = name.rpartition(".")[0] or name
    return folder.rpartition("/")[2] or name if name.lower() == "index" else name


def slug_of(source: str, lang: str = "") -> str:
    """Return the slug that a release has by default, from the name of its file.

    With `lang`, the language at the end of the name is left out: ``jembatan`` for ``jembatan.en.md``.
    """
    name = stem(_without_language(source, lang) if lang else source)
    return slugs.slugify(dates.in_name(name)[1] or name)


def _without_language(source: str, lang: str) -> str:
    name, dot, ending = source.rpartition(".")
    suffixes = {f".{lang.lower()}", f".{lang.lower().partition('-')[0]}"}
    found = next((suffix for suffix in sorted(suffixes, reverse=True) if name.lower().endswith(suffix)), "")
    return f"{name[: len(name) - len(found)]}{dot}{ending}"


def _date(context: ReadContext) -> datetime | None:
    """Return the date of the release, before it is checked."""
    date = context.fields.get("date")
    written = date.data if date and isinstance(date.data, str) else ""
    return dates.moment(written or dates.in_name(stem(context.source))[0], context.zone)


def _title(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written and "\n" in written:
        context.add_error(
            value,
            path,
            N_("the title must be on one line"),
            N_("write the headline on one line, and move the rest to summary"),
        )
        return None
    return written


def _short_title(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written and len(written) > _SHARE_CARD_TITLE:
        message = N_("the short title has {length} characters; share cards show {limit}")
        hint = N_("shorten it")
        at = value.at
        context.findings.add(at, rules.SHORT_TITLE_LENGTH, message, hint, length=len(written), limit=_SHARE_CARD_TITLE)
    return written


def _points(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    written = texts(value, path, context)
    count = sum(bool(entry.data) for entry in entries(value))
    if written and not _FEWEST_POINTS <= count <= _MOST_POINTS:
        message = N_("there are {count} main points; readers take in {fewest} to {limit}")
        hint = N_("write the {fewest} to {limit} sentences that matter most, each as an entry of the list")
        values = {"count": count, "fewest": _FEWEST_POINTS, "limit": _MOST_POINTS}
        context.findings.add(value.at, rules.POINT_COUNT, message, hint, **values)
    return written


def _id(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written and (len(written) > _MAX_ID_LENGTH or re.search(r"\s", written)):
        message = N_("an id must have no spaces and at most {limit} characters")
        context.add_error(value, path, message, N_("write a short one, such as 2026-0042"), limit=_MAX_ID_LENGTH)
        return None
    return written


def _slug(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or slugs.is_slug(written):
        return written
    example = slugs.slugify(written)
    if len(written) > slugs.SLUG_BYTES:
        message = N_("the slug has {length} characters; an address takes {limit}")
        hint = N_("shorten it, for example to {example}")
        context.add_error(value, path, message, hint, length=len(written), limit=slugs.SLUG_BYTES, example=example)
        return None
    message = N_("“{slug}” cannot be the last part of an address")
    hint = N_("use a-z, 0-9 and hyphens, such as {example}")
    context.add_error(value, path, message, hint, slug=written[:80], example=example)
    return None


def _kind(value: Value, path: str, context: ReadContext) -> ReleaseKind | None:
    written = text(value, path, context)
    if written is None:
        return None
    if context.is_page:
        labels = {ReleaseKind.PAGE.value: ReleaseKind.PAGE.value}
        found = written.lower() if written.lower() in labels else ""
    else:
        labels, found = words(context.config.language).kinds, meaning(written, "kinds", "kind_lists")
    if not found:
        names = ", ".join(label.lower() for label in labels.values())
        message, hint = N_("unknown kind “{name}”"), N_("write one of: {names}")
        context.add_error(value, path, message, hint, name=written[:80], names=names)
    return ReleaseKind(found) if found else None


_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-[a-z\d]{5,8}|-\d[a-z\d]{3})*", re.IGNORECASE | re.ASCII
)


def is_language(text: str) -> bool:
    """Tell whether a text is the code of a language, as BCP 47 forms them."""
    return bool(_LANGUAGE.fullmatch(text))


def _lang(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or is_language(written):
        return written
    hint = N_("write a code such as id, en or bjn")
    context.add_error(value, path, N_("“{name}” is not the code of a language"), hint, name=written[:80])
    return None


def _original(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    address = web.with_https(written or "")
    if address.isprintable():
        address = web.encoded(address)
    if written is None or web.is_web_address(address):
        return address or None
    hint = N_("write the complete address, beginning with https://")
    context.add_error(value, path, N_("“{address}” is not a web address"), hint, address=written[:80])
    return None


def _aliases(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    """Read former addresses. Files are written to these addresses, so none may lead out of the site."""
    written = texts(value, path, context)
    found = []
    for alias in written or ():
        former = urls.former_address(alias)
        if not former:
            message, hint = (
                N_("“{address}” cannot be a former address in this portal"),
                N_("write it from the root of the portal, such as /2020/01/banjir/"),
            )
            context.add_error(value, path, message, hint, address=alias[:80])
            return None
        found.append(former)
    return tuple(dict.fromkeys(found)) or None


def _tags(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    comma_lists.report(value, path, context)
    return _distinct(ListingKind.TAG, texts(value, path, context))


def _topics(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    return _terms(value, path, context.config.topics, N_("unknown topic “{name}”"), context, ListingKind.TOPIC)


def _regions(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    return _terms(value, path, context.config.regions, N_("unknown region “{name}”"), context, ListingKind.REGION)


def _offices(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    return _terms(value, path, context.config.offices, N_("unknown office “{name}”"), context, ListingKind.OFFICE)


def _terms(
    value: Value,
    path: str,
    vocabulary: Mapping[str, Term] | None,
    unknown: str,
    context: ReadContext,
    kind: ListingKind,
) -> tuple[str, ...] | None:
    """Read the ids of terms. In a closed vocabulary a name is replaced by its id; an open one allows any name."""
    written = texts(value, path, context)
    if vocabulary is None and kind is not ListingKind.OFFICE:  # the name of an office may have a comma
        comma_lists.report(value, path, context)
    if vocabulary is None or written is None or all(name in vocabulary for name in written):
        return _distinct(kind, written)
    ids = {
        name: term
        for term, about in vocabulary.items()
        for name in (about.name, about.short, *about.aliases, term)
        if name
    }
    several = comma_lists.written(value, ids)
    found = (_term(entry, path, ids, unknown, several, context) for entry in entries(value) if entry.data)
    return tuple(dict.fromkeys(filter(None, found))) or None


def _distinct(kind: ListingKind, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the names without those that mean a term that was named before, such as ``air`` after ``Air``."""
    found: dict[str, str] = {}
    for name in names or ():
        found.setdefault(slugs.term_id(kind, name), name)
    return tuple(found.values()) or None


def _term(entry: Value, path: str, ids: dict[str, str], unknown: str, several: str, context: ReadContext) -> str | None:
    """Return the id of a term, given its id or name; `several` is the list to write if the field has commas."""
    if not isinstance(entry.data, str):
        return None  # reported already
    if entry.data not in ids:
        known = dict.fromkeys(ids.values())
        nearest = context.findings.nearest(entry.data, ids)
        hint = N_("did you mean “{nearest}”?") if nearest else N_("choose one of those in config.toml: {known}")
        if several:
            hint = N_("write {field}: {list}")
        values = {"name": entry.data[:80], "nearest": ids.get(nearest, ""), "list": several}
        context.add_error(entry, path, unknown, hint, known=comma_lists.shown(known), **values)
    return ids.get(entry.data)


_READERS: dict[str, Reader] = {
    "title": _title, "short_title": _short_title, "date": moment, "updated": moment, "summary": text, "points": _points,
    "id": _id, "slug": _slug, "aliases": _aliases, "kind": _kind, "topics": _topics, "tags": _tags,
    "office": _offices, "offices": _offices, "regions": _regions, "place": text, "author": texts,
    "photographer": texts, "editor": texts, "approved_by": texts, "code": text, "contact": nested_fields.contact,
    "allow": nested_fields.allow,
    "image": nested_fields.image, "images": nested_fields.images,
    "quotes": nested_fields.quotes, "attachments": nested_fields.attachments,
    "draft": boolean, "announce": boolean, "expires": moment, "review": nested_fields.date,
    "pinned": nested_fields.pinned,
    "corrections": nested_fields.corrections,
    "withdrawn": nested_fields.withdrawn, "claim": nested_fields.claim, "disclosure": nested_fields.disclosure,
    "event": event_fields.event,
    "alert": nested_fields.alert,
    "lang": _lang, "translation_of": text,
    "original": _original,
}  # fmt: skip
NAMES = tuple(_READERS)
"""All fields of front matter, in the order in which `dump` writes them."""


_ALTERNATIVES = {"office": ("office", "offices"), "offices": ("office", "offices"), "image": ("image", "images")}


def _check_required(context: ReadContext) -> None:
    """Report fields that config.toml requires and the file does not have."""
    for name in () if context.is_page else context.config.checks.require:
        if not has_value(context.fields, *_ALTERNATIVES.get(name, (name,))):
            message = N_("“{field}” is missing; this portal requires it")
            context.findings.add(_TOP, rules.REQUIRE, message, N_("write {field}: and its value"), field=name)


def _merge_offices(values: dict[str, Any]) -> None:
    """Put the leading office in front of the other offices."""
    if leading := values.pop("office", None):
        values["offices"] = _distinct(ListingKind.OFFICE, (*leading, *values.get("offices", ())))


def _add_title_date_id_slug(values: dict[str, Any], context: ReadContext) -> None:
    """Report a missing title, date or id; take a missing date, id or slug from the path of the file."""
    if not has_value(context.fields, "title"):
        context.findings.add(_TOP, rules.TITLE, N_("the title is missing"), N_("write title: and the headline"))
    if not has_value(context.fields, "date"):
        values.update(_date_from_name(context))
    if not has_value(context.fields, "id") and not context.is_page:
        message = N_("there is no id: if the file is moved, all subscribers get the release again")
        context.findings.add(
            _TOP, rules.MISSING_ID, message, N_("run build.py check --fix, which writes one into the file")
        )
    values.setdefault("id", context.source.removeprefix("posts/").rpartition(".")[0] or context.source)
    values.setdefault("slug", slug_of(context.source, _language_in_address(values, context)))


def _language_in_address(values: dict[str, Any], context: ReadContext) -> str:
    """Return the language of a release if it is a part of its address."""
    lang, date = values.get("lang", ""), values.get("date")
    return lang if date and not context.is_page and urls.language_folder(lang, date, context.config) else ""


def _date_from_name(context: ReadContext) -> dict[str, datetime]:
    """Return the date in the name of the file. For all standing pages it is the same date, which is shown nowhere."""
    in_name = dates.in_name(stem(context.source))[0] or ("2000-01-01" if context.is_page else "")
    found = dates.moment(in_name, context.zone)
    if found:
        return {"date": found}
    context.findings.add(_TOP, rules.DATE, N_("the date is missing"), N_("write date: 2026-03-14 09:30"))
    return {}


def _check_order(values: dict[str, Any], context: ReadContext) -> None:
    """Report what is said to have happened before the release was published: most likely a wrong year or month."""
    date = values.get("date")
    if context.is_page or date is None:
        return
    withdrawn = values.get("withdrawn")
    later = {f"corrections.{number}": one.date for number, one in enumerate(values.get("corrections", ()))}
    later |= {"withdrawn": withdrawn.date} if withdrawn else {}
    wrong = [(name, at) for name, at in later.items() if at < date and at.date() < date.date()]
    if (expires := values.get("expires")) and expires <= date:
        wrong.append(("expires", expires))
    if (pinned := values.get("pinned")) and pinned.until <= date:
        wrong.append(("pinned", pinned.until))
    for name, at in wrong:
        line = context.lines.get(f"{name}.date") or context.lines[name]
        context.findings.add(
            (line, 0),
            rules.of_field(name),
            N_("“{field}” is {time}, but the release was published only on {date}"),
            N_("correct one of the two dates"),
            field=name,
            time=dates.formatted(at),
            date=dates.formatted(date),
        )
