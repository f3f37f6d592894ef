"""Posts of other generators, as Markdown without what only these generators understand."""

from __future__ import annotations

import re

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")


def markdown_of(post: str) -> str:
    """Return the text of a post without front matter, Liquid and kramdown's attributes."""
    return _ATTRIBUTES.sub("", _LIQUID.sub("", _FRONT_MATTER.sub("", post)))
