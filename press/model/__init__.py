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
    Alert,
    AlertStatus,
    Allowance,
    Attachment,
    Certainty,
    Claim,
    Contact,
    Correction,
    Crop,
    Disclosure,
    Evidence,
    Hazard,
    Image,
    Pin,
    PublicInformation,
    Quote,
    Severity,
    Urgency,
    Verdict,
    Withdrawal,
)
from press.model.files import NETWORK, STATIC, File, SourceFile
from press.model.listing import (
    ALERTS,
    ALL,
    CHANGES,
    EDITION_LISTS,
    EVENTS,
    LIST_PAGES,
    LISTS,
    OWN,
    PINNED,
    REGISTERS,
    STANDING_PAGES,
    TERM_FIELDS,
    VOCABULARIES,
    Listing,
    ListingKind,
)
from press.model.pulled import PulledItem
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
    "ALERTS", "ALL", "CHANGES", "EDITION_LISTS", "EVENTS", "LISTED_KINDS", "LISTS", "LIST_PAGES", "NETWORK",
    "NOT_KNOWN", "NO_REVISION", "OWN", "PINNED", "REGISTERS", "STANDING_PAGES", "STATIC", "TERM_FIELDS",
    "VOCABULARIES", "Alert", "AlertStatus", "Allowance", "Attachment", "Body", "Card", "Certainty", "Changes",
    "Claim", "Contact", "Correction", "Crop", "Disclosure", "Event", "EventStatus", "Evidence", "File", "Hazard",
    "Heading", "Image", "Invalidation", "Listing", "ListingKind", "Output", "OutputRecord", "Parsed", "Pin",
    "PublicInformation", "PulledItem", "Quote", "Ref", "Release", "ReleaseKind", "Report", "Revision", "Severity",
    "SourceFile", "SourceRecord", "State", "TakenPath", "Timing", "Urgency", "Verdict", "Withdrawal",
]  # fmt: skip
