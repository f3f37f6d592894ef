"""From a source file to its card: read, parse, convert the prose, look at the files it uses.

The work of one file needs no other file's card, so that any worker can do it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from press import urls
from press.config import Config
from press.content import changes, front_matter, lifecycle, markdown
from press.errors import N_, Diagnostic, Place, error
from press.media import probe
from press.model import Body, Card, File, Kind, Parsed, Release, Source
from press.store.card_keys import resolved
from press.store.catalogue import packed_body, packed_card


class Loaded(msgspec.Struct, frozen=True):
    """What a source file gave."""

    path: str
    digest: str
    """SHA-256 of the file, hexadecimal; empty where it cannot be read."""
    problems: tuple[Diagnostic, ...]
    seconds: float
    """What it took, on the clock."""
    card: bytes = b""
    """As the catalogue has it; empty where the file has errors that leave no release."""
    text: str = ""
    """SHA-256 of the Markdown that the body was made from, hexadecimal."""
    body: bytes = b""
    """Packed, as the catalogue has it."""


class Reading(msgspec.Struct, frozen=True):
    """What reading needs besides the file; goes to every worker once."""

    root: Path
    config: Config
    now: datetime
    drafts: bool


def load(path: str, last_digest: str, reading: Reading) -> Loaded | None:
    """Read one source; None where its bytes are those of the last build."""
    begun = time.perf_counter()
    try:
        source = changes.read(reading.root, path)
    except OSError as reason:
        unreadable = error(Place(path), "unreadable", N_("this file cannot be read: {reason}"), reason=reason.strerror)
        return Loaded(path, "", (unreadable,), 0.0)
    if source.digest == last_digest:
        return None
    card, body, problems = _read(source, reading)
    seconds = time.perf_counter() - begun
    if card is None or body is None:
        return Loaded(path, source.digest, problems, seconds)
    return Loaded(path, source.digest, problems, seconds, packed_card(card), card.body, packed_body(body))


def _read(source: Source, reading: Reading) -> tuple[Card | None, Body | None, tuple[Diagnostic, ...]]:
    """The card and the body of a source, or neither."""
    parsed = front_matter.parse(source, reading.config)
    body, prose_problems = markdown.render(parsed.text, source.path, parsed.line) if parsed.release else (None, ())
    problems = (*parsed.problems, *prose_problems)
    if parsed.release is None or body is None:
        return None, None, problems
    files, file_problems = _files(parsed.release, body, parsed.line, reading.root)
    card = _card(parsed, parsed.release, body, files, reading)
    return card, body, (*problems, *file_problems)


def _card(parsed: Parsed, release: Release, body: Body, files: dict[str, File], reading: Reading) -> Card:
    is_page = release.kind is Kind.PAGE
    state = lifecycle.state(release, reading.now)
    return Card(
        release=release,
        address=urls.release_address(release),
        instant=int(release.date.timestamp()),
        state=state,
        public=lifecycle.is_public(state, reading.drafts),
        body=hashlib.sha256(parsed.text.encode()).hexdigest(),
        lead=release.summary or body.lead,
        words=body.words,
        listings=() if is_page else tuple(dict.fromkeys(_listings(release, reading.config))),
        moments=tuple(sorted({int(at.timestamp()) for at in lifecycle.moments(release)})),
        refs=body.refs,
        headings=body.headings if is_page else (),
        files=files,
    )


def _listings(release: Release, config: Config) -> Iterator[str]:
    """The lists that a release stands in, leading topic first. A translation stands in that of its language alone
    (and can be searched for).
    """
    if release.lang and release.lang != config.language:
        yield f"lang:{release.lang}"
    yield f"search:{release.date:%Y}"
    if release.translation_of:
        return
    yield from ("all", f"kind:{release.kind}")
    yield from (f"month:{release.date:%Y-%m}", f"year:{release.date:%Y}")
    fields = {"topic": release.topics, "tag": release.tags, "office": release.offices, "region": release.regions}
    for prefix, typed in fields.items():
        yield from (f"{prefix}:{urls.term_id(name)}" for name in typed)


def _files(release: Release, body: Body, first_line: int, root: Path) -> tuple[dict[str, File], list[Diagnostic]]:
    """The files that a release uses, by what it calls them; each is looked at once."""
    files: dict[str, File] = {}
    problems: list[Diagnostic] = []
    for written, line, needed in _named(release, body, first_line):
        place = Place(release.source, line)
        path = _path(release, written)
        if written in files:
            continue
        if path and (root / path).is_file():
            file, found = probe.probe(root, path, place)
            problems += found
            if file:
                files[written] = file
        elif needed:
            problems.append(
                error(place, "image", N_("there is no file “{name}”"), N_("put it beside the text"), name=written)
            )
    return files, problems


def _named(release: Release, body: Body, first_line: int) -> Iterator[tuple[str, int, bool]]:
    """What a release calls its files, with the line, and whether it must be a file (a link may be an address)."""
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


def _path(release: Release, written: str) -> str:
    """The path of a file that a release names: beside it, or, with a leading slash, in ``static/``; else ``""``."""
    if urls.is_foreign(written):
        return ""
    name = resolved(release, written)
    if name.startswith("/"):
        return f"static{name}"
    inside = name.startswith(("posts/", "pages/")) and not name.endswith(".md")
    return name if inside else ""
