"""Jinja: templates are compiled and filled in here, and what goes wrong names file and line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]  # `escape` without its wrapping

from press.errors import N_
from press.i18n import Phrasing, translations
from press.rendering.templates import filters
from press.rendering.templates.sources import BadTemplate, Source

_MISTAKES = (jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError)
"""What a mistake in a template raises: Jinja's own, and those of what its expressions do."""


class Drawing:
    """The templates of a portal, ready to be filled in."""

    def __init__(self, sources: Mapping[str, Source], language: str, compiled: jinja2.BytecodeCache | None) -> None:
        self._sources = sources
        self._environment = _environment(sources, language, compiled)

    def render(self, name: str, **variables: object) -> str:
        """Fill in a template. Raises `BadTemplate`."""
        try:
            return self._environment.get_template(name).render(variables)
        except _MISTAKES as reason:
            self._blame(reason, name)

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """Give a macro of a template, to be called for its HTML. Raises `BadTemplate`, also when called."""
        try:
            macro = getattr(self._environment.get_template(template).module, name)
        except (jinja2.TemplateError, AttributeError) as reason:
            self._blame(reason, template)

        def call(*arguments: object, **named: object) -> str:
            try:
                return str(macro(*arguments, **named))
            except _MISTAKES as reason:
                self._blame(reason, template)

        return call

    def _blame(self, reason: Exception, name: str) -> NoReturn:
        """Turn what Jinja raised into a `BadTemplate` that names the file and the line."""
        file, line = next(self._frames(reason), (name, 0))
        if isinstance(reason, jinja2.TemplateNotFound):
            raise BadTemplate(N_("there is no template {name}"), name=reason.name) from reason
        if isinstance(reason, jinja2.TemplateSyntaxError):
            file, line = reason.filename or reason.name or name, reason.lineno
        if not line and not isinstance(reason, jinja2.TemplateError):
            raise reason
        raise BadTemplate(N_("{file}:{line}: {reason}"), file=file, line=line, reason=reason) from reason

    def _frames(self, reason: Exception) -> Iterator[tuple[str, int]]:
        """Yield the places in templates that an exception went through, the innermost first."""
        files = {source.file for source in self._sources.values()}
        for frame in reversed(traceback.extract_tb(reason.__traceback__)):
            if frame.filename in files:
                yield frame.filename, frame.lineno or 0


def _environment(
    sources: Mapping[str, Source], language: str, compiled: jinja2.BytecodeCache | None
) -> jinja2.Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        source = sources.get(name)
        return (source.text, source.file, None) if source else None

    environment = _Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=compiled,
    )
    words = translations(language)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.translate = words.gettext
    phrasing = Phrasing(language)
    environment.filters.update(
        date=phrasing.date, number=phrasing.number, filesize=phrasing.filesize, language=phrasing.language,
        year=filters.year, extension=filters.extension, tel=filters.tel, whatsapp=filters.whatsapp,
        og_locale=filters.og_locale,
    )  # fmt: skip
    del environment.filters["random"], environment.globals["lipsum"]
    return environment


class _Environment(jinja2.Environment):
    """Jinja, made faster for what views are: dictionaries, and one language."""

    translate: Callable[[str], str]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look into dictionaries first: Jinja would pay for an exception each time, and take ``items`` for a method."""
        try:
            return obj[attribute]
        except (KeyError, TypeError, IndexError):
            return super().getattr(obj, attribute)

    def _generate(self, *arguments: Any, **named: Any) -> str:
        return super()._generate(*arguments, **named) + _QUICKLY

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Translated(self.translate).visit(tree)
        return tree


_QUICKLY = "\nfrom press.rendering.templates.environment import shown as escape\n"
"""Ends every compiled template: what it writes goes into a page at once, and need not be marked as escaped before."""


def shown(value: Any) -> str:
    """Give what stands in a page for a value: escaped, unless it is HTML already."""
    if type(value) is str:
        return _escaped(value)
    return value.__html__() if hasattr(value, "__html__") else _escaped(str(value))


class _Translated(NodeTransformer):
    """Puts the translation in the place of every ``_("…")`` without variables; the optimiser does the rest."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(text))], kwargs=[],
                dyn_args=None, dyn_kwargs=None,
            ):  # fmt: skip
                return nodes.Const(Markup(self._translate(text)) % {}, lineno=node.lineno)  # noqa: S704  ours
        return node
