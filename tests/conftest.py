"""What all tests share."""

from __future__ import annotations

import os
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


@pytest.fixture(scope="session")
def real_posts() -> list[Path]:
    """The posts of a real blog: `18f/posts` in the folder that `PRESS_CORPUS` names. Skips where it is not set."""
    if "PRESS_CORPUS" not in os.environ:
        pytest.skip("PRESS_CORPUS names no folder of real posts")
    posts = sorted((Path(os.environ["PRESS_CORPUS"]) / "18f" / "posts").glob("*.md"))
    assert posts
    return posts
