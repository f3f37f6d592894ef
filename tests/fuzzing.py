"""Property tests that `make fuzz` runs for long, with other examples each time; `make test` runs the same few."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

FACTOR = int(os.environ.get("PRESS_FUZZ", "1"))
"""How many times as many examples are tried."""


def fuzz(examples: int) -> Callable[[Callable[..., None]], Any]:
    """Mark a property test, for a decorator above ``@given``; `examples` are tried by `make test`."""
    limits = settings(
        max_examples=examples * FACTOR,
        derandomize=FACTOR == 1,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: pytest.mark.fuzz(pytest.mark.timeout(0 if FACTOR > 1 else 7200)(limits(test)))
