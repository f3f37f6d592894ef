"""Create the file of a new release in ``posts/``, for the commands `new` and `translate`."""

from __future__ import annotations

import os
import secrets
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

import msgspec

from press import slugs, urls
from press.config import Config, Term
from press.content import photos
from press.content.front_matter import dump
from press.content.front_matter.dump import Plain, field_lines
from press.content.front_matter.release_fields import is_language
from press.errors import Misuse
from press.form.fields import FIELDS, WORDS, Field, Takes
from press.i18n.catalogues import Translate, translator
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import Crop, Disclosure, EventStatus, Release, ReleaseKind, Verdict

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without characters that are easily confused with others."""
_USUAL = frozenset({
    "title", "date", "id", "kind", "summary", "office", "topics", "regions", "place", "draft",
})  # fmt: skip
"""The fields that every draft has, filled in or not."""
SCHEMA = Path("docs/schema/release.json")
"""The JSON Schema of front matter, from the root of a portal."""
_WIDTH = 100
"""The longest line of a comment, in characters."""


class Draft(msgspec.Struct, frozen=True):
    """What is known of a new release."""

    title: str
    kind: ReleaseKind
    at: datetime
    """The date to write, unless a file names another."""
    fields: dict[str, Plain] = {}
    """Other fields of front matter."""


def folder_of(root: Path, at: datetime, config: Config) -> Path:
    """Return the folder of the releases of a month."""
    return root / "posts" / f"{at.astimezone(config.zone):%Y/%m}"


def create(
    root: Path, draft: Draft, config: Config, photo: Path | None = None, words: Mapping[str, str] | None = None
) -> Path:
    """Write a draft with a new id, and return its path. Raises `Misuse` if there is no title or no such office.

    `words` are the fields of the photo: alt, caption, credit.
    """
    office, lang = draft.fields.get("office"), draft.fields.get("lang")
    _check_language(str(lang or "id"))
    if config.offices is not None and office and office not in config.offices:
        raise Misuse(
            N_("there is no office “{office}” in config.toml; use the id of one that is there, or add it"),
            office=office,
        )
    if not (title := _in_one_line(draft.title)):
        raise Misuse(N_("the title is empty; write the headline in quotation marks"))
    local = draft.at.astimezone(config.zone)
    folder = folder_of(root, draft.at, config)
    folder.mkdir(parents=True, exist_ok=True)
    image: dict[str, Plain] = {}
    if photo:
        added = photos.add(photo, folder)
        written = {name: text for name, text in (words or {}).items() if text}
        image = {"image": {"src": added.path.name, "alt": "", "caption": "", "credit": added.credit, **written}}
    fixed = {"title": title, "date": f"{local:%Y-%m-%d %H:%M}", "id": _new_id(local), "kind": draft.kind.value}
    text = template(draft.kind, {**fixed, **draft.fields, **image, "draft": "true"}, config, _schema(root, folder))
    return next(path for name in _names(slugs.slugify(title)) if _is_written(path := folder / name, text))


def _schema(root: Path, folder: Path) -> str:
    """Return the path from a folder to the schema of front matter; empty if the portal has none."""
    return Path(os.path.relpath(root / SCHEMA, folder)).as_posix() if (root / SCHEMA).is_file() else ""


def template(kind: ReleaseKind, values: dict[str, Plain], config: Config, schema: str = "") -> str:
    """Return the file of a draft: the fields that a kind needs, with values, and a comment above each.

    With the path of a schema, editors check the fields by it (https://github.com/redhat-developer/yaml-language-server).
    """
    form = _Comments(config)
    written = (field for field in FIELDS if field.name in _USUAL | values.keys() or kind in field.kinds)
    lines = (line for field in written for line in form.lines(field, values.get(field.name)))
    first = [f"# yaml-language-server: $schema={schema}"] if schema else []
    return "\n".join(("---", *first, *lines, "---", "", ""))


class _Comments:
    """The fields of a draft in the language of a portal."""

    def __init__(self, config: Config) -> None:
        self._translate: Translate = translator(config.language)
        verdicts = words(config.language).verdicts
        self._checking = verdicts[Verdict.CHECKING].lower()
        self._choices = {
            Takes.VERDICT: [verdict.lower() for verdict in verdicts.values()],
            Takes.DISCLOSURE: [value.value for value in Disclosure],
            Takes.EVENT_STATUS: [status.value for status in EventStatus],
            Takes.CROP: [crop.value for crop in Crop],
            **{takes: list(getattr(words(config.language), group)) for takes, group in WORDS.items()},
            Takes.OFFICE: _ids(config.offices),
            Takes.OFFICES: _ids(config.offices),
            Takes.TOPICS: _ids(config.topics),
            Takes.REGIONS: _ids(config.regions),
        }

    def lines(self, field: Field, value: Plain | None = None, indent: str = "") -> Iterator[str]:
        """Yield the lines of a field, with its value."""
        for line in textwrap.wrap(self._comment(field), _WIDTH - len(indent), break_on_hyphens=False):
            yield f"{indent}# {line}"
        if value:
            yield from field_lines(field.name, value, indent)
        elif field.takes is Takes.FIELDS:
            yield f"{indent}{field.name}:"
            for part in field.fields:
                yield from self.lines(part, self._checking if part.takes is Takes.VERDICT else None, f"{indent}  ")
        elif field.takes is Takes.ENTRIES:
            for number, part in enumerate(field.fields):
                yield f"{indent}#   {' ' if number else '-'} {part.name}:"
            yield f"{indent}{field.name}: []"
        else:
            yield f"{indent}{field.name}:"

    def _comment(self, field: Field) -> str:
        parts = [self._translate(text).rstrip(".") for text in (field.label, field.hint) if text]
        choices = " | ".join(self._choices.get(field.takes, ()))
        return ". ".join([*parts, choices] if choices else parts)


def _ids(terms: Mapping[str, Term] | None) -> list[str]:
    return list(terms or ())


def _check_language(lang: str) -> None:
    if not is_language(lang):
        raise Misuse(N_("“{name}” is not the code of a language; write one such as id, en or bjn"), name=lang)


def translate(root: Path, release: Release, text: str, lang: str, at: datetime, config: Config) -> Path:
    """Write a draft beside a release for its translation, with its fields and its text. Raises `Misuse`."""
    _check_language(lang)
    if release.kind is ReleaseKind.PAGE:
        raise Misuse(N_("“{path}” is a standing page; only releases have translations"), path=release.source)
    if lang.lower() == (release.lang or config.language).lower() or release.translation_of:
        raise Misuse(N_("“{path}” is in this language, or a translation itself"), path=release.source)
    if release.withdrawn:
        raise Misuse(N_("“{path}” is withdrawn; it needs no translation"), path=release.source)
    name, _, ending = release.source.rpartition(".")
    path = root / f"{name}.{lang.lower()}.{ending}"
    is_beside = urls.language_folder(lang, release.date, config)  # else both addresses would be the same
    slug = release.slug if is_beside else f"{release.slug}-{lang.lower()}"
    draft = msgspec.structs.replace(
        release, id=_new_id(at.astimezone(config.zone)), slug=slug, source=path.relative_to(root).as_posix(), lang=lang,
        translation_of=release.id, draft=True, aliases=(), corrections=(), allow=(), lines={},
    )  # fmt: skip
    if not _is_written(path, dump(draft, text)):
        raise Misuse(N_("“{path}” is there already; nothing was written"), path=draft.source)
    return path


def _names(slug: str) -> Iterator[str]:
    """Yield names for the file, from which the slug is taken: with a number if the name is taken."""
    if slug != "index":  # the slug of such a file is the name of its folder
        yield f"{slug}.md"
    yield from (f"{slug[: slugs.SLUG_BYTES - 6].rstrip('-')}-{number}.md" for number in count(2))


def _is_written(path: Path, text: str) -> bool:
    """Write a new file. Returns False if there is one already."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _new_id(at: datetime) -> str:
    """Return a new id, unique also across branches: the date and six random characters."""
    return f"{at:%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def _in_one_line(title: str) -> str:
    """Return a title with single spaces, without characters that no text file may contain."""
    words = " ".join(title.split())
    return "".join(one for one in words if unicodedata.category(one) not in ("Cc", "Cs") and one not in "\ufffe\uffff")
