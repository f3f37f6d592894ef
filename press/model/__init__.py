"""The vocabulary: frozen values that travel between the modules. Nothing here does anything."""

from __future__ import annotations

from press.model.building import NOWHERE, Changes, Made, Output, Report, Revision, Seen, Spent, Touch
from press.model.content import (
    Attachment,
    Body,
    Card,
    Claim,
    Contact,
    Correction,
    File,
    Heading,
    Image,
    Kind,
    Parsed,
    Ref,
    Release,
    Source,
    State,
    Verdict,
    Withdrawal,
)

__all__ = [
    "NOWHERE", "Attachment", "Body", "Card", "Changes", "Claim", "Contact", "Correction", "File", "Heading", "Image",
    "Kind", "Made", "Output", "Parsed", "Ref", "Release", "Report", "Revision", "Seen", "Source", "Spent", "State",
    "Touch", "Verdict", "Withdrawal",
]  # fmt: skip
