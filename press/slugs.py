"""Slugs: parts of addresses, made from titles and names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from press.expressions import expression
from press.model import ListingKind

RESERVED = expression(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that no file on Windows can have."""
SLUG_BYTES = 100
"""The longest slug."""
_SLUG = expression(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def slugify(text: str) -> str:
    """Make a slug of any text: ASCII, lower case, hyphens, at most 100 bytes; a digest if it has no letters or digits.

    Letters of other scripts are transliterated; accents, and all other characters that are not ASCII, are left out.
    """
    slug = _letters(text) or _with_digest("x", text)
    if len(slug) > SLUG_BYTES:
        # Long names often differ only at their ends ("part 1", "part 2"): the digest makes them differ.
        return _with_digest(slug, slug)
    return f"{slug}-x" if RESERVED.fullmatch(slug) else slug


def _letters(text: str) -> str:
    """Return the letters and digits of a text in ASCII, with hyphens for what is between them."""
    plain = text if text.isascii() else "".join(map(_ascii, unicodedata.normalize("NFKD", text)))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _ascii(character: str) -> str:
    """Return a character of decomposed text in ASCII letters and digits; ``""`` for an accent or a symbol."""
    if character.isascii() or "\u0300" <= character <= "\u036f":
        return character if character.isascii() else ""
    if unicodedata.category(character)[0] not in "LNM":
        return ""
    from anyascii import anyascii  # noqa: PLC0415 - 30 ms, which texts in ASCII do not need

    return re.sub(r"[^A-Za-z0-9]", "", anyascii(character))


def _with_digest(slug: str, text: str) -> str:
    """Append a digest of a text to the beginning of a slug."""
    digest = hashlib.sha256(unicodedata.normalize("NFKC", text).encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{slug[: SLUG_BYTES - 9].rstrip('-')}-{digest}"


def is_slug(text: str) -> bool:
    """Tell whether a text may be the last part of an address on every file system."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= SLUG_BYTES and not RESERVED.fullmatch(text)


@lru_cache(maxsize=4096)
def term_id(kind: ListingKind, name: str) -> str:
    """Return the id of a term: its name if that is a valid slug, as all declared terms are; else a slug of the name.

    Tags may be any words, also with signs, which a slug leaves out. So the names of signs are written out: ``C++`` is
    ``c-plus-plus``, not ``c``; where that is not clear, the id has a digest. Tags that differ only in case are equal.
    """
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    if is_slug(folded):
        return folded
    if kind is ListingKind.TAG and _has_signs(folded):
        return _written_out(folded) or _with_digest(_letters(folded) or "x", folded)
    return slugify(folded)


def _has_signs(text: str) -> bool:
    return any(not (unicodedata.category(one)[0] in "LNMZ" or one in "-_") for one in text)


_SIGNS = (
    (expression(r"(?<=\w)\+\+(?= |$)"), " plus plus"),
    (expression(r"(?<=\w)\+(?= |$)"), " plus"),
    (expression(r"(?<=\w)#(?= |$)"), " sharp"),
    (expression(r"(?<=\d)%(?= |$)"), " percent"),
    (expression(r"(?<=\w) & (?=\w)"), " and "),
    (expression(r"(?<=\w)&(?=\w)"), " amp "),
    (expression(r"(?<=\w)/(?=\w)"), " slash "),
    (expression(r"(?:^|(?<= ))\.(?=\w)"), "dot "),
)
"""Signs of a tag where they are usual, and what is written for them; no two of them give the same."""
_DOT = expression(r"(?<=\w)\.(?=\w)")


def _written_out(folded: str) -> str:
    """Return a slug of a tag with the names of its `_SIGNS`, and its dots within words; ``""`` if it has others."""
    for sign, words in _SIGNS:
        folded = sign.sub(words, folded)
    parts = _DOT.split(folded)
    slug = "" if any(map(_has_signs, parts)) else ".".join(map(_letters, parts))
    return slug if is_slug(slug) else ""
