"""A plugin that finds, for each release, earlier ones on its topic and the release before it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pelican import signals


def _relate(generator: Any) -> None:
    topics: dict[Any, list[Any]] = defaultdict(list)
    older = None
    for article in sorted(generator.articles, key=lambda article: article.date):
        earlier = topics[article.category]
        article.related = earlier[:-4:-1]
        article.older = older
        earlier.append(article)
        older = article


def register() -> None:
    """Pelican calls this."""
    signals.article_generator_finalized.connect(_relate)
