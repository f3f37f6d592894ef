"""The texts of a former revision in git: which of them differ from the files now, and what they were."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from press.content import git
from press.content.files import is_release
from press.errors import Misuse
from press.i18n.mark import N_
from press.model import SourceFile

_FOLDERS = ("posts", "pages")


def differing(root: Path, revision: str) -> tuple[list[SourceFile], list[SourceFile]]:
    """Return the texts that are not the same in a revision and in the folders now: as they were, and as they are.

    A renamed file is in both, under each of its names. Raises `Misuse` if git does not know the revision.
    """
    commit = _commit(root, revision)
    old = _blobs(root, commit)
    now = dict(_files(root, "sha1" if len(commit) == 40 else "sha256"))
    changed = {path: blob for path, blob in old.items() if path not in now or now[path][0] != blob}
    before = [SourceFile(path, data, "") for path, data in _contents(root, changed, revision)]
    same = old.keys() - changed.keys()
    return before, [SourceFile(path, data, "") for path, (_, data) in sorted(now.items()) if path not in same]


def _commit(root: Path, revision: str) -> str:
    """Return the commit of a revision."""
    if git.output(root, "rev-parse", "--git-dir") is None:
        raise Misuse(N_("--since needs git, and a portal that is in a git repository"))
    name = f"{revision}^{{commit}}"
    found = None if revision.startswith("-") else git.output(root, "rev-parse", "--verify", "--quiet", name)
    if not found:
        raise _unknown(revision)
    return found.decode().strip()


def _unknown(revision: str) -> Misuse:
    message = N_(
        "git does not know the revision “{revision}” here; if the repository was cloned without its history, "
        "fetch it first: git fetch --unshallow"
    )
    return Misuse(message, revision=revision)


def _blobs(root: Path, commit: str) -> dict[str, str]:
    """Return git's digest of every text in a commit, by its path from the root of the portal."""
    listed = git.output(root, "ls-tree", "-r", "-z", commit, "--", *(f"{folder}/" for folder in _FOLDERS)) or b""
    rows = (row.partition("\t") for row in listed.decode(errors="surrogateescape").split("\0") if row)
    found = {path: about.split() for about, _, path in rows}
    return {path: blob for path, (mode, _, blob) in found.items() if mode.startswith("100") and is_release(path)}


def _files(root: Path, algorithm: str) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Yield every text in the folders with git's digest and its bytes."""
    for folder in _FOLDERS:
        for place, _, names in os.walk(root / folder):
            for name in names:
                path = Path(place, name).relative_to(root).as_posix()
                data = _bytes(root / path) if is_release(path) else None
                if data is not None:
                    yield path, (hashlib.new(algorithm, b"blob %d\0" % len(data) + data).hexdigest(), data)


def _bytes(path: Path) -> bytes | None:
    """Return the bytes of a file; None of a symbolic link, which git keeps as such, and of what cannot be read."""
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None


def _contents(root: Path, blobs: Mapping[str, str], revision: str) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of blobs, by path. Raises `Misuse` if the repository does not have one: it is a partial clone."""
    if not blobs:
        return
    printed = git.output(root, "cat-file", "--batch", input="".join(f"{blob}\n" for blob in blobs.values()).encode())
    position = 0
    for path in blobs:
        head, _, _ = (printed or b"")[position : position + 200].partition(b"\n")
        if not head or head.endswith(b"missing"):
            raise _unknown(revision)
        start = position + len(head) + 1
        end = start + int(head.split()[2])
        yield path, (printed or b"")[start:end]
        position = end + 1
