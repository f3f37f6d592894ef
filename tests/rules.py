"""Every rule that the code knows, read off the code: who calls ``error``, ``warning`` or what passes on to them.

A function that hands its own parameter on as rule or message is followed to its callers, however many lie between.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PRESS = Path(__file__).parent.parent / "press"
FIELD = "‹field›"
"""Stands for the rules that bear the names of fields."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Rule(NamedTuple):
    """One thing that a rule says."""

    name: str
    severity: str
    message: str


class Slot(NamedTuple):
    """Where a rule or message comes from: what it is, or which argument, by position or name."""

    known: tuple[str, ...] = ()
    position: int = -1
    name: str = ""


class Sink(NamedTuple):
    """A function that makes diagnostics."""

    rule: Slot
    message: Slot
    severity: str


class Module(NamedTuple):
    """A module, and what stands at its top by name."""

    name: str
    tree: ast.Module
    constants: dict[str, ast.expr]


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """All rules by name."""
    found = _Walk([_module(path) for path in sorted(PRESS.rglob("*.py"))]).run()
    return {name: tuple(sorted(one for one in found if one.name == name)) for name in sorted({r.name for r in found})}


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return Module(path.stem, tree, constants)


class _Walk:
    """Looks at every call in every function, again and again until no more functions turn out to be sinks."""

    def __init__(self, modules: list[Module]) -> None:
        self.modules = modules
        makers = {name: Sink(Slot((), 1, "rule"), Slot((), 2, "message"), name) for name in ("error", "warning")}
        self.sinks: dict[str, set[Sink]] = {name: {sink} for name, sink in makers.items()}
        self.found: set[Rule] = set()

    def run(self) -> set[Rule]:
        known = -1
        while known != sum(map(len, self.sinks.values())):
            known = sum(map(len, self.sinks.values()))
            for module in self.modules:
                for node in module.tree.body:
                    self.walk(node, None, module)
        return self.found

    def walk(self, node: ast.AST, inside: Function | None, module: Module) -> None:
        if isinstance(node, Function):
            inside = node
        if isinstance(node, ast.Call):
            self.call(node, inside, module)
        for child in ast.iter_child_nodes(node):
            self.walk(child, inside, module)

    def call(self, node: ast.Call, inside: Function | None, module: Module) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for sink in tuple(self.sinks.get(name, ())):
            rule = self.slot(sink.rule, node, inside, module)
            message = self.slot(sink.message, node, inside, module)
            if rule is None or message is None:
                continue
            if rule.known and message.known:
                self.found |= {Rule(name, sink.severity, text) for name in rule.known for text in message.known}
            elif inside and inside.name not in ("error", "warning"):
                self.sinks.setdefault(inside.name, set()).add(Sink(rule, message, sink.severity))

    def slot(self, slot: Slot, node: ast.Call, inside: Function | None, module: Module) -> Slot | None:
        """What a call puts into a slot: known words, or a parameter of the function around it; None: neither."""
        if slot.known:
            return slot
        given = list(_arguments(node, slot, module))
        parameters = _parameters(inside) if inside else []
        if len(given) == 1 and isinstance(given[0], ast.Name) and given[0].id in parameters:
            return Slot((), parameters.index(given[0].id), given[0].id)
        words = tuple(word for one in given for word in self.words(one, inside, module) if word)
        return Slot(words) if words else None

    def words(self, node: ast.expr, inside: Function | None, module: Module) -> Iterator[str]:
        """The texts that an expression may be."""
        match node:
            case ast.Constant(value=str() as text):
                yield text
            case ast.Call(func=ast.Name(id="N_"), args=[text, *_]):
                yield from self.words(text, inside, module)
            case ast.Call(func=ast.Name(id="rule")):
                yield FIELD
            case ast.IfExp(body=body, orelse=other):
                yield from self.words(body, inside, module)
                yield from self.words(other, inside, module)
            case ast.Attribute(value=ast.Name(id=home), attr=name):
                for other_module in self.modules:
                    if other_module.name == home and name in other_module.constants:
                        yield from self.words(other_module.constants[name], None, other_module)
            case ast.Name(id=name):
                for value in _assigned(name, inside):
                    yield from self.words(value, inside, module)
                if name in module.constants:
                    yield from self.words(module.constants[name], None, module)


def _arguments(node: ast.Call, slot: Slot, module: Module) -> Iterator[ast.expr]:
    """What is given for a slot; ``*TABLE[key]`` gives what any row of the table would."""
    position = 0
    for argument in node.args:
        rows = _rows(argument, module)
        width = len(rows[0]) if rows else 1
        if position <= slot.position < position + width:
            yield from ([row[slot.position - position] for row in rows] if rows else [argument])
        position += width
    yield from (keyword.value for keyword in node.keywords if keyword.arg == slot.name)


def _rows(argument: ast.expr, module: Module) -> list[list[ast.expr]]:
    match argument:
        case ast.Starred(value=ast.Subscript(value=ast.Name(id=name))):
            table = module.constants.get(name)
            values = table.values if isinstance(table, ast.Dict) else []
            return [value.elts for value in values if isinstance(value, ast.Tuple)]
    return []


def _parameters(function: Function) -> list[str]:
    return [argument.arg for argument in function.args.args if argument.arg != "self"]


def _assigned(name: str, inside: Function | None) -> Iterator[ast.expr]:
    for node in ast.walk(inside) if inside else ():
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            yield node.value
