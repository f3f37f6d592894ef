"""The record of what imports wrote, ``imports.json``: so that no import overwrites what a person changed.

It has the digest of each imported file as it was written, by the id of the release. Without it, every file that is
there counts as changed by a person.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from press import disk
from press.errors import Misuse
from press.i18n.mark import N_

NAME = "imports.json"


def read(root: Path) -> dict[str, str]:
    """Return the digests by id. Raises `Misuse` if the record is damaged: it must not be taken for an empty one."""
    try:
        return msgspec.json.decode((root / NAME).read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as reason:
        message = N_("{name} cannot be read: {reason}; restore it from the repository, or delete it and import again")
        raise Misuse(message, name=NAME, reason=reason) from None


def write(root: Path, digests: dict[str, str]) -> None:
    """Write the record, one id on each line, so that changes by two people can be merged."""
    data = msgspec.json.format(msgspec.json.encode(digests, order="sorted"), indent=1) + b"\n"
    if not digests or ((root / NAME).is_file() and (root / NAME).read_bytes() == data):
        return
    disk.write(root / NAME, data)
