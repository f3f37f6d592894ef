"""The fields of an event: when and where it is, and whether it takes place."""

from __future__ import annotations

import enum
from datetime import datetime, time, timedelta

import msgspec


class EventStatus(enum.StrEnum):
    """Whether an event takes place."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    """It takes place at another time than was announced."""


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and where an event is, and for whom."""

    starts: datetime
    """When it begins. No offset: the time zone of its `place`, else that of the release."""
    ends: datetime | None = None
    """When it is over. Default: the end of the day on which it begins. Of days without times: the last day."""
    all_day: bool = False
    """Whether it takes whole days: then only the days of `starts` and `ends` count."""
    place: str = ""
    """The building or the square. If ``[places]`` gives it a time zone, its times are in that zone."""
    address: str = ""
    """Street and town."""
    online: str = ""
    """The web address at which it can be followed."""
    for_media: bool = False
    """Whether journalists are invited."""
    accreditation: str = ""
    """Where journalists register: a web address or an e-mail address."""
    accreditation_until: datetime | None = None
    """Until when they can."""
    status: EventStatus = EventStatus.CONFIRMED
    """``tentative``, ``confirmed``, ``cancelled`` or ``postponed``."""
    reason: str = ""
    """Why it is cancelled or postponed, in a sentence."""
    postponed_from: datetime | None = None
    """Of a postponed event: when it was to begin before. The same as `starts`: the new time is not known yet."""
    result: str = ""
    """The id of the release that says what came of it."""

    @property
    def over(self) -> datetime:
        """The time from which it is past."""
        last = self.ends or self.starts
        if self.ends and not self.all_day:
            return self.ends
        return datetime.combine(last, time.min, last.tzinfo) + timedelta(days=1)

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status is EventStatus.CANCELLED

    @property
    def has_no_time(self) -> bool:
        """Whether it is postponed to a time that is not known yet."""
        return self.status is EventStatus.POSTPONED and self.postponed_from == self.starts
