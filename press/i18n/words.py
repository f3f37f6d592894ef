"""The only list of words for kinds, verdicts, states and lists. Templates get it as `words`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from press.i18n.catalogues import languages, translator
from press.i18n.mark import N_


class Words(NamedTuple):
    """Words by the values of `ReleaseKind`, `Verdict`, `State`, `ListingKind` and `Crop`."""

    kinds: dict[str, str]
    """The name of a release of each kind."""
    kind_lists: dict[str, str]
    """The name of the list of each kind."""
    verdicts: dict[str, str]
    """The newsroom's finding on a claim."""
    stamps: dict[str, str]
    """The word that is stamped on a claim, so that a screenshot of the claim carries the verdict."""
    facts: dict[str, str]
    """What stands between a claim under its stamp and the headline that answers it, by verdict."""
    states: dict[str, str]
    """The label of each state that is shown to readers; also of what an event may be (`Card.mark`)."""
    disclosures: dict[str, str]
    """The classes of public information."""
    event_states: dict[str, str]
    """Whether an event takes place."""
    listings: dict[str, str]
    """Headings over the lists of one kind: *Topics*."""
    crops: dict[str, str]
    """How thumbnails show an image."""
    severities: dict[str, str]
    """How bad the danger of an alert may become."""
    urgencies: dict[str, str]
    """How soon people must act."""
    certainties: dict[str, str]
    """How certain it is that a danger comes."""
    hazards: dict[str, str]
    """The sorts of danger."""
    alert_statuses: dict[str, str]
    """Whether an alert is meant."""
    alert_items: dict[str, str]
    """What an alert says, in the order of its page: what to do comes first."""


MESSAGES = Words(
    kinds={
        "release": N_("Press release"), "news": N_("News"), "clarification": N_("Clarification"),
        "announcement": N_("Announcement"), "speech": N_("Speech"), "photo": N_("Photos"), "link": N_("Link"),
        "document": N_("Document"),
        "event": N_("Event"), "alert": N_("Alert"),
    },
    kind_lists={
        "release": N_("Press releases"), "news": N_("News"), "clarification": N_("Clarifications"),
        "announcement": N_("Announcements"), "speech": N_("Speeches"), "photo": N_("Photos"), "link": N_("Links"),
        "document": N_("Documents"),
        "event": N_("Events"), "alert": N_("Alerts"),
    },
    verdicts={
        "false": N_("False"), "misleading": N_("Misleading"), "old-content": N_("Old content, shared as new"),
        "fabricated": N_("Fabricated"), "scam": N_("Scam"), "true": N_("True"), "unproven": N_("Not proven"),
        "checking": N_("Being checked"),
    },
    stamps={
        "false": N_("HOAX"), "misleading": N_("MISLEADING"), "old-content": N_("OLD CONTENT"),
        "fabricated": N_("HOAX"), "scam": N_("SCAM"), "true": N_("TRUE"), "unproven": N_("NOT PROVEN"),
        "checking": N_("BEING CHECKED"),
    },
    facts={
        **dict.fromkeys(("false", "misleading", "old-content", "fabricated", "scam", "true"), N_("The facts:")),
        **dict.fromkeys(("unproven", "checking"), N_("Known so far:")),
    },
    states={
        "draft": N_("Draft"), "scheduled": N_("Scheduled"), "corrected": N_("Corrected"),
        "expired": N_("No longer current"), "withdrawn": N_("Withdrawn"),
        "cancelled": N_("Cancelled"), "postponed": N_("Postponed"),
    },
    disclosures={
        "periodic": N_("Periodic"), "immediate": N_("Immediate"), "on-request": N_("On request"),
    },
    event_states={
        "tentative": N_("Not confirmed yet"), "confirmed": N_("Confirmed"), "cancelled": N_("Cancelled"),
        "postponed": N_("Postponed"),
    },
    listings={
        "all": N_("The whole portal"), "kind": N_("Kinds"), "topic": N_("Topics"), "office": N_("Offices"),
        "region": N_("Regions"), "tag": N_("Tags"), "lang": N_("Languages"), "changes": N_("Corrections"),
        "month": N_("Archive"), "year": N_("Archive"), "verdict": N_("Clarifications"), "checked": N_("Clarifications"),
    },
    crops={"auto": N_("Edges cut off"), "none": N_("Whole")},
    severities={
        "extreme": N_("Extreme danger"), "severe": N_("Severe danger"), "moderate": N_("Moderate danger"),
        "minor": N_("Minor danger"),
    },
    urgencies={
        "immediate": N_("At once"), "expected": N_("Within the hour"), "future": N_("In the next hours or days"),
        "past": N_("No longer necessary"),
    },
    certainties={
        "observed": N_("It is happening"), "likely": N_("Likely"), "possible": N_("Possible"),
        "unlikely": N_("Unlikely"),
    },
    hazards={
        "geo": N_("Earthquake, volcano, landslide"), "met": N_("Weather and floods"), "safety": N_("Public safety"),
        "security": N_("Security"), "rescue": N_("Search and rescue"), "fire": N_("Fire"), "health": N_("Health"),
        "env": N_("Environment"), "transport": N_("Traffic and transport"), "infra": N_("Electricity, water, networks"),
        "cbrne": N_("Chemicals, radiation, explosives"), "other": N_("Other danger"),
    },
    alert_statuses={"actual": N_("Actual"), "exercise": N_("Exercise")},
    alert_items={
        "avoid": N_("How to avoid the danger"), "evacuation": N_("Getting to safety"), "help": N_("How to get help"),
        "impact": N_("Danger and impact"), "affected": N_("Who is affected"),
        "measures": N_("What the government does"), "announcer": N_("Announced by"),
        "channels": N_("Announced through"),
    },
)  # fmt: skip
"""Message ids."""
MARKED = frozenset({"draft", "scheduled", "expired", "withdrawn", "cancelled", "postponed"})
"""The states with which a headline is marked wherever it leaves the portal: who reads it elsewhere must know."""
ALL_CLEAR = N_("All clear")
"""Message id: what stands before the headline of an alert that says that a danger is over."""
AREA = N_("Area: {area}.")
"""Message id: where an alert is valid, in texts that people forward."""
VALID_UNTIL = N_("Valid until {date}.")
"""Message id: and until when."""
CORRECTION_OF = N_("Correction: {title}")
"""Message id: the headline of what was corrected, in feeds and announcements."""
CORRECTIONS = N_("Corrections and withdrawals")
"""Message id: the name of the register of corrections."""
ABOUT_CORRECTIONS = N_(
    "We stand by what we publish. Where we were wrong we say so here: what it said, what is right, and when we "
    "changed it."
)
"""Message id: what the register of corrections and its feed are."""


@cache
def words(language: str) -> Words:
    """Return the words in a language."""
    translate = translator(language)
    return Words(*({value: translate(message) for value, message in group.items()} for group in MESSAGES))


def exercise(language: str) -> str:
    """Return the mark of an alert that is only an exercise: *EXERCISE*."""
    return words(language).alert_statuses["exercise"].upper()


def alert_label(severity: str, is_exercise: bool, language: str) -> str:
    """Return what stands before the headline of an alert: *Severe danger*, *EXERCISE – severe danger*, *All clear*."""
    label = words(language).severities[severity] if severity else translator(language)(ALL_CLEAR)
    return f"{exercise(language)} – {label.lower()}" if is_exercise else label


def marked(title: str, state: str, language: str) -> str:
    """Return a headline with the mark of its state, if that has one: *Withdrawn: Bridge closed*."""
    return f"{words(language).states[state]}: {title}" if state in MARKED else title


def meaning(word: str, *groups: str) -> str:
    """Return the value that a word means in some groups of `Words`, ``""`` if none: ``release`` for *Siaran pers*.

    A word is the value itself or what pages show for it in any language, in any case. If several values have the same
    word, it means the first: *HOAKS* is ``false``.
    """
    if word in getattr(MESSAGES, groups[0]):  # true for nearly all, and needs no catalogue
        return word
    return _meanings(groups).get(_folded(word), "")


@cache
def _meanings(groups: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for labels in (getattr(words(language), group) for group in groups for language in languages()):
        found = {**{_folded(value): value for value in labels}, **found}
        for value, label in labels.items():
            found.setdefault(_folded(label), value)
    return found


def _folded(word: str) -> str:
    return " ".join(re.findall(r"\w+", word.casefold().replace("_", " ")))
