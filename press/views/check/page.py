"""The page that checks texts against the seal: its parts, all in one file, and its policy by their digests."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain
from typing import Protocol

import msgspec

from press import urls
from press.config import Config
from press.i18n.catalogues import languages, translator
from press.i18n.formats import DATE_AT_TIME, ZONES, LocaleFormat
from press.i18n.words import ALL_CLEAR, AREA, CORRECTION_OF, VALID_UNTIL, exercise, words
from press.views.builders import WITHDRAWN_ON
from press.views.check.view import Check
from press.views.context import Snapshot
from press.views.share_phrases import CORRECTED_ON, DELETE, IN_ITS_PLACE, IT_SAID, IT_SHOULD_SAY, PHOTO, READ_AT, UNTIL

STYLE, SCRIPTS = "check.css", ("check-text.js", "check-proof.js", "check-find.js", "check.js")
"""Names of the assets that the page contains; they are not published as files."""
INLINED = frozenset({STYLE, *SCRIPTS})
_LABELS = (
    "cek", "cek di", "baca", "baca di", "baca selengkapnya", "selengkapnya", "selengkapnya di", "sumber",
    "check", "read it at", "read more", "source",
)  # fmt: skip
"""What may stand before a link to the portal in a message: such a line is not compared."""


class Named(Protocol):
    """An asset."""

    @property
    def data(self) -> bytes:
        """Its bytes."""


def sources(assets: Mapping[str, Named]) -> tuple[str, str]:
    """Return what a policy must allow for the page: its script and its style sheet, by their digests."""
    return _source(_script(assets)), _source(_style(assets))


def check_page(snapshot: Snapshot) -> Check:
    """Return the view of the page."""
    script, style = sources(snapshot.assets)
    policy = (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return Check(
        url=urls.absolute(urls.check_address(snapshot.config), snapshot.config),
        style=_style(snapshot.assets),
        script=_script(snapshot.assets),
        policy=policy,
        settings=msgspec.json.encode(_settings(snapshot)).replace(b"<", b"\\u003c").decode(),
    )


def _settings(snapshot: Snapshot) -> dict[str, object]:
    config, log = snapshot.config, snapshot.log
    return {
        "origin": config.seal.origin,
        "root": config.seal.root,
        "keys": log.text_of("keys.txt") if log else "",
        "witnesses": _witnesses(snapshot),
        "base": config.base_url,
        "home": config.base_path,
        "seal": f"{config.base_path}seal/",
        "index": urls.href(urls.CHECK_INDEX, config),
        "labels": sorted({*_LABELS, *map(_label, _languages(config))}),
        "marks": _marks(),
        "captions": {**_captions(), "forms": [_form(language) for language in _languages(config)]},
        "language": config.language,
        "zone": config.timezone,
    }


def _captions() -> dict[str, list[str]]:
    """Return what the portal writes before what a header says, in all languages: by key and value, or by key alone."""
    found: dict[str, list[str]] = {}
    for key, caption in chain.from_iterable(map(_captions_in, languages())):
        found.setdefault(key, []).append(caption)
    return found


def _captions_in(language: str) -> Iterator[tuple[str, str]]:
    names, translate = words(language), translator(language)
    for verdict, stamp in names.stamps.items():
        yield from ((f"verdict {verdict}", caption) for caption in (stamp, names.facts[verdict]))
    yield from ((f"alert-severity {severity}", label) for severity, label in names.severities.items())
    yield "alert-status exercise", exercise(language)
    yield "alert-all-clear true", translate(ALL_CLEAR)
    yield "alert-area", translate(AREA).partition("{")[0]
    at = translate(DATE_AT_TIME).removeprefix("{date}").removesuffix("{time}")
    yield from (("expires", caption) for caption in (translate(VALID_UNTIL).partition("{")[0], at, *ZONES.values()))
    yield from ((f"alert-{item}", label) for item, label in names.alert_items.items())


def _form(language: str) -> dict[str, object]:
    """Return what the portal says of the state of a release in a language; JavaScript puts in values and dates."""
    names, translate, dates = words(language), translator(language), LocaleFormat(language)
    until = translate(UNTIL) % {"date": "{date}"}
    return {
        "states": {state: names.states[state] for state in ("withdrawn", "expired", "cancelled", "postponed")},
        "correction": translate(CORRECTED_ON),
        "was": translate(IT_SAID),
        "now": translate(IT_SHOULD_SAY),
        "of": translate(CORRECTION_OF).partition("{")[0],
        "withdrawn": translate(WITHDRAWN_ON),
        "delete": translate(DELETE),
        "replacement": translate(IN_ITS_PLACE),
        "until": [part for part in until.split("{date}") if part.strip(" .")],
        "photo": translate(PHOTO),
        "months": dates.months(),
        "days": dates.days(),
    }


def _languages(config: Config) -> tuple[str, ...]:
    """Return the languages of the portal, and those that Press speaks: releases may be in each of them."""
    return tuple(dict.fromkeys((*languages(), config.language, *config.editions)))


def _label(language: str) -> str:
    """Return what stands before the address of a release where links cannot be followed."""
    return translator(language)(READ_AT).partition("{")[0].strip(" :").lower()


def _marks() -> list[list[str]]:
    """Return the words that say something of a state, and those that do of a claim: hashtags may have them."""
    states, claims = set[str](), set[str]()
    for language in languages():
        names = words(language)
        states |= {translator(language)(CORRECTION_OF).partition(":")[0], *names.event_states.values()}
        states |= set(names.states.values())
        claims |= {*names.stamps.values(), *names.verdicts.values()}
    return [sorted({"".join(re.findall(r"\w", one.lower())) for one in group}) for group in (states, claims)]


def _witnesses(snapshot: Snapshot) -> list[str]:
    """Return the public keys of the witnesses of the policy that sign with Ed25519, which browsers verify."""
    from press.seal import notes, policy  # noqa: PLC0415 - only for portals with a seal

    try:
        found = policy.policy(snapshot.log.text_of("policy")) if snapshot.log else None
    except ValueError:
        return []
    return [str(key) for key in found.witnesses.values() if key.type == notes.COSIGNATURE] if found else []


def _style(assets: Mapping[str, Named]) -> str:
    return assets[STYLE].data.decode().strip() if STYLE in assets else ""


def _script(assets: Mapping[str, Named]) -> str:
    return "\n".join(assets[name].data.decode().strip() for name in SCRIPTS if name in assets)


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
