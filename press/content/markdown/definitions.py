"""Reports definitions of links and abbreviations that the text does not use: their words are not on the page."""

from __future__ import annotations

import re
from collections import Counter

from press import rules
from press.content.markdown.diagnostics import Findings
from press.i18n.mark import N_

_DEFINITION = re.compile(r"^ {0,3}(?P<sign>\*?)\[(?P<name>[^\[\]^][^\[\]]*)\]:", re.MULTILINE)
_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def report_unused(plain: str, findings: Findings) -> None:
    """Report each unused definition of a text whose page has the text `plain`."""
    text = findings.text
    if "]:" not in text:
        return
    uses = Counter(_key(name) for name in _IN_BRACKETS.findall(text))
    for definition in _DEFINITION.finditer(text):
        sign, name = definition["sign"], definition["name"]
        is_used = text.count(name) > 1 if sign else uses[_key(name)] > 1
        if not is_used and f"{sign}[{name}]:" not in plain:
            line = text.count("\n", 0, definition.start()) + 1
            findings.add(line, rules.UNUSED, _UNUSED, _UNUSED_HINT, name=name)


def _key(name: str) -> str:
    return " ".join(name.lower().split())


_UNUSED = N_("“{name}” is defined here, but the text does not use it, so that the page does not show it")
_UNUSED_HINT = N_("delete this line; if it should be a sentence of the text, write it without the square brackets")
