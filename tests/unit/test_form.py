"""The fields of a release in forms agree with the model, with front matter, and with what people write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest
import yaml
from click.testing import CliRunner

from press import config
from press.cli.commands import command
from press.content.front_matter.release_fields import NAMES
from press.form.fields import FIELDS, Field, Takes
from press.form.schema import schema
from press.model import Release
from tests.portal import CONFIG, Portal
from tools import editors

REPOSITORY = Path(__file__).parent.parent.parent
_TYPES: dict[object, set[Takes]] = {
    bool: {Takes.YES_NO},
    datetime: {Takes.MOMENT},
    date: {Takes.DAY},
}
"""Types that only some ways to fill in a field can give."""


def test_fields_are_those_of_front_matter() -> None:
    assert {field.name for field in FIELDS} == set(NAMES)


@pytest.mark.parametrize("field", [field for field in FIELDS if field.fields], ids=lambda field: field.name)
def test_nested_fields_are_those_of_the_model(field: Field) -> None:
    struct = _struct(_type(Release, field.name))
    assert {part.name for part in field.fields} == set(struct.__struct_fields__)


def _pairs(fields: tuple[Field, ...], struct: type[msgspec.Struct]) -> Iterator[tuple[Field, object]]:
    """Yield each field that the struct has too, with its type, and those of nested ones."""
    for field in fields:
        if field.name not in struct.__struct_fields__:
            continue  # `office` is the first of `offices`
        kind = _type(struct, field.name)
        yield field, kind
        if field.fields:
            yield from _pairs(field.fields, _struct(kind))


def _type(struct: type[msgspec.Struct], name: str) -> object:
    """Return the type of a field, or of the entries of a list, without None."""
    found: object = next(one.type for one in msgspec.structs.fields(struct) if one.name == name)
    parts = [part for part in get_args(found) if part not in (type(None), Ellipsis)]
    return parts[0] if parts else found


def _struct(kind: object) -> type[msgspec.Struct]:
    assert isinstance(kind, type)
    assert issubclass(kind, msgspec.Struct)
    return kind


def test_fields_take_what_the_model_keeps() -> None:
    for field, kind in _pairs(FIELDS, Release):
        for found, takes in _TYPES.items():
            assert (kind is found) == (field.takes in takes), field.name
        assert bool(field.fields) == (isinstance(kind, type) and issubclass(kind, msgspec.Struct)), field.name


def test_short_forms_name_a_field() -> None:
    for field in FIELDS:
        assert not field.short or field.short in {part.name for part in field.fields}


# The schema ---------------------------------------------------------------------------------------------------


class _Written(yaml.SafeLoader):
    """YAML 1.2, as editors read it: dates are texts."""


_Written.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _releases_in_yaml() -> Iterator[Path]:
    files = (REPOSITORY / "posts").rglob("*.md")
    return (path for path in files if path.read_text(encoding="utf-8").startswith("---"))


def _front_matter(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8").split("---\n")[1], _Written)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    found = schema("id", config.load(REPOSITORY))
    jsonschema.Draft7Validator.check_schema(found)
    return jsonschema.Draft7Validator(found)


@pytest.mark.parametrize("path", sorted(_releases_in_yaml()), ids=lambda path: path.name)
def test_releases_of_the_sample_fit_the_schema(path: Path, validator: jsonschema.Draft7Validator) -> None:
    assert not [error.message for error in validator.iter_errors(_front_matter(path))]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "berita gembira"},
        {"office": "dinas-yang-tidak-ada"},
        {"topics": ["air", "tidak-ada"]},
        {"draft": "mungkin"},
        {"ringkasan": "nama isian yang tidak dikenal"},
        {"image": {"caption": "tanpa berkas"}},
        {"claim": {"text": "Bendungan retak"}},
        {"claim": {"text": "Bendungan retak", "verdict": "entah"}},
        {"corrections": [{"date": "2026-03-14"}]},
        {"withdrawn": {"reason": "tanpa tanggal"}},
        {"date": "kemarin"},
        {"original": "tanpa alamat"},
    ],
)
def test_schema_finds_mistakes(wrong: dict[str, Any], validator: jsonschema.Draft7Validator) -> None:
    right = {"title": "Jembatan dibuka", "date": "2026-03-14 09:30"}
    assert validator.is_valid(right)
    assert not validator.is_valid({**right, **wrong})


@pytest.mark.parametrize(
    "field",
    [
        {"kind": "siaran pers"},
        {"kind": "clarification"},
        {"image": "jembatan.jpg"},
        {"images": ["satu.jpg", {"src": "dua.jpg", "alt": "Dua"}]},
        {"contact": "humas"},
        {"contact": {"name": "Humas"}},
        {"claim": {"text": "Retak", "verdict": "sedang diperiksa", "evidence": ["BPBD", {"url": "https://a.example"}]}},
        {"topics": None},
        {"tags": "air"},
        {"code": 12},
        {"draft": "ya"},
    ],
)
def test_schema_takes_all_documented_forms(field: dict[str, Any]) -> None:
    jsonschema.validate({"title": "Jembatan dibuka", "date": "2026-03-14", **field}, schema("en"))


@pytest.mark.parametrize("path", editors.files())
def test_files_for_editors_are_up_to_date(path: str) -> None:
    assert (REPOSITORY / path).read_text(encoding="utf-8") == editors.files()[path], "run `make docs`"


def test_templates_become_drafts(portal: Portal) -> None:
    """Whoever copies one and fills in nothing but title and date has a draft that builds."""
    for path in editors.files():
        if path.startswith(editors.TEMPLATES):
            text = (REPOSITORY / path).read_text(encoding="utf-8")
            filled = text.replace("\ntitle:", "\ntitle: Judul").replace("\ndate:", "\ndate: 2026-03-14 09:30")
            portal.write(f"posts/{Path(path).name}", filled)
    assert portal.build(drafts=True).problems == ()


def test_snippets_make_drafts_with_an_id() -> None:
    for snippet in json.loads((REPOSITORY / editors.SNIPPETS).read_text(encoding="utf-8")).values():
        text = "\n".join(snippet["body"])
        stops = [int(number) for number in re.findall(r"\$\{(\d+)\}", text)]
        assert stops == list(range(1, len(stops) + 1))
        assert len(stops) > 3
        assert "\nid: $CURRENT_YEAR$CURRENT_MONTH$CURRENT_DATE-$RANDOM_HEX\n" in text
        assert text.endswith("$0")


def test_command_prints_the_lists_of_the_portal(portal: Portal) -> None:
    portal.write("config.toml", f"{CONFIG}\n[offices.bapenda]\nname = 'Badan Pendapatan Daerah'\n")
    printed = json.loads(CliRunner().invoke(command, ["schema", "--root", str(portal.root)]).stdout)
    assert printed["properties"]["office"]["anyOf"][0]["enum"] == ["bapenda", "Badan Pendapatan Daerah"]
