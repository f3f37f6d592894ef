"""A text twice as long takes twice as long to convert, or it is refused because of its depth or size."""

from __future__ import annotations

import pytest

from tests.dialect.long_texts import TEXTS, problem

PARTS = 4000


# Python ignores an exception that a signal handler raises in a callback of the garbage collector, and warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", TEXTS)
def test_time_is_linear(name: str) -> None:
    problems = [problem(name, PARTS)]
    while problems[-1] and len(problems) < 5:  # a busy machine can make some measurements wrong
        problems.append(problem(name, PARTS))
    assert not problems[-1], problems
