"""Outputs become bytes, here or in workers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from press.config import Config
from press.errors import N_, CacheDamaged
from press.model import Made, Output
from press.outputs import Files
from press.outputs.table import KINDS
from press.rendering.context import Bodies, Workshop
from press.rendering.templates import Templates


class Recipe(msgspec.Struct, frozen=True):
    """How a worker sets up its workshop, on whatever machine; small, since it goes with every batch."""

    token: str
    """Names the config, templates and code; the same for the same workshop of a portal."""
    root: Path
    cache: Path
    folders: tuple[Path, ...]
    """Template folders, the portal's own first, for those who draw on the portal's machine."""
    config: Config
    templates: Templates
    site: dict[str, Any]
    """What all pages share."""


class Task(msgspec.Struct, frozen=True):
    """An output with the bodies that its view names: a worker cannot see the build's open transaction."""

    output: Output
    bodies: dict[str, bytes]
    """Packed, by digest."""
    known: Made | None
    """What stands at its address."""


def task(output: Output, packed: Callable[[str], bytes | None], known: Made | None) -> Task:
    """Lay an output ready; `packed` gives a body. Raises `CacheDamaged` where one is missing."""
    bodies: dict[str, bytes] = {}
    for digest in output.bodies:
        body = packed(digest)
        if body is None:
            raise CacheDamaged(N_("a body is missing from the cache"))
        bodies[digest] = body
    return Task(output, bodies, known)


_one_at_a_time = threading.Lock()
"""Workshops, and what kinds keep on their shelves, are a process's own, but not safe with threads."""


def draw(recipe: Recipe, task: Task) -> Files:
    """Make the bytes of an output, by address. Threads of one process take turns: Python would make them anyway."""
    with _one_at_a_time:
        made = KINDS[task.output.kind].render(task.output.view, Bodies(task.bodies), _workshop(recipe))
    return made if isinstance(made, dict) else {task.output.address: made}


_workshops: dict[tuple[str, Path, Path], Workshop] = {}
"""The one thing that lives on in a process: its newest workshop, since templates are dear to compile."""


def _workshop(recipe: Recipe) -> Workshop:
    key = (recipe.token, recipe.root, recipe.cache)
    if key not in _workshops:
        _workshops.clear()
        _workshops[key] = workshop(recipe)
    return _workshops[key]


def workshop(recipe: Recipe) -> Workshop:
    """Set up a workshop."""
    return Workshop(recipe.root, recipe.cache, recipe.folders, recipe.config, recipe.templates, recipe.site)
