"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal import Portal
from tests.showroom import chromium, showroom

__all__ = ["chromium", "showroom"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected answers of golden tests")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected answers are rewritten rather than compared."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """An empty portal in a folder of its own."""
    return Portal(tmp_path / "portal")
