"""What a new version of a release may be: one whose change readers see, or the same release otherwise written."""

from __future__ import annotations

from datetime import UTC, datetime

from press.seal import canonical
from press.seal.canonical import Fields
from press.seal.entries import Action


def action(old: str, new: str) -> Action | None:
    """Return why a canonical text may follow another one; None: it was changed silently.

    `old` is empty where that text was removed: then nobody can tell. Raises ValueError if one is no canonical text.
    """
    after = canonical.fields(new)
    if not old:
        return None
    before = canonical.fields(old)
    if (after.is_withdrawn and not before.is_withdrawn) or (after.is_removed and not before.is_removed):
        return Action.WITHDRAW
    if _is_corrected(before, after):
        return Action.CORRECT
    return Action.RESTATE if before.rest == after.rest else None


def first(new: str) -> Action:
    """Return the action of a first version."""
    return Action.WITHDRAW if canonical.fields(new).is_withdrawn else Action.PUBLISH


def _is_corrected(before: Fields, after: Fields) -> bool:
    """Tell whether readers see that something was corrected or renewed: a further entry, or a later date."""
    is_renewed = _time(after.updated) > _time(before.updated) and before.corrections <= after.corrections
    return before.corrections < after.corrections or is_renewed


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)
