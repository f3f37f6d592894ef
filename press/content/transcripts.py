"""The transcripts of recordings: from the front matter, or from files beside the release, into its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from press import rules
from press.content import files, front_matter, markdown
from press.content.used_files import path_of
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import probe
from press.model import Attachment, Body, Ref, Release, SourceFile
from press.store.card_keys import is_file_name, resolved


class Transcript(NamedTuple):
    """The words of a recording."""

    recording: str
    """`Attachment.src`."""
    text: str
    """Markdown."""
    place: Place
    """Of the words: the file and the line on which they begin."""
    line: int
    """The line of the field in the release."""


def read(release: Release, root: Path) -> tuple[list[Transcript], list[Diagnostic]]:
    """Return the transcripts of a release, and the problems of the files that hold them."""
    found: list[Transcript] = []
    problems: list[Diagnostic] = []
    for attachment, line in _with_transcript(release):
        place = Place(release.source, line)
        if not is_file_name(attachment.transcript):
            found.append(Transcript(attachment.src, attachment.transcript, place, line))
            continue
        file, file_problems = _file(attachment.transcript, release, place, root)
        problems += file_problems
        if file:
            found.append(Transcript(attachment.src, file[1], Place(file[0], 1), line))
    return found, problems


def added(
    body: Body, texts: list[Transcript], release: Release, first_line: int
) -> tuple[Body, tuple[Diagnostic, ...]]:
    """Return a body with its transcripts, and the problems of their texts."""
    problems: list[Diagnostic] = []
    for each in texts:
        made, found = markdown.render(each.text, each.place.path, each.place.line)
        problems += found
        if made:
            body = _with_one(body, each, made, first_line)
    return body, tuple(problems)


def _with_one(body: Body, transcript: Transcript, made: Body, first_line: int) -> Body:
    """Add the body made of a transcript: its links are numbered after those of the text, and it has no ids."""
    offset = len(body.refs)
    html = _REFERENCE.sub(lambda found: f'"press:{int(found[1]) + offset}"', _ID.sub("", made.html))
    line = transcript.line - first_line + 1
    refs = (Ref(ref.target, line, ref.image) for ref in made.refs)
    return msgspec.structs.replace(
        body,
        text=f"{body.text}\n{made.text}".strip(),
        refs=(*body.refs, *refs),
        transcripts={**body.transcripts, transcript.recording: html},
    )


_REFERENCE = re.compile(r'"press:(\d+)"')
_ID = re.compile(r'(?<=[a-z0-9"]) id="[^"]*"(?=[^<]*>)')


def _with_transcript(release: Release) -> Iterator[tuple[Attachment, int]]:
    """Yield each attachment that has a transcript, with the line of the field."""
    for number, attachment in enumerate(release.attachments):
        if attachment.transcript:
            line = release.lines.get(f"attachments.{number}.transcript", release.lines.get("attachments", 1))
            yield attachment, line


def _file(
    written: str, release: Release, place: Place, root: Path
) -> tuple[tuple[str, str] | None, tuple[Diagnostic, ...]]:
    """Return the path and the text of a file with a transcript; None, with its problem, if it cannot be used."""
    if files.is_release(resolved(release, written)):
        message = N_("“{name}” would also be published as a release of its own")
        hint = N_("rename it: the name of a transcript ends in .transcript.md or .txt")
        return None, (rules.of_field("attachments").broken(place, message, hint, name=written),)
    path = path_of(release, written, root)
    if not path:
        message, hint = (
            N_("there is no file “{name}”"),
            N_("copy the file into the folder of the text, under this name"),
        )
        return None, (rules.MISSING_FILE.broken(place, message, hint, name=written),)
    data, problems = probe.read(root, path, place)
    if data is None:
        return None, problems
    text, problems = front_matter.decoded(SourceFile(path, data, ""))
    return None if text is None else (path, text), problems
