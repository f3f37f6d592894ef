"""The facts in ``_press`` of an item of a JSON feed (`press.outputs.feeds.extension` writes them)."""

from __future__ import annotations

from typing import Any

import msgspec


class Term(msgspec.Struct, frozen=True):
    """A topic or a region."""

    id: str
    name: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """What supports a verdict."""

    title: str = ""
    url: str = ""


class Claim(msgspec.Struct, frozen=True):
    """The claim that a clarification answers."""

    text: str
    verdict: str
    fact: str = ""
    where: str = ""
    first_seen: str = ""
    due: str = ""
    evidence: tuple[Evidence, ...] = ()


class Correction(msgspec.Struct, frozen=True):
    """A public correction."""

    date: str
    note: str
    was: str = ""
    now: str = ""


class Withdrawal(msgspec.Struct, frozen=True):
    """A withdrawal."""

    date: str
    reason: str = ""


class Facts(msgspec.Struct, frozen=True):
    """What a feed of Press says of a release as facts; other keys are left out."""

    kind: str = ""
    title: str = ""
    """Without the mark of its state; empty: the title of the item."""
    summary: str = ""
    """Without what its state adds; empty: that of the item."""
    expires: str = ""
    claim: Claim | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    topics: tuple[Term, ...] = ()
    regions: tuple[Term, ...] = ()


def of(table: dict[str, Any] | None) -> Facts:
    """Return the facts of an item. Raises `ValueError` if they have other types."""
    try:
        return msgspec.convert(table or {}, Facts)
    except msgspec.ValidationError as reason:
        raise ValueError(reason) from reason
