"""Write the parts of docs/ that come from the code: those between ``<!-- from the code: … -->`` and ``<!-- end -->``.

Run by ``make docs``; tests/unit/test_documents.py fails while they are out of date. The text around them is written by
hand.
"""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from press import model, rules, urls
from press.config import Config, directory, editions, network, schema, services
from press.i18n.words import words
from tools import editors, examples, language

REPOSITORY = Path(__file__).parent.parent
PART = re.compile(r"(<!-- from the code: ([\w-]+)((?: \w+)*) -->\n).*?(<!-- end -->)", re.DOTALL)
_TAKES = {
    "tuple[Allowance, ...]": "list of fields",
    "str": "text", "int": "number", "bool": "`true` or `false`", "datetime": "date and time", "day": "date",
    "ReleaseKind": "a [kind](#kinds)", "Verdict": "a [verdict](#verdicts)", "Crop": "`none` or `auto`",
    "Disclosure": "a class", "EventStatus": "a word", "Event": "fields of [its own](#events)",
    "PublicInformation": "its class, or fields of its own", "tuple[str, ...]": "list",
    "tuple[Evidence, ...]": "list of [evidence](#evidence)",
    "dict[str, str]": "table", "Contact": "a [contact](#contact)", "Withdrawal": "fields of its own",
    "Claim": "fields of its own", "Image": "an [image](#images)", "tuple[Image, ...]": "list of [images](#images)",
    "tuple[Attachment, ...]": "list", "tuple[Correction, ...]": "list",
    "Pin": "fields of [its own](#pinning)", "tuple[Quote, ...]": "list of [quotations](#quotations)",
}  # fmt: skip
_TAKES |= {
    "Alert": "fields of its own",
    **{
        kind.__name__: ", ".join(f"`{value}`" for value in kind)
        for kind in (model.Severity, model.Urgency, model.Certainty, model.Hazard, model.AlertStatus)
    },
}
_OFFICE = "The leading office: an id of `[offices]`."
_PLACES = (schema, services, directory, editions, network, model)
_MODULES = (
    "config/schema",
    "config/services",
    "config/editions",
    "config/directory",
    "config/network",
    "model/fields",
    "model/events",
    "model/release",
)
"""Where the structs are that tables are made from: as modules, and as files of ``press/``."""


def updated(text: str) -> str:
    """The text of a page with all these parts replaced by new ones."""
    return PART.sub(lambda part: f"{part[1]}\n{_PARTS[part[2]](part[3])}\n\n{part[4]}", text)


def pages() -> Iterator[Path]:
    """The pages of docs/ that have such parts."""
    return (
        path for path in sorted((REPOSITORY / "docs").rglob("*.md")) if PART.search(path.read_text(encoding="utf-8"))
    )


def _keys(names: str) -> str:
    """A table of keys of config.toml: all keys of a struct, or only the named ones."""
    struct, *chosen = names.split()
    rows = [("key", "takes", "default", "meaning")]
    defaults = _defaults(_struct(struct))
    for name, (takes, meaning) in fields_of(struct).items():
        if not chosen or name in chosen:
            default = defaults.get(name, "*needed*")
            rows.append((f"`{name}`", _TAKES.get(takes, "table"), default, meaning))
    return table(rows)


def _front_matter(names: str) -> str:
    """A table of fields of the front matter: the named ones of a struct, or all."""
    struct, *chosen = names.split()
    fields = {**fields_of(struct), **({"office": ("str", _OFFICE)} if struct == "Release" else {})}
    needed = _needed(getattr(model, struct)) & ({"title", "date"} if struct == "Release" else set(fields))
    rows = [("field", "takes", "meaning")]
    for name in chosen or fields:
        takes, meaning = fields[name]
        rows.append((f"`{name}`" + " *needed*" * (name in needed), _TAKES[takes], meaning))
    return table(rows)


def _kinds(_: str) -> str:
    portals = [Config("", "", language, "UTC") for language in ("id", "en")]
    paths = {kind: [urls.word(kind, portal) for portal in portals] for kind in model.LISTED_KINDS}
    return table(
        [("kind", "also", "its list in Indonesian", "in English")]
        + [(f"`{kind}`", _also("kinds", kind), *(f"`/{word}/`" for word in both)) for kind, both in paths.items()]
    )


def _also(group: str, value: str) -> str:
    """The words for a value besides itself: those that pages show in Indonesian and in English."""
    shown = [getattr(words(language), group)[value].lower() for language in ("id", "en")]
    return ", ".join(f"`{word}`" for word in dict.fromkeys(shown) if word != value)


def _verdicts(_: str) -> str:
    indonesian, english = words("id").stamps, words("en").stamps
    return table(
        [("verdict", "also", "stamp in Indonesian", "in English")]
        + [
            (f"`{verdict}`", _also("verdicts", verdict), indonesian[verdict], english[verdict])
            for verdict in model.Verdict
        ]
    )


def _rules(_: str) -> str:
    """A section for each rule, with its examples, without those about the value of a single field."""
    sections = []
    for name, rule in sorted(rules.RULES.items()):
        if rule not in rules.FIELDS.values():
            head = f"### `{name}`\n\n*{rule.severity}{', essential' * rule.essential}*\n\n{rule.subject}"
            sections.append("\n\n".join(filter(None, (head, examples.section(name)))))
    return "\n\n".join(sections)


def _field_rules(_: str) -> str:
    return _wrapped(", ".join(f"`{name}`" for name in sorted({rule.name for rule in rules.FIELDS.values()})))


def _essential(_: str) -> str:
    return _wrapped(", ".join(f"`{name}`" for name, rule in sorted(rules.RULES.items()) if rule.essential))


def _language(_: str) -> str:
    """The measures of the checks of language."""
    number, rate = language.words_edited(), language.false_per_thousand()
    rate_text = f"Reports in 1,000 words of edited news ({number:,} words): {rate:.1f}."
    return f"{table(language.table())}\n\n{rate_text}"


def _layers(_: str) -> str:
    """The layers of the import contract, highest first: each may import only lower ones."""
    return "```text\n" + "\n".join(_contract()["importlinter:contract:layers"]["layers"].split("\n")[1:]) + "\n```"


def _packages(_: str) -> str:
    """A table of all packages and modules at the top of press/: their purpose, and libraries that only they import."""
    libraries_of: dict[str, list[str]] = {}
    for contract in _contract().values():
        if contract.get("type") == "protected":
            for importer in contract["allowed_importers"].split():
                libraries_of.setdefault(importer.split(".")[1], []).append(contract["name"])
    rows = [("package", "what it is for", "the only package to import")]
    for layer in reversed(_contract()["importlinter:contract:layers"]["layers"].split("\n")):
        for name in sorted(layer.split(" | ")) if layer else ():
            libraries = ", ".join(sorted(set(libraries_of.get(name, ())), key=str.lower))
            rows.append((f"`{name}`", _purpose(name), libraries or "–"))
    return table(rows)


def _contract() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / ".importlinter", encoding="utf-8")
    return parser


def _purpose(name: str) -> str:
    """The first sentence of the docstring of a package or module."""
    path = REPOSITORY / "press" / name
    text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    return markdown(docstring.partition("\n\n")[0].rstrip("."))


_PARTS: dict[str, Callable[[str], str]] = {
    "keys": _keys, "fields": _front_matter, "kinds": _kinds, "verdicts": _verdicts, "rules": _rules,
    "field-rules": _field_rules, "language": _language, "essential": _essential, "layers": _layers,
    "packages": _packages,
}  # fmt: skip


@cache
def fields_of(struct: str) -> dict[str, tuple[str, str]]:
    """The fields of a struct: the type of each, and its docstring as Markdown."""
    found: dict[str, tuple[str, str]] = {}
    last = ""
    for node in _class(struct).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
            found[last] = (ast.unparse(node.annotation).removesuffix(" | None"), "")
        elif last and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[last] = (found[last][0], markdown(str(node.value.value)))
            last = ""
        else:
            last = ""
    return found


def _struct(name: str) -> type[msgspec.Struct]:
    found: type[msgspec.Struct] = next(getattr(place, name) for place in _PLACES if hasattr(place, name))
    return found


def _class(struct: str) -> ast.ClassDef:
    trees = (ast.parse((REPOSITORY / "press" / f"{name}.py").read_text(encoding="utf-8")) for name in _MODULES)
    classes = (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    return next(node for node in classes if node.name == struct)


def _defaults(struct: type[msgspec.Struct]) -> dict[str, str]:
    names = struct.__struct_fields__[len(struct.__struct_fields__) - len(struct.__struct_defaults__) :]
    return {name: _default(value) for name, value in zip(names, struct.__struct_defaults__, strict=True)}


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str) and value:
        return f'`"{value}"`'
    return f"`{value}`" if isinstance(value, int) else "–"


def _needed(struct: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(struct) if field.required}


def markdown(docstring: str) -> str:
    """A docstring as Markdown, on one line that can be a cell of a table."""
    text = " ".join(docstring.split()).replace("``", "`")
    return text.replace("|", "\\|")


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown; the first row is its header."""
    head, *rest = rows
    lines = [f"| {' | '.join(row)} |" for row in (head, *rest)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def _wrapped(text: str) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 110:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


if __name__ == "__main__":
    for page in pages():
        page.write_text(updated(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    for name, text in editors.files().items():
        (REPOSITORY / name).parent.mkdir(parents=True, exist_ok=True)
        (REPOSITORY / name).write_text(text, encoding="utf-8", newline="\n")
