"""Create the file of a new release in ``posts/``, for the command `new`."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from press import urls
from press.config import Config
from press.content import photos
from press.errors import Misuse
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import ReleaseKind

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without characters that are easily confused with others."""
_TEMPLATE = """---
title: {title}
date: {date:%Y-%m-%d %H:%M}
id: {id}
kind: {kind}
summary:
office: {office}
topics: []
regions: []
place:
{image}{claim}draft: true
---

"""
_CLAIM = (
    ("text", "", N_("The claim that goes round, in its own words:")),
    ("verdict", "checking", N_("The finding, one of: {verdicts}")),
    ("due", "", N_("While it is being checked: the day by which readers learn the result, such as {day}")),
    ("where", "", N_("Where it goes round:")),
    ("first_seen", "", N_("The day on which you first saw it:")),
    ("evidence", "[]", N_("What supports the finding, each on a line that begins with a hyphen: a text, an address, or "
                          "title: and url:")),
)  # fmt: skip
"""The fields of a claim, each with its first value and the message id of the comment above it."""


def create(
    root: Path,
    title: str,
    kind: ReleaseKind,
    office: str,
    at: datetime,
    config: Config,
    photo: Path | None = None,
) -> Path:
    """Write a draft with a new id, and a small copy of its photo; return the draft's path.

    Raises `Misuse` if there is no title, no such office or no such photo.
    """
    if config.offices is not None and office and office not in config.offices:
        raise Misuse(
            N_("there is no office “{office}” in config.toml; use the id of one that is there, or add it"),
            office=office,
        )
    if not (title := _in_one_line(title)):
        raise Misuse(N_("the title is empty; write the headline in quotation marks"))
    local = at.astimezone(config.zone)
    folder = folder_of(root, at, config)
    folder.mkdir(parents=True, exist_ok=True)
    image = photos.add(photo, folder).front_matter(translator(config.language)) + "\n" if photo else ""
    claim = _claim(local, config.language) if kind is ReleaseKind.CLARIFICATION else ""
    fields = {"title": _quoted(title), "date": local, "id": _new_id(local), "kind": kind, "office": office}
    text = _TEMPLATE.format(**fields, claim=claim, image=image)
    return next(path for name in _names(urls.slugify(title)) if _is_written(path := folder / name, text))


def folder_of(root: Path, at: datetime, config: Config) -> Path:
    """Return the folder of the releases of a month."""
    return root / "posts" / f"{at.astimezone(config.zone):%Y/%m}"


def _claim(now: datetime, language: str) -> str:
    """Return the fields of a claim that is being checked, with a comment for each, in a language."""
    translate, verdicts = translator(language), words(language).verdicts
    values = {"verdicts": " | ".join(verdicts.values()).lower(), "day": f"{now + timedelta(days=3):%Y-%m-%d}"}
    lines = [
        f"  # {translate(comment).format_map(values)}\n  {name}: {verdicts.get(value, value).lower()}".rstrip()
        for name, value, comment in _CLAIM
    ]
    return "\n".join(("claim:", *lines, ""))


def _names(slug: str) -> Iterator[str]:
    """Yield names for the file, from which the slug is taken: with a number if the name is taken."""
    if slug != "index":  # the slug of such a file is the name of its folder
        yield f"{slug}.md"
    yield from (f"{slug[: urls.SLUG_BYTES - 6].rstrip('-')}-{number}.md" for number in count(2))


def _is_written(path: Path, text: str) -> bool:
    """Write a new file. Returns False if there is one already."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _new_id(at: datetime) -> str:
    """Return a new id, unique also across branches: the date and six random characters."""
    return f"{at:%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def _in_one_line(title: str) -> str:
    """Return a title with single spaces, without characters that no text file may contain."""
    words = " ".join(title.split())
    return "".join(one for one in words if unicodedata.category(one) not in ("Cc", "Cs") and one not in "\ufffe\uffff")


def _quoted(title: str) -> str:
    """Return a title as a quoted YAML scalar."""
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
