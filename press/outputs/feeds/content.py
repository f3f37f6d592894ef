"""The text of an item: its title, its summary and its whole text as HTML, in the item's own language.

The HTML can be shown without the portal: URLs are absolute, and there are no styles and scripts. It changes only if the
release changes.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from press import views, web
from press.i18n.catalogues import Translate, translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import CORRECTION_OF, CORRECTIONS, Words, marked, words
from press.model import Body, Listing, ListingKind
from press.outputs.feeds.item import Enclosure, Item, Notice, Occasion, Photo, plain_line, xml_safe
from press.rendering.context import ImageInBody, filled
from press.views import builders

_HEADINGS = {
    "corrected": N_("Corrected, {date}."), "withdrawn": builders.WITHDRAWN_ON, "updated": N_("Updated, {date}."),
}  # fmt: skip
_TITLES = {"corrected": CORRECTION_OF, "updated": N_("Updated: {title}")}
_TEXT_KEPT = N_("The text stays below for the record. It no longer holds: please do not quote it.")
_TEXT_REMOVED = N_("Its text is no longer shown.")


class Language(NamedTuple):
    """What is needed to write in a language: translations, words, formats of dates and sizes."""

    translate: Translate
    words: Words
    locale: LocaleFormat

    def day(self, iso: str) -> str:
        """Format a day: *14 Maret 2026*."""
        return self.locale.date(iso, "plain")


@lru_cache
def language_of(code: str) -> Language:
    """A language by its code."""
    return Language(translator(code), words(code), LocaleFormat(code))


def feed_title(listing: Listing, name: str, site: str, code: str) -> str:
    """The title of a feed, in the language of the portal; `name` is the name of the list."""
    language = language_of(code)
    match listing.kind:
        case ListingKind.ALL | ListingKind.MONTH:
            return site
        case ListingKind.CHANGES:
            name = language.translate(CORRECTIONS)
        case ListingKind.KIND:
            name = language.words.kind_lists[listing.term]
        case ListingKind.LANG:
            name = language.locale.language(listing.term)
    return f"{name} – {site}"


class ItemText(NamedTuple):
    """An item with its texts, which are the same in every format."""

    item: Item
    title: str
    """The headline, marked where the release was corrected or withdrawn."""
    summary: str
    """A few sentences of plain text: the standfirst; for a withdrawn release, that it is withdrawn, and why."""
    text: str
    """The whole text as HTML."""
    date: str
    """When it was published and, if it was, updated, as people write it."""


def item_text(item: Item, body: Body | None) -> ItemText:
    """Write the texts of an item."""
    language = language_of(item.words or item.lang)
    pattern = _TITLES.get(item.state)
    title = language.translate(pattern).format(title=item.title) if pattern else ""
    summary = _notice_text(item.notices[0], language) if item.state == "withdrawn" else item.lead or item.title
    if item.valid_until:
        summary = f"{' '.join(_expiry(item, language))} {summary}"
    title = title or marked(item.title, item.mark or item.state, item.words or item.lang)
    text = "\n".join(part for part in _parts(item, body, language) if part)
    return ItemText(item, plain_line(title), plain_line(summary), text, _written_date(item, language))


def _written_date(item: Item, language: Language) -> str:
    published = language.locale.date(item.published)
    if not item.updated:
        return published
    return f"{published} · {language.translate(N_('Updated'))} {language.locale.date(item.updated)}"


def _parts(item: Item, body: Body | None, language: Language) -> Iterator[str]:
    yield from (_notice(notice, language) for notice in item.notices)
    if item.valid_until:
        label, sentence = map(_escaped, _expiry(item, language))
        yield f"<p><strong>{label}</strong> {sentence}</p>"
    if item.change:
        return
    if item.state == "withdrawn":
        yield f"<p>{_escaped(language.translate(_TEXT_KEPT if body else _TEXT_REMOVED))}</p>"
    if body is None:
        return
    if item.claim:
        yield from _claim(item.claim, language)
    if item.occasion:
        yield _occasion(item.occasion, language)
    if item.photo:
        yield _figure(item.photo, language)
    if item.points:
        yield _points(item.points, language)
    yield _text(item, body)
    yield from (_figure(photo, language) for photo in item.photos)
    if item.original:
        yield _original_link(item, language)
    if attached := [file for file in item.enclosures if not file.in_text]:
        yield _attachments(attached, language)


def _expiry(item: Item, language: Language) -> tuple[str, str]:
    """The label of an expired release, and the sentence that says until when it was current."""
    sentence = language.translate(N_("What it says applied until %(date)s."))
    return language.translate(N_("No longer current.")), sentence % {"date": language.locale.date(item.valid_until)}


def _notice_text(notice: Notice, language: Language) -> str:
    heading = language.translate(_HEADINGS[notice.state]).format(date=language.day(notice.date))
    return f"{heading} {notice.note}"


def _notice(notice: Notice, language: Language) -> str:
    heading = language.translate(_HEADINGS[notice.state]).format(date=language.day(notice.date))
    lines = [f"<strong>{_escaped(heading)}</strong> {_escaped(notice.note)}"]
    if notice.was:
        lines.append(f"{_escaped(language.translate(N_('It said')))}: <del>{_escaped(notice.was)}</del>")
    if notice.now:
        lines.append(f"{_escaped(language.translate(N_('It should say')))}: <ins>{_escaped(notice.now)}</ins>")
    if notice.replacement:
        lines.append(f"{_escaped(language.translate(N_('In its place:')))} {_link(notice.replacement)}")
    return f"<p>{'<br>'.join(lines)}</p>"


def _occasion(occasion: Occasion, language: Language) -> str:
    """When and where an event is, and why it is not as it was announced."""
    when = language.locale.span(occasion.starts, occasion.ends) if occasion.starts else ""
    rows = (
        (N_("When"), when or language.translate(N_("The new time is not known yet."))),
        (N_("Reason"), occasion.reason),
        (N_("Venue"), occasion.place),
        (N_("Online at"), occasion.online),
    )
    lines = [f"<strong>{_escaped(language.translate(name))}:</strong> {_escaped(text)}" for name, text in rows if text]
    return f"<p>{'<br>'.join(lines)}</p>"


def _claim(claim: views.Claim, language: Language) -> Iterator[str]:
    """A claim, always with its verdict."""
    verdict = language.words.verdicts[claim.verdict]
    yield f"<p>{_escaped(language.translate(N_('The claim:')))} <q>{_escaped(claim.text)}</q></p>"
    yield f"<p>{_escaped(language.translate(N_('Our finding')))}: <strong>{_escaped(verdict)}</strong></p>"
    if claim.fact:
        yield f"<p>{_escaped(language.words.facts[claim.verdict])} {_escaped(claim.fact)}</p>"
    if claim.where:
        yield f"<p>{_escaped(language.translate(N_('Where it went round')))}: {_escaped(claim.where)}</p>"
    if claim.first_seen:
        yield f"<p>{_escaped(language.translate(N_('First seen')))}: {_escaped(language.day(claim.first_seen))}</p>"
    if claim.due:
        yield f"<p>{_escaped(language.translate(N_('Result by')))}: {_escaped(language.day(claim.due))}</p>"
    if claim.evidence:
        found = "".join(f"<li>{_evidence(evidence)}</li>" for evidence in claim.evidence)
        yield f"<p>{_escaped(language.translate(N_('Evidence')))}:</p><ul>{found}</ul>"


def _points(points: Iterable[str], language: Language) -> str:
    found = "".join(f"<li>{_escaped(point)}</li>" for point in points)
    return f"<h2>{_escaped(language.translate(N_('Main points')))}</h2>\n<ul>{found}</ul>"


def _original_link(item: Item, language: Language) -> str:
    """A link to where another office published it first, or to what an item of kind ``link`` points to."""
    name = item.origin.name if item.origin else urlsplit(item.original).hostname or item.original
    link = _link(views.Link(href=item.original, label=name))
    words = "" if item.kind == "link" else f"{_escaped(language.translate(N_('First published by')))} "
    return f"<p>{words}{link}</p>"


def _evidence(evidence: views.Evidence) -> str:
    return _link(views.Link(href=evidence.href, label=evidence.label)) if evidence.href else _escaped(evidence.label)


def _figure(photo: Photo, language: Language) -> str:
    credit = f"{language.translate(N_('Photo:'))} {photo.credit}" if photo.credit else ""
    caption = f"{photo.caption} ({credit})" if photo.caption and credit else photo.caption or credit
    below = f"<figcaption>{_escaped(caption)}</figcaption>" if caption else ""
    return f"<figure>{_image(photo, photo.alt)}{below}</figure>"


def _image(photo: Photo, alt: str, title: str = "") -> str:
    size = f'width="{photo.width}" height="{photo.height}"'
    more = f' title="{_escaped(title)}"' if title else ""
    return f'<img src="{_escaped(photo.url)}" {size} alt="{_escaped(alt)}"{more}>'


def _text(item: Item, body: Body) -> str:
    """The body with absolute URLs; a photo of the portal in the rendition that every program can show."""

    def picture(number: int, image: ImageInBody) -> str:
        photo = item.photos_in_body.get(str(number))
        return _image(photo, image.alt, image.title) if photo else image.plain

    return xml_safe(filled(body.html, item.refs, picture))


def _attachments(enclosures: Iterable[Enclosure], language: Language) -> str:
    rows = (
        f"<li>{_link(views.Link(href=file.url, label=file.title))} ({_kind(file, language)})</li>"
        for file in enclosures
    )
    return f"<p>{_escaped(language.translate(N_('Attachments')))}:</p>\n<ul>{''.join(rows)}</ul>"


def _kind(file: Enclosure, language: Language) -> str:
    """The type and size of a file: *PDF, 320 kB*."""
    size = f", {language.locale.filesize(file.size)}" if file.size else ""
    return _escaped(file.url.rpartition("/")[2].rpartition(".")[2].upper() + size)


def _link(link: views.Link) -> str:
    return f'<a href="{_escaped(web.encoded(link.href))}">{_escaped(link.label)}</a>'


def _escaped(text: str) -> str:
    return html.escape(text)
