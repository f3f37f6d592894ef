"""Jinja, made faster for what our views are: structs, escaped texts, one language.

Measured on the pages of 1,000 releases (docs/decisions/0011-compat.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]  # `escape` without its wrapping


class Environment(jinja2.Environment):
    """An environment whose templates escape without wrapping, and in which texts are translated when it compiles."""

    translate: Callable[[str], str]
    """Translates the message ids of ``_("…")``."""

    def _generate(self, *arguments: Any, **named: Any) -> str:
        return super()._generate(*arguments, **named) + _PLAIN_ESCAPE

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _TranslatedTexts(self.translate).visit(tree)
        return tree


_PLAIN_ESCAPE = "\nfrom press.compat.jinja import escaped as escape\n"
"""Ends every compiled template: what it writes goes into a page at once, and need not be marked as escaped before."""


def escaped(value: Any) -> str:
    """The text that stands in a page for a value: escaped, unless it is HTML already."""
    if type(value) is str:
        return _escaped(value)
    return value.__html__() if hasattr(value, "__html__") else _escaped(str(value))


class _TranslatedTexts(NodeTransformer):
    """Puts the translation in the place of every ``_("…")`` without variables; Jinja's optimiser does the rest."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(text))], kwargs=[],
                dyn_args=None, dyn_kwargs=None,
            ):  # fmt: skip
                return nodes.Const(Markup(self._translate(text)) % {}, lineno=node.lineno)  # noqa: S704 - our own texts
        return node
