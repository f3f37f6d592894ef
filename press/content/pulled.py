"""Read the releases of other portals, which `pull` stores under ``network/``: from such a file to a release and a text.

Everything in them is plain text. Which of them are shown, and in which of our lists, config.toml decides when they are
read, so that a new setting holds for what is stored already.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from press import disk, rules, slugs, urls, web
from press.config import Config, Member
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Body, ListingKind, Parsed, PulledItem, Release, SourceFile

_decode = msgspec.json.Decoder(PulledItem).decode


def decoded(data: bytes) -> PulledItem:
    """Decode a stored release. Raises `msgspec.MsgspecError`, `ValueError`."""
    item = _decode(data)
    if not (web.is_web_address(item.url) and item.id.strip() and item.title.strip()):
        raise ValueError(item.url)
    if any(moment.tzinfo is None for moment in _moments(item)):
        raise ValueError(item.published)
    return item


def parse(source: SourceFile, config: Config) -> Parsed:
    """Return the release of a file; none if config.toml has no such member now, or wants none of this kind."""
    try:
        item = decoded(source.data)
    except (msgspec.MsgspecError, ValueError) as reason:
        message = N_("this is not as pull stores it: {reason}")
        return _nothing(_problem(source, message, N_("delete this file, and run pull --all"), reason=str(reason)[:200]))
    member = config.network.get(source.path.split("/")[1])
    if member is None or not member.enabled or (member.kinds and item.kind not in member.kinds):
        return _nothing()
    if is_own_id(item.id, config):
        message = N_("this claims to be a release of this portal: {id}")
        return _nothing(_problem(source, message, N_("delete this file"), id=item.id))
    return Parsed(_release(source.path, item, member, config), "" if item.withdrawn else item.summary, 1, ())


def is_own_id(id: str, config: Config) -> bool:
    """Tell whether an id in a feed is one that only releases of this portal may have."""
    return id.casefold().startswith(urls.tag_uri("", config).casefold())


def silence(name: str, member: Member, newest: datetime | None, now: datetime) -> Diagnostic | None:
    """Return the problem of a member without a new release for too long; `newest` is the date of its newest one."""
    days = (now - newest).days if newest else 0
    if not member.enabled or not member.silent_after or (newest and days < member.silent_after):
        return None
    hint = N_("ask the office whether its feed has moved; silent_after in [network.{name}] says how long to wait")
    values = {"title": member.title, "name": name, "days": days, "day": newest.date().isoformat() if newest else ""}
    message = N_("{title} has published nothing for {days} days, since {day}")
    message = message if newest else N_("nothing of {title} has been read yet")
    return rules.SILENT_MEMBER.broken(Place(f"network/{name}"), message, hint, **values)


def body(text: str) -> tuple[str, Body]:
    """Return the body of a plain text, with its digest; that of no Markdown is equal."""
    words = text.split()
    made = Body(f"<p>{html.escape(text)}</p>" if words else "", text, text, len(words))
    return disk.digest(f"network\0{text}".encode()) if words else "", made


def _nothing(*problems: Diagnostic) -> Parsed:
    return Parsed(None, "", 1, problems)


def _problem(source: SourceFile, message: str, hint: str, **values: str) -> Diagnostic:
    return rules.NETWORK.broken(Place(source.path), message, hint, **values)


def _moments(item: PulledItem) -> Iterator[datetime]:
    yield item.published
    yield from (one for one in (item.updated, item.expires) if one)
    yield from (correction.date for correction in item.corrections)
    yield from (item.withdrawn.date,) if item.withdrawn else ()


def _release(path: str, item: PulledItem, member: Member, config: Config) -> Release:
    return Release(
        source=path,
        id=item.id,
        title=item.title,
        date=item.published.astimezone(config.zone),
        slug="",
        kind=item.kind,
        updated=_in_zone(item.updated, config),
        summary="" if item.withdrawn else item.summary,
        topics=tuple(_known((member.topics.get(one, one) for one in item.topics), ListingKind.TOPIC, config)),
        regions=tuple(_known((*member.regions, *item.regions), ListingKind.REGION, config)),
        author=(member.title,),
        announce=False,
        expires=_in_zone(item.expires, config),
        corrections=tuple(
            msgspec.structs.replace(one, date=one.date.astimezone(config.zone)) for one in item.corrections
        ),
        withdrawn=item.withdrawn
        and msgspec.structs.replace(item.withdrawn, date=item.withdrawn.date.astimezone(config.zone)),
        claim=item.claim,
        lang="" if item.lang.lower() == config.language.lower() else item.lang,
        original=item.url,
    )


def _in_zone(moment: datetime | None, config: Config) -> datetime | None:
    return moment.astimezone(config.zone) if moment else None


def _known(named: Iterable[str], kind: ListingKind, config: Config) -> Iterator[str]:
    """Yield the ids of those terms that our vocabulary has, each once; those that are named, if it is open."""
    terms = {ListingKind.TOPIC: config.topics, ListingKind.REGION: config.regions}[kind]
    ids = (slugs.term_id(kind, name) for name in named)
    present = (config.former_terms.get((kind, id), id) for id in ids)
    yield from dict.fromkeys(id for id in present if terms is None or id in terms)
