"""Jinja: compiles and renders templates. Errors name the file and the line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn

import jinja2

from press.compat.jinja import Environment
from press.i18n.catalogues import translations
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import words
from press.rendering import typography
from press.rendering.templates import filters
from press.rendering.templates.sources import BadTemplate, TemplateSource

_TEMPLATE_ERRORS = (jinja2.TemplateError, AttributeError, TypeError, ValueError, LookupError, ArithmeticError)
"""What an error in a template raises: Jinja's own exceptions, and those of its expressions."""


class Renderer:
    """The templates of a portal, ready to be rendered."""

    def __init__(
        self,
        sources: Mapping[str, TemplateSource],
        language: str,
        bytecode: jinja2.BytecodeCache | None,
        quotes: bool,
        shared: Mapping[str, object],
    ) -> None:
        self._sources = sources
        self._environment = _environment(sources, language, bytecode)
        self._environment.globals.update(shared)
        self._environment.filters["quotes"] = _quotes(quotes)

    def render(self, name: str, **variables: object) -> str:
        """Render a template. Raises `BadTemplate`."""
        try:
            return self._environment.get_template(name).render(variables)
        except _TEMPLATE_ERRORS as reason:
            self._raise_bad_template(reason, name)

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """A macro of a template; a call returns its HTML. Raises `BadTemplate`, also when called."""
        try:
            macro = getattr(self._environment.get_template(template).module, name)
        except (jinja2.TemplateError, AttributeError) as reason:
            self._raise_bad_template(reason, template)

        def call(*arguments: object, **named: object) -> str:
            try:
                return str(macro(*arguments, **named))
            except _TEMPLATE_ERRORS as reason:
                self._raise_bad_template(reason, template)

        return call

    def _raise_bad_template(self, reason: Exception, name: str) -> NoReturn:
        """Turn what Jinja raised into a `BadTemplate` that names the file and the line."""
        file, line = next(self._template_frames(reason), (name, 0))
        if isinstance(reason, jinja2.TemplateNotFound):
            raise BadTemplate(
                N_("there is no template {name}; put a file of that name into templates/"), name=reason.name
            ) from reason
        if isinstance(reason, jinja2.TemplateSyntaxError):
            file, line = reason.filename or reason.name or name, reason.lineno
        if not line and not isinstance(reason, jinja2.TemplateError):
            raise reason
        raise BadTemplate(N_("{file}:{line}: {reason}"), file=file, line=line, reason=reason) from reason

    def _template_frames(self, reason: Exception) -> Iterator[tuple[str, int]]:
        """The files and lines of templates in the traceback of an exception, the innermost first."""
        files = {source.file for source in self._sources.values()}
        for frame in reversed(traceback.extract_tb(reason.__traceback__)):
            if frame.filename in files:
                yield frame.filename, frame.lineno or 0


def _quotes(by_default: bool) -> Callable[..., str]:
    """The filter for quotation marks; whether they are wanted can be said at each use, for templates of before."""

    def quotes(text: str, wanted: bool = by_default) -> str:
        return typography.quotes(text, wanted)

    return quotes


def _environment(
    sources: Mapping[str, TemplateSource], language: str, bytecode: jinja2.BytecodeCache | None
) -> jinja2.Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        source = sources.get(name)
        return (source.text, source.file, None) if source else None

    environment = Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=bytecode,
    )
    catalogue = translations(language)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.translate = catalogue.gettext
    locale = LocaleFormat(language)
    environment.filters.update(
        date=locale.date, period=locale.period, span=locale.span, number=locale.number, filesize=locale.filesize,
        language=locale.language, year=filters.year, extension=filters.extension, tel=filters.tel,
        whatsapp=filters.whatsapp, pattern=filters.pattern, og_locale=filters.og_locale,
    )  # fmt: skip
    environment.globals["words"] = words(language)
    del environment.filters["random"], environment.globals["lipsum"]
    return environment
