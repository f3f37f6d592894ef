"""What an item says: its title, its summary and its whole text as HTML, in the item's own language.

Everything in the HTML stands on its own feet: addresses are whole, styles and scripts do not occur, and nothing in it
changes unless the release does.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from press import urls, views
from press.errors import N_
from press.i18n import Phrasing, translator
from press.model import Body
from press.outputs.feeds.items import Enclosure, Item, Notice, Photo, fit, plain
from press.rendering.context import filled

_TITLES = {"corrected": N_("Correction: {title}"), "withdrawn": N_("Withdrawn: {title}")}
_HEADINGS = {"corrected": N_("Corrected, {date}."), "withdrawn": N_("Withdrawn, {date}.")}
_KEPT = N_("The text stays below for the record. It no longer holds: please do not quote it.")
_REMOVED = N_("Its text is no longer shown.")
_VERDICTS = {
    "false": N_("False"), "misleading": N_("Misleading"), "old-content": N_("Old content, shared as new"),
    "fabricated": N_("Fabricated"), "scam": N_("Scam"), "true": N_("True"), "unproven": N_("Not proven"),
}  # fmt: skip
_KINDS = {
    "release": N_("Press releases"), "news": N_("News"), "clarification": N_("Clarifications"),
    "announcement": N_("Announcements"), "speech": N_("Speeches"), "photo": N_("Photos"), "link": N_("Links"),
}  # fmt: skip
_CHANGES = N_("Corrections and withdrawals")


class Voice(NamedTuple):
    """A language: its words, its dates and sizes."""

    say: Callable[[str], str]
    phrasing: Phrasing

    def day(self, iso: str) -> str:
        """A day: *14 Maret 2026*."""
        return self.phrasing.date(iso, "plain")


@lru_cache
def voice(language: str) -> Voice:
    """The voice of a language."""
    return Voice(translator(language), Phrasing(language))


def feed_title(listing: str, name: str, site: str, language: str) -> str:
    """What a feed is called, in the language of the portal; `name` is the list's."""
    prefix, _, term = listing.partition(":")
    say = voice(language).say
    if prefix in ("all", "month"):
        return site
    if prefix == "changes":
        name = say(_CHANGES)
    elif prefix == "kind":
        name = say(_KINDS[term])
    elif prefix == "lang":
        name = voice(language).phrasing.language(term)
    return f"{name} – {site}"


class Draft(NamedTuple):
    """An item with its words, the same in every format."""

    item: Item
    title: str
    """The headline, marked where the release was corrected or withdrawn."""
    summary: str
    """A plain sentence or two: the standfirst; of a withdrawn release, that it is, and why."""
    text: str
    """The whole text as HTML."""


def draft(item: Item, body: Body | None) -> Draft:
    """Put an item into words."""
    speaker = voice(item.lang)
    title = speaker.say(_TITLES[item.state]).format(title=item.title) if item.state else item.title
    summary = _notice_text(item.notices[0], speaker) if item.state == "withdrawn" else item.lead or item.title
    return Draft(item, plain(title), plain(summary), "\n".join(part for part in _parts(item, body, speaker) if part))


def _parts(item: Item, body: Body | None, speaker: Voice) -> Iterator[str]:
    yield from (_notice(notice, speaker) for notice in item.notices)
    if item.change:
        return
    if item.state == "withdrawn":
        yield f"<p>{_escaped(speaker.say(_KEPT if body else _REMOVED))}</p>"
    if body is None:
        return
    if item.claim:
        yield from _claim(item.claim, speaker)
    if item.photo:
        yield _figure(item.photo, speaker)
    yield _text(item, body)
    yield from (_figure(photo, speaker) for photo in item.photos)
    if item.original:
        yield _origin(item, speaker)
    if item.enclosures:
        yield _attachments(item.enclosures, speaker)


def _notice_text(notice: Notice, speaker: Voice) -> str:
    heading = speaker.say(_HEADINGS[notice.state]).format(date=speaker.day(notice.date))
    return f"{heading} {notice.note}"


def _notice(notice: Notice, speaker: Voice) -> str:
    heading = speaker.say(_HEADINGS[notice.state]).format(date=speaker.day(notice.date))
    lines = [f"<strong>{_escaped(heading)}</strong> {_escaped(notice.note)}"]
    if notice.was:
        lines.append(f"{_escaped(speaker.say(N_('It said')))}: <del>{_escaped(notice.was)}</del>")
    if notice.now:
        lines.append(f"{_escaped(speaker.say(N_('It should say')))}: <ins>{_escaped(notice.now)}</ins>")
    if notice.replacement:
        lines.append(f"{_escaped(speaker.say(N_('In its place:')))} {_link(notice.replacement)}")
    return f"<p>{'<br>'.join(lines)}</p>"


def _claim(claim: views.Claim, speaker: Voice) -> Iterator[str]:
    """A claim never stands without its verdict."""
    verdict = speaker.say(_VERDICTS[claim.verdict])
    yield f"<p>{_escaped(speaker.say(N_('The claim:')))} <q>{_escaped(claim.text)}</q></p>"
    yield f"<p>{_escaped(speaker.say(N_('Our finding')))}: <strong>{_escaped(verdict)}</strong></p>"
    if claim.where:
        yield f"<p>{_escaped(speaker.say(N_('Where it went round')))}: {_escaped(claim.where)}</p>"
    if claim.first_seen:
        yield f"<p>{_escaped(speaker.say(N_('First seen')))}: {_escaped(speaker.day(claim.first_seen))}</p>"
    if claim.evidence:
        found = "".join(f"<li>{_evidence(evidence)}</li>" for evidence in claim.evidence)
        yield f"<p>{_escaped(speaker.say(N_('Evidence')))}:</p><ul>{found}</ul>"


def _origin(item: Item, speaker: Voice) -> str:
    """The way to where another office published it first, or to what the item points to."""
    link = _link(views.Link(href=item.original, label=urlsplit(item.original).hostname or item.original))
    words = "" if item.kind == "link" else f"{_escaped(speaker.say(N_('First published by')))} "
    return f"<p>{words}{link}</p>"


def _evidence(evidence: views.Evidence) -> str:
    return _link(views.Link(href=evidence.href, label=evidence.label)) if evidence.href else _escaped(evidence.label)


def _figure(photo: Photo, speaker: Voice) -> str:
    credit = f"{speaker.say(N_('Photo:'))} {photo.credit}" if photo.credit else ""
    caption = f"{photo.caption} ({credit})" if photo.caption and credit else photo.caption or credit
    below = f"<figcaption>{_escaped(caption)}</figcaption>" if caption else ""
    return f"<figure>{_image(photo, photo.alt)}{below}</figure>"


def _image(photo: Photo, alt: str) -> str:
    size = f'width="{photo.width}" height="{photo.height}"'
    return f'<img src="{_escaped(photo.url)}" {size} alt="{_escaped(alt)}">'


def _text(item: Item, body: Body) -> str:
    """The body, its links and photos whole; a photo of the portal in the rendition that every program shows."""

    def picture(number: int, plain: str) -> str:
        photo = item.photos_in_body.get(str(number))
        return _image(photo, _alt(plain)) if photo else plain

    return fit(filled(body, item.refs, picture))


def _alt(plain: str) -> str:
    """The alternative text of an ``<img>`` as `prose` writes it."""
    _, _, rest = plain.partition(' alt="')
    return html.unescape(rest.partition('"')[0])


def _attachments(enclosures: tuple[Enclosure, ...], speaker: Voice) -> str:
    rows = (
        f"<li>{_link(views.Link(href=file.url, label=file.title))} ({_kind(file, speaker)})</li>" for file in enclosures
    )
    return f"<p>{_escaped(speaker.say(N_('Attachments')))}:</p>\n<ul>{''.join(rows)}</ul>"


def _kind(file: Enclosure, speaker: Voice) -> str:
    """What to expect of a file: *PDF, 320 kB*."""
    size = f", {speaker.phrasing.filesize(file.size)}" if file.size else ""
    return _escaped(file.url.rpartition("/")[2].rpartition(".")[2].upper() + size)


def _link(link: views.Link) -> str:
    return f'<a href="{_escaped(urls.quoted(link.href))}">{_escaped(link.label)}</a>'


def _escaped(text: str) -> str:
    return html.escape(text)
