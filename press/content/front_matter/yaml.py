"""The YAML of front matter, read strictly and literally.

YAML guesses: ``10:30`` is 630, ``no`` is false, ``0123`` is 83, of two equal keys the last wins, ``*`` and ``&`` make a
bomb of three lines. Here every scalar stays the text that was typed (only ``~`` and ``null`` are nothing); anchors,
aliases, tags and equal keys are errors, nesting has a limit, and every value knows its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from press.content.front_matter import syntax_errors
from press.content.front_matter.decode import clean
from press.content.front_matter.values import Fields, Findings, Position, Value

MAX_DEPTH = 12

if TYPE_CHECKING:
    _Loader = yaml.BaseLoader
else:
    _Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml's, where PyYAML was built with it

_NOTHING = frozenset({"~", "null", "Null", "NULL"})


def load(text: str, line: int, findings: Findings) -> Fields | None:
    """Read the fields of a text whose first line is line `line` of its file."""
    if "\t" in text and syntax_errors.tabs(text, line, findings):
        return None
    try:
        if ("&" in text or "*" in text) and _has_anchor(text, line, findings):
            return None
        root = _compose(text)
    except _TooDeep as reason:
        syntax_errors.too_deep((reason.mark.line + line, reason.mark.column + 1), findings)
        return None
    except yaml.YAMLError as reason:
        syntax_errors.explain(reason, text, line, findings)
        return None
    return _fields_of(root, line, findings)


def _fields_of(root: Node | None, line: int, findings: Findings) -> Fields | None:
    tree = _Tree(line, findings)
    if root is None:
        return {}
    if isinstance(root, MappingNode):
        return tree.fields(root)
    syntax_errors.no_field(tree.at(root), findings)
    return None


def _has_anchor(text: str, line: int, findings: Findings) -> bool:
    """Look at the events, as nodes do not tell. Only for texts that hold ``&`` or ``*``: it doubles the time."""
    for event in yaml.parse(text, _Loader):
        if getattr(event, "anchor", None):
            mark: Any = event.start_mark
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            syntax_errors.starts_with(sign, (mark.line + line, mark.column + 1), findings)
            return True
    return False


class _TooDeep(Exception):
    """The nesting passes the limit; caught in `load`."""

    def __init__(self, mark: Any) -> None:
        self.mark = mark


class _Composer(_Loader):
    """Makes nodes and resolves nothing: an explicit tag stays, no other is given."""

    depth = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH + 1:  # the fields themselves are the first
            raise _TooDeep(current_node.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _compose(text: str) -> Node | None:
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
        return node
    finally:
        composer.dispose()


class _Tree:
    """Turns nodes into values with their places in the file."""

    __slots__ = ("findings", "line")

    def __init__(self, line: int, findings: Findings) -> None:
        self.line = line
        self.findings = findings

    def at(self, node: Node) -> Position:
        """The place of a node in the file."""
        mark: Any = node.start_mark
        return mark.line + self.line, mark.column + 1

    def fields(self, node: MappingNode) -> Fields:
        fields: Fields = {}
        for key, value in node.value:
            at = self.at(key)
            if not isinstance(key, ScalarNode) or key.tag:
                syntax_errors.no_field(at, self.findings)
            elif key.value in fields:
                syntax_errors.twice(key.value, at, fields, self.findings)
            else:
                fields[key.value] = self.value(value, at)
        return fields

    def value(self, node: Node, key: Position | None = None) -> Value:
        at = self.at(node)
        if node.tag:
            syntax_errors.starts_with("!", at, self.findings)
        if isinstance(node, ScalarNode):
            return Value(_text(node), at, key or at)
        if isinstance(node, SequenceNode):
            return Value([self.value(entry) for entry in node.value], at, key or at)
        assert isinstance(node, MappingNode)
        return Value(self.fields(node), at, key or at)


def _text(node: ScalarNode) -> str:
    text: str = node.value
    if node.style == '"':
        text = clean(text)  # "\x07" in double quotes is a bell
    elif not node.style and text in _NOTHING:
        text = ""
    return text.strip()
