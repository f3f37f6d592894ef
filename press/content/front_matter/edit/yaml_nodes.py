"""The places of values in YAML front matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.nodes import Node as YamlNode

from press.content.front_matter import yaml
from press.content.front_matter.edit.nodes import Node, Nodes, Path, Shape


def nodes(text: str, offset: int) -> Nodes:
    """Return the places of the values in a valid text, which begins at an offset of its file."""
    root = yaml.compose(text)
    return dict(_walk(root, (), offset)) if root else {}


def _walk(node: YamlNode, path: Path, offset: int) -> Iterator[tuple[Path, Node]]:
    start_mark: Any = node.start_mark
    end_mark: Any = node.end_mark
    start, end = offset + start_mark.index, offset + end_mark.index
    if isinstance(node, ScalarNode):
        yield path, Node(Shape.TEXT, start, end, node.style or "")
    elif isinstance(node, SequenceNode):
        yield path, Node(Shape.LIST, start, end, "[" if node.flow_style else "")
        for number, entry in enumerate(node.value):
            yield from _walk(entry, (*path, str(number)), offset)
    elif isinstance(node, MappingNode):
        yield path, Node(Shape.FIELDS, start, end, "{" if node.flow_style else "")
        for key, value in node.value:
            yield from _walk(value, (*path, str(key.value)), offset)
