"""From a source file to its card: read, parse, convert the text, probe the files that it uses.

Loading one file needs no other card, so any worker can do it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from press import disk, rules, urls
from press.config import Config
from press.content import files, front_matter, lifecycle, markdown
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media.probe import probe
from press.model import STATIC, Body, Card, File, Listing, ListingKind, Parsed, Release, SourceFile
from press.store.card_keys import resolved
from press.store.catalogue import encode_body, encode_card


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
    """SHA-256 of the Markdown that the body was made from, hexadecimal."""
    body: bytes = b""
    """Encoded, as stored in the catalogue."""


def load(path: str, last_digest: str, context: LoadContext) -> Loaded | None:
    """Load one source; None if its bytes are equal to those of the last build."""
    started = time.perf_counter()
    try:
        source = files.read(context.root, path)
    except OSError as reason:
        message = N_("this file cannot be read: {reason}")
        hint = N_("check that the file is there and that you may read it")
        return Loaded(path, "", (rules.UNREADABLE.broken(Place(path), message, hint, reason=reason.strerror),), 0.0)
    if source.digest == last_digest:
        return None
    card, body, problems = _parsed(source, context)
    seconds = time.perf_counter() - started
    if card is None or body is None:
        return Loaded(path, source.digest, problems, seconds)
    return Loaded(path, source.digest, problems, seconds, encode_card(card), card.body, encode_body(body))


def _parsed(source: SourceFile, context: LoadContext) -> tuple[Card | None, Body | None, tuple[Diagnostic, ...]]:
    """Return the card and the body of a source, or neither."""
    parsed = front_matter.parse(source, context.config)
    if parsed.release is None:
        return None, None, parsed.problems
    body, body_problems = markdown.render(parsed.text, source.path, parsed.line)
    problems = (*parsed.problems, *body_problems)
    if body is None:
        return None, None, problems
    used, file_problems = _used_files(parsed.release, body, parsed.line, context.root)
    card = _card(parsed, parsed.release, body, used, context)
    return card, body, (*problems, *file_problems)


def _card(parsed: Parsed, release: Release, body: Body, used: dict[str, File], context: LoadContext) -> Card:
    is_page = release.source.startswith("pages/")
    state = lifecycle.state(release, context.now)
    return Card(
        release=release,
        address=urls.release_address(release),
        instant=int(release.date.timestamp()),
        state=state,
        public=lifecycle.is_public(state, context.drafts),
        body=disk.digest(parsed.text.encode()),
        lead=release.summary or body.lead,
        words=body.words,
        listings=() if is_page else tuple(dict.fromkeys(_listings(release, context.config))),
        moments=tuple(sorted({int(at.timestamp()) for at in lifecycle.moments(release)})),
        refs=body.refs,
        headings=body.headings if is_page else (),
        files=used,
    )


def _listings(release: Release, config: Config) -> Iterator[Listing]:
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
    names_by_kind = {
        ListingKind.TOPIC: release.topics, ListingKind.TAG: release.tags,
        ListingKind.OFFICE: release.offices, ListingKind.REGION: release.regions,
    }  # fmt: skip
    for kind, names in names_by_kind.items():
        yield from (Listing(kind, urls.term_id(name)) for name in names)


def _used_files(release: Release, body: Body, first_line: int, root: Path) -> tuple[dict[str, File], list[Diagnostic]]:
    """Return the files that a release uses, by the names that it uses for them. Each file is probed once."""
    found: dict[str, File] = {}
    problems: list[Diagnostic] = []
    for written, line, is_needed in _file_names(release, body, first_line):
        place = Place(release.source, line)
        path = _file_path(release, written)
        if written in found:
            continue
        if path and (root / path).is_file():
            file, file_problems = probe(root, path, place)
            problems += file_problems
            if file:
                found[written] = file
        elif is_needed:
            message, hint = N_("there is no file “{name}”"), N_("put it beside the text")
            problems.append(rules.MISSING_FILE.broken(place, message, hint, name=written))
    return found, problems


def _file_names(release: Release, body: Body, first_line: int) -> Iterator[tuple[str, int, bool]]:
    """Yield each name that a release uses for a file, its line, and whether it must be a file (a link need not be)."""
    lines = release.lines
    if release.image:
        yield release.image.src, lines.get("image.src", lines.get("image", 1)), True
    for number, image in enumerate(release.images):
        yield image.src, lines.get(f"images.{number}.src", lines.get("images", 1)), True
    for number, attachment in enumerate(release.attachments):
        yield attachment.src, lines.get(f"attachments.{number}.src", lines.get("attachments", 1)), True
    for ref in body.refs:
        if not ref.target.startswith("#"):
            yield ref.target, first_line + ref.line - 1, ref.image


def _file_path(release: Release, written: str) -> str:
    """Return the path of a file by its name in a release: beside the release, or, with a leading slash, in ``static/``.

    ``""`` if the name cannot be that of a file of the portal.
    """
    if urls.is_foreign(written):
        return ""
    name = resolved(release, written)
    if name.startswith("/"):
        return STATIC + name.lstrip("/")
    is_inside = name.startswith(("posts/", "pages/")) and not files.is_release(name)
    return name if is_inside else ""
