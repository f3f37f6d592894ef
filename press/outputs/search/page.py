"""The search page: a form for those who have scripts, and the lists for those who have not."""

from __future__ import annotations

from collections.abc import Iterable

from press import urls, views
from press.model import Card, Touch
from press.outputs.search import pagefind
from press.rendering.context import Bodies, Workshop, decode
from press.views import builders
from press.views.context import Edition

TEMPLATES = ("search.html",)
_PAGE = "search"


def fixed(edition: Edition) -> Iterable[str]:
    """The page is always there."""
    return (_PAGE,)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """The page, which lists years and folders of the index."""
    return (_PAGE,)


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """The page."""
    config = edition.config
    address = urls.search_address(config)
    years = [(name.removeprefix("search:"), count) for name, count in edition.catalogue.listings("search:")][::-1]
    on = config.search.enabled
    yield (
        urls.file_of(address),
        views.Search(
            head=builders.head("", address, edition),
            groups=builders.groups(edition),
            years=tuple(year for year, _ in years) if on else (),
            engine=urls.href(urls.search_engine(pagefind.version(), config), config) if on and years else "",
            bundles=tuple(
                urls.href(urls.search_part(year, number, config), config)
                for year, count in years
                for number in range(urls.search_parts(count), 0, -1)
                if on
            ),
        ),
    )


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    return workshop.page("search.html", decode(view))
