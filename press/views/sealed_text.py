"""What is known of a canonical text, as a snapshot remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.ledger import Version


class SealedText(msgspec.Struct, frozen=True):
    """What is known of the canonical text of a release."""

    version: int = 0
    sealed: Version | None = None
    """This version in the log; None: it is not sealed yet."""
    before: Version | None = None
    """The version before it in the log, if this one is not sealed yet."""
    forbidden: str = ""
    """The code point of a character that it must not have; then there is no text."""

    @property
    def is_unsealed(self) -> bool:
        """Whether there is a text that the log does not have."""
        return self.sealed is None and not self.forbidden
