"""The report as one file of HTML, to be mailed or printed."""

from __future__ import annotations

from pathlib import Path

from press.i18n.catalogues import translator
from press.i18n.words import words
from press.rendering.templates import Templates
from press.report.figures import Figures
from press.report.lag import in_words


def page(found: Figures, language: str) -> str:
    """Return the page of a month in a language."""
    templates = Templates((Path(__file__).parent / "templates",), language)
    lag = in_words(found.lag.median, translator(language)) if found.lag else ""
    return templates.render("report.html", report=found, language=language, lag=lag, kinds=words(language).kinds)
