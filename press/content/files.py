"""The source files of a portal: reading them, and which of them are releases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from press import disk, rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media.types import TYPES
from press.model import NETWORK, SourceFile
from press.store.card_keys import composed


def read(root: Path, path: str) -> SourceFile:
    """Read a source file with its digest. Raises OSError."""
    data = (root / path).read_bytes()
    return SourceFile(path, data, disk.digest(data))


def digest(root: Path, path: str) -> str:
    """Return the digest of a source file. Raises OSError."""
    return disk.file_digest(root / path)


def unreadable(path: str, reason: OSError) -> Diagnostic:
    """Return the problem of a file that cannot be read."""
    message = N_("this file cannot be read: {reason}")
    hint = N_("check that the file is there and that you may read it")
    return rules.UNREADABLE.broken(Place(path), message, hint, reason=reason.strerror)


_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtxt", ".mdtext")
_FOLDERS = ("posts/", "pages/")


_TRANSCRIPTS = (".transcript.md", ".transkrip.md")
"""Endings of Markdown files that are parts of a release."""


def is_text(path: str) -> bool:
    """Tell whether a name ends like that of a Markdown file, in upper or lower case."""
    return path.endswith(".md") or path.lower().endswith(_ENDINGS)


_OTHER_TEXTS = (
    ".txt", ".text", ".html", ".htm", ".xhtml", ".rst", ".org", ".adoc", ".asciidoc", ".textile", ".wiki", ".mdx",
)  # fmt: skip
"""Endings of texts that other programs publish."""
_DOCUMENTS = (".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".fodt", ".rtf", ".pages", ".wps", ".wpd", ".gdoc")
"""Endings of what word processors write."""
_NO_TEXTS = (".svg", ".vtt", ".srt")
"""Endings of what belongs to a release, although it is text."""
_HEAD = 4096
"""Bytes that are read of a file to tell whether it is text."""


def is_unread_text(root: Path, path: str) -> bool:
    """Tell whether a file among the releases is a text that Press does not read: by its ending, else by its bytes."""
    name = path.lower()
    if not path.startswith(_FOLDERS) or is_release(path):
        return False
    if name.endswith((*_OTHER_TEXTS, *_TRANSCRIPTS)) or is_document(path):
        return True
    if name.endswith((*_NO_TEXTS, *(ending for kind in TYPES.values() for ending in kind.endings))):
        return False
    with (root / path).open("rb") as file:
        return b"\0" not in file.read(_HEAD)


def is_document(path: str) -> bool:
    """Tell whether a file is one of a word processor, and not the mark that it is open there."""
    return path.lower().endswith(_DOCUMENTS) and not path.rpartition("/")[2].startswith("~$")


def is_release(path: str) -> bool:
    """Tell whether a file is a release or a standing page, not a photo or other file that belongs to one."""
    return path.startswith(_FOLDERS) and is_text(path) and not path.lower().endswith(_TRANSCRIPTS)


_PULLED = re.compile(r"[a-z0-9-]+/\d{4}/[^/]+\.json")


def is_pulled(path: str) -> bool:
    """Tell whether a file is a release of another portal, as `pull` stores it."""
    return path.startswith(NETWORK) and bool(_PULLED.fullmatch(path, len(NETWORK)))


def has_card(path: str) -> bool:
    """Tell whether a file becomes a card: a release, a standing page, or a release of another portal."""
    return is_release(path) or is_pulled(path)


def nearest_name(wanted: str, names: Iterable[str]) -> str:
    """Return the name that differs only in case, else in its ending; ``""`` if there is none."""
    full = composed(wanted).casefold()
    stem = full.rpartition(".")[0] or full
    folded = [(composed(name).casefold(), name) for name in names if not name.startswith(".")]
    by_case = (name for each, name in folded if each == full)
    by_ending = (name for each, name in folded if _has_ending(each) and each.rpartition(".")[0] == stem)
    return next(by_case, "") or next(by_ending, "")


def _has_ending(name: str) -> bool:
    return PurePosixPath(name).suffix in _ENDINGS_OF_FILES


_ENDINGS_OF_FILES = frozenset(ending for kind in TYPES.values() for ending in kind.endings)
