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
from press.model.files import NETWORK, STATIC, File, SourceFile
from press.model.listing import (
    ALL,
    CHANGES,
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
    "ALL", "CHANGES", "LISTED_KINDS", "LISTS", "LIST_PAGES", "NETWORK", "NOT_KNOWN", "NO_REVISION", "OWN", "PINNED",
    "REGISTERS",
    "STANDING_PAGES", "STATIC", "TERM_FIELDS", "VOCABULARIES",
    "Allowance", "Attachment", "Body", "Card", "Changes", "Claim", "Contact", "Correction", "Crop", "Disclosure",
    "Evidence", "File", "Heading", "Image", "Invalidation", "Listing", "ListingKind", "Output", "OutputRecord",
    "Parsed", "Pin", "PublicInformation", "PulledItem", "Quote", "Ref", "Release", "ReleaseKind",
    "Report", "Revision", "SourceFile", "SourceRecord", "State", "TakenPath", "Timing", "Verdict",
    "Withdrawal",
]  # fmt: skip
