"""What an audit can find: its rules, whose diagnostics have URLs as places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from press.diagnostics import Diagnostic, Place, Rule, Severity
from press.i18n.mark import N_

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

UNREACHABLE = Rule("unreachable", _ERROR, "The site answers, with a valid certificate, whole and in time.")
STALE = Rule("stale", _ERROR, "The live site is the newest build.")
MISSING = Rule("missing", _ERROR, "Every file of the build is on the live site.")
CHANGED = Rule("changed", _ERROR, "Every file of the live site has the bytes of the build.")
GAMBLING = Rule("gambling-page", _ERROR, "No page of the live site advertises gambling.")
INJECTED = Rule("injected", _ERROR, "No page has scripts, frames, forms or links that the build did not give it.")
CLOAKED = Rule("cloaked", _ERROR, "Search engines, and readers who come from them, get the same pages.")
FOREIGN = Rule("foreign", _ERROR, "The live site has no pages that are not of the build.")
REDIRECT = Rule("redirect", _ERROR, "Former addresses lead to the right pages, and no other address redirects.")
TYPE = Rule("type", _ERROR, "Files have media types with which browsers show them.")
REWRITTEN = Rule("rewritten", _WARNING, "No host or CDN writes pages in another way.")
HEADER = Rule("header", _WARNING, "The server sends the headers of the files for hosts.")
NOT_FOUND = Rule("not-found", _WARNING, "What does not exist answers 404 with the portal's page, or 410.")
CERTIFICATE = Rule("certificate", _WARNING, "The certificate is valid for more than two weeks.")
NO_MANIFEST = Rule("no-manifest", _WARNING, "The live site shows its manifest.")
INCOMPLETE = Rule("incomplete", _WARNING, "Everything that was chosen could be audited.")
RULES = (
    UNREACHABLE, STALE, MISSING, CHANGED, GAMBLING, INJECTED, CLOAKED, FOREIGN, REDIRECT, TYPE, REWRITTEN, HEADER,
    NOT_FOUND, CERTIFICATE, NO_MANIFEST, INCOMPLETE,
)  # fmt: skip
"""All, the worst first."""
_ORDER = {rule.name: number for number, rule in enumerate(RULES)}
_MANY = 20
"""So many findings of a rule are named one by one."""


def sorted_findings(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return findings without repetitions, the worst first. What the server sent is made harmless for a terminal."""
    findings = [msgspec.structs.replace(one, values=_printable(one.values)) for one in findings]
    unique = {(one.rule, one.place.path, one.message, *one.values.items()): one for one in findings}
    return tuple(sorted(unique.values(), key=lambda one: (_ORDER[one.rule], one.place.path, one.message)))


def _printable(values: dict[str, str]) -> dict[str, str]:
    return {name: "".join(one if one.isprintable() else "�" for one in text) for name, text in values.items()}


def shortened(findings: Iterable[Diagnostic], base: str) -> list[Diagnostic]:
    """Return the first findings of each rule, and one that says how many more there are."""
    groups = defaultdict[str, list[Diagnostic]](list)
    for one in findings:
        groups[one.rule].append(one)
    shown = list[Diagnostic]()
    for name, group in groups.items():
        shown += group[:_MANY]
        if len(group) > _MANY:
            rule, message = RULES[_ORDER[name]], N_("{count} more addresses have this problem")
            hint = N_("--format json lists all")
            shown.append(rule.broken(Place(base), message, hint, count=len(group) - _MANY))
    return shown
