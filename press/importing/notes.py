"""Notes: what an import could not carry over as it was, with the reason and what to do. They are diagnostics.

Their rule is one of `CLASSES`, so that a report can count what is left to do by hand.
"""

from __future__ import annotations

from press.diagnostics import Diagnostic, Place, Severity, texts

CLASSES = frozenset({
    "address", "alt", "date", "embed", "fields", "form", "held", "html", "id", "image", "kept", "link", "lost", "media",
    "script", "shortcode", "slug", "status", "summary", "table", "term", "title", "xml",
})  # fmt: skip
"""What notes are about."""


def note(about: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Make a note about one of `CLASSES`; `message` and `hint` are message ids. Its place is set in the report."""
    assert about in CLASSES, about
    return Diagnostic(Place(""), Severity.WARNING, about, message, hint, texts(values))
