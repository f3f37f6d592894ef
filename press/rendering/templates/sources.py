"""The sources of templates, and which other templates they refer to. Nothing here needs Jinja."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from press.errors import Misuse
from press.expressions import expression
from press.i18n.mark import N_


class BadTemplate(Misuse):
    """A template cannot be read, or uses something that its view does not have."""


class TemplateSource(NamedTuple):
    """The source of a template."""

    file: str
    """For messages: the path from the parent of the template folder, ``templates/home.html``."""
    text: str


def read(folders: Sequence[Path]) -> dict[str, TemplateSource]:
    """Every template of the folders, by name; if several have a template of the same name, that of the first."""
    return {name: source for folder in reversed(folders) for name, source in _read(folder)}


def parts(name: str, sources: Mapping[str, TemplateSource]) -> dict[str, str]:
    """The texts of a template and of all that it refers to, directly or indirectly, by name. Raises `BadTemplate`."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        part = waiting.pop()
        if part not in sources:
            raise BadTemplate(N_("there is no template {name}; put a file of that name into templates/"), name=part)
        if part not in found:
            found[part] = sources[part].text
            waiting.extend(_reference(match, sources[part]) for match in references(sources[part].text))
    return found


def _read(folder: Path) -> Iterator[tuple[str, TemplateSource]]:
    """The templates of a folder: its text files, without the assets."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith((".", "assets/")) and path.is_file():
            with suppress(UnicodeDecodeError):
                yield name, TemplateSource(f"{folder.name}/{name}", path.read_text(encoding="utf-8"))


_REFERENCE = expression(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\s+
    (?:(["'])(?P<name>[^"'\n]+)\1(?=\s*(?:[-+]?%\}|as\b|import\b|ignore\b|with\b|without\b)))?""",
    re.VERBOSE,
)
_COMMENT = expression(r"\{#.*?#\}", re.DOTALL)


@lru_cache(maxsize=128)  # most templates extend or import the same ones
def references(source: str) -> tuple[re.Match[str], ...]:
    """Find where a template refers to others; a match has no ``name`` if the template does not name the other.

    Finds the same as `jinja2.meta.find_referenced_templates`, which has to parse the templates: 40 ms for all of ours.
    """
    blanked = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), source)
    return tuple(_REFERENCE.finditer(blanked))


def _reference(match: re.Match[str], source: TemplateSource) -> str:
    if not match["name"]:
        line = source.text.count("\n", 0, match.start()) + 1
        raise BadTemplate(
            N_("{file}:{line}: write the name of the other template here, in quotation marks"),
            file=source.file,
            line=line,
        )
    return match["name"]
