"""Functions to write XML 1.0 as text: escaping, elements, attributes."""

from __future__ import annotations

import re
from html import escape

_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 forbids or discourages."""
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def escaped(text: str) -> str:
    """Escape a text for use between tags or in a quoted attribute; control characters are left out."""
    return escape(_INVALID.sub("", text), quote=False).replace('"', "&quot;")


def element(name: str, text: str) -> str:
    """An element that contains only text; ``""`` for an empty text."""
    return f"<{name}>{escaped(text)}</{name}>" if text else ""


def attributes(**values: str) -> str:
    """Attributes with a space before each; those without a value are left out."""
    return "".join(f' {name}="{escaped(value)}"' for name, value in values.items() if value)
