"""Which examples of the specifications Press reads as GFM does."""

from __future__ import annotations

from collections import Counter

from tests.dialect.reference import difference
from tests.dialect.spec import Example, examples


def compared(section: str = "") -> list[tuple[Example, list[str]]]:
    """Return each example of the sections whose name contains a text, with the lines in which Press differs."""
    chosen = (each for each in examples() if section.lower() in each.section.lower())
    return [(each, difference(each.text)) for each in chosen]


def by_section(found: list[tuple[Example, list[str]]]) -> list[tuple[str, int, int]]:
    """Return for each section: its name, how many examples it has, and how many of them agree. The last is all."""
    total = Counter(example.section for example, _ in found)
    agree = Counter(example.section for example, differing in found if not differing)
    rows = [(name, count, agree[name]) for name, count in total.items()]
    return [*rows, ("all", total.total(), agree.total())]
