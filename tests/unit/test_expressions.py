"""Expressions that are compiled when they are first used."""

import re

import pytest

from press.expressions import expression


def test_an_expression_is_what_compile_returns() -> None:
    late, early = (make(rb"(?P<word>a)\S", re.IGNORECASE) for make in (expression, re.compile))
    assert late.sub(rb"\1", b"Ab ac") == early.sub(rb"\1", b"Ab ac") == b"A a"
    assert (late.pattern, late.flags, late.groupindex) == (early.pattern, early.flags, early.groupindex)


def test_an_error_in_an_expression_is_raised_when_it_is_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error, match="missing"):
        wrong.match("")
