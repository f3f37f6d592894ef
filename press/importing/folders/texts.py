"""Read the files of a folder: the fields above a text, in YAML, TOML, JSON or lines as Pelican has them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from press.content.front_matter import decode, split, toml_json, yaml
from press.content.front_matter.values import Fields, Findings, Value
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing import encodings
from press.importing.notes import note

MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mdown")
_NO_TEXTS = {"node_modules", "vendor", "_site", "public", "output", "__pycache__", "themes", "_includes", "_layouts"}
"""Folders of programs, layouts, and of the pages that were made."""
_LARGEST = 5_000_000
_META = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:(?:[ \t]+(.*)|$)")


class Text(msgspec.Struct, frozen=True):
    """A file that was read."""

    path: str
    """From the folder."""
    fields: dict[str, Any]
    """Texts, lists and mappings, by name in lower case."""
    body: str
    line: int
    """The line of the file on which the body begins, from 1."""
    problems: tuple[Diagnostic, ...] = ()
    """Why the fields cannot be read; empty if they can."""


def walk(root: Path, endings: tuple[str, ...]) -> Iterator[str]:
    """Yield the paths of files with some endings, from the root, in order; without hidden ones and links elsewhere."""
    inside = root.resolve()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in _NO_TEXTS)
        for name in sorted(names):
            path = Path(folder, name)
            if name.lower().endswith(endings) and not name.startswith(".") and path.resolve().is_relative_to(inside):
                yield path.relative_to(root).as_posix()


def read(root: Path, path: str, has_meta_lines: bool = False) -> Text:
    """Read a file. With `has_meta_lines`, its fields may be lines ``Title: …`` before the first blank one."""
    data = (root / path).read_bytes()[:_LARGEST]
    text = decode.clean(encodings.decoded(data))
    start = text.lstrip()[:3]
    if start.startswith(("---", "+++")) or (start[:1] == "{" and re.match(r"\{\s*[\"}]", text.lstrip())):
        findings = Findings(path)
        parts = split.split(text, findings)
        if parts.fields is not None:
            return Text(path, _lower(plain(parts.fields)), parts.text, parts.line)
        return Text(path, {}, text, 1, tuple(_unreadable(one) for one in findings.problems))
    if has_meta_lines and _META.match(text):
        return _with_meta_lines(path, text)
    return Text(path, {}, text, 1)


def settings(root: Path, *names: str) -> dict[str, Any]:
    """Return the settings of the first file that is there: YAML, TOML or JSON, by its ending. Broken ones are empty."""
    for name in names:
        path = root / name
        if path.is_file():
            load = {".toml": toml_json.load_toml, ".json": toml_json.load_json}.get(path.suffix, yaml.load)
            return plain(load(encodings.decoded(path.read_bytes()[:_LARGEST]), 1, Findings(name)) or {})
    return {}


def plain(fields: Fields) -> dict[str, Any]:
    """Return fields without the places of their values."""
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Value) -> Any:
    if isinstance(value.data, dict):
        return plain(value.data)
    return [_plain(one) for one in value.data] if isinstance(value.data, list) else value.data


def _lower(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in fields.items()}


def _unreadable(problem: Diagnostic) -> Diagnostic:
    return msgspec.structs.replace(problem, rule="fields")


def _with_meta_lines(path: str, text: str) -> Text:
    """Read fields as Python-Markdown's extension for them does: lines that are indented continue the value."""
    fields: dict[str, Any] = {}
    lines, name, number = text.split("\n"), "", 0
    for number, line in enumerate(lines):  # noqa: B007 - its last value is used
        if found := _META.match(line):
            name = found[1].lower()
            fields[name] = (found[2] or "").strip()
        elif name and line.startswith(("    ", "\t")) and line.strip():
            fields[name] = f"{fields[name]}\n{line.strip()}".strip()
        else:
            break
    return Text(path, fields, "\n".join(lines[number:]).strip("\n"), number + 1)


def broken(text: Text) -> Diagnostic:
    """Return the note about a file whose fields cannot be read."""
    line = next((one.place.line for one in text.problems), 1)
    return note("fields", _BROKEN, _BROKEN_HINT, name=text.path, line=line)


_BROKEN = N_("the fields above the text of {name} cannot be read (line {line}): it is not imported")
_BROKEN_HINT = N_("correct them in that file as the next line says, and import again")
