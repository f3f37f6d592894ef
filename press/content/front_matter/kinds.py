"""What belongs to kinds of releases: clarifications have claims, alerts say what they warn of."""

from __future__ import annotations

from typing import Any

from press import rules
from press.content.front_matter import event_fields
from press.content.front_matter.readers import ReadContext
from press.content.front_matter.values import has_value
from press.i18n.mark import N_
from press.model import ReleaseKind


def check(values: dict[str, Any], context: ReadContext) -> None:
    """Set the kind of standing pages. Report what is missing or of another kind."""
    if context.is_page:
        values["kind"] = ReleaseKind.PAGE
    _check_claim(values, context)
    _check_alert(values, context)
    event_fields.check(values, context)


def _check_claim(values: dict[str, Any], context: ReadContext) -> None:
    """Report a clarification without a claim, and a claim in any other kind."""
    is_clarification = values.get("kind") is ReleaseKind.CLARIFICATION
    if is_clarification and not has_value(context.fields, "claim"):
        hint = N_("write claim: and below it text: and verdict:, so that readers find the hoax that it answers")
        context.findings.add(
            (context.lines["kind"], 0), rules.CLAIM_KIND, N_("a clarification should say which claim it answers"), hint
        )
    elif "claim" in values and not is_clarification:
        hint = N_("write kind: clarification")
        context.findings.add(
            (context.lines["claim"], 0), rules.CLAIM_KIND, N_("only a clarification answers a claim"), hint
        )


def _check_alert(values: dict[str, Any], context: ReadContext) -> None:
    """Report an alert that does not say what it warns of, and a warning in another kind."""
    alert, is_alert = values.get("alert"), values.get("kind") is ReleaseKind.ALERT
    if is_alert and not has_value(context.fields, "alert"):
        hint = N_("write alert: and below it event:, area:, severity: and the eight items that the law asks for")
        at = (context.lines["kind"], 0)
        context.findings.add(
            at, rules.ALERT_KIND, N_("an alert must say what it warns of, where, and what to do"), hint
        )
    elif alert and not is_alert:
        at, hint = (context.lines["alert"], 0), N_("write kind: alert")
        context.findings.add(at, rules.ALERT_KIND, N_("only an alert warns of a danger"), hint)
