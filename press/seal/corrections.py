"""The list of the releases that were corrected or withdrawn. Anyone can make it from the log; the head has its digest.

So nobody can show a reader an older list beside the newest head, and a release more leaves the list as it is.
"""

from __future__ import annotations

from hashlib import sha256

from press.seal.ledger import Log

FORMAT = "press/seal-corrections-v2"
NAME = "corrections"
"""Its name in the folder of the log on the site."""


def text(log: Log) -> str:
    """Return the list of the newest versions that corrected or withdrew a release."""
    changed = (f"{one.action} {one.version} {one.id}" for one in log.changed())
    return "".join(f"{row}\n" for row in (FORMAT, log.keys.origin, *sorted(changed)))


def digest(log: Log) -> str:
    """Return the SHA-256 of the list, hexadecimal."""
    return sha256(text(log).encode()).hexdigest()
