"""The manifest: every file of the site with its SHA-256, for deployment and verification.

For addresses that readers may know, it also says what they belong to (`press.store.published`), so that the next build
can tell what moved, even if its cache was lost.

There is one shard for each month and each list, under a small root, so that a new release rewrites few of them. The
manifest is made last, from what was written, and therefore is not an output kind of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from press import disk, urls
from press.model import Output, OutputRecord
from press.store.ledger import Ledger
from press.store.published import PublishedPaths, path_of

NAME = "manifest.json"
_VERSION, _READABLE = 2, (1, 2)
"""1: without what addresses belong to."""
_encode = msgspec.json.Encoder().encode


def shard_of(address: str) -> str:
    """Return the folder whose shard lists an address: its first two parts, or none for a file at the top.

    In the search index, which has thousands of files, it is the first four parts; the log of the seal and its index
    have one shard, since each release more changes both.
    """
    parts = address.split("/")
    depth = 1 if urls.is_in_log(address) else urls.SEARCH_DEPTH if urls.is_in_index(address) else 2
    return "/".join(parts[: min(depth, len(parts) - 1)])


def shards(ledger: Ledger) -> list[str]:
    """Return the folders that have shards, in order."""
    return [record.address.rpartition("/")[0] for record in ledger.manifests()]


def outputs_in(folder: str, ledger: Ledger) -> list[OutputRecord]:
    """Return what was made in a folder and below it, without what the shards of other folders list."""
    if not folder:
        return ledger.outputs_at_top()
    if "/" not in folder and not urls.is_in_log(f"{folder}/"):
        return ledger.outputs_directly_in(folder)
    rows = ledger.outputs_under(f"{folder}/")
    if folder.count("/") == 1 and not urls.is_in_index(f"{folder}/"):
        return rows  # so deep, no shard is below another: no need to check each page of a long list
    return [record for record in rows if shard_of(record.address) == folder]


def shard_outputs(
    folders: Iterable[str], ledger: Ledger, published: PublishedPaths
) -> Iterator[tuple[Output, bytes | None]]:
    """Yield the shards of some folders; None instead of bytes: the shard must not exist."""
    for folder in sorted(set(folders) - {""}):
        records = [record for record in outputs_in(folder, ledger) if not is_manifest(record.address)]
        rows = _rows(records, published.under(folder) if folder.count("/") == 1 else _subjects(records, published))
        yield _output(f"{folder}/{NAME}", rows), _encoded(files=rows) if rows else None


def _rows(records: Iterable[OutputRecord], subjects: Mapping[str, str]) -> dict[str, list[str | int]]:
    """Return digest, size and, if readers may know it, the subject of each file; `subjects` are those of paths."""
    rows: dict[str, list[str | int]] = {}
    for record in records:
        subject = subjects.get(record.address.removesuffix("/index.html"))
        rows[record.address] = [record.digest, record.size, subject] if subject else [record.digest, record.size]
    return rows


def _subjects(records: Iterable[OutputRecord], published: PublishedPaths) -> dict[str, str]:
    """Return the subjects of a few files by their paths; that of the home page by its file."""
    found = {record.address: published.at(path_of(record.address)) for record in records}
    return {address.removesuffix("/index.html"): row.subject for address, row in found.items() if row}


def root_output(ledger: Ledger, published: PublishedPaths, preview: bool = False) -> tuple[Output, bytes]:
    """Return the root: the files at the top, and the digest of each shard; and whether the site is a preview."""
    records = ledger.outputs_at_top()
    files = _rows(records, _subjects(records, published))
    manifests = {record.address: [record.digest, record.size] for record in ledger.manifests()}
    for rows in (files, manifests):
        rows.pop(NAME, None)
    marks = {"preview": True} if preview else {}  # what is deployed has no such key
    return _output(NAME, {}), _encoded(version=_VERSION, **marks, files=files, manifests=manifests)


def is_ours(data: bytes) -> bool:
    """Tell whether the bytes of a file are those of a manifest's root."""
    try:
        root = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    if not isinstance(root, dict) or root.keys() - {"preview"} != {"version", "files", "manifests"}:
        return False
    return root["version"] in _READABLE


def is_preview(data: bytes) -> bool:
    """Tell whether the root of a manifest is that of a preview."""
    return bool(msgspec.json.decode(data).get("preview"))


def is_manifest(address: str) -> bool:
    """Tell whether an address is that of the root or of a shard."""
    return address.rpartition("/")[2] == NAME


def _output(address: str, rows: object) -> Output:
    return Output(address, "manifest", address, b"", disk.digest(repr(rows).encode()))


def _encoded(**parts: object) -> bytes:
    """Encode as JSON with one file on each line."""
    lines = (_encode(name) + b":" + _encoded_part(part) for name, part in parts.items())
    return b"{" + b",\n".join(lines) + b"}\n"


def _encoded_part(part: object) -> bytes:
    if not isinstance(part, dict):
        return _encode(part)
    return b"{\n" + b",\n".join(_encode(name) + b":" + _encode(row) for name, row in part.items()) + b"\n}"
