"""The report of an import: values, as text, and as JSON."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator

import msgspec

from press.diagnostics import Diagnostic
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.importing.proof import Counts


class Outcome(enum.StrEnum):
    """What became of an item."""

    IMPORTED = "imported"
    DRAFT = "draft"
    """Written as a draft, since it was not published on the old site."""
    HELD = "held"
    """Written as a draft, since `build` would refuse it."""
    UPDATED = "updated"
    """The file of an earlier import, which nobody changed, was written again."""
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """The file differs, and was changed by a person, or not written by an import: it stays as it is."""
    DELETED = "deleted"
    """The file of an earlier import was deleted by a person: it is not written again."""
    SKIPPED = "skipped"
    """Not everybody could read it on the old site, or it is there twice: it is not written."""


class Entry(msgspec.Struct, frozen=True):
    """What became of one item."""

    key: str
    title: str
    line: int
    """Its line in the source; 0 if it has none."""
    outcome: Outcome
    path: str = ""
    """Its file, from the root."""
    address: str = ""
    before: Counts | None = None
    """What the old page had."""
    after: Counts | None = None
    """What our renderer shows of it."""
    notes: tuple[Diagnostic, ...] = ()


class ImportReport(msgspec.Struct, frozen=True):
    """What an import found and did, or would do."""

    source: str
    is_dry: bool
    entries: tuple[Entry, ...]
    not_texts: dict[str, int]
    """How many entries of the source are no texts, by their sort: menus, revisions."""
    notes: tuple[Diagnostic, ...]
    """What is wrong with the source as a whole."""
    config: str
    """What to add to config.toml, so that old lists and feeds stay."""
    queries: dict[str, str]
    """The new address of each old one that is a query: ``/?p=123``. Static hosts answer these only by a rule."""

    def count(self, *outcomes: Outcome) -> int:
        """Return how many items have one of some outcomes."""
        return sum(entry.outcome in outcomes for entry in self.entries)


_LABELS = {
    Outcome.IMPORTED: N_("imported"), Outcome.DRAFT: N_("imported as a draft"), Outcome.HELD: N_("held as a draft"),
    Outcome.UPDATED: N_("updated"), Outcome.UNCHANGED: N_("unchanged"), Outcome.KEPT: N_("kept as you changed it"),
    Outcome.DELETED: N_("deleted by you before"), Outcome.SKIPPED: N_("not imported"),
}  # fmt: skip


def as_json(report: ImportReport, translate: Translate) -> bytes:
    """Return a report for programs; its messages are translated."""
    classes = Counter(one.rule for entry in report.entries for one in entry.notes)
    data = {
        "source": report.source,
        "dry_run": report.is_dry,
        "found": len(report.entries),
        "outcomes": {one.value: report.count(one) for one in Outcome},
        "warned": sum(bool(entry.notes) for entry in report.entries),
        "to_do": dict(sorted(classes.items())),
        "not_texts": report.not_texts,
        "notes": [_note(one, translate) for one in report.notes],
        "config": report.config,
        "queries": report.queries,
        "items": [
            {**msgspec.to_builtins(entry), "notes": [_note(one, translate) for one in entry.notes]}
            for entry in report.entries
        ],
    }
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _note(one: Diagnostic, translate: Translate) -> dict[str, object]:
    message, hint = (translate(text).format_map(one.values) if text else "" for text in (one.message, one.hint))
    return {"about": one.rule, "line": one.place.line, "message": message, "hint": hint}


def as_text(report: ImportReport, translate: Translate) -> Iterator[str]:
    """Yield the lines of a report for people: a line for each note, then the sums."""
    for one in report.notes:
        yield from _lines(report.source, one, translate)
    for entry in report.entries:
        if entry.notes or entry.outcome in (Outcome.KEPT, Outcome.DELETED, Outcome.SKIPPED):
            yield from _of_entry(entry, report, translate)
    if report.config:
        yield translate(N_("Add to config.toml, so that old lists and feeds stay at their addresses:"))
        yield report.config
    yield from _sums(report, translate)


def _of_entry(entry: Entry, report: ImportReport, translate: Translate) -> Iterator[str]:
    place = entry.path or report.source + f":{entry.line}" * bool(entry.line)
    yield f"{place}: {entry.title or entry.key} – {translate(_LABELS[entry.outcome])}"
    for one in entry.notes:
        yield from _lines("  ", one, translate)


def _lines(indent: str, one: Diagnostic, translate: Translate) -> Iterator[str]:
    found = _note(one, translate)
    line = f"{one.place.line}: " if one.place.line else ""
    yield (
        f"{indent}{line}[{one.rule}] {found['message']}"
        if not indent.strip()
        else f"{indent}: {line}{found['message']}"
    )
    if found["hint"]:
        yield f"    {found['hint']}"


def _sums(report: ImportReport, translate: Translate) -> Iterator[str]:
    yield translate(N_("{number} items found in {source}")).format(number=len(report.entries), source=report.source)
    for outcome in Outcome:
        if number := report.count(outcome):
            yield f"  {number} {translate(_LABELS[outcome])}"
    for name, number in sorted(report.not_texts.items()):
        yield translate(N_("  {number} entries are no texts: {name}")).format(number=number, name=name)
    measured = [entry for entry in report.entries if entry.before and entry.after]
    for name, label in _SORTS.items():
        before, after = (sum(getattr(side, name) for side in sides) for sides in _sides(measured))
        yield translate(N_("  {label}: {before} before, {after} on the new pages")).format(
            label=translate(label), before=before, after=after
        )
    if report.queries:
        text = N_(
            "{number} old addresses are queries, such as {example}: docs/import.md says how the host answers them"
        )
        yield translate(text).format(number=len(report.queries), example=next(iter(report.queries)))
    if report.is_dry:
        yield translate(N_("This was a trial: nothing was written."))


def _sides(entries: list[Entry]) -> tuple[list[Counts], list[Counts]]:
    return [one.before for one in entries if one.before], [one.after for one in entries if one.after]


_SORTS = {
    "words": N_("words"), "links": N_("links"), "images": N_("images"), "tables": N_("tables"),
    "headings": N_("headings"),
}  # fmt: skip
