"""Compressed copies of texts beside them (``index.html.gz``), for web servers that send them as they are.

They are made from what was written when all else is, like the manifest, and therefore are no output kind of the table.
A file of that name that the portal itself has stays.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from press.build.publish import Publisher
from press.build.state import BuildState
from press.build.workers import Batching
from press.model import Output, OutputRecord
from press.outputs.hosts.serving import ENCODINGS, TEXT_TYPES
from press.outputs.table import FOLDERS
from press.site import manifest
from press.site.audit import SiteAudit

KIND = "compressed"
"""In the ledger, in place of an output kind; the owner of a copy is the address of its text."""
SMALLEST = 1024
"""Bytes of the smallest text that has copies: smaller ones fit into one packet as they are."""
_NOTE = "compressed copies"
_BATCHING = Batching(inline=20, size=50, weight=2_000_000)
_QUALITY, _WINDOW = 7, 18
"""Of Brotli: half a millisecond for a page. The best quality (11) saves 9 % more, and takes 13 ms."""


class _Task(NamedTuple):
    path: Path
    """Where the bytes of the text are now."""
    outputs: tuple[Output, ...]
    """The copies to make of it."""
    size: int


def update(publisher: Publisher, audit: SiteAudit, build: BuildState) -> None:
    """Make the copies of texts that changed and of damaged copies, and remove those whose texts have none any more."""
    request, noted = build.request, build.ledger.note(_NOTE)
    names = () if request.drafts else request.config.hosts.compress
    if not names and not noted:
        return
    settings = " ".join(sorted(names))
    endings = {name.replace("brotli", "br") for name in names}
    texts = _all_texts(build) if settings != noted else _changed(publisher, audit)
    tasks: list[_Task] = []
    for address in sorted(texts):
        outputs, unwanted = _copies(address, endings, build)
        publisher.remove(unwanted)
        if outputs and (record := build.ledger.output(address)):
            tasks.append(_Task(publisher.path(address), tuple(outputs), record.size))
    for copies in build.pool.map(_compress_batch, tasks, _BATCHING, lambda task: task.size):
        for output, data in copies:
            publisher.write(output, data)
    if settings != noted:
        build.ledger.write_note(_NOTE, settings)


def _all_texts(build: BuildState) -> set[str]:
    """The addresses of all files but copies, and of those that copies are of."""
    return {record.owner if record.kind == KIND else record.address for record in build.ledger.outputs()}


def _changed(publisher: Publisher, audit: SiteAudit) -> set[str]:
    """The addresses of texts that changed or whose copies did, because they are damaged or another file was there."""
    changed = {*publisher.written, *publisher.removed}
    stems = {str(PurePosixPath(one).with_suffix("")) for one in changed if one.endswith(tuple(ENCODINGS.values()))}
    return changed | stems | {record.owner for record in audit.damaged if record.kind == KIND}


def _copies(address: str, encodings: Iterable[str], build: BuildState) -> tuple[list[Output], list[str]]:
    """The copies of a file that must be made, and the addresses of those that must not exist."""
    record = build.ledger.output(address)
    wanted = set(encodings) if record and _is_text(record) else set()
    outputs: list[Output] = []
    unwanted: list[str] = []
    for name, ending in ENCODINGS.items():
        copy = f"{address}.{ending}"
        known = build.ledger.output(copy)
        if known and known.kind != KIND:
            continue
        if record and name in wanted:
            key = f"{name} {record.digest}"
            outputs += [Output(copy, KIND, address, b"", key)] if not known or known.key != key else []
        elif known:
            unwanted.append(copy)
    return outputs, unwanted


def _is_text(record: OutputRecord) -> bool:
    """Tell whether a file has copies: not in the search index, which is compressed, and not manifests."""
    is_ours = record.kind not in FOLDERS and record.kind != KIND and not manifest.is_manifest(record.address)
    return is_ours and record.size >= SMALLEST and PurePosixPath(record.address).suffix[1:] in TEXT_TYPES


def _compress_batch(tasks: Sequence[_Task]) -> list[list[tuple[Output, bytes]]]:
    """Compress a batch, in a worker."""
    return [list(_compressed(task)) for task in tasks]


def _compressed(task: _Task) -> Iterator[tuple[Output, bytes]]:
    data = task.path.read_bytes()
    for output in task.outputs:
        yield output, _brotli(data) if output.address.endswith(".br") else _gzip(data)


def _gzip(data: bytes) -> bytes:
    """Compress with no name and no time in the header, so that equal texts have equal copies."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(data) + compressor.flush()


def _brotli(data: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - only for portals that ask for it

    compressed: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=_QUALITY, lgwin=_WINDOW)
    return compressed
