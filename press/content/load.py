"""From a source file to its card: read, parse, convert the text, probe the files that it uses.

Loading one file needs no other card, so any worker can do it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from press import disk, rules, slugs, urls
from press.config import Config
from press.content import agenda, files, front_matter, lifecycle, markdown, pulled, transcripts
from press.content.front_matter.release_fields import slug_of
from press.content.transcripts import Transcript
from press.content.used_files import used_files
from press.diagnostics import Diagnostic, as_notes
from press.model import TERM_FIELDS, Body, Card, File, Listing, ListingKind, Parsed, Release, ReleaseKind, State
from press.model.encoding import encode_body, encode_card


class LoadContext(msgspec.Struct, frozen=True):
    """What loading needs besides the file; it is sent to workers with every batch."""

    root: Path
    config: Config
    now: datetime
    drafts: bool


class Loaded(msgspec.Struct, frozen=True):
    """The result of loading a source file."""

    path: str
    digest: str
    """SHA-256 of the file, hexadecimal; empty if it cannot be read."""
    problems: tuple[Diagnostic, ...]
    seconds: float
    """Wall time of loading."""
    card: bytes | None = None
    """Encoded, as stored in the catalogue; None if the file has errors that prevent a release."""
    markdown: str = ""
    """SHA-256 of the Markdown and the transcripts that the body was made from, hexadecimal."""
    body: bytes = b""
    """Encoded, as stored in the catalogue."""


TextProblems = Callable[[Parsed], tuple[Diagnostic, ...]]
"""A function that checks the text of a release."""


def load(path: str, last_digest: str, context: LoadContext, check_text: TextProblems) -> Loaded | None:
    """Load one source; None if its bytes are equal to those of the last build."""
    started = time.perf_counter()
    try:
        source = files.read(context.root, path)
    except OSError as reason:
        return Loaded(path, "", (files.unreadable(path, reason),), 0.0)
    if source.digest == last_digest:
        return None
    is_pulled = files.is_pulled(path)
    parsed = (pulled if is_pulled else front_matter).parse(source, context.config)
    card, body, problems = (_pulled if is_pulled else _converted)(parsed, context)
    if card and not is_pulled:
        problems += check_text(parsed)
    if parsed.release:
        problems = rules.without_allowed(problems, parsed.release)
    if parsed.release and parsed.release.draft:
        problems = as_notes(problems)
    seconds = time.perf_counter() - started
    if card is None or body is None:
        return Loaded(path, source.digest, problems, seconds)
    return Loaded(path, source.digest, problems, seconds, encode_card(card), card.body, encode_body(body))


def _converted(parsed: Parsed, context: LoadContext) -> tuple[Card | None, Body | None, tuple[Diagnostic, ...]]:
    """Return the card and the body of a parsed source, or neither."""
    if parsed.release is None:
        return None, None, parsed.problems
    body, body_problems = markdown.render(parsed.text, parsed.release.source, parsed.line)
    problems = (*parsed.problems, *body_problems)
    if body is None:
        return None, None, problems
    if lifecycle.is_text_removed(parsed.release, context.now):
        return _card(parsed.release, "", _REMOVED, {}, context), _REMOVED, problems
    texts, text_problems = transcripts.read(parsed.release, context.root)
    body, body_problems = transcripts.added(body, texts, parsed.release, parsed.line)
    used, file_problems = used_files(parsed.release, body, parsed.line, context.root)
    card = _card(parsed.release, _digest(parsed.text, texts), body, used, context)
    return card, body, (*problems, *text_problems, *body_problems, *file_problems)


def _pulled(parsed: Parsed, context: LoadContext) -> tuple[Card | None, Body | None, tuple[Diagnostic, ...]]:
    """Return the card and the body of a release of another portal, or neither."""
    if parsed.release is None:
        return None, None, parsed.problems
    digest, body = pulled.body(parsed.text)
    return _card(parsed.release, digest, body, {}, context), body, parsed.problems


def reviewed(card: Card, context: LoadContext) -> Card:
    """Return a card as it is at another time, without reading its file, which has errors now.

    It may only become less public: what its file says now may be that it is published later, or not at all.
    """
    release = card.release
    if lifecycle.is_text_removed(release, context.now):
        return _card(release, "", _REMOVED, {}, context)
    body = Body("", "", card.lead, card.words, card.refs, card.headings)
    found = _card(release, card.body, body, card.files, context)
    is_early = found.public and not card.public
    return msgspec.structs.replace(found, state=card.state, public=False) if is_early else found


def _digest(text: str, texts: list[Transcript]) -> str:
    """Return the digest of what a body is made from."""
    return disk.digest("\0".join((text, *(part for one in texts for part in (one.recording, one.text)))).encode())


_REMOVED = Body("", "", "", 0)
"""In place of a text that must not be shown any longer."""


def _card(written: Release, digest: str, body: Body, used: dict[str, File], context: LoadContext) -> Card:
    is_page = written.source.startswith("pages/")
    state = lifecycle.state(written, context.now)
    release = lifecycle.as_of(context.now, written, context.config)
    return Card(
        release=release,
        address=urls.release_address(release, context.config),
        former=_former_address(release, context.config),
        instant=int(release.date.timestamp()),
        state=state,
        public=lifecycle.is_public(state, context.drafts),
        body=digest,
        lead=release.summary or body.lead,
        words=body.words,
        listings=() if is_page else tuple(dict.fromkeys(_listings(release, state, context.config))),
        edition=() if is_page else tuple(dict.fromkeys(_edition(release, context.config))),
        agenda=() if is_page else tuple(agenda.listings(release, context.now)),
        moments={int(at.timestamp()): what for at, what in lifecycle.moments(written).items()},
        refs=body.refs,
        headings=body.headings if is_page else (),
        files=used,
    )


def _former_address(release: Release, config: Config) -> str:
    """Return the address that a release had before the language was a part of it; empty: the one that it has."""
    is_elsewhere = release.kind is ReleaseKind.PAGE or release.origin
    if is_elsewhere or not urls.language_folder(release.lang, release.date, config):
        return ""
    slug = release.slug if "slug" in release.lines else slug_of(release.source)
    return f"{release.date:%Y/%m}/{slug}/"


def _listings(release: Release, state: State, config: Config) -> Iterator[Listing]:
    """Yield the listings that contain a release, its leading topic before its other topics.

    A translation is only in the list of its language and in the search.
    """
    if release.lang and release.lang != config.language:
        yield Listing(ListingKind.LANG, release.lang)
    yield Listing(ListingKind.SEARCH, f"{release.date:%Y}")
    if release.translation_of:
        return
    yield from (Listing(ListingKind.ALL), Listing(ListingKind.KIND, release.kind))
    yield Listing(ListingKind.MONTH, f"{release.date:%Y-%m}")
    yield Listing(ListingKind.YEAR, f"{release.date:%Y}")
    if release.kind is ReleaseKind.CLARIFICATION:
        yield Listing(ListingKind.CHECKED, f"{release.date:%Y}")
        if release.claim and state is not State.WITHDRAWN:
            yield Listing(ListingKind.VERDICT, release.claim.verdict)
    if release.disclosure and state is not State.WITHDRAWN:
        yield Listing(ListingKind.DISCLOSURE, release.disclosure.category)
    yield from _of_terms(release)


def _of_terms(release: Release) -> Iterator[Listing]:
    for kind, field in TERM_FIELDS.items():
        yield from (Listing(kind, slugs.term_id(kind, name)) for name in getattr(release, field))


def _edition(release: Release, config: Config) -> Iterator[Listing]:
    """Yield the listings of the edition in the language of a release, whether it is a translation or not."""
    edition = config.edition(release.lang)
    if edition.folder:
        own = (Listing(ListingKind.ALL), Listing(ListingKind.KIND, release.kind), *_of_terms(release))
        yield from (Listing(one.kind, one.term, edition.language) for one in own)
