"""What a release is about, besides its text: words that people search for and that the text may not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import Card, ListingKind, Release, Verdict
from press.views import builders, editions, terms
from press.views.context import Snapshot

_REFUTED = frozenset({Verdict.FALSE, Verdict.MISLEADING, Verdict.OLD_CONTENT, Verdict.FABRICATED, Verdict.SCAM})
_WORD = re.compile(r"[^\W\d_]{4,}")
"""A word that may be meant by a misspelt one."""


def tags(release: Release) -> str:
    """Return its tags, and the people whom it quotes, with their offices."""
    people = (f"{quote.name} {quote.role}".rstrip() for quote in release.quotes)
    return ", ".join(dict.fromkeys((*release.tags, *people)))


def terms_of(card: Card, snapshot: Snapshot) -> str:
    """Return full and short names of its offices, regions, topics, kind, finding, date, place, code and the address.

    Names and dates are in the portal's language and in its own, if that has words or an edition.
    """
    release, language = card.release, snapshot.config.language
    languages = dict.fromkeys((language, builders.language(card, snapshot.config)))
    venue = card.event.place if card.event else ""
    own = editions.of_card(card, snapshot)
    found = [*_names(release, snapshot), *_names(release, own), release.place, venue, release.code]
    if not card.is_withdrawn:
        found.append(release.slug.replace("-", " "))
    for one in languages:
        found += (
            words(one).kinds[release.kind],
            *_finding(card, one),
            LocaleFormat(one).date(str(release.date), "plain"),
        )
    return ", ".join(dict.fromkeys(filter(None, found)))


def _names(release: Release, snapshot: Snapshot) -> Iterator[str]:
    typed = {
        ListingKind.OFFICE: release.offices,
        ListingKind.REGION: release.regions,
        ListingKind.TOPIC: release.topics,
    }
    for kind, names in typed.items():
        for name in names:
            term = terms.term(kind, name, snapshot)
            yield from (term.name, term.label)


def _finding(card: Card, language: str) -> Iterator[str]:
    """Yield the words for the finding on a claim. What was refuted is searched as a hoax, whatever its stamp says."""
    claim = builders.shown_claim(card)
    if claim:
        yield from (words(language).verdicts[claim.verdict], words(language).stamps[claim.verdict])
        if claim.verdict in _REFUTED:
            yield translator(language)(N_("hoax fake"))


def vocabulary(texts: Iterable[str]) -> list[str]:
    """Return the words of some texts, in lower case and in the order of the alphabet, each once."""
    return sorted({word for text in texts for word in _WORD.findall(text.casefold())})
