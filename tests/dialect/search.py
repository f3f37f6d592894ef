"""Search random documents for those that Press reads otherwise than GFM."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis.errors import NoSuchExample

from tests.dialect.differences import is_affected
from tests.dialect.documents import DOCUMENTS
from tests.dialect.reference import difference, is_certain

_LIMITS = settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))


def shares(sort: str, tried: int, start: int = 0) -> tuple[int, list[str]]:
    """Return how many documents of a sort were tried, and those that differ, shortest first."""
    texts: set[str] = set()

    @seed(start)
    @settings(_LIMITS, max_examples=tried, phases=[Phase.generate])
    @given(DOCUMENTS[sort])
    def collect(text: str) -> None:
        texts.add(text)

    collect()
    return len(texts), sorted(filter(surely_differs, texts), key=lambda text: (len(text), text))


def surely_differs(text: str) -> bool:
    """Tell whether Press reads a text otherwise than GFM, without any doubt and not on purpose."""
    return not is_affected(text) and bool(difference(text)) and is_certain(text)


def smallest(sort: str, tried: int, start: int = 0) -> str | None:
    """Return a small document of a sort that differs, or None if none is found."""
    limits = settings(_LIMITS, max_examples=tried)
    try:
        return find(DOCUMENTS[sort], surely_differs, random=Random(start), settings=limits)
    except NoSuchExample:
        return None
