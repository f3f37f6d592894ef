"""HTML of other programs → Markdown of our dialect.

`prepare` brings the tree in order, with the steps `styles`, `footnotes`, `frames`, `figures`, `tables` and `blocks`;
`markdown` writes it, by markdownify; `tree` has what all of them use.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.items import Picture
from press.importing.notes import note


class Addresses(Protocol):
    """What becomes of the addresses in a text."""

    def link(self, href: str) -> str | None:
        """Return the new target of a link; empty if there must be no link, None if that is reported already."""

    def image(self, src: str) -> Picture | None:
        """Return an image with its new address and what the source says of it; None if there must be none."""

    def is_same_photo(self, href: str, src: str) -> bool:
        """Tell whether a link around a photo only leads to the photo itself."""


class Expected(NamedTuple):
    """What the page of a text must show."""

    links: tuple[str, ...] = ()
    """The targets that it links to, each as often as it does."""
    images: int = 0
    """Those that are files of the portal; others are shown as links."""
    tables: int = 0
    headings: int = 0


class Converted(NamedTuple):
    """A text that was converted."""

    markdown: str
    expected: Expected
    notes: tuple[Diagnostic, ...]


def convert(html: str, addresses: Addresses) -> Converted:
    """Convert HTML; of a text that cannot be converted, its words."""
    from press.importing.html.markdown import escaped, markdown  # noqa: PLC0415 - Beautiful Soup takes 100 ms
    from press.importing.html.prepare import prepare  # noqa: PLC0415
    from press.importing.html.tree import parse, plain  # noqa: PLC0415

    try:
        body, expected, notes = prepare(html, addresses)
        return Converted(markdown(body), expected, notes)
    except Exception as reason:  # a bug, met by one text, must not stop the import of the others
        words = "\n\n".join(escaped(line.strip()) for line in plain(parse(html)).splitlines() if line.strip())
        return Converted(words, Expected(), (note("html", _FAILED, _FAILED_HINT, reason=type(reason).__name__),))


_FAILED = N_("the text cannot be converted ({reason}): only its words stay")
_FAILED_HINT = N_("write its links, photos and tables again; send the export to the people who look after the portal")
