"""The photos and documents that a release uses: finding them by the names that its author writes."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Literal

from press import rules, web
from press.content import files
from press.content.front_matter.comma_lists import as_list
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media.probe import probe
from press.model import STATIC, Body, File, Release
from press.store.card_keys import file_names

_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
"""Unicode forms: in one, é is a character; in the other, a letter and an accent."""


def used_files(release: Release, body: Body, first_line: int, root: Path) -> tuple[dict[str, File], list[Diagnostic]]:
    """Return the files that a release uses, by the names that it uses for them. Each file is probed once."""
    found: dict[str, File] = {}
    problems: list[Diagnostic] = []
    names_in = cache(lambda folder: _names_in(root / folder))
    for written, line, is_needed, is_image in _written(release, body, first_line):
        place = Place(release.source, line)
        if written in found:
            continue
        if path := path_of(release, written, root):
            file, file_problems = probe(root, path, place)
            problems += file_problems
            if file:
                found[written] = file
            if file and is_image and not file.width:
                problems.append(rules.MEDIA.broken(place, _NO_PHOTO, _NO_PHOTO_HINT, path=path))
        elif is_needed:
            problems.append(_missing(release, written, place, root, names_in))
    return found, problems


def _written(release: Release, body: Body, first_line: int) -> Iterator[tuple[str, int, bool, bool]]:
    """Yield each name that a release uses for a file, and its line.

    Also whether it must be that of a file (a link need not be), and whether the file must be a photo.
    """
    lines = release.lines
    if release.image:
        yield release.image.src, lines.get("image.src", lines.get("image", 1)), True, True
    for number, image in enumerate(release.images):
        yield image.src, lines.get(f"images.{number}.src", lines.get("images", 1)), True, True
    for number, attachment in enumerate(release.attachments):
        line = lines.get(f"attachments.{number}.src", lines.get("attachments", 1))
        yield attachment.src, line, True, False
        for name in attachment.captions:
            yield name, lines.get(f"attachments.{number}.captions", line), True, False
        if attachment.poster:
            yield attachment.poster, lines.get(f"attachments.{number}.poster", line), True, True
    for ref in body.refs:
        if not ref.target.startswith("#"):
            yield ref.target, first_line + ref.line - 1, ref.image, ref.image


def path_of(release: Release, written: str, root: Path) -> str:
    """Return the path of the file that a release means by a name; ``""`` if there is none."""
    for path in _possible(release, written):
        for form in (path, *(unicodedata.normalize(form, path) for form in _FORMS if not path.isascii())):
            if os.path.isfile(root / form):  # noqa: PTH113 - False, not an exception, for a name that no file can have
                return form
    return ""


def _possible(release: Release, written: str) -> Iterator[str]:
    """Yield the paths that a name may mean: beside the release, or, with a leading slash, in ``static/``."""
    for name in () if web.is_foreign(written) else file_names(release, written):
        if name.startswith("/"):
            yield STATIC + name.lstrip("/")
        elif name.startswith(("posts/", "pages/")) and not files.is_release(name):
            yield name


def _missing(
    release: Release, written: str, place: Place, root: Path, names_in: Callable[[str], list[str]]
) -> Diagnostic:
    """Return the problem of a missing file; its hint names a file that differs only in case or in its ending."""
    message, hint, nearest = (
        N_("there is no file “{name}”"),
        N_("copy the file into the folder of the text, under this name"),
        "",
    )
    for path in map(PurePosixPath, _possible(release, written)):
        nearest = nearest or files.nearest_name(path.name, names_in(path.parent.as_posix()))
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not nearest and len(parts) > 1 and all(path_of(release, part, root) for part in parts):
        hint, nearest = N_("several files are a list: {nearest}"), as_list(parts)
    elif nearest:
        hint = N_("there is “{nearest}”: write the name exactly so, also its capital letters and its ending")
    return rules.MISSING_FILE.broken(place, message, hint, name=written, nearest=nearest)


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except (OSError, ValueError):
        return []


_NO_PHOTO = N_("“{path}” is not a photo, so that the page would show neither it nor its caption")
_NO_PHOTO_HINT = N_("list it under attachments:, or write a link to it: [text](name)")
