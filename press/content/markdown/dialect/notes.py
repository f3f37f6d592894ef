"""References to footnotes: the extension of Python-Markdown gets slower with each reference to the same one."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString


class Notes:
    """The footnotes of a text, numbered in the order of their first references."""

    def __init__(self, extension: Any) -> None:
        self._extension = extension
        self._numbers: dict[str, int] = {}

    def reference(self, name: str) -> Element | None:
        """Return a reference to a footnote, or None if there is no footnote of that name."""
        if name not in self._extension.footnotes:
            return None
        if name not in self._numbers:
            self._numbers[name] = len(self._numbers) + 1
            self._extension.footnote_order.append(name)
        first_id = f"fnref:{name}"
        count = self._extension.found_refs.get(first_id, 0) + 1
        self._extension.found_refs[first_id] = count
        reference = Element("sup", {"id": first_id if count == 1 else f"fnref{count}:{name}"})
        link = SubElement(reference, "a", {"href": f"#fn:{name}", "class": "footnote-ref"})
        link.text = AtomicString(str(self._numbers[name]))
        return reference
