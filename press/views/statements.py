"""What the canonical text of a release says: its header, and the HTML of its text with links from the portal's root.

Only what belongs to the release itself: its topics, offices and contact are names in settings, which may change.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from press import urls
from press.media import renditions
from press.model import Alert, Attachment, Card, Event, File, Image, Release
from press.model.encoding import decode_body
from press.rendering.context import filled
from press.seal.canonical import Statement
from press.views import links
from press.views.context import Snapshot
from press.views.pictures import file_address


def statement(card: Card, snapshot: Snapshot) -> Statement:
    """Return what the canonical text of a release says besides its text."""
    release, config = card.release, snapshot.config.portal
    return Statement(
        id=release.id,
        published=release.date.isoformat(),
        updated=release.updated.isoformat() if release.updated else "",
        publisher=config.publisher,
        url=urls.absolute(card.address, config),
        title=release.title,
        more=(*_state(card), *_said(release), *_files(card)),
    )


def html(card: Card, snapshot: Snapshot) -> Iterator[str]:
    """Yield the HTML of a text, then that of each transcript; nothing if it was removed."""
    encoded = snapshot.catalogue.body(card.body) if card.body else None
    if encoded:
        body = decode_body(encoded)
        refs = _targets(card, snapshot)
        for text in (body.html, *body.transcripts.values()):
            yield filled(text, refs, lambda _, image: image.plain)


def _targets(card: Card, snapshot: Snapshot) -> list[str]:
    """Return the address of each link of a text: from the root of the portal, which may move as a whole."""
    base = snapshot.config.base_path
    whole = zip(card.refs, links.targets(card, snapshot), strict=True)
    return [
        f"/{_file_address(card, file)}"
        if (file := card.files.get(ref.target))
        else f"/{target.removeprefix(base)}"
        if target.startswith(base)
        else target
        for ref, target in whole
    ]


def _state(card: Card) -> Iterator[tuple[str, str]]:
    """Yield what was corrected, and whether the release is withdrawn."""
    for one in sorted(card.release.corrections, key=lambda one: one.date):
        values = f" ⟨{one.was} → {one.now}⟩" if one.was or one.now else ""
        yield "correction", f"{one.date.isoformat()} {one.note}{values}"
    withdrawn = card.release.withdrawn if card.is_withdrawn else None
    if withdrawn:
        yield "withdrawn", f"{withdrawn.date.isoformat()} {withdrawn.reason}"
        yield "removed", "text" if withdrawn.removes_text else ""
        yield "replacement", withdrawn.replacement


def _said(release: Release) -> Iterator[tuple[str, str]]:
    """Yield what the page says besides the text."""
    yield "kind", release.kind
    yield "language", release.lang
    yield "original", release.original
    yield "short-title", release.short_title
    yield "place", release.place
    yield "summary", release.summary
    yield "expires", release.expires.isoformat() if release.expires else ""
    yield from (("point", point) for point in release.points)
    if claim := release.claim:
        yield "claim", claim.text
        yield "verdict", claim.verdict
        yield "fact", claim.fact
        yield from (("evidence", f"{one.title} {one.url}") for one in claim.evidence)
    yield from _fields("event", release.event)
    yield from _fields("alert", release.alert)
    for quote in release.quotes:
        yield "quote", f"“{quote.text}” – {', '.join(filter(None, (quote.name, quote.role)))}"


def _fields(name: str, group: Event | Alert | None) -> Iterator[tuple[str, str]]:
    """Yield the fields of an event or an alert that say something, as they are written."""
    for field, value in (msgspec.to_builtins(group) if group else {}).items():
        if value not in ("", None, False):
            yield f"{name}-{field.replace('_', '-')}", "true" if value is True else str(value)


def _files(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the photos with what they show, and the digest of every file of the release.

    A photo is published in several sizes, whose bytes depend on the program that makes them: its digest is that of the
    file in the newsroom's repository. Other files are published as they are.
    """
    release = card.release
    for image in filter(None, (release.image, *release.images)):
        yield "image", _image(card, image)
    for attachment in release.attachments:
        yield "attachment", _attachment(card, attachment)
    files = {(_file_address(card, file), file) for file in card.files.values()}
    for address, file in sorted(files, key=lambda one: one[0]):
        yield "photo" if file.width else "file", f"{file.digest} /{address}"


def _image(card: Card, image: Image) -> str:
    file = card.files.get(image.src)
    where = f"⟨/{_file_address(card, file)}⟩" if file else ""
    return " · ".join(filter(None, (image.alt, image.caption, image.credit, where)))


def _attachment(card: Card, attachment: Attachment) -> str:
    file = card.files.get(attachment.src)
    where = f"⟨/{_file_address(card, file)}⟩" if file else ""
    return " · ".join(filter(None, (attachment.title, where)))


def _file_address(card: Card, file: File) -> str:
    return file_address(card, file, renditions.name(file))
