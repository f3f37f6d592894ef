"""`withdraw`: the notice of a withdrawal, planned before anything is written."""

from __future__ import annotations

from datetime import datetime

import msgspec

from press.config import Config
from press.content.corrections import texts
from press.content.corrections.correcting import Plan
from press.content.front_matter.edit import EditableFile
from press.content.prose import Prose
from press.errors import Misuse
from press.i18n.mark import N_
from press.model import SourceFile


class Wanted(msgspec.Struct, frozen=True):
    """A withdrawal as it was asked for."""

    reason: str
    at: datetime
    """When it is made."""
    replacement: str = ""
    """The id of the release that replaces it."""
    remove_text: bool = False
    """Whether its text must not be shown any longer."""


def plan(source: SourceFile, text: Prose, wanted: Wanted, config: Config) -> Plan:
    """Return the change of a file that withdraws a release. Raises `Misuse` if it cannot be made in this file."""
    release = text.release
    if not wanted.reason:
        raise Misuse(N_("write why the release is withdrawn, in a sentence that readers understand"))
    if wanted.replacement == release.id:
        raise Misuse(N_("a release cannot replace itself; name another one"))
    moment = wanted.at.astimezone(config.zone_of(release.place)).replace(second=0, microsecond=0)
    fields: dict[str, str | bool | datetime] = {"date": max(moment, release.date), "reason": wanted.reason}
    fields |= {"replacement": wanted.replacement} if wanted.replacement else {}
    fields |= {"remove_text": True} if wanted.remove_text else {}
    file = EditableFile(source.path, source.data)
    file.set_field("withdrawn", fields)
    after = texts.read(source.path, file.data(), config)
    if not after or not after.release.withdrawn or after.markdown != text.markdown:
        raise Misuse(N_("the withdrawal cannot be written into {path}; write it by hand"), path=source.path)
    line = after.release.lines.get("withdrawn", 1)
    place = text.fields[0].place(0) if text.fields else None
    return Plan(source.path, source.data, file.data(), (msgspec.structs.replace(place, line=line),) if place else ())


def check_withdrawable(text: Prose) -> None:
    """Raise `Misuse` if a release is withdrawn already."""
    if text.release.withdrawn:
        message = N_("{path} was withdrawn on {date} already")
        raise Misuse(message, path=text.release.source, date=f"{text.release.withdrawn.date:%Y-%m-%d %H:%M}")
