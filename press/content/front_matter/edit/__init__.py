"""Changes in place: a file's texts and fields are changed, and everything else in it stays as it is, byte for byte.

YAML, TOML and JSON keep their style: quotation marks, comments, indentation, line ends, byte order mark. Changes are
collected first; `EditableFile.data` makes them all at once.
"""

from __future__ import annotations

from press.content.front_matter import decode
from press.content.front_matter import split as splitting
from press.content.front_matter.dump import scalar
from press.content.front_matter.edit import insertions, json_nodes, scalars, toml_nodes, yaml_nodes
from press.content.front_matter.edit.forms import Entry, Matter, in_line
from press.content.front_matter.edit.nodes import Node, Nodes, Path, Shape
from press.content.front_matter.edit.source import Change, changed
from press.content.front_matter.edit.words import spread, word_changes
from press.content.front_matter.names import squeezed
from press.content.front_matter.values import Findings
from press.diagnostics import Diagnostic
from press.model import Attachment, Claim, Contact, Correction, Image, Release, Withdrawal

__all__ = ["Change", "EditableFile", "Entry", "Unreadable", "spread", "word_changes"]

_SEPARATORS = frozenset(",[]{}")
_STRUCTS = (Release, Image, Attachment, Correction, Withdrawal, Claim, Contact)
_NAMES = {squeezed(name): name for struct in _STRUCTS for name in struct.__struct_fields__} | {"authors": "author"}
"""The names of all fields by what their spellings have in common."""


class Unreadable(ValueError):
    """The front matter of a file cannot be read, so that nothing in it can be changed."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class EditableFile:
    """A source file that is changed in place."""

    def __init__(self, path: str, data: bytes) -> None:
        """Read a file; `path` is for its problems. Raises `Unreadable`."""
        findings = Findings(path)
        text = decode.decode(data, findings)
        parts = splitting.split(text, findings) if text is not None else None
        if text is None or parts is None or parts.fields is None:
            raise Unreadable(findings.problems)
        self._original = data
        self._changes: list[Change] = []
        self._matter = Matter(text, parts.opening, parts.start, parts.end, _nodes(text, parts))

    @property
    def text(self) -> str:
        """The text of the file as it was read: with LF line ends, and without a byte order mark."""
        return self._matter.text

    def data(self) -> bytes:
        """Return the bytes of the file with all changes."""
        return changed(self._original, self._changes)

    def has(self, *path: str) -> bool:
        """Tell whether a field is there and not empty, by its name in Press."""
        node = self._find(path)
        if node is None or node.shape is not Shape.TEXT:
            return node is not None
        written = scalars.chars(self.text, node, self._matter.opening)
        return bool("".join(sign for sign, *_ in written).strip())

    def change(self, start: int, end: int, new: str) -> None:
        """Write something in place of a part of `text`."""
        self._changes.append(Change(start, end, new))

    def add_first(self, name: str, value: Entry) -> None:
        """Write a field before all others; in its place, if it is there and empty."""
        if self._path((name,)) is None:
            self._changes += insertions.first_field(name, value, self._matter)
        else:
            self.set_field(name, value)

    def set_field(self, name: str, value: Entry) -> None:
        """Write a field below all others; in its place, if it is there and empty."""
        path = self._path((name,))
        if path is None:
            self._changes += insertions.new_field(name, value, self._matter, is_list=False)
        else:
            self._changes += insertions.in_place_of_nothing(path, value, self._matter, is_list=False)

    def add_entry(self, name: str, value: Entry) -> None:
        """Add an entry at the end of a list; the list is made if there is none."""
        path = self._path((name,))
        if path is None:
            self._changes += insertions.new_field(name, value, self._matter, is_list=True)
        else:
            self._changes += insertions.new_entry(path, value, self._matter)

    def set_text(self, path: Path, old: str, new: str) -> bool:
        """Change a text from `old`, as Press reads it, to `new`; only the words that differ are written.

        Returns False if the text had to be written in another style. Raises KeyError if there is no such text.
        """
        node = self._find(path)
        if node is None or node.shape is not Shape.TEXT:
            raise KeyError(path)
        characters = scalars.chars(self.text, node, self._matter.opening)
        written = "".join(sign for sign, *_ in characters)
        changes = list(word_changes(old, new))
        if written.strip() != old or not self._fits(new, [change.new for change in changes], node):
            self.change(node.start, node.end, in_line(new, self._matter))
            return False
        spans = [(start, end) for sign, start, end in characters for _ in sign]
        margin = len(written) - len(written.lstrip())
        for start, end, words in changes:
            self._changes += spread(spans, start + margin, end + margin, scalars.encoded(words, node))
        return True

    def _fits(self, text: str, words: list[str], node: Node) -> bool:
        """Tell whether a text, of which some words are new, can be written in the style of a node."""
        if node.style:
            is_text = not text.startswith(" ") or node.style not in ("|", ">")
            return is_text and all(scalars.fits(one, node, self._matter.opening) for one in words)
        outer = (one for one in self._matter.nodes.values() if one.start < node.start and node.end < one.end)
        is_in_brackets = any(one.style in ("[", "{") for one in outer)
        joined = text.replace("\n", " ")
        is_bare = self._matter.opening == "---" and scalar(joined) == joined and "\n" not in "".join(words)
        return is_bare and not (is_in_brackets and _SEPARATORS.intersection(text))

    def _find(self, path: Path) -> Node | None:
        found = self._path(path)
        return None if found is None else self._matter.nodes[found]

    def _path(self, path: Path) -> Path | None:
        """Return a path as it is in the file: a list of one may be written without brackets."""
        alone = tuple(name for name in path if name != "0")
        return next((one for one in (path, alone) if one in self._matter.nodes), None)


def _nodes(text: str, parts: splitting.SplitFile) -> Nodes:
    """Return the places of all values of a file, by their names in Press."""
    match parts.opening:
        case "---":
            found = yaml_nodes.nodes(text[parts.start : parts.end], parts.start)
        case "+++":
            found = toml_nodes.nodes(text, parts.start, parts.end)
        case _:
            found = json_nodes.nodes(text, parts.start)
    return {tuple(_NAMES.get(squeezed(name), name) for name in path): node for path, node in found.items()}
