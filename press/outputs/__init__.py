"""What can be published: one module for each output kind, all with the same functions, in one table.

An output kind gives its outputs ids of its own choice (an address, or the name of a listing). Its module has:

- `fixed`: the ids of outputs that exist even without releases (the home page, the feed of a declared topic);
- `affected_by`: the ids of outputs that may look different because of a card. It is called while the old card is
  still in the catalogue, and again once the new one is in it. A needless id costs one description; a missing id leaves
  a page out of date. The property test (``tests/laws/test_histories.py``) checks this for every kind;
- `owns`: whether a path is its own, so that neither a card nor a file of ``static/`` can have it (`press.build.paths`);
- `describe`: the views of the outputs with an id, by address; None: the output must not exist;
- `render`: bytes from a view; for a kind whose outputs are whole folders, the bytes of each file.
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
"""The files of an output that is a folder, by address; the file whose address is that of the output comes last."""
Described = tuple[str, View | None]
"""An address with its view; None: no file may exist at the address."""


class OutputKind(Protocol):
    """What each module in the table must have."""

    @property
    def TEMPLATES(self) -> tuple[str, ...]:
        """The templates that it renders; the keys of its outputs depend on them."""

    def fixed(self, snapshot: Snapshot) -> Iterable[str]:
        """The ids of outputs that exist even without releases."""

    def affected_by(self, card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
        """The ids of outputs that may look different because a public card is inserted or deleted."""

    def owns(self, path: str, config: Config) -> bool:
        """Whether the kind may publish at a path (in lower case) that no card takes."""

    def describe(self, invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
        """The outputs with an id: address and view of each."""

    def render(self, view: bytes, bodies: Bodies, context: RenderContext) -> bytes | Files:
        """Make the bytes of an output; `bodies` are those that the view names."""
