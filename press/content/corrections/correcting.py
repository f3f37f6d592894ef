"""`correct`: the new text of a release and the entry of its correction, planned before anything is written."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from press.config import Config
from press.content import lifecycle
from press.content.corrections import matching, texts
from press.content.front_matter.edit import EditableFile, Unreadable
from press.content.prose import Prose
from press.diagnostics import Place
from press.errors import Misuse, Refused
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import Release, SourceFile


class Plan(msgspec.Struct, frozen=True):
    """A change of a file that was not written yet."""

    path: str
    """Relative to the root."""
    before: bytes
    after: bytes
    places: tuple[Place, ...] = ()
    """Where something changes, or will be."""
    restyled: tuple[Place, ...] = ()
    """Texts that are written in another style, since their own cannot hold the new value."""
    hidden: tuple[int, ...] = ()
    """Lines of the new file where the old value is in code, an address or a tag, and stays."""
    others: tuple[tuple[Place, str], ...] = ()
    """Where the number stands in another form in the new file, and that form."""


class Wanted(msgspec.Struct, frozen=True):
    """A correction as it was asked for."""

    was: str
    now: str
    note: str
    """Empty: the change is made without an entry."""
    at: datetime
    """When it is made."""


def prose_of(source: SourceFile, config: Config) -> Prose:
    """Return the prose of a file. Raises `Refused` with its problems if it cannot be read."""
    try:
        EditableFile(source.path, source.data)
    except Unreadable as reason:
        raise Refused(reason.problems) from None
    found = texts.read(source.path, source.data, config)
    if found is None:
        raise Misuse(N_("“{path}” has errors; correct what check reports, then try again"), path=source.path)
    return found


def is_public(release: Release, now: datetime) -> bool:
    """Tell whether readers may know a release, so that its facts are corrected with an entry."""
    return lifecycle.is_public(lifecycle.state(release, now))


def proposed_note(was: str, now: str, release: Release, config: Config) -> str:
    """Return a sentence that says what was wrong, in the language of the release."""
    translate = translator(release.lang or config.language)
    return translate(N_("This release said “{was}”; right is “{now}”.")).format(was=was, now=now)


def check_values(was: str, now: str, text: Prose, is_corrected: bool = False) -> None:
    """Raise `Misuse` if a value cannot be corrected to another: it is in no text, or was corrected already.

    If the text `is_corrected`, the new value must be in it, and the old one must not.
    """
    if not was or not now:
        raise Misuse(N_("write what is wrong and what is right; neither may be empty"))
    if was == now:
        raise Misuse(N_("“{was}” is both what is wrong and what is right"), was=was)
    values = {"path": text.release.source, "was": was, "now": now}
    passages = [passage.text for passage in text.passages if matching.is_corrected_text(passage)]
    stands = any(next(matching.standing(was, now, words), None) for words in passages)
    if stands and is_corrected:
        raise Misuse(N_("“{was}” is still in {path}; leave out --only entry, and it is changed there"), **values)
    if any((entry.was, entry.now) == (was, now) for entry in text.release.corrections) and not stands:
        raise Misuse(N_("“{was}” was corrected to “{now}” in {path} already; nothing is left to change"), **values)
    if not stands and not is_corrected:
        raise _nowhere(values, text)
    if is_corrected and not any(next(matching.occurrences(now, words), None) for words in passages):
        raise Misuse(N_("“{now}” is nowhere in {path}: correct the text first, or leave out --only entry"), **values)


def _nowhere(values: dict[str, str], text: Prose) -> Misuse:
    """Return the error of an old value that is in no text."""
    if other := next(matching.other_forms(values["was"], text), None):
        passage, start, form = other
        message = N_("“{was}” is nowhere in {path}, but “{form}” is in line {line}; write the value as it is there")
        return Misuse(message, **values, form=form, line=passage.place(start).line)
    if any(next(matching.occurrences(values["now"], passage.text), None) for passage in text.passages):
        message = N_("“{was}” is nowhere in {path}; if its text is right already, --only entry writes the correction")
        return Misuse(message, **values)
    return Misuse(N_("“{was}” is nowhere in {path}: look for it in the file, and write it as it is there"), **values)


def plan(source: SourceFile, text: Prose, wanted: Wanted, config: Config) -> Plan:
    """Return the change of a file that makes a correction. Raises `Misuse` if it cannot be made in this file."""
    file = EditableFile(source.path, source.data)
    done = texts.replace(file, text, wanted.was, wanted.now)
    if wanted.note:
        at = _entry_date(wanted.at, text.release, config)
        file.add_entry("corrections", {"date": at, "note": wanted.note, "was": wanted.was, "now": wanted.now})
    after = file.data()
    result = _checked_result(text, texts.read(source.path, after, config), wanted, done.unreached or done.places)
    lines = texts.hidden_lines(EditableFile(source.path, after), result, wanted.was, wanted.now)
    return Plan(
        path=source.path,
        before=source.data,
        after=after,
        places=tuple(done.places),
        restyled=tuple(done.restyled),
        hidden=tuple(dict.fromkeys(lines)),
        others=tuple((passage.place(at), form) for passage, at, form in matching.other_forms(wanted.was, result)),
    )


def _checked_result(before: Prose, after: Prose | None, wanted: Wanted, places: list[Place]) -> Prose:
    """Return the prose of the changed file. Raises `Misuse` if it would not say what it should."""
    count = len(before.release.corrections) + bool(wanted.note)
    is_right = texts.is_as_intended(before, after, wanted.was, wanted.now)
    if not after or not is_right or len(after.release.corrections) != count:
        message = N_("“{now}” cannot be written at {place} without changing more; correct the file by hand")
        raise Misuse(message, now=wanted.now, place=places[0] if places else before.release.source)
    return after


def _entry_date(at: datetime, release: Release, config: Config) -> datetime:
    """Return the date of an entry: to the minute, in the zone of the release, and of no other entry."""
    moment = at.astimezone(config.zone_of(release.place)).replace(second=0, microsecond=0)
    taken = {entry.date for entry in release.corrections}
    while moment in taken or moment < release.date:
        moment += timedelta(minutes=1) if moment < release.date else timedelta(seconds=1)
    return moment
