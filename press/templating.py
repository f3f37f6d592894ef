"""Templates: the Jinja environment, and the fingerprint of all that a template's output depends on.

A template sees its variables and nothing else: no clock, no chance, no files. Texts in ``_("…")`` are translated when a
template is compiled, so that a page pays nothing for being in Indonesian.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import babel
import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from press.errors import N_, Misuse
from press.locale import Phrasing, catalogue, translations, translator

__all__ = ["BadTemplate", "Templates", "translator"]

_MISTAKES = (jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError)
"""What a mistake in a template raises: Jinja's own, and those of what its expressions do."""


class BadTemplate(Misuse):
    """A template cannot be read, or wants what its view does not have."""


class Templates:
    """The templates of a portal.

    The first of `folders` that has a template of a name wins, so a portal's own come before the repository's.
    `cache`, where given, is a folder for compiled templates: it saves a process some 80 ms.
    """

    def __init__(self, folders: Sequence[Path], language: str, cache: Path | None = None) -> None:
        self._folders = tuple(folders)
        self._language = language
        self._cache = cache
        self._fingerprints: dict[str, str] = {}

    def __reduce__(self) -> tuple[type[Templates], tuple[Sequence[Path], str, Path | None]]:
        """Travel to a worker process as the arguments; the environment is made anew there."""
        return Templates, (self._folders, self._language, self._cache)

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

    def fingerprint(self, name: str) -> str:
        """Give the SHA-256 of all that the output of a template depends on besides its variables: its source, the
        sources of all that it extends, includes and imports, the words of the language, and the code that fills it in.
        """
        if name not in self._fingerprints:
            digest = hashlib.sha256(self._ground)
            for part, source in sorted(self._sources(name).items()):
                digest.update(hashlib.sha256(part.encode()).digest() + hashlib.sha256(source.encode()).digest())
            self._fingerprints[name] = digest.hexdigest()
        return self._fingerprints[name]

    @cached_property
    def _ground(self) -> bytes:
        """A digest of what all templates depend on."""
        code = [Path(__file__), Path(__file__).with_name("locale") / "__init__.py", catalogue(self._language)]
        digest = hashlib.sha256(f"{self._language}\0{jinja2.__version__}\0{babel.__version__}".encode())  # type: ignore[attr-defined]
        for path in code:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.digest()

    def _sources(self, name: str) -> dict[str, str]:
        """Read a template and all that it refers to, directly or not."""
        found: dict[str, str] = {}
        waiting = [name]
        while waiting:
            part = waiting.pop()
            if part not in found:
                found[part], references = self._read(part)
                waiting.extend(references)
        return found

    def _read(self, name: str) -> tuple[str, list[str]]:
        """Read one template and the names that it refers to."""
        for folder in self._folders:
            path = folder / name
            if path.is_file():
                source = path.read_text(encoding="utf-8")
                return source, [self._reference(match, path, source) for match in _references(source)]
        raise BadTemplate(N_("there is no template {name}"), name=name)

    def _reference(self, match: re.Match[str], path: Path, source: str) -> str:
        if not match["name"]:
            line = source.count("\n", 0, match.start()) + 1
            raise BadTemplate(
                N_("{file}:{line}: a template must name what it includes"), file=self._shown(path), line=line
            )
        return match["name"]

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = _Environment(
            loader=jinja2.FileSystemLoader(self._folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=self._bytecode(),
        )
        words = translations(self._language)
        environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
        environment.translate = words.gettext
        phrasing = Phrasing(self._language)
        environment.filters.update(
            date=phrasing.date, number=phrasing.number, filesize=phrasing.filesize, language=phrasing.language,
            year=_year, extension=_extension, tel=_tel, whatsapp=_whatsapp, og_locale=_og_locale,
        )  # fmt: skip
        del environment.filters["random"], environment.globals["lipsum"]
        return environment

    def _bytecode(self) -> jinja2.BytecodeCache | None:
        if self._cache is None:
            return None
        self._cache.mkdir(parents=True, exist_ok=True)
        return jinja2.FileSystemBytecodeCache(str(self._cache), f"{self._ground.hex()[:16]}-%s.bin")

    def _blame(self, reason: Exception, name: str) -> NoReturn:
        """Turn what Jinja raised into a `BadTemplate` that names the file and the line."""
        file, line = next(self._frames(reason), (name, 0))
        if isinstance(reason, jinja2.TemplateNotFound):
            raise BadTemplate(N_("there is no template {name}"), name=reason.name) from reason
        if isinstance(reason, jinja2.TemplateSyntaxError):
            file, line = self._shown(Path(reason.filename or reason.name or name)), reason.lineno
        if not line and not isinstance(reason, jinja2.TemplateError):
            raise reason
        raise BadTemplate(N_("{file}:{line}: {reason}"), file=file, line=line, reason=reason) from reason

    def _frames(self, reason: Exception) -> Iterator[tuple[str, int]]:
        """Yield the places in templates that an exception went through, the innermost first."""
        for frame in reversed(traceback.extract_tb(reason.__traceback__)):
            if any(Path(frame.filename).is_relative_to(folder) for folder in self._folders):
                yield self._shown(Path(frame.filename)), frame.lineno or 0

    def _shown(self, file: Path) -> str:
        """Name a template's file as its author knows it: from the folder that holds the templates."""
        for folder in self._folders:
            if file.is_relative_to(folder):
                return (Path(folder.name) / file.relative_to(folder)).as_posix()
        return file.as_posix()


class _Environment(jinja2.Environment):
    """Jinja, made faster for what views are: dictionaries, and one language."""

    translate: Callable[[str], str]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look into dictionaries first: Jinja would pay for an exception each time, and take ``items`` for a method."""
        try:
            return obj[attribute]
        except (KeyError, TypeError, IndexError):
            return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Translated(self.translate).visit(tree)
        return tree


_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\s+
    (?:(["'])(?P<name>[^"'\n]+)\1(?=\s*(?:[-+]?%\}|as\b|import\b|ignore\b|with\b|without\b)))?""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def _references(source: str) -> Iterator[re.Match[str]]:
    """Find where a template refers to others; without ``name``, where it does not say to which.

    The same as `jinja2.meta.find_referenced_templates`, which would parse the template: 40 ms for all of ours.
    """
    blanked = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), source)
    return _REFERENCE.finditer(blanked)


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


def _year(iso: str) -> str:
    """``2026-03-14`` is of *2026*."""
    return iso[:4]


def _extension(href: str) -> str:
    """Say what a file is by its ending: *PDF*."""
    return href.rpartition(".")[2].upper()


def _tel(number: str) -> str:
    """Make a telephone number a link."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def _whatsapp(number: str) -> str:
    """Make a number a WhatsApp link, which wants the country: Indonesia's, where the number starts with 0."""
    digits = re.sub(r"\D", "", number)
    return f"https://wa.me/{'62' + digits[1:] if digits.startswith('0') else digits}"


def _og_locale(language: str) -> str:
    """Give a language as Open Graph knows it: ``id`` is ``id_ID``."""
    return _OG_LOCALES.get(language, language.replace("-", "_"))


_OG_LOCALES = {"id": "id_ID", "en": "en_GB", "jv": "jv_ID"}
