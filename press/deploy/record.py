"""What a target holds, as recorded there, in a folder that no build touches.

The journal has the manifest of the last complete deployment: its root, and the digests of its shards, each of which is
in a file named by its digest. While a deployment runs, the journal also says which files it will change: after it was
cut off, these are unknown and are sent again.
"""

from __future__ import annotations

import msgspec

from press.deploy.manifests import NO_SITE, Root
from press.errors import Misuse
from press.i18n.mark import N_

FOLDER = ".press"
NAME = f"{FOLDER}/deployed.json"
_SHARDS = f"{FOLDER}/shards"


class Release(msgspec.Struct, frozen=True):
    """One complete deployment."""

    revision: str
    """The commit that was built; empty if the portal is not in git or had changes."""
    time: str
    """When it was complete, ISO 8601."""
    manifest: str
    """Digest of the root of its manifest."""
    files: int
    """Number of files of the site."""


class Journal(msgspec.Struct, frozen=True):
    """The journal of a target."""

    portal: str
    """The address of the portal, so that no other one is written over it."""
    site: Root = NO_SITE
    """The root of the manifest of the last complete deployment."""
    releases: tuple[Release, ...] = ()
    """The last complete deployments, the newest first."""
    kept: tuple[tuple[str, ...], ...] = ()
    """The assets that the site no longer has and that stay, by the deployment that dropped them, the newest first."""
    pending: dict[str, str] | None = None
    """While a deployment runs, the digest of each file that it sends, ``""`` for one that it deletes; else None."""
    sent: tuple[str, ...] = ()
    """Of these, the files that are known to be done."""
    version: int = 1

    @property
    def revision(self) -> str:
        """The commit of the last complete deployment; empty if unknown."""
        return self.releases[0].revision if self.releases else ""


_decode = msgspec.json.Decoder(Journal, strict=True).decode


def shard_name(digest: str) -> str:
    """Return the name of the copy of a shard."""
    return f"{_SHARDS}/{digest[:32]}.json"


def encode(journal: Journal) -> bytes:
    """Encode a journal."""
    return msgspec.json.format(msgspec.json.encode(journal), indent=1) + b"\n"


def decode(data: bytes) -> Journal:
    """Decode a journal. Raises `Misuse`: an unreadable one must not pass for an empty target."""
    try:
        journal = _decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as reason:
        raise Misuse(_UNREADABLE, name=NAME, reason=reason) from None
    if journal.version != 1:
        raise Misuse(_UNREADABLE, name=NAME, reason=f"version {journal.version}")
    return journal


_UNREADABLE = N_(
    "{name} on the server cannot be read ({reason}): what is there is not known. Look at the folder; if all of it may "
    "be sent again, delete this file there, and run deploy with --all"
)
