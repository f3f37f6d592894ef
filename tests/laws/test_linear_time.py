"""A text twice as long takes twice as long to convert, or it is refused because of its depth or size."""

from __future__ import annotations

import pytest

from tests.dialect.long_texts import TEXTS, problem

PARTS = 4000


# Python ignores an exception that a signal handler raises in a callback of the garbage collector, and warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", TEXTS)
def test_time_is_linear(name: str) -> None:
    found = problem(name, PARTS) and problem(name, PARTS)  # a busy machine can make one measurement wrong
    assert not found
