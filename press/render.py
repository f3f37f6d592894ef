"""Outputs become bytes, here or in workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from press import assets
from press.config import Config
from press.edition import site_view
from press.errors import N_, CacheDamaged
from press.model import Body, Made, Output
from press.outputs import Files
from press.outputs.table import KINDS
from press.templating import Templates
from press.workshop import Workshop


class Recipe(msgspec.Struct, frozen=True):
    """How a worker sets up its workshop; small, since it goes with every batch."""

    token: str
    """Names the config, templates and code; the same for the same workshop of a portal."""
    root: Path
    cache: Path
    folders: tuple[Path, ...]
    """Template folders, the portal's own first."""
    config: Config
    preview: bool


class Task(msgspec.Struct, frozen=True):
    """An output with the bodies that its view names: a worker cannot see the build's open transaction."""

    output: Output
    bodies: dict[str, Body]
    known: Made | None
    """What stands at its address."""


def task(output: Output, body: Callable[[str], Body | None], known: Made | None) -> Task:
    """Lay an output ready. Raises `CacheDamaged` where a body is missing."""
    found = {digest: body(digest) for digest in output.bodies}
    if None in found.values():
        raise CacheDamaged(N_("a body is missing from the cache"))
    return Task(output, {digest: one for digest, one in found.items() if one}, known)


def draw(recipe: Recipe, task: Task) -> Files:
    """Make the bytes of an output, by address."""
    made = KINDS[task.output.kind].render(task.output.view, task.bodies, _workshop(recipe))
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
    files = assets.load(recipe.folders, recipe.config)
    return Workshop(
        root=recipe.root,
        cache=recipe.cache,
        config=recipe.config,
        templates=Templates(recipe.folders, recipe.config.language),
        site=msgspec.to_builtins(site_view(recipe.config, files, recipe.preview)),
        assets=files,
    )
