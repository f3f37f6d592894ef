"""The links to other sites: only `check --external` asks for their pages. No build fails because of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from press import rules, web
from press.build.page_requests import Answer, Manners, ask
from press.build.request import BuildRequest
from press.build.workers import Batching, WorkerPool
from press.checks import with_severities
from press.checks.texts import TextContext
from press.config import NAME
from press.diagnostics import Diagnostic, Place
from press.errors import CacheDamaged
from press.i18n.mark import N_
from press.model import SourceRecord
from press.store import database
from press.store.checked_links import CheckedLinks

_BATCHING = Batching(inline=8, size=50, weight=400_000)
_FRESH = timedelta(days=14)
"""How long the answer of a page is good; a page that was not there is asked for in every run."""
_RESERVED = re.compile(r"(?:.*\.)?(?:example|test|invalid|localhost|example\.(?:com|net|org))")
"""Hosts that never exist (RFC 2606)."""


def problems(
    request: BuildRequest, texts: Sequence[SourceRecord], pool: WorkerPool, manners: Manners | None = None
) -> tuple[Diagnostic, ...]:
    """Return a problem for each link whose page is gone, or one for all if no site could be reached."""
    cache = request.database.with_name("links.db")
    manners = manners or Manners(user_agent=f"press-links (+{request.config.base_url})")
    places = _places(request, texts, pool, manners)
    try:
        answers = _answers(cache, request, places, manners)
    except CacheDamaged:
        database.delete(cache)
        answers = _answers(cache, request, places, manners)
    return with_severities(_problems(places, answers), request.config)


def _places(
    request: BuildRequest, texts: Sequence[SourceRecord], pool: WorkerPool, manners: Manners
) -> dict[str, list[Place]]:
    """Return the places of each address of another site."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    work = partial(_links_of_batch, TextContext(request.root, request.config))
    for links in pool.map(work, texts, _BATCHING, lambda text: text.size):
        for address, place in links:
            if _may_be_asked(address, request.config.base_url, manners):
                found[urldefrag(address)[0]].append(place)
    return found


def _may_be_asked(address: str, base_url: str, manners: Manners) -> bool:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    is_foreign = parts.scheme in ("http", "https") and bool(host) and not address.startswith(base_url)
    return is_foreign and (manners.allows_private or not web.is_local(host)) and not _RESERVED.fullmatch(host)


def _links_of_batch(context: TextContext, texts: Iterable[SourceRecord]) -> list[list[tuple[str, Place]]]:
    return [list(_links_of(context, text)) for text in texts]


def _links_of(context: TextContext, text: SourceRecord) -> Iterator[tuple[str, Place]]:
    from press.checks.review.link_words import addresses  # noqa: PLC0415 - in workers only
    from press.content import files, front_matter, prose  # noqa: PLC0415

    try:
        source = files.read(context.root, text.path)
    except OSError:
        return
    read = prose.read(front_matter.parse(source, context.config))
    if read and not any(one.rule == rules.EXTERNAL_LINK.name for one in read.release.allow):
        yield from ((link.target, read.place(link.offset)) for link in prose.links(read))
        yield from addresses(read)


def _answers(
    cache: Path, request: BuildRequest, places: Mapping[str, list[Place]], manners: Manners
) -> dict[str, Answer]:
    """Return the answers of pages; those that answered in the last days are not asked again."""
    now = int(request.now.timestamp())
    since = now - int(_FRESH.total_seconds())
    with database.opened(cache) as opened:
        known = CheckedLinks(opened.database)
        known.delete_before(since)
        answers = dict(ask(places.keys() - known.seen_since(since), manners))
        for address, answer in answers.items():
            if answer is Answer.THERE:
                known.record(address, now)
        opened.commit()
    return answers


def _problems(places: Mapping[str, list[Place]], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    if answers and not {Answer.THERE, Answer.GONE} & set(answers.values()):
        message = N_("no page on another site could be reached: check the connection")
        yield rules.EXTERNAL_LINK.broken(Place(NAME), message)
        return
    for address, answer in answers.items():
        if answer in (Answer.GONE, Answer.NO_SITE):
            message = (
                N_("the page {url} is not there any longer")
                if answer is Answer.GONE
                else N_("the site of {url} does not exist any longer")
            )
            hint = N_("correct or remove the link; an older copy may be on web.archive.org")
            yield from (rules.EXTERNAL_LINK.broken(place, message, hint, url=address) for place in places[address])
