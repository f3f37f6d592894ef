"""What can be published: one module a kind, all of one shape, in one table.

A kind claims outputs by an id of its own choosing (an address, or the key of a list):

- `fixed`: which exist whatever the releases are (the home page, the feed of a declared topic);
- `touched`: which could look different because of a card. It is asked while the old card is still in the catalogue, and
  again once the new one is in. A claim too many costs a description, a claim too few is a stale page: the property test
  (``tests/test_histories.py``) holds every kind to it.
- `describe`: the views of what was claimed, by address; None: must not exist;
- `render`: bytes from a view; of a kind whose outputs are whole folders, those of each file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop
from press.views import View
from press.views.context import Edition

Files = dict[str, bytes]
"""The files of an output that is a folder, by their addresses; last the one by whose address the output goes."""


class Kind(Protocol):
    """The shape of a module in the table."""

    @property
    def TEMPLATES(self) -> tuple[str, ...]:
        """The templates that it draws with; the key of its outputs depends on them."""

    def fixed(self, edition: Edition) -> Iterable[str]:
        """Claims that hold whatever the releases are."""

    def touched(self, card: Card, edition: Edition) -> Iterable[str]:
        """Claims of a public card that comes in or goes out."""

    def describe(self, touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
        """The outputs of a claim: address and view."""

    def render(self, view: bytes, bodies: Bodies, workshop: Workshop) -> bytes | Files:
        """Make the bytes; `bodies` are those that the view names."""
