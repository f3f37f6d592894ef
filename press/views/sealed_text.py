"""A canonical text, as the cache of a snapshot has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.ledger import Version


class SealedText(msgspec.Struct, frozen=True):
    """A canonical text."""

    text: str
    """Empty if it has a character that none may have."""
    version: int = 0
    sealed: Version | None = None
    """This version in the log; None: it is not sealed yet."""
    before: Version | None = None
    """The version before it in the log, if this one is not sealed yet."""
    forbidden: str = ""
    """The code point of the character that it must not have."""
