"""The data model: frozen values that are passed between the packages. Nothing here reads or writes files."""

from __future__ import annotations

from press.model.build import (
    NO_REVISION,
    NOT_KNOWN,
    Changes,
    Invalidation,
    Output,
    OutputRecord,
    Report,
    Revision,
    SourceRecord,
    TakenPath,
    Timing,
)
from press.model.events import Event, EventStatus
from press.model.fields import (
    Allowance,
    Attachment,
    Claim,
    Contact,
    Correction,
    Crop,
    Disclosure,
    Evidence,
    Image,
    Pin,
    PublicInformation,
    Quote,
    Verdict,
    Withdrawal,
)
from press.model.files import STATIC, File, SourceFile
from press.model.listing import (
    ALL,
    CHANGES,
    EVENTS,
    LIST_PAGES,
    LISTS,
    PINNED,
    REGISTERS,
    STANDING_PAGES,
    TERM_FIELDS,
    VOCABULARIES,
    Listing,
    ListingKind,
)
from press.model.release import (
    LISTED_KINDS,
    Body,
    Card,
    Heading,
    Parsed,
    Ref,
    Release,
    ReleaseKind,
    State,
)

__all__ = [
    "ALL", "CHANGES", "EVENTS", "LISTED_KINDS", "LISTS", "LIST_PAGES", "NOT_KNOWN", "NO_REVISION", "PINNED",
    "REGISTERS", "STANDING_PAGES", "STATIC", "TERM_FIELDS", "VOCABULARIES",
    "Allowance", "Attachment", "Body", "Card", "Changes", "Claim", "Contact", "Correction", "Crop", "Disclosure",
    "Event", "EventStatus", "Evidence", "File", "Heading", "Image", "Invalidation", "Listing", "ListingKind", "Output",
    "OutputRecord", "Parsed", "Pin", "PublicInformation", "Quote", "Ref", "Release", "ReleaseKind",
    "Report", "Revision", "SourceFile", "SourceRecord", "State", "TakenPath", "Timing", "Verdict",
    "Withdrawal",
]  # fmt: skip
