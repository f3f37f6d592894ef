"""Outputs become bytes, here or in workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from press import assets
from press.config import Config
from press.crew import Crew
from press.edition import site_view
from press.errors import N_, CacheDamaged
from press.model import Body, Output
from press.outputs.table import KINDS
from press.templating import Templates
from press.workshop import Workshop

_FEW = 60
_BATCH = 25
"""Outputs that go to a worker at once."""


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


def each(
    outputs: Iterable[Output], body: Callable[[str], Body | None], recipe: Recipe, crew: Crew
) -> Iterator[tuple[Output, bytes]]:
    """Make the bytes of outputs, in their order."""
    tasks = (Task(output, _bodies(output, body)) for output in outputs)
    return crew.each(partial(draw, recipe), tasks, _FEW, _BATCH)


def draw(recipe: Recipe, tasks: Sequence[Task]) -> list[tuple[Output, bytes]]:
    """Make the bytes of a batch."""
    workshop = _workshop(recipe)
    return [
        (_slim(task.output), KINDS[task.output.kind].render(task.output.view, task.bodies, workshop)) for task in tasks
    ]


def _slim(output: Output) -> Output:
    """Leave out the view, which nobody needs on the way back."""
    return msgspec.structs.replace(output, view=b"")


def _bodies(output: Output, body: Callable[[str], Body | None]) -> dict[str, Body]:
    found = {digest: body(digest) for digest in output.bodies}
    if None in found.values():
        raise CacheDamaged(N_("a body is missing from the cache"))
    return {digest: one for digest, one in found.items() if one}


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
