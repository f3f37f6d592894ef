"""The parts of docs/ that are written from the code: what stands between ``<!-- from the code: … -->`` and its end.

``make docs`` writes them anew; tests/test_documents.py fails while they are stale. The words around them are by hand.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from press import config, model, urls
from press.content.front_matter.release_fields import NAMES
from press.errors import ESSENTIAL
from press.i18n import translator
from press.views import builders
from tests.rules import FIELD, rules

HOME = Path(__file__).parent.parent
PART = re.compile(r"(<!-- from the code: ([\w-]+)((?: \w+)*) -->\n).*?(<!-- end -->)", re.DOTALL)
_TAKES = {
    "str": "text", "int": "number", "bool": "`true` or `false`", "datetime": "date and time", "day": "date",
    "Kind": "a [kind](#kinds)", "Verdict": "a [verdict](#verdicts)", "tuple[str, ...]": "list",
    "dict[str, str]": "table", "Contact": "a [contact](#contact)", "Withdrawal": "fields of its own",
    "Claim": "fields of its own", "Image": "an [image](#images)", "tuple[Image, ...]": "list of [images](#images)",
    "tuple[Attachment, ...]": "list", "tuple[Correction, ...]": "list",
}  # fmt: skip
_OFFICE = "The leading office: an id of `[offices]`."


def written(text: str) -> str:
    """A page of docs/ with all its parts anew."""
    return PART.sub(lambda part: f"{part[1]}\n{_PARTS[part[2]](part[3])}\n\n{part[4]}", text)


def pages() -> Iterator[Path]:
    """The pages that have such parts."""
    return (path for path in sorted((HOME / "docs").rglob("*.md")) if PART.search(path.read_text(encoding="utf-8")))


def _keys(names: str) -> str:
    """A table of config.toml: its keys, or only those that are named."""
    struct, *chosen = names.split()
    rows = [("key", "takes", "default", "meaning")]
    defaults = _defaults(getattr(config, struct, None) or getattr(model, struct))
    for name, (takes, meaning) in _fields(struct).items():
        if not chosen or name in chosen:
            default = defaults.get(name, "*needed*")
            rows.append((f"`{name}`", _TAKES.get(takes, "table"), default, meaning))
    return _table(rows)


def _matter(names: str) -> str:
    """Fields of the front matter: those of a release that are named, or all of one of its parts."""
    struct, *chosen = names.split()
    fields = {**_fields(struct), **({"office": ("str", _OFFICE)} if struct == "Release" else {})}
    needed = _needed(getattr(model, struct)) & ({"title", "date"} if struct == "Release" else set(fields))
    rows = [("field", "takes", "meaning")]
    for name in chosen or fields:
        takes, meaning = fields[name]
        rows.append((f"`{name}`" + " *needed*" * (name in needed), _TAKES[takes], meaning))
    return _table(rows)


def _kinds(_: str) -> str:
    portals = [config.Config("", "", language, "UTC") for language in ("id", "en")]
    words = {kind: [urls.word(kind, portal) for portal in portals] for kind in builders.LISTED_KINDS}
    return _table(
        [("kind", "its list in Indonesian", "in English")]
        + [(f"`{kind}`", *(f"`/{word}/`" for word in both)) for kind, both in words.items()]
    )


def _verdicts(_: str) -> str:
    stamps, say = builders._STAMPS, translator("id")
    return _table(
        [("verdict", "stamp in Indonesian", "in English")]
        + [(f"`{verdict}`", say(stamps[verdict]), stamps[verdict]) for verdict in model.Verdict]
    )


def _rules(_: str) -> str:
    sections = []
    for name, found in sorted(rules().items()):
        if name != FIELD:
            severity = " or ".join(sorted({one.severity for one in found}))
            says = "\n".join(f"- {message}" for message in sorted({one.message for one in found}))
            sections.append(f"### `{name}`\n\n*{severity}*\n\n{says}")
    return "\n\n".join(sections)


def _field_rules(_: str) -> str:
    names = sorted({"office" if name == "offices" else name.replace("_", "-") for name in NAMES})
    says = "\n".join(f"- {message}" for message in sorted({one.message for one in rules()[FIELD]}))
    return _wrapped(", ".join(f"`{name}`" for name in names)) + f"\n\n*error*\n\n{says}"


def _essential(_: str) -> str:
    return ", ".join(f"`{name}`" for name in sorted(ESSENTIAL))


_PARTS: dict[str, Callable[[str], str]] = {
    "keys": _keys, "fields": _matter, "kinds": _kinds, "verdicts": _verdicts, "rules": _rules,
    "field-rules": _field_rules, "essential": _essential,
}  # fmt: skip


@cache
def _fields(struct: str) -> dict[str, tuple[str, str]]:
    """The fields of a struct: what each takes, and its docstring as Markdown."""
    found: dict[str, tuple[str, str]] = {}
    last = ""
    for node in _class(struct).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
            found[last] = (ast.unparse(node.annotation).removesuffix(" | None"), "")
        elif last and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[last] = (found[last][0], _markdown(str(node.value.value)))
            last = ""
        else:
            last = ""
    return found


def _class(struct: str) -> ast.ClassDef:
    trees = (
        ast.parse((HOME / "press" / f"{name}.py").read_text(encoding="utf-8")) for name in ("config", "model/content")
    )
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


def _markdown(docstring: str) -> str:
    text = " ".join(docstring.split()).replace("``", "`")
    return text.replace("|", "\\|")


def _table(rows: Iterable[tuple[str, ...]]) -> str:
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
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
