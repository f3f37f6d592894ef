"""The secret of the log key: it is read once from the environment, and removed there before any other process starts.

Nothing of it is imported, decoded or shown where no seal is made.
"""

from __future__ import annotations

from collections.abc import MutableMapping

LOG_KEY, WITNESS_KEY = "PRESS_SEAL_KEY", "PRESS_WITNESS_KEY"
"""Environment variables: seeds in base64."""
_taken: dict[str, str] = {}


def hide(environment: MutableMapping[str, str]) -> None:
    """Take the secrets out of an environment, so that no child process inherits them."""
    for name in (LOG_KEY, WITNESS_KEY):
        if name in environment:
            _taken[name] = environment.pop(name)


def take(name: str) -> str:
    """Return a secret, once; empty if there is none (any longer)."""
    return _taken.pop(name, "")
