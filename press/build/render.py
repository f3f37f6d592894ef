"""Outputs become bytes, in this process or in workers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from press.errors import CacheDamaged
from press.i18n.mark import N_
from press.model import Output, OutputRecord
from press.outputs import Files
from press.outputs.table import KINDS
from press.rendering.context import Bodies, RenderContext


class Task(msgspec.Struct, frozen=True):
    """An output to render, with the bodies that its view names: a worker cannot see the build's open transaction."""

    output: Output
    bodies: dict[str, bytes]
    """Encoded, by digest."""
    known: OutputRecord | None
    """What stands at its address."""

    @property
    def weight(self) -> int:
        """Bytes that travel to a worker."""
        return len(self.output.view) + sum(map(len, self.bodies.values()))


def task(output: Output, body_of: Callable[[str], bytes | None], known: OutputRecord | None) -> Task:
    """Make the task of an output; `body_of` gives an encoded body. Raises `CacheDamaged` where one is missing."""
    bodies: dict[str, bytes] = {}
    for digest in output.bodies:
        body = body_of(digest)
        if body is None:
            raise CacheDamaged(N_("a body is missing from the cache"))
        bodies[digest] = body
    return Task(output, bodies, known)


_lock = threading.Lock()
"""Templates, and what output kinds remember, belong to a process and are not safe with threads."""


def render(context: RenderContext, task: Task) -> Files:
    """Make the bytes of an output, by address. Threads of one process take turns: Python would make them anyway."""
    with _lock:
        made = KINDS[task.output.kind].render(task.output.view, Bodies(task.bodies), _kept(context))
    return made if isinstance(made, dict) else {task.output.address: made}


_contexts: dict[tuple[str, Path, Path], RenderContext] = {}
"""The one thing that lives on in a process: its newest context, since templates are slow to compile."""


def _kept(context: RenderContext) -> RenderContext:
    """The context that this process already has, where it is equal to one that came with a batch."""
    key = (context.fingerprint, context.root, context.media_cache)
    if key not in _contexts:
        _contexts.clear()
        _contexts[key] = context
    return _contexts[key]
