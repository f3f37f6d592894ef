"""Categories and tags of the old site → topics, offices, regions, tags and the kind of a release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from press import slugs
from press.config import Config
from press.config.directory import Term as OwnTerm
from press.i18n.words import meaning
from press.importing.items import Item, Term
from press.model import ReleaseKind

_NOTHING = {
    "uncategorized", "uncategorised", "tak-berkategori", "tidak-berkategori", "tanpa-kategori", "belum-berkategori",
}  # fmt: skip
"""The slugs of the category that WordPress gives what has none."""


class Placed:
    """Where an item belongs in the portal."""

    def __init__(self) -> None:
        self.topics: list[str] = []
        self.offices: list[str] = []
        self.regions: list[str] = []
        self.tags: list[str] = []
        self.kind = ReleaseKind.RELEASE


class TermMap:
    """Finds the terms of the portal that have the name of an old category, and counts the categories that have none."""

    def __init__(self, config: Config) -> None:
        self._is_open = config.topics is None
        vocabularies = {"topics": config.topics, "offices": config.offices, "regions": config.regions}
        self._known = {field: dict(_names(terms or {})) for field, terms in vocabularies.items()}
        self.unknown: Counter[str] = Counter()
        """How many items have each category that is no term of the portal; they have it as a tag."""
        self.used: dict[str, str] = {}
        """The list of each old category or tag that has one, by its old slug: ``topic:air``."""

    def place(self, item: Item) -> Placed:
        """Return where an item belongs."""
        placed = Placed()
        for term in item.terms:
            if term.is_tag or not self._place(term, placed):
                if not term.is_tag and slugs.slugify(term.name) not in _NOTHING:
                    self.unknown[term.name] += 1
                    placed.tags.append(_one_line(term.name))
                elif term.is_tag:
                    placed.tags.append(_one_line(term.name))
        placed.kind = _kind(item.kind) or placed.kind
        for field in ("topics", "offices", "regions", "tags"):
            setattr(placed, field, [one for one in dict.fromkeys(getattr(placed, field)) if one])
        return placed

    def _place(self, term: Term, placed: Placed) -> bool:
        """Put a category, or the nearest one above it that the portal has, into a field."""
        if kind := _kind(term.name):
            placed.kind = kind
            return True
        for number, name in enumerate((term.name, *term.parents)):
            keys = (slugs.slugify(name), *((slugs.slugify(term.slug),) if term.slug and not number else ()))
            for field, names in self._known.items():
                if id := next((names[key] for key in keys if key in names), ""):
                    getattr(placed, field).append(id)
                    self.used[term.slug or slugs.slugify(term.name)] = f"{field.removesuffix('s')}:{id}"
                    return not number
        if self._is_open and slugs.slugify(term.name) not in _NOTHING:
            placed.topics.append(_one_line(term.name))
            return True
        return False


def _names(terms: Mapping[str, OwnTerm]) -> Iterator[tuple[str, str]]:
    """Yield the slugs of all names of terms, with their ids."""
    for id, term in terms.items():
        for name in (id, term.name, term.short, *term.aliases):
            if name:
                yield slugs.slugify(name), id


def _kind(name: str) -> ReleaseKind | None:
    """Return the kind that a word means; not a clarification, which needs a claim, nor a link."""
    found = meaning(name, "kinds", "kind_lists") if name else ""
    kinds = (ReleaseKind.NEWS, ReleaseKind.ANNOUNCEMENT, ReleaseKind.SPEECH, ReleaseKind.PHOTO, ReleaseKind.RELEASE)
    return next((kind for kind in kinds if kind.value == found), None)


def _one_line(name: str) -> str:
    return re.sub(r"[\s\x00-\x1f]+", " ", name).strip()[:200]
