"""What can be published: one module for each output kind, all of one shape, in one table.

An output kind gives its outputs ids of its own choice (an address, or the name of a listing):

- `fixed`: the ids of outputs that exist whatever the releases are (the home page, the feed of a declared topic);
- `affected_by`: the ids of outputs that could look different because of a card. It is asked while the old card is
  still in the catalogue, and again once the new one is in. An id too many costs a description, an id too few is a page
  that is out of date: the property test (``tests/laws/test_histories.py``) holds every kind to it.
- `describe`: the views of the outputs with an id, by address; None: must not exist;
- `render`: bytes from a view; for a kind whose outputs are whole folders, those of each file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from press.config import Config
from press.model import Card, Invalidation
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot

Files = dict[str, bytes]
"""The files of an output that is a folder, by their addresses; last the one whose address is that of the output."""
Described = tuple[str, View | None]
"""An address with its view; None: nothing may exist there."""


class OutputKind(Protocol):
    """The shape of a module in the table."""

    @property
    def TEMPLATES(self) -> tuple[str, ...]:
        """The templates that it renders; the key of its outputs depends on them."""

    def fixed(self, snapshot: Snapshot) -> Iterable[str]:
        """The ids of outputs that exist whatever the releases are."""

    def affected_by(self, card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
        """The ids of outputs that may look different because a public card is inserted or deleted."""

    def describe(self, invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
        """The outputs with an id: address and view."""

    def render(self, view: bytes, bodies: Bodies, context: RenderContext) -> bytes | Files:
        """Make the bytes; `bodies` are those that the view names."""
