"""The prose of a release: what its author wrote, without markup, and the place in the file of every character.

Checks of language and facts read this, not the page: only the file has lines that can be shown.
"""

from press.content.prose.links import Link, links
from press.content.prose.passages import REMOVED, Cell, Passage, PassageKind
from press.content.prose.reading import Prose, read

__all__ = ["REMOVED", "Cell", "Link", "Passage", "PassageKind", "Prose", "links", "read"]
