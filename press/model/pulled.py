"""What another portal of the network published, as the command `pull` stores it: one file of JSON for each release."""

from __future__ import annotations

from datetime import datetime

import msgspec

from press.model.fields import Claim, Correction, Withdrawal
from press.model.release import ReleaseKind


class PulledItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A release of a member of the network: plain text and facts, never HTML. Its page is at the member."""

    id: str
    """Its identity in the feeds of the member, and in ours."""
    url: str
    """Its page at the member, which is the canonical one."""
    title: str
    """Headline, plain text, without the mark of a correction or withdrawal."""
    published: datetime
    """When it was first published, with an offset."""
    kind: ReleaseKind = ReleaseKind.RELEASE
    """What it is; never a standing page."""
    lang: str = ""
    """Language (BCP 47); empty: that of our portal."""
    summary: str = ""
    """A few sentences; empty where it was withdrawn."""
    updated: datetime | None = None
    """Last significant change."""
    expires: datetime | None = None
    """The time from which it is no longer current."""
    claim: Claim | None = None
    """The claim that a clarification answers."""
    corrections: tuple[Correction, ...] = ()
    """Its public corrections."""
    withdrawn: Withdrawal | None = None
    """Its withdrawal."""
    topics: tuple[str, ...] = ()
    """Ids or names, as the member says them."""
    regions: tuple[str, ...] = ()
    """Ids or names, as the member says them."""
    ahead: dict[str, datetime] = {}
    """Times of the member that were in the future when we first read them, and the time of that `pull` instead."""
