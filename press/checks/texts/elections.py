"""Hold releases that name a candidate in the days of an election, until a named person allows them.

Only the place of a name counts, never the tone of a text. Every build runs this check. The days, candidates and words
are in ``[elections]`` of config.toml; ``allow`` in the front matter lets a release go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.config import Election
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.model import Release, ReleaseKind

_AID = re.compile(
    r"\b(?:bantuan|bansos|sembako|hibah|beasiswa|santunan|subsidi|paket|insentif|gratis|aid|grant|subsidy)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"[\"“”]")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each place that counts and that has a name of an election of these days."""
    for name, election in context.config.elections.items():
        if _concerns(prose.release, election):
            pattern = _pattern((*election.candidates, *election.words))
            for passage in _prominent(prose):
                if found := pattern.search(passage.text):
                    message = N_("the release names “{name}” in the days of the election “{election}”; it is held")
                    hint = N_("remove the name, or let a person who may decide write allow: (see docs/rules.md)")
                    place = passage.place(found.start())
                    yield rules.ELECTION.broken(place, message, hint, name=found[0], election=name)


def _concerns(release: Release, election: Election) -> bool:
    """Tell whether a release is of the days and regions of an election."""
    if release.draft or release.kind is ReleaseKind.PAGE:
        return False
    is_elsewhere = election.regions and release.regions and not set(election.regions) & set(release.regions)
    return election.begins <= release.date.date() <= election.ends and not is_elsewhere


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of whole words, whatever their case and the spaces between them."""
    given = sorted((name.split() for name in names if name.strip()), key=len, reverse=True)
    words = (r"\s+".join(map(re.escape, parts)) for parts in given)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _prominent(prose: Prose) -> Iterator[Passage]:
    """Yield the passages in which a name counts: fields, lead, photos, quotations, and those about aid."""
    yield from prose.fields
    is_lead = True
    for passage in prose.body:
        is_apart = passage.kind in (PassageKind.ALT, PassageKind.QUOTE, PassageKind.HEADING)
        if is_apart or is_lead or _QUOTATION.search(passage.text) or _AID.search(passage.text):
            yield passage
        is_lead = is_lead and passage.kind in (PassageKind.ALT, PassageKind.HEADING)
