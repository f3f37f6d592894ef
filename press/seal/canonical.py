"""The canonical text of a version of a release: a header, an empty line, and the lines of its text.

It is made from what readers see, not from Markdown, and has nothing of the theme. The header has one ``key: value`` a
line, so that no value can begin a line of its own. UTF-8, each line ends with LF. The rules are in docs/seal.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from press.i18n.mark import N_
from press.seal.characters import normalised

FORMAT = "press/canonical-text-v1"
"""The first line."""
_PLACE = frozenset({"version", "previous", "publisher", "url"})
"""Keys that change when a portal moves or its publisher has another name, but the release does not."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What a canonical text says besides the text itself."""

    id: str
    published: str
    """ISO 8601, like all times."""
    updated: str = ""
    publisher: str
    url: str
    title: str
    more: tuple[tuple[str, str], ...] = ()
    """Further lines of the header in their order, each a key and a value; a key may be there more than once."""


class Fields(msgspec.Struct, frozen=True):
    """The header of a canonical text that was read."""

    id: str
    version: int
    title: str
    published: str
    updated: str
    is_withdrawn: bool
    is_removed: bool
    """Whether its text must not be shown any longer."""
    corrections: frozenset[str]
    rest: str
    """Everything but the lines that `_PLACE` names."""


def text(statement: Statement, lines: Sequence[str], version: int, previous: str) -> str:
    """Return the canonical text of a version; `previous` is the digest of the one before. Raises `NotCanonicalError`.

    `lines` are those of the text, which `press.seal.lines` makes.
    """
    header = (f"{key}: {value}\n" for key, value in _header(statement, version, previous) if value)
    return "".join((f"{FORMAT}\n", *header, "\n", *(f"{line}\n" for line in lines)))


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fields(text: str) -> Fields:
    """Return what the header of a canonical text says. Raises ValueError if it is none."""
    head, _, body = text.partition("\n\n")
    first, *rest = head.split("\n")
    pairs = [(key, value) for key, separator, value in (line.partition(": ") for line in rest) if separator]
    found = dict(pairs)
    if first != FORMAT or not found.get("version", "").isdecimal():
        raise ValueError(N_("not a canonical text"))
    kept = "".join(f"{key}: {value}\n" for key, value in pairs if key not in _PLACE)
    return Fields(
        id=found.get("id", ""),
        version=int(found["version"]),
        title=found.get("title", ""),
        published=found.get("published", ""),
        updated=found.get("updated", ""),
        is_withdrawn="withdrawn" in found,
        is_removed="removed" in found,
        corrections=frozenset(value for key, value in pairs if key == "correction"),
        rest=f"{kept}\n{body}",
    )


def _header(statement: Statement, version: int, previous: str) -> Iterator[tuple[str, str]]:
    yield "id", _value(statement.id)
    yield "version", str(version)
    yield "previous", previous
    for name in ("published", "updated", "publisher", "url", "title"):
        yield name, _value(getattr(statement, name))
    yield from ((key, _value(value)) for key, value in statement.more)


def _value(text: str) -> str:
    """Return a value in one line."""
    return normalised(text).strip(" ")
