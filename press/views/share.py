"""What people share of a release: the text that they send, and its share cards."""

from __future__ import annotations

import textwrap

import msgspec

from press import disk, urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.i18n.words import AREA, MARKED, VALID_UNTIL, Words, alert_label, marked, words
from press.media.share_card_model import FORMATS, HEIGHT, LANDSCAPE, WIDTH, Format, ShareCard
from press.model import Card, Crop, File
from press.views import builders
from press.views.check import links
from press.views.pictures import lead_picture

_ACTIONS = ("avoid", "evacuation", "help")
"""The items of an alert that say what to do now."""
_NAME = "kartu"
_DIGEST_LENGTH = 8
"""Hexadecimal digits of the content's digest in a card's name: services cache a card by its address for ever."""
_CLAIM_LENGTH = 160
"""Most characters of a claim in a share text: X takes 280 for all."""


class ShareFile(views.View, frozen=True, kw_only=True):
    """A share card: its content and its address."""

    address: str
    card: ShareCard
    photo: str
    """Path of the photo; empty: a card without one."""
    digest: str
    """SHA-256 of the photo's file, hexadecimal."""
    format: str = LANDSCAPE.name
    """Its name among `FORMATS`."""

    def pixels_of(self) -> str:
        """Return the digest of the photo on the card."""
        return self.digest


def share_files(card: Card, config: Config) -> tuple[ShareFile, ...]:
    """Return all share cards of a page: that for its link, and those of its share pack.

    A withdrawn release has only the one for its link, and a standing page has none.
    """
    if card.is_page or not card.has_page:
        return ()
    in_pack = config.sharing.pack and not card.is_withdrawn
    formats = tuple(FORMATS.values()) if in_pack else (LANDSCAPE,) if config.theme.share_cards else ()
    return tuple(share_file(card, config, format) for format in formats)


def share_file(card: Card, config: Config, format: Format = LANDSCAPE) -> ShareFile:
    """Return a share card of a release. That of a withdrawn release has no photo, and a struck headline."""
    release, language = card.release, builders.language(card, config)
    config = config.edition(release.lang)
    labels = words(language)
    photo, claim = _photo(card), builders.shown_claim(card)
    state = labels.states[card.mark] if card.mark in MARKED else ""
    shown = ShareCard(
        title=release.short_title or release.title,
        portal=config.title,
        colour=config.theme.colour,
        kind_label=" · ".join(filter(None, (*_kind(card, labels, language), "" if card.is_withdrawn else state))),
        withdrawn=state if card.is_withdrawn else msgspec.UNSET,
        stamp=labels.stamps[claim.verdict] if claim else _band(card, language),
        claim=claim.text if claim else msgspec.UNSET,
        answer=" · ".join(filter(None, (state, labels.facts[claim.verdict]))) if claim else msgspec.UNSET,
        credit=release.image.credit if photo and release.image else "",
        copyright=config.publisher,
        check=links.pictured_link(card, config) or msgspec.UNSET,
        typed=links.typed_link(card, config) or msgspec.UNSET,
    )
    digest = photo.digest if photo else ""
    card_digest = disk.digest(msgspec.json.encode((shown, digest)))[:_DIGEST_LENGTH]
    size = "" if format == LANDSCAPE else f"{format.width}x{format.height}-"
    address = f"{card.address}{_NAME}-{size}{card_digest}.{'jpg' if photo else 'png'}"
    path = photo.path if photo else ""
    return ShareFile(address=address, card=shown, photo=path, digest=digest, format=format.name)


def _kind(card: Card, labels: Words, language: str) -> tuple[str, ...]:
    """Return what a release is; an all-clear says so."""
    kind, is_all_clear = labels.kinds[card.release.kind], card.alert and card.alert.all_clear
    return (kind, alert_label("", False, language)) if is_all_clear else (kind,)


def _band(card: Card, language: str) -> str:
    """Return what stands on a band across the card of an alert: how bad the danger is, or that it is an exercise."""
    alert = None if card.is_withdrawn else card.alert
    if not alert or (alert.all_clear and not alert.is_exercise):
        return ""
    return alert_label("" if alert.all_clear else alert.severity, alert.is_exercise, language).upper()


def share_image(card: Card, config: Config) -> views.ShareImage | None:
    """Return the image of a release's share card for its page; the lead photo if the portal draws no cards."""
    if config.theme.share_cards:
        url = urls.absolute(share_file(card, config).address, config)
        return views.ShareImage(url=url, width=WIDTH, height=HEIGHT, alt=share_text(card, config))
    shown = lead_picture(card, config)
    if not shown or card.is_withdrawn:
        return None
    url = urls.absolute_link(shown.href, config)
    return views.ShareImage(url=url, width=shown.width, height=shown.height, alt=shown.alt)


def share_text(card: Card, config: Config) -> str:
    """Return what a reader sends with a link to a release: its headline, short if there is a short one, marked.

    Of a clarification: the stamp with the claim, in quotation marks, then the headline: *HOAKS: “…” Faktanya: …*.
    """
    title, claim = card.release.short_title or card.release.title, builders.shown_claim(card)
    language = builders.language(card, config)
    alert = None if card.is_withdrawn else card.alert
    if alert:
        severity = "" if alert.all_clear else alert.severity
        title = f"{alert_label(severity, alert.is_exercise, language)}: {title}"
    if claim:
        labels = words(language)
        quoted = textwrap.shorten(claim.text.strip("\"“”' "), _CLAIM_LENGTH, placeholder=" …")
        title = f"{labels.stamps[claim.verdict]}: “{quoted}” {labels.facts[claim.verdict]} {title}"
    return marked(title, card.mark, language)


def told_text(card: Card, config: Config) -> str:
    """Return what a reader sends where a text may be long: of an alert, also where, until when, and what to do."""
    return "\n\n".join((share_text(card, config), *alert_lines(card, config)))


def alert_lines(card: Card, config: Config) -> tuple[str, ...]:
    """Return what people must know of an alert at once: where, until when, and what to do. Of others, nothing."""
    alert, code = None if card.is_withdrawn else card.alert, builders.language(card, config)
    if not alert:
        return ()
    translate, labels, until = translator(code), words(code).alert_items, builders.valid_until(card.release)
    lines = [translate(AREA).format(area=alert.area)]
    if until:
        lines.append(translate(VALID_UNTIL).format(date=LocaleFormat(code).date(until)))
    actions = [f"{labels[name]}: {getattr(alert, name)}" for name in _ACTIONS if getattr(alert, name)]
    return (" ".join(lines), *actions)


def _photo(card: Card) -> File | None:
    """Return the photo on the card: none if it is withdrawn, or if it must not be cropped, as charts and maps.

    None under a stamp either, which would stamp the photo.
    """
    has_stamp = card.release.claim or card.alert
    image = None if card.is_withdrawn or has_stamp else card.release.image
    file = card.files.get(image.src) if image and image.crop is not Crop.NONE else None
    return file if file and file.width else None
