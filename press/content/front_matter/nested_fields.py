"""Readers of the fields that contain other fields: contact, images, attachments, corrections, claim and so on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date as day
from typing import Any, TypeVar

from press import rules, web
from press.content.front_matter.readers import (
    NO,
    ReadContext,
    Reader,
    boolean,
    complete,
    has_few,
    mapping,
    moment,
    text,
    texts,
)
from press.content.front_matter.values import Value, entries, is_empty
from press.i18n.mark import N_
from press.i18n.words import MESSAGES, meaning, words
from press.model import (
    Alert,
    AlertStatus,
    Allowance,
    Attachment,
    Certainty,
    Claim,
    Contact,
    Correction,
    Crop,
    Disclosure,
    Evidence,
    Hazard,
    Image,
    Pin,
    PublicInformation,
    Quote,
    Severity,
    Urgency,
    Verdict,
    Withdrawal,
)

_Choice = TypeVar("_Choice", bound=enum.StrEnum)


def date(value: Value, path: str, context: ReadContext) -> day | None:
    """Read a date, without its time."""
    found = moment(value, path, context)
    return found.date() if found else None


def contact(value: Value, path: str, context: ReadContext) -> Contact | None:
    """Read a press contact: an id from config.toml, or a mapping with name, phone and so on."""
    if not isinstance(value.data, str):
        found = _complete_mapping(value, path, _CONTACT, ("name",), context)
        return Contact(**found) if found else None
    known = context.config.contacts
    if value.data not in known:
        nearest = context.findings.nearest(value.data, known)
        hint = (
            N_("did you mean “{nearest}”?")
            if nearest
            else N_("write the id of one of [contacts] in config.toml, or fields such as name: and phone:")
        )
        context.add_error(value, path, N_("there is no contact “{name}”"), hint, name=value.data[:80], nearest=nearest)
    return known.get(value.data)


def image(value: Value, path: str, context: ReadContext) -> Image | None:
    """Read an image: a mapping, or only the name of its file."""
    found = _complete_mapping(_with_src(value), path, _IMAGE, ("src",), context)
    return Image(**found) if found else None


def _crop(value: Value, path: str, context: ReadContext) -> Crop | None:
    written = text(value, path, context)
    if written is None:
        return None
    if written.lower() in _UNCROPPED:
        return Crop.NONE
    found = meaning(written, "crops")
    if not found:
        message = N_("“{name}” does not say how thumbnails show an image")
        hint = N_("write none, which shows it whole, or leave the field out")
        context.add_error(value, path, message, hint, name=written[:80])
    return Crop(found) if found else None


def images(value: Value, path: str, context: ReadContext) -> tuple[Image, ...] | None:
    """Read a list of images."""
    return _read_list(value, path, image, context)


def quotes(value: Value, path: str, context: ReadContext) -> tuple[Quote, ...] | None:
    """Read a list of quotations."""
    return _read_list(value, path, _quote, context)


def attachments(value: Value, path: str, context: ReadContext) -> tuple[Attachment, ...] | None:
    """Read a list of attachments, each a mapping or only the name of its file."""
    return _read_list(value, path, _attachment, context)


def corrections(value: Value, path: str, context: ReadContext) -> tuple[Correction, ...] | None:
    """Read the list of corrections."""
    return _read_list(value, path, _correction, context)


def withdrawn(value: Value, path: str, context: ReadContext) -> Withdrawal | None:
    """Read when and why a release was withdrawn."""
    found = _complete_mapping(value, path, _WITHDRAWAL, ("date", "reason"), context)
    if found is None or any(f"{path}.{name}" in context.lines and name not in found for name in _REMOVALS):
        return None
    return Withdrawal(**found)


def pinned(value: Value, path: str, context: ReadContext) -> Pin | None:
    """Read until when a release is pinned. Standing pages are in no list, so they cannot be pinned."""
    found = _complete_mapping(value, path, _PIN, ("until",), context)
    if found and context.is_page:
        message, hint = N_("a standing page cannot be pinned"), N_("delete pinned:, or pin a release")
        context.add_error(value, path, message, hint)
        return None
    return Pin(**found) if found else None


def allow(value: Value, path: str, context: ReadContext) -> tuple[Allowance, ...] | None:
    """Read the list of rules that do not hold for a release."""
    return _read_list(value, path, _allowance, context)


def claim(value: Value, path: str, context: ReadContext) -> Claim | None:
    """Read the claim that a clarification answers. A draft may not have its text yet, as `new` writes it."""
    if context.is_draft and isinstance(value.data, dict) and is_empty(value.data.get("text")):
        return None
    found = _complete_mapping(value, path, _CLAIM, ("text", "verdict"), context)
    return Claim(**found) if found else None


def alert(value: Value, path: str, context: ReadContext) -> Alert | None:
    """Read what an alert says. A draft may not have its event yet, as `new` writes it."""
    if context.is_draft and isinstance(value.data, dict) and is_empty(value.data.get("event")):
        return None
    found = mapping(value, path, _ALERT, context)
    needed = ("event", "area") if found and found.get("all_clear") else ("event", "area", "severity")
    return Alert(**found) if found is not None and complete(found, needed, value, path, context) else None


def _choice(group: str, kind: type[_Choice]) -> Reader:
    """Return the reader of a value of a closed list: the value itself, or a word of a group of `Words` for it."""

    def read(value: Value, path: str, context: ReadContext) -> _Choice | None:
        written = text(value, path, context)
        if written is None:
            return None
        found = meaning(written, group)
        if not found:
            labels: dict[str, str] = getattr(words(context.config.language), group)
            message, hint = N_("“{name}” is not one of the values of this field"), N_("write one of: {names}")
            names = ", ".join(label.lower() for label in labels.values())
            context.add_error(value, path, message, hint, name=written[:80], names=names)
        return kind(found) if found else None

    return read


def disclosure(value: Value, path: str, context: ReadContext) -> PublicInformation | None:
    """Read how a release stands in the list of public information: fields of its own, or only its class."""
    if context.is_draft and isinstance(value.data, dict) and is_empty(value.data.get("category")):
        return None
    if isinstance(value.data, str):
        value = Value({"category": value}, value.at, value.key)
    found = _complete_mapping(value, path, _DISCLOSURE, ("category",), context)
    return PublicInformation(**found) if found else None


def _category(value: Value, path: str, context: ReadContext) -> Disclosure | None:
    """Read a class of public information: its value, or the word of the law, with or without “informasi”."""
    written = text(value, path, context)
    if written is None:
        return None
    plain = written.lower().removeprefix("informasi ").strip()
    found = meaning(plain, "disclosures")
    if not found:
        is_exempt = plain in ("exempt", "dikecualikan")
        message = N_("exempt information is not published") if is_exempt else N_("unknown class “{name}”")
        hint = (
            N_("delete the file; list the title of the information in [[ppid.exempt]] of config.toml")
            if is_exempt
            else N_("write one of: {names}")
        )
        names = ", ".join(label.lower() for label in words(context.config.language).disclosures.values())
        context.add_error(value, path, message, hint, name=written[:80], names=names)
    return Disclosure(found) if found else None


def _quote(value: Value, path: str, context: ReadContext) -> Quote | None:
    found = _complete_mapping(value, path, _QUOTE, ("text", "name"), context)
    return Quote(**found) if found else None


def _attachment(value: Value, path: str, context: ReadContext) -> Attachment | None:
    found = _complete_mapping(_with_src(value), path, _ATTACHMENT, ("src",), context)
    return Attachment(**found) if found else None


def _correction(value: Value, path: str, context: ReadContext) -> Correction | None:
    found = _complete_mapping(value, path, _CORRECTION, ("date", "note"), context)
    return Correction(**found) if found else None


def _allowance(value: Value, path: str, context: ReadContext) -> Allowance | None:
    found = _complete_mapping(value, path, _ALLOWANCE, ("rule", "by", "reason"), context)
    if found is None:
        return None
    rule = rules.RULES.get(found["rule"])
    if rule is None or rule.essential:
        like = context.findings.nearest(found["rule"], rules.RULES)
        message = N_("there is no rule “{name}” that a release may be exempt from")
        hint = (
            N_("did you mean “{nearest}”?") if like != found["rule"] and like else N_("docs/rules.md lists all rules")
        )
        context.add_error(value, f"{path}.rule", message, hint, name=found["rule"][:80], nearest=like)
        return None
    return Allowance(**found)


def _verdict(value: Value, path: str, context: ReadContext) -> Verdict | None:
    written = text(value, path, context)
    if written is None:
        return None
    found = meaning(written, "verdicts", "stamps")
    if not found:
        labels = words(context.config.language).verdicts
        names = ", ".join(labels[verdict].lower() for verdict in Verdict)
        message, hint = N_("unknown verdict “{name}”"), N_("write one of: {names}")
        context.add_error(value, path, message, hint, name=written[:80], names=names)
    return Verdict(found) if found else None


def _evidence(value: Value, path: str, context: ReadContext) -> Evidence | None:
    """Read a piece of evidence: a text, an address, or an address with its name as `title` (or `name`)."""
    if not isinstance(value.data, dict):
        written = text(value, path, context)
        url = web.link_of(written or "")
        return (Evidence(url=written) if url else Evidence(written)) if written else None
    found = mapping(value, path, _EVIDENCE, context)
    if found is None:
        return None
    found["title"] = found.pop("name", "") or found.get("title", "")
    if "url" not in found and f"{path}.url" in context.lines:
        return None
    return Evidence(**found) if any(found.values()) else None


def _evidences(value: Value, path: str, context: ReadContext) -> tuple[Evidence, ...] | None:
    found = _read_list(value, path, _evidence, context)
    return tuple(dict.fromkeys(found)) if found else None


def _web_address(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or web.link_of(written):
        return written
    hint = N_("write the complete address, beginning with https://")
    context.add_error(value, path, N_("“{address}” is not a web address"), hint, address=written[:80])
    return None


def _complete_mapping(
    value: Value, path: str, readers: Mapping[str, Reader], needed: tuple[str, ...], context: ReadContext
) -> dict[str, Any] | None:
    """Read a mapping; None if a field that it needs is missing or invalid."""
    found = mapping(value, path, readers, context)
    return found if found is not None and complete(found, needed, value, path, context) else None


def _read_list(value: Value, path: str, reader: Reader, context: ReadContext) -> tuple[Any, ...] | None:
    """Read all entries of a list that are not empty."""
    if not has_few(value, path, context):
        return None
    found = []
    for number, entry in enumerate(entries(value)):
        if entry.data:
            context.lines[f"{path}.{number}"] = entry.key[0]
            found.append(reader(entry, f"{path}.{number}", context))
    return tuple(part for part in found if part is not None) or None


def _with_src(value: Value) -> Value:
    if isinstance(value.data, str):
        return Value({"src": value}, value.at, value.key)
    return value


_UNCROPPED = NO | {"contain"}
"""What else may be written for `Crop.NONE`."""
_CONTACT: dict[str, Reader] = dict.fromkeys(("name", "role", "phone", "whatsapp", "email", "hours"), text)
_IMAGE: dict[str, Reader] = {**dict.fromkeys(("src", "alt", "caption", "credit", "terms"), text), "crop": _crop}
_QUOTE: dict[str, Reader] = dict.fromkeys(("text", "name", "role"), text)
_ATTACHMENT: dict[str, Reader] = {
    **dict.fromkeys(("src", "title", "transcript", "poster"), text), "captions": texts,
}  # fmt: skip
_CORRECTION: dict[str, Reader] = {"date": moment, "note": text, "was": text, "now": text}
_REMOVALS = ("remove_text", "remove_title")
_WITHDRAWAL: dict[str, Reader] = {
    "date": moment, "reason": text, "replacement": text, **dict.fromkeys(_REMOVALS, boolean),
}  # fmt: skip
_PIN: dict[str, Reader] = {"until": moment}
_ALLOWANCE: dict[str, Reader] = dict.fromkeys(("rule", "by", "reason"), text)
_CLAIM: dict[str, Reader] = {
    "text": text, "verdict": _verdict, "where": text, "first_seen": date, "evidence": _evidences, "due": date,
    "fact": text,
}  # fmt: skip
_ALERT: dict[str, Reader] = {
    **dict.fromkeys(("event", "area"), text), "severity": _choice("severities", Severity),
    **dict.fromkeys((*MESSAGES.alert_items, "updates"), text), "hazard": _choice("hazards", Hazard),
    "urgency": _choice("urgencies", Urgency), "certainty": _choice("certainties", Certainty), "starts": moment,
    "status": _choice("alert_statuses", AlertStatus), "all_clear": boolean, "source_url": _web_address,
}  # fmt: skip
_DISCLOSURE: dict[str, Reader] = {
    "category": _category, **dict.fromkeys(("holder", "responsible", "made", "form", "retention"), text),
}  # fmt: skip
_EVIDENCE: dict[str, Reader] = {"title": text, "name": text, "url": _web_address}
