"""Parse YAML front matter strictly; scalars stay text.

Usual YAML guesses: ``10:30`` is 630, ``no`` is false, ``0123`` is 83. Of two equal keys the last counts, and with ``&``
and ``*`` three lines can expand exponentially. Here every scalar stays the text that was typed (only ``~`` and ``null``
are empty); anchors, aliases, tags and equal keys are errors, nesting has a limit, and every value has its position.
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
    _Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # based on libyaml, if PyYAML was built with it

_NULLS = frozenset({"~", "null", "Null", "NULL"})


def load(text: str, line: int, findings: Findings) -> Fields | None:
    """Read the fields of a text whose first line is line `line` of its file."""
    if "\t" in text and syntax_errors.tabs(text, line, findings):
        return None
    try:
        if ("&" in text or "*" in text) and _has_anchor(text, line, findings):
            return None
        root = compose(text)
    except _TooDeep as reason:
        syntax_errors.too_deep((reason.mark.line + line, reason.mark.column + 1), findings)
        return None
    except yaml.YAMLError as reason:
        syntax_errors.explain(reason, text, line, findings)
        return None
    return _fields_of(root, line, findings)


def _fields_of(root: Node | None, line: int, findings: Findings) -> Fields | None:
    converter = _Converter(line, findings)
    if root is None:
        return {}
    if isinstance(root, MappingNode):
        return converter.fields(root)
    syntax_errors.not_a_field(converter.at(root), findings)
    return None


def _has_anchor(text: str, line: int, findings: Findings) -> bool:
    """Report the first anchor or alias, and tell whether there is one.

    Nodes do not have them, so the text is parsed a second time, for its events. Only for texts with ``&`` or ``*``, as
    this doubles the time.
    """
    for event in yaml.parse(text, _Loader):
        if getattr(event, "anchor", None):
            mark: Any = event.start_mark
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            syntax_errors.starts_with_sign(sign, (mark.line + line, mark.column + 1), findings)
            return True
    return False


class _TooDeep(Exception):
    """The nesting is deeper than the limit. Caught in `load`."""

    def __init__(self, mark: Any) -> None:
        self.mark = mark


class _Composer(_Loader):
    """Makes nodes without resolving tags: a node has a tag only if the tag is written in the text."""

    depth = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH + 1:  # the mapping of all fields is the first level
            raise _TooDeep(current_node.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def compose(text: str) -> Node | None:
    """Return the nodes of a text. Raises `yaml.YAMLError`, and another exception if it is nested too deep."""
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
        return node
    finally:
        composer.dispose()


class _Converter:
    """Converts nodes to values with their positions in the file."""

    __slots__ = ("findings", "line")

    def __init__(self, line: int, findings: Findings) -> None:
        self.line = line
        self.findings = findings

    def at(self, node: Node) -> Position:
        """Return the position of a node in the file."""
        mark: Any = node.start_mark
        return mark.line + self.line, mark.column + 1

    def fields(self, node: MappingNode) -> Fields:
        fields: Fields = {}
        for key, value in node.value:
            at = self.at(key)
            if not isinstance(key, ScalarNode) or key.tag:
                syntax_errors.not_a_field(at, self.findings)
            elif key.value in fields:
                syntax_errors.duplicate_field(key.value, at, fields, self.findings)
            else:
                fields[key.value] = self.value(value, at)
        return fields

    def value(self, node: Node, key: Position | None = None) -> Value:
        at = self.at(node)
        if node.tag:
            syntax_errors.starts_with_sign("!", at, self.findings)
        if isinstance(node, ScalarNode):
            return Value(_text(node), at, key or at)
        if isinstance(node, SequenceNode):
            return Value([self.value(entry) for entry in node.value], at, key or at)
        assert isinstance(node, MappingNode)
        return Value(self.fields(node), at, key or at)


def _text(node: ScalarNode) -> str:
    text: str = node.value
    if node.style == '"':
        text = clean(text)  # an escape such as "\x07" in double quotes is a control character
    elif not node.style and text in _NULLS:
        text = ""
    return text.strip()
