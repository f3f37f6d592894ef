"""Attribute lists: ``{: .class #id lang="en"}``, as kramdown and Python-Markdown have them."""

from __future__ import annotations

import re

from markdown.extensions.attr_list import get_attrs_and_remainder

_ITEM = r"""(?:[.\#][^ ={}\n]++|[^ ={}\n]++=(?:"[^"\n]*+"|'[^'\n]*+'|[^ ={}\n"']++)|reversed|toc|no_toc)"""
LIST = rf"\{{(?=:?[ ]*(?:{_ITEM}(?:[ ]++|(?=\}})))++\}})\:?[ ]*([^\}}\n ][^\n]*)\}}"
"""A list of attributes; Python-Markdown takes any words in braces for one, such as those of ``## Kontrak {sic}``."""
_LINE = re.compile(rf"{LIST}[ \t]*$")


def attribute_line(content: str) -> dict[str, str | None] | None:
    """Return the attributes of a line that is nothing but a list of them, or None if it is not."""
    found = _LINE.match(content)
    if not found:
        return None
    attributes: dict[str, str | None] = {}
    for name, value in get_attrs_and_remainder(found[1])[0]:
        attributes[name.lstrip(".") or "class"] = value
    return attributes
