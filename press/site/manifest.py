"""The manifest: every file of the site with its SHA-256, for deploying, and for whoever wants to verify.

One shard a month and a list, under a small root, so that a new release rewrites few of them. It is made last, from what
was written, and so stands outside the table of kinds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from press import urls
from press.model import Made, Output
from press.store.ledger import Ledger

NAME = "manifest.json"
_json = msgspec.json.Encoder().encode


def shard_of(address: str) -> str:
    """The folder whose shard lists an address: its first two parts; in the search index, with its thousands of files,
    its first four; ``""`` for the files at the top.
    """
    parts = address.split("/")
    depth = urls.SEARCH_DEPTH if urls.is_in_index(address) else 2
    return "/".join(parts[: min(depth, len(parts) - 1)])


def shards(ledger: Ledger) -> list[str]:
    """The folders that have shards, in order."""
    return [made.address.rpartition("/")[0] for made in ledger.manifests()]


def made_in(folder: str, ledger: Ledger) -> list[Made]:
    """What was made in a folder and below it, but for what the shards of other folders list."""
    rows = ledger.under(f"{folder}/") if folder else ledger.at_top()
    if folder.count("/") == 1 and not urls.is_in_index(f"{folder}/"):
        return rows  # so deep, no shard lies below another: the pages of a long list need not be asked one by one
    return [made for made in rows if shard_of(made.address) == folder]


def outputs(shards: Iterable[str], ledger: Ledger) -> Iterator[tuple[Output, bytes | None]]:
    """Shards by their folders; no bytes: must not exist."""
    for shard in sorted(set(shards) - {""}):
        rows = {m.address: [m.digest, m.size] for m in made_in(shard, ledger) if not is_manifest(m.address)}
        yield _output(f"{shard}/{NAME}", rows), _bytes(files=rows) if rows else None


def root(ledger: Ledger) -> tuple[Output, bytes]:
    """The root: the files at the top, and the digest of each shard."""
    files: dict[str, list[object]] = {}
    shards: dict[str, list[object]] = {}
    for made in ledger.manifests():
        if made.address != NAME:
            shards[made.address] = [made.digest, made.size]
    for made in ledger.at_top():
        if made.address != NAME:
            files[made.address] = [made.digest, made.size]
    return _output(NAME, {}), _bytes(version=1, files=files, manifests=shards)


def is_manifest(address: str) -> bool:
    """Tell whether an address is that of the root or of a shard."""
    return address.rpartition("/")[2] == NAME


def _output(address: str, rows: object) -> Output:
    key = hashlib.sha256(repr(rows).encode()).hexdigest()
    return Output(address, "manifest", address, b"", key)


def _bytes(**parts: object) -> bytes:
    """JSON with a file a line."""
    written = (_json(name) + b":" + _part(part) for name, part in parts.items())
    return b"{" + b",\n".join(written) + b"}\n"


def _part(part: object) -> bytes:
    if not isinstance(part, dict):
        return _json(part)
    return b"{\n" + b",\n".join(_json(name) + b":" + _json(row) for name, row in part.items()) + b"\n}"
