"""Rendering outputs to bytes, in this process or in workers."""

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
    """An output to render, with the bodies of its view: a worker cannot read the build's open transaction."""

    output: Output
    bodies: dict[str, bytes]
    """Encoded, by digest."""
    known: OutputRecord | None
    """The ledger's record for its address."""

    @property
    def weight(self) -> int:
        """Number of bytes that are sent to a worker."""
        return len(self.output.view) + sum(map(len, self.bodies.values()))


def task(output: Output, body_of: Callable[[str], bytes | None], known: OutputRecord | None) -> Task:
    """Make the task of an output; `body_of` returns an encoded body. Raises `CacheDamaged` if one is missing."""
    bodies: dict[str, bytes] = {}
    for digest in output.bodies:
        body = body_of(digest)
        if body is None:
            message = N_("the text of a release is missing from the cache; delete the folder .press, then try again")
            raise CacheDamaged(message)
        bodies[digest] = body
    return Task(output, bodies, known)


_lock = threading.Lock()
"""Templates and the caches of output kinds are shared by the threads of a process, and are not thread-safe."""


def render(context: RenderContext, task: Task) -> Files:
    """Render an output: its bytes by address. Only one thread of a process renders at a time, as with the GIL."""
    with _lock:
        rendered = KINDS[task.output.kind].render(task.output.view, Bodies(task.bodies), _cached(context))
    return rendered if isinstance(rendered, dict) else {task.output.address: rendered}


_contexts: dict[tuple[str, Path, Path], RenderContext] = {}
"""The newest context, which a process keeps between batches since templates are slow to compile."""


def _cached(context: RenderContext) -> RenderContext:
    """Return the context that this process already has, if it is equal to the given one, else the given one."""
    key = (context.fingerprint, context.root, context.media_cache)
    if key not in _contexts:
        _contexts.clear()
        _contexts[key] = context
    return _contexts[key]
