"""Texts in the folders of releases that Press does not read: a release that nobody would miss until it is too late.

A text that a release uses, such as a TXT file to download, is none of them; so each build asks the catalogue again. The
ledger notes the files in question, which are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from press import rules
from press.build.state import BuildState
from press.checks import with_severities
from press.content import files
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_

_NOTE = "unread"
_decode = msgspec.json.Decoder(list[str]).decode


def note(build: BuildState, edited: Iterable[str], removed: Iterable[str]) -> None:
    """Note which of the edited files are texts that are not read, and forget removed ones."""
    ledger = build.ledger
    before = ledger.note(_NOTE)
    noted = set(_decode(before)) if before and ledger.has_sources() else set()
    noted |= {path for path in edited if files.is_unread_text(build.request.root, path)}
    if noted or before:
        ledger.write_note(_NOTE, msgspec.json.encode(sorted(noted - set(removed))).decode())


def record(build: BuildState) -> None:
    """Record a problem for each of these files that no release uses."""
    noted = build.ledger.note(_NOTE)
    unused = [path for path in _decode(noted) if not build.catalogue.using(path)] if noted else []
    found = with_severities(map(_unread, unused), build.request.config)
    build.ledger.record_problems("", "unread", found)


def _unread(path: str) -> Diagnostic:
    file = Path(path)
    hint = N_("rename it to {name} if it is a release, name it in the attachments of one, or move it out of {folder}/")
    if files.is_document(path):
        hint = N_(
            "if it is a release, copy its text into {name}; else name it in the attachments of one, "
            "or move it out of {folder}/"
        )
    return rules.UNREAD_FILE.broken(
        Place(path),
        N_("this text is not published: Press reads only Markdown, in files whose names end in .md"),
        hint,
        name=f"{file.stem.removesuffix('.md')}.md",
        folder=file.parts[0],
    )
