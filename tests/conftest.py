"""Fixtures and options of all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.portal import Portal
from tests.preview import preview
from tests.showroom import chromium, sample_site

__all__ = ["chromium", "preview", "sample_site"]

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected answers of golden tests")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether to rewrite the expected answers instead of comparing with them."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """An empty portal in a folder of its own."""
    return Portal(tmp_path / "portal")


@pytest.fixture(scope="session")
def real_posts() -> list[Path]:
    """The posts of a real blog: `18f/posts` in the folder `$PRESS_CORPUS`. Skips the test if that is not set."""
    if "PRESS_CORPUS" not in os.environ:
        pytest.skip("PRESS_CORPUS names no folder of real posts")
    posts = sorted((Path(os.environ["PRESS_CORPUS"]) / "18f" / "posts").glob("*.md"))
    assert posts
    return posts
