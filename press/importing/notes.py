"""Notes: what an import could not carry over as it was, with the reason and what to do. They are diagnostics.

Their rule is one of `CLASSES`, so that a report can count what is left to do by hand.
"""

from __future__ import annotations

from press.diagnostics import Diagnostic, Place, Severity, texts
from press.i18n.mark import N_

CLASSES = frozenset({
    "address", "alt", "date", "embed", "fields", "form", "held", "html", "id", "image", "kept", "lead", "link", "lost",
    "media", "script", "shortcode", "slug", "status", "summary", "table", "term", "title", "xml",
})  # fmt: skip
"""What notes are about."""


def note(about: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Make a note about one of `CLASSES`; `message` and `hint` are message ids. Its place is set in the report."""
    assert about in CLASSES, about
    return Diagnostic(Place(""), Severity.WARNING, about, message, hint, texts(values))


def not_public(status: str) -> Diagnostic:
    """Make the note about an item that readers of the old site did not see."""
    return note("status", _NOT_PUBLIC, _NOT_PUBLIC_HINT, status=status)


_NOT_PUBLIC = N_("the old site did not show it ({status})")
_NOT_PUBLIC_HINT = N_("if everybody may read it, publish it on the old site and export again")
