"""Check that a release has a text of its own, and somebody whom journalists can ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import PassageKind, Prose, links
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Release, ReleaseKind

_FEWEST_WORDS = 25
"""Fewest words of a text beside a document: with fewer, the document is the release."""
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf)(?:[?#]|$)", re.IGNORECASE)

_DOCUMENT_IN_TEXT = re.compile(r"\.(?:pdf|PDF|doc|DOC|xls|XLS|ppt|PPT|od|rtf)")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the problems of a release that is empty, or only a document, or that has no contact."""
    release = prose.release
    if release.draft or release.withdrawn:
        return
    place = Place(release.source, release.lines.get("body", 1))
    document = _document(prose)
    if document and _words(prose) < _FEWEST_WORDS and release.kind not in (ReleaseKind.PHOTO, ReleaseKind.LINK):
        message = N_("the text is only in the document “{name}”")
        hint = N_("write its content into the text: a page can be read on a phone, searched and heard")
        yield rules.DOCUMENT_ONLY.broken(place, message, hint, name=document.rpartition("/")[2])
    elif not prose.markdown.strip() and not _may_be_empty(release):
        message, hint = N_("the release has no text"), N_("write the text below the second line of ---")
        yield rules.EMPTY_BODY.broken(place, message, hint)
    yield from _contact(release, context)


def _words(prose: Prose) -> int:
    return sum(len(passage.text.split()) for passage in prose.body if passage.kind is not PassageKind.ALT)


def _document(prose: Prose) -> str:
    """Return the target of the first document that a release offers; empty if there is none."""
    targets = [one.src for one in prose.release.attachments]
    if _DOCUMENT_IN_TEXT.search(prose.markdown):
        targets += [link.target for link in links(prose)]
    return next((target for target in targets if _DOCUMENT.search(target)), "")


def _may_be_empty(release: Release) -> bool:
    """Tell whether a release is something else than its text: an alert, a link, photos, a recording."""
    is_photo = release.kind is ReleaseKind.PHOTO and release.image is not None
    is_link = release.kind is ReleaseKind.LINK or bool(release.original)
    return is_photo or is_link or bool(release.alert or release.images or release.attachments)


def _contact(release: Release, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem if neither the release nor one of its offices has a contact."""
    offices = context.config.offices or {}
    known = [offices[name] for name in release.offices if name in offices]
    if known and not release.contact and not any(office.contact for office in known):
        place = Place(release.source, release.lines.get("office", release.lines.get("offices", 1)))
        message = N_("journalists find no contact: neither the release nor “{office}” has one")
        hint = N_("write contact: into the release, or for the office in config.toml")
        yield rules.NO_CONTACT.broken(place, message, hint, office=known[0].name)
