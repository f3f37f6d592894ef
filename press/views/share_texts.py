"""The texts of a share pack: one for each service, made from the release alone, each as long as its service takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from press import urls, views
from press.i18n.catalogues import Translate, translator
from press.i18n.formats import LocaleFormat
from press.i18n.words import marked, words
from press.model import Card, Correction, State
from press.views import builders, links
from press.views.check.links import CHECK, check_link
from press.views.context import Snapshot
from press.views.share import alert_lines, share_text
from press.views.share_lengths import Length, Paragraph, characters, hashtags, shortened, weighted_length, within
from press.views.share_phrases import CORRECTED_ON, DELETE, IN_ITS_PLACE, IT_SAID, IT_SHOULD_SAY, PHOTO, READ_AT, UNTIL

_LINK, _FACT, _HEADLINE, _ACTIONS, _CHECK, _LEAD, _CREDIT, _POINTS, _TAGS, _LAST = range(10)
"""Ranks: what is left out first has the highest."""


_SHORT_CLAIM = 40
"""Characters of a claim where even its usual length does not fit; the page of checks knows these lengths."""
HASHTAGS = 5
"""More than that look like an advertisement, and Instagram takes no more."""


class Service(NamedTuple):
    """A service, and what its texts may have."""

    name: str
    limit: int
    """Most characters, as `length` counts; for WhatsApp and Facebook fewer than they allow: what is read whole."""
    length: Length
    bold: str = ""
    """What people write around bold words."""
    compose: str = ""
    """The address at which the service takes a text; empty: it takes none."""
    quoted: int = 160
    """Most characters of a claim."""
    noted: int = 160
    """Most characters of the note of a correction, and of what it said before and says now."""
    is_short: bool = False
    """Whether it has no room for the long headline, for all that was corrected, nor for a part of the standfirst."""
    points: int = 0
    """Most main points."""
    hashtags: int = 0
    """Most hashtags."""
    names_link: bool = False
    """Whether links cannot be followed there: then the address is named, without ``https://``."""


SERVICES = (
    Service("whatsapp", 700, characters, "*", "https://wa.me/?text=", points=3),
    Service(
        "x", 280, weighted_length, "", "https://x.com/intent/post?text=", quoted=90, noted=130, is_short=True,
        hashtags=2,
    ),
    Service("instagram", 2200, characters, points=5, hashtags=HASHTAGS, names_link=True),
    Service("facebook", 480, characters),
)  # fmt: skip


def share_texts(card: Card, snapshot: Snapshot) -> tuple[views.ShareText, ...]:
    """Return the texts of a release for all services; for a withdrawn one, those that take back what was sent."""
    return tuple(_text(service, card, snapshot) for service in SERVICES)


def pack_hashtags(card: Card) -> tuple[str, ...]:
    """Return the hashtags of a release; none for one that nobody should spread: withdrawn, or no longer current."""
    return () if card.state in (State.EXPIRED, State.WITHDRAWN) else hashtags(card.release.tags, HASHTAGS)


def _text(service: Service, card: Card, snapshot: Snapshot) -> views.ShareText:
    writer = _Writer(service, card, snapshot)
    text = within(tuple(writer.withdrawal() if card.is_withdrawn else writer.news()), service.limit, service.length)
    return views.ShareText(
        service=service.name,
        text=text,
        length=service.length(text),
        limit=service.limit,
        href=service.compose + quote(text, safe="") if service.compose else "",
    )


class _Writer:
    """Writes the paragraphs of a release for a service."""

    def __init__(self, service: Service, card: Card, snapshot: Snapshot) -> None:
        self._service = service
        self._card = card
        self._snapshot = snapshot
        self._language = builders.language(card, snapshot.config)
        self._translate: Translate = translator(self._language)

    def withdrawal(self) -> Iterator[Paragraph]:
        """Say that a release is withdrawn, and why; ask that what was forwarded is deleted."""
        card, translate = self._card, self._translate
        yield self._bold(share_text(card, self._snapshot.config), _HEADLINE)
        yield Paragraph(translate(DELETE), _FACT)
        yield self._paragraph(builders.description(card, self._snapshot.config), _LEAD)
        if replacement := links.replacement(card, self._snapshot):
            url = urls.absolute_link(replacement.href, self._snapshot.config)
            label = f"{translate(IN_ITS_PLACE)}\n"
            yield Paragraph(self._shown(url), _HEADLINE, before=label, is_whole=True)
        yield self._link()
        yield self._check()

    def news(self) -> Iterator[Paragraph]:
        """Say what a release says; first, what was corrected in it."""
        card, service = self._card, self._service
        yield from self._correction()
        yield from self._claim() if card.release.claim else self._alert() if card.alert else self._headline()
        if card.state is State.EXPIRED:  # what it says holds no longer: nobody should spread it
            until = LocaleFormat(self._language).date(builders.valid_until(card.release))
            yield Paragraph(self._translate(UNTIL) % {"date": until}, _FACT)
        else:
            yield self._paragraph(card.lead, _LEAD, is_whole=service.is_short)
            yield Paragraph("\n".join(f"• {_line(one)}" for one in card.release.points[: service.points]), _POINTS)
        yield self._link()
        yield self._check()
        yield from self._credit()
        yield Paragraph(" ".join(pack_hashtags(card)[: service.hashtags]), _TAGS, is_whole=True)

    def _correction(self) -> Iterator[Paragraph]:
        """Say what was corrected last, and when."""
        newest = max(self._card.release.corrections, key=lambda one: one.date, default=None)
        if newest:
            day = LocaleFormat(self._language).date(newest.date.isoformat(), "plain")
            label = self._translate(CORRECTED_ON).format(date=day)
            yield Paragraph("\n".join(self._corrected(newest)), _FACT, before=f"{self._in_bold(label)} ")

    def _corrected(self, correction: Correction) -> Iterator[str]:
        yield self._cut(correction.note, self._service.noted)
        if correction.now and not self._service.is_short:
            said = ((IT_SAID, correction.was), (IT_SHOULD_SAY, correction.now))
            shown = ((self._translate(label), self._cut(text, self._service.noted)) for label, text in said if text)
            yield " ".join(f"{label}: “{text}”." for label, text in shown)

    def _headline(self) -> Iterator[Paragraph]:
        release, is_short = self._card.release, self._service.is_short
        title = (release.short_title if is_short else "") or release.title
        yield self._bold(f"{self._mark()}{title}", _HEADLINE)

    def _claim(self) -> Iterator[Paragraph]:
        """The claim under its stamp, then what is true."""
        claim, labels = builders.shown_claim(self._card), words(self._language)
        if claim:
            stamp = self._in_bold(f"{self._mark()}{labels.stamps[claim.verdict]}:")
            said, most = claim.text.strip("\"“”' "), self._service.quoted
            shorter = self._cut(said, _SHORT_CLAIM) if self._service.is_short else ""
            yield Paragraph(self._cut(said, most), _HEADLINE, f"{stamp} “", "”", instead=shorter)
            fact = claim.fact or self._card.release.title
            title = _line(self._card.release.title)
            yield Paragraph(_line(fact), _FACT, f"{self._in_bold(labels.facts[claim.verdict])} ", instead=title)

    def _alert(self) -> Iterator[Paragraph]:
        """How bad a danger is, where and until when, then what to do."""
        place, *actions = alert_lines(self._card, self._snapshot.config)
        yield self._bold(share_text(self._card, self._snapshot.config), _HEADLINE)
        if not (self._service.is_short and self._card.state is State.EXPIRED):
            yield Paragraph(_line(place), _FACT)
        yield Paragraph("" if self._service.is_short else "\n".join(map(_line, actions)), _ACTIONS)

    def _mark(self) -> str:
        """The state of an expired release, of a cancelled event or of a draft, before its headline."""
        return marked("", self._card.mark, self._language)

    def _link(self) -> Paragraph:
        url = urls.absolute(self._card.address, self._snapshot.config)
        label = self._translate(READ_AT) if self._service.names_link else "{address}"
        return Paragraph(label.format(address=self._shown(url)), _LINK)

    def _check(self) -> Paragraph:
        """The link that checks the text against the seal. A service with little room has it only if all else fits."""
        link = self._shown(check_link(self._card, self._snapshot.config))
        line = self._translate(CHECK).format(address=link) if link else ""
        return Paragraph(line, _LAST if self._service.is_short else _CHECK, is_whole=True)

    def _shown(self, url: str) -> str:
        """Return an address as people write it where links cannot be followed."""
        return url.partition("://")[2] if self._service.names_link else url

    def _credit(self) -> Iterator[Paragraph]:
        """Name who took the photo, where the picture is published without its page."""
        image = self._card.release.image
        if image and image.credit and self._service.names_link:
            yield self._paragraph(f"{self._translate(PHOTO)} {image.credit}", _CREDIT)

    def _paragraph(self, text: str, rank: int, is_whole: bool = False) -> Paragraph:
        return Paragraph(_line(text), rank, is_whole=is_whole, by_sentence=rank == _LEAD)

    def _bold(self, text: str, rank: int) -> Paragraph:
        bold = self._service.bold
        return Paragraph(_line(text.replace(bold, "") if bold else text), rank, bold, bold)

    def _in_bold(self, text: str) -> str:
        return f"{self._service.bold}{text}{self._service.bold}"

    def _cut(self, text: str, most: int) -> str:
        """Return a text in one line of at most so many characters."""
        return shortened(_line(text)[: 4 * most], lambda one: self._service.length(one) <= most)


def _line(text: str) -> str:
    return " ".join(text.split())
