"""Create the file of a new release in ``posts/``, for the command `new`."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from press import urls
from press.config import Config
from press.errors import Misuse
from press.i18n.mark import N_
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
draft: true
---

"""


def create(root: Path, title: str, kind: ReleaseKind, office: str, at: datetime, config: Config) -> Path:
    """Write a draft with a new id, and return its path. Raises `Misuse` if the file exists or the office does not."""
    if config.offices is not None and office and office not in config.offices:
        raise Misuse(
            N_("there is no office “{office}” in config.toml; use the id of one that is there, or add it"),
            office=office,
        )
    local = at.astimezone(config.zone)
    path = root / "posts" / f"{local:%Y/%m}" / f"{urls.slugify(title)}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _TEMPLATE.format(title=_quoted(title), date=local, id=_new_id(local), kind=kind, office=office)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Misuse(
            N_("the file {path} exists already; choose another title"), path=path.relative_to(root).as_posix()
        ) from None
    return path


def _new_id(at: datetime) -> str:
    """Return a new id, unique also across branches: the date and six random characters."""
    return f"{at:%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def _quoted(title: str) -> str:
    """Return a title as a quoted YAML scalar, with its white space normalised."""
    escaped = " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
