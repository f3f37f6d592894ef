"""Where a new field or entry goes, in each form of front matter."""

from __future__ import annotations

from collections.abc import Mapping

from press.content.front_matter.edit.forms import (
    Entry,
    Matter,
    in_line,
    inserted_lines,
    toml_fields,
    wrapped,
    yaml_entry,
    yaml_fields,
)
from press.content.front_matter.edit.nodes import Node, Path, Shape
from press.content.front_matter.edit.source import Change


def first_field(name: str, value: Entry, matter: Matter) -> list[Change]:
    """Return the change that writes a field before all others."""
    written = in_line(value, matter)
    if matter.opening == "{":
        return [Change(matter.start + 1, matter.start + 1, f'"{name}": {written},')]
    sign = ":" if matter.opening == "---" else " ="
    return [inserted_lines(matter.line_end(matter.start), [f"{name}{sign} {written}"])]


def new_field(name: str, value: Entry, matter: Matter, is_list: bool) -> list[Change]:
    """Return the change that writes a field, or a list with one entry, below all others."""
    if matter.opening == "{":
        return _after_last(name, value, matter, is_list)
    if matter.opening == "+++":
        return [_below(_toml_lines(name, value, matter, is_list), matter)]
    if matter.nodes[()].style == "{":
        written = f"[{in_line(value, matter)}]" if is_list else in_line(value, matter)
        return [Change(matter.last_end(()) - 1, matter.last_end(()) - 1, f", {name}: {written}")]
    return [_below(_yaml_lines(name, value, matter, is_list), matter)]


def _below(lines: list[str], matter: Matter) -> Change:
    return Change(matter.end, matter.end, "".join(f"{line}\n" for line in lines))


def _yaml_lines(name: str, value: Entry, matter: Matter, is_list: bool) -> list[str]:
    if is_list:
        return [f"{name}:", *yaml_entry(value, "  ", " ", matter)]
    if isinstance(value, Mapping):
        return [f"{name}:", *yaml_fields(value, "  ", matter)]
    return yaml_fields({name: value}, "", matter)


def _toml_lines(name: str, value: Entry, matter: Matter, is_list: bool) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"{name} = [{in_line(value, matter)}]" if is_list else f"{name} = {in_line(value, matter)}"]
    header = f"[[{name}]]" if is_list else f"[{name}]"
    return ["", header, *toml_fields(value, matter)]


def _after_last(name: str, value: Entry, matter: Matter, is_list: bool) -> list[Change]:
    """Return the change that writes a field of JSON after the last one, indented as the first one."""
    written = f"[{in_line(value, matter)}]" if is_list else in_line(value, matter)
    inside = matter.text[matter.start + 1 : matter.end - 1]
    end = matter.start + 1 + len(inside.rstrip())
    space = inside[: len(inside) - len(inside.lstrip())]
    return [Change(end, end, f',{space or " "}"{name}": {written}')]


def new_entry(path: Path, value: Entry, matter: Matter) -> list[Change]:
    """Return the changes that add an entry to the list at a path. A single value becomes a list with it."""
    node = matter.nodes[path]
    if matter.opening == "+++" and node.header >= 0:
        return _toml_table(path, node, value, matter)
    is_block = matter.opening == "---" and not node.style
    entries = [inner for inner in matter.nodes if len(inner) == len(path) + 1 and inner[:-1] == path]
    if node.shape is Shape.LIST and not is_block:
        return [_in_brackets(path, node, value, matter, bool(entries))]
    if is_block and node.shape is Shape.LIST:
        return [_yaml_block(path, node, value, matter)]
    if is_block and node.shape is Shape.FIELDS:
        return _yaml_mapping(path, node, value, matter)
    if not matter.text[node.start : node.end].strip("\"' ") or _is_null(node, matter):
        return in_place_of_nothing(path, value, matter, is_list=True)
    return wrapped(node, in_line(value, matter))


def _is_null(node: Node, matter: Matter) -> bool:
    return not node.style and matter.text[node.start : node.end] in ("~", "null", "Null", "NULL")


def in_place_of_nothing(path: Path, value: Entry, matter: Matter, is_list: bool) -> list[Change]:
    """Return the changes that write a field, or a list with one entry, where the field is empty."""
    node = matter.nodes[path]
    if matter.opening != "---" or matter.nodes[path[:-1]].style == "{" or not (is_list or isinstance(value, Mapping)):
        written = f"[{in_line(value, matter)}]" if is_list else in_line(value, matter)
        return [Change(node.start, node.end, " " * (matter.text[node.start - 1] == ":") + written)]
    lines = _yaml_lines(path[-1], value, matter, is_list)[1:]
    space = len(matter.text[: node.start]) - len(matter.text[: node.start].rstrip(" "))
    return [
        Change(node.start - space * (node.end > node.start), node.end, ""),
        inserted_lines(matter.line_end(node.end), lines),
    ]


def _in_brackets(path: Path, node: Node, value: Entry, matter: Matter, has_entries: bool) -> Change:
    written = in_line(value, matter)
    if not has_entries:
        return Change(node.start + 1, node.start + 1, written)
    inner = {other: matter.last_end(other) for other in matter.nodes if len(other) == len(path) + 1}
    end = max(end for other, end in inner.items() if other[:-1] == path)
    last = max((matter.nodes[other].start for other in inner if other[:-1] == path), default=node.start)
    before = matter.text[:last]
    space = before[len(before.rstrip()) :]
    return Change(end, end, f",{space if chr(10) in space else ' '}{written}")


def _yaml_block(path: Path, node: Node, value: Entry, matter: Matter) -> Change:
    column = matter.column(node.start)
    first = matter.nodes.get((*path, "0"))
    gap = first.start - node.start - 1 if first and first.start > node.start else 1
    written = matter.text[node.start + 1 : node.start + 1 + gap]
    lines = yaml_entry(value, " " * column, written if written.strip(" ") == "" and written else " ", matter)
    return inserted_lines(matter.line_end(matter.last_end(path)), lines)


def _yaml_mapping(path: Path, node: Node, value: Entry, matter: Matter) -> list[Change]:
    """Return the changes that make a list of fields: a hyphen is written in place of their indentation."""
    column = matter.column(node.start)
    indent = " " * max(column - 2, 0)
    lines = yaml_entry(value, indent, " ", matter)
    hyphen = Change(node.start - min(column, 2), node.start, "- ")
    return [hyphen, inserted_lines(matter.line_end(matter.last_end(path)), lines)]


def _toml_table(path: Path, node: Node, value: Entry, matter: Matter) -> list[Change]:
    """Return the changes that add a table to ``[[tables]]``; a single ``[table]`` becomes one of them."""
    name = ".".join(path)
    fields = value if isinstance(value, Mapping) else {}
    lines = inserted_lines(matter.line_end(matter.last_end(path)), ["", f"[[{name}]]", *toml_fields(fields, matter)])
    if node.style == "[[":
        return [lines]
    end = matter.text.index("]", node.header) + 1
    return [Change(node.header, node.header, "["), Change(end, end, "]"), lines]
