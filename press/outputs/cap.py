"""``cap.xml`` beside the page of each alert: the same for programs, as a message of CAP 1.2 (OASIS, July 2010).

A correction, an update or a withdrawal is a message of its own there: it has an identifier of its own, and names the
messages that it replaces. The file always has the last one. An all-clear and a withdrawal cancel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import msgspec

from press import urls, views
from press.config import Config, Region
from press.i18n.words import exercise, words
from press.model import Alert, Card, Invalidation, ListingKind, State
from press.outputs import Described
from press.outputs.xml import DECLARATION, element
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import alerts, builders, terms
from press.views.context import Snapshot

TEMPLATES = ()
_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_ALL_CLEAR_EXPIRES = timedelta(days=1)
"""How long programs show an all-clear that has no end."""
_DESCRIPTION = ("impact", "affected", "measures")
_INSTRUCTION = ("avoid", "evacuation", "help")
_SEPARATORS = re.compile(r"(?:[\s,;.&]|\b(?:dan|serta|and)\b)*")
"""What may stand between the names of regions."""
_CATEGORIES = {"cbrne": "CBRNE"}
"""Those that are not the value with a capital."""


class CapMessage(views.View, frozen=True, kw_only=True):
    """A message of CAP 1.2. Each value is the text of the element of its name; what is empty is left out."""

    identifier: str
    sender: str
    sent: str
    status: str
    msg_type: str
    note: str
    references: str
    info: tuple[tuple[str, str], ...]
    """The elements of ``info`` in the order of the schema; none if the text was removed."""
    area: str
    shapes: tuple[tuple[str, str], ...] = ()
    """The polygons and circles of the area, in the order of the schema."""


_message = msgspec.json.Decoder(CapMessage)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each file belongs to an alert."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The file of the alert, by the address of its page."""
    return (card.address,) if card.alert else ()


def owns(path: str, config: Config) -> bool:
    """No path: each file is in the folder of a release."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The file of one alert."""
    card = snapshot.catalogue.page_at(invalidation.id)
    view = _view(card, card.alert, snapshot) if card and card.alert else None
    yield invalidation.id + alerts.CAP_NAME, view


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the message."""
    message = _message.decode(view)
    head = {
        "identifier": message.identifier, "sender": message.sender, "sent": message.sent, "status": message.status,
        "msgType": message.msg_type, "scope": "Public", "note": message.note, "references": message.references,
    }  # fmt: skip
    lines = [*_elements(head.items()), *_info(message)]
    return f'{DECLARATION}<alert xmlns="{_NAMESPACE}">\n{"".join(lines)}</alert>\n'.encode()


def _info(message: CapMessage) -> Iterator[str]:
    if message.info:
        yield "<info>\n"
        yield from _elements(message.info)
        shapes = "".join(element(name, text) for name, text in message.shapes)
        yield f"<area>{element('areaDesc', message.area)}{shapes}</area>\n</info>\n"


def _elements(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{element(name, text)}\n" for name, text in texts if text)


def _view(card: Card, alert: Alert, snapshot: Snapshot) -> CapMessage:
    config, sent = snapshot.config, alerts.versions(card)
    earlier = alerts.predecessor(card, snapshot.catalogue)
    before = [(earlier, at) for at in alerts.versions(earlier) if at <= card.release.date] if earlier else []
    references = [*before, *((card, at) for at in sent[:-1])]
    language = builders.language(card, config)
    return CapMessage(
        identifier=_identifier(card, sent[-1], config),
        sender=_sender(config),
        sent=_time(sent[-1]),
        status=_status(card, alert),
        msg_type=_type(card, alert, bool(references)),
        note=exercise(language) if alert.is_exercise else "",
        references=" ".join(_reference(*one, config) for one in references),
        info=tuple(_info_of(card, alert, language, snapshot).items()) if alert.event else (),
        area=alert.area,
        shapes=tuple(_shapes(alert.area, config)),
    )


def _status(card: Card, alert: Alert) -> str:
    """Return the status; in a preview, what is not public yet is a draft."""
    return "Draft" if card.state in (State.DRAFT, State.SCHEDULED) else alert.status.capitalize()


def _type(card: Card, alert: Alert, has_references: bool) -> str:
    if not has_references:
        return "Alert"
    return "Cancel" if alert.all_clear or card.is_withdrawn else "Update"


def _reference(card: Card, sent: datetime, config: Config) -> str:
    return f"{_sender(config)},{_identifier(card, sent, config)},{_time(sent)}"


def _identifier(card: Card, sent: datetime, config: Config) -> str:
    """Return the identifier of one version, without spaces, commas, ``<`` and ``&``, which CAP forbids."""
    version = "" if sent == card.release.date else f".{sent.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{_sender(config)}:{quote(card.release.id, safe='')}{version}"


def _sender(config: Config) -> str:
    """Return the portal's domain with its path, which nobody else has."""
    parts = urlsplit(config.base_url)
    return f"{parts.hostname or ''}{parts.path.rstrip('/')}"


def _time(at: datetime) -> str:
    """Return a time to the second with its offset, which is never ``Z``, and ``-00:00`` for UTC."""
    written = at.isoformat(timespec="seconds")
    return f"{written[:-6]}-00:00" if written.endswith("+00:00") else written


def _info_of(card: Card, alert: Alert, language: str, snapshot: Snapshot) -> dict[str, str]:
    release, config, labels = card.release, snapshot.config, words(language).alert_items

    def joined(names: tuple[str, ...]) -> str:
        return "\n".join(f"{labels[name]}: {text}" for name in names if (text := getattr(alert, name)))

    expires = release.expires or (release.date + _ALL_CLEAR_EXPIRES if alert.all_clear else None)
    return {
        "language": release.lang or config.portal.language,
        "category": _CATEGORIES.get(alert.hazard, alert.hazard.capitalize()),
        "event": alert.event,
        "responseType": "AllClear" if alert.all_clear else "",
        "urgency": "Past" if alert.all_clear else alert.urgency.capitalize(),
        "severity": alert.severity.capitalize(),
        "certainty": alert.certainty.capitalize(),
        "effective": _time(release.date),
        "onset": _time(alert.starts) if alert.starts else "",
        "expires": _time(expires) if expires else "",
        "senderName": alert.announcer or _office(card, snapshot),
        "headline": builders.headline(card, config),
        "description": joined(_DESCRIPTION) or builders.description(card, config),
        "instruction": joined(_INSTRUCTION),
        "web": urls.absolute(card.address, config),
        "contact": alert.help,
    }


def _shapes(area: str, config: Config) -> Iterator[tuple[str, str]]:
    """Yield where an area is, if it is regions and nothing else, of which all have polygons or circles.

    A village has none: programs would warn its whole regency.
    """
    found = _regions(area, config)
    if all(region.polygon or region.circle for region in found):
        yield from (("polygon", polygon) for region in found for polygon in region.polygon)
        yield from (("circle", region.circle) for region in found if region.circle and not region.polygon)


def _regions(area: str, config: Config) -> list[Region]:
    """Return the regions that a text names; none if it says anything else."""
    found: list[Region] = []
    rest = area.casefold()
    for region in sorted((config.regions or {}).values(), key=lambda one: -len(one.name)):
        for name in filter(None, (region.name, region.short)):
            shorter = re.sub(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", " ", rest)
            if shorter != rest:
                rest, found = shorter, [*found, region]
                break
    return found if _SEPARATORS.fullmatch(rest) else []


def _office(card: Card, snapshot: Snapshot) -> str:
    offices = card.release.offices
    return terms.term(ListingKind.OFFICE, offices[0], snapshot).name if offices else snapshot.config.publisher
