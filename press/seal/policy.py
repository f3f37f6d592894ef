"""Policies (https://c2sp.org/tlog-policy): which keys of logs, and how many of which witnesses, a checkpoint needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from press.i18n.mark import N_
from press.seal import checkpoints, notes
from press.seal.checkpoints import Head
from press.seal.notes import COSIGNATURE, ML_DSA, NOTE, Key, Note

NONE = "none"
"""The quorum that needs no witness."""


class Group(msgspec.Struct, frozen=True):
    """Names of witnesses and groups, of which some number must have seen a head."""

    least: int
    members: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True):
    """A policy."""

    logs: tuple[Key, ...]
    witnesses: dict[str, Key]
    """By their names in the policy."""
    groups: dict[str, Group]
    quorum: str
    """The name of a witness or of a group, or `NONE`."""

    def witnessed(self, note: Note) -> dict[str, int]:
        """Return the witnesses that cosigned a checkpoint, each with the time. Raises ValueError for a wrong one."""
        names = {key: name for name, key in self.witnesses.items()}
        return {names[key]: time for key, time in checkpoints.signed_by(note, names)}

    def is_met(self, names: Iterable[str]) -> bool:
        """Tell whether the quorum has these witnesses."""
        found = set(names)
        for name, group in self.groups.items():  # members were defined before their groups
            if sum(member in found for member in group.members) >= group.least:
                found.add(name)
        return self.quorum == NONE or self.quorum in found

    def of_logs(self) -> Policy:
        """Return the policy without a quorum, for witnesses themselves."""
        return msgspec.structs.replace(self, quorum=NONE)

    def trusted(self, note: Note) -> Head:
        """Return the head of a checkpoint that fulfils the policy. Raises ValueError."""
        head = checkpoints.head(note)
        logs = [key for key in self.logs if key.name == head.origin]
        if not checkpoints.signed_by(note, logs):
            raise ValueError(N_("no log of the policy signed the checkpoint"))
        if not self.is_met(self.witnessed(note)):
            raise ValueError(N_("too few witnesses of the policy cosigned the checkpoint"))
        return head


def policy(text: str) -> Policy:
    """Return the policy that a text is. Raises ValueError, which names the line."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reader.read(*words)
        except (ValueError, TypeError) as reason:
            raise ValueError(f"line {number} of the policy: {reason}") from None
    if not reader.quorum:
        raise ValueError(N_("the policy has no quorum"))
    return Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)


def text(logs: Iterable[Key], before: str = "") -> str:
    """Return a policy with these keys of the log; all other lines are those of the one before."""
    others = [line for line in before.splitlines() if line.split()[:1] != ["log"]] or [f"quorum {NONE}"]
    return "".join(f"{line}\n" for line in (*(f"log {key}" for key in logs), *others))


class _Reader:
    """What the lines of a policy define."""

    def __init__(self) -> None:
        self.logs: list[Key] = []
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, Group] = {}
        self.quorum = ""
        self._members: set[str] = set()

    def read(self, word: str, *rest: str) -> None:
        """Read one line. Raises ValueError, TypeError."""
        readers: dict[str, Callable[..., None]] = {
            "log": self._log, "witness": self._witness, "group": self._group, "quorum": self._quorum,
        }  # fmt: skip
        if word not in readers:
            raise ValueError(f"“{word}” is not known")
        readers[word](*rest)

    def _log(self, vkey: str, url: str = "") -> None:
        self.logs.append(self._new(vkey, (NOTE, ML_DSA), self.logs))

    def _witness(self, name: str, vkey: str, url: str = "") -> None:
        self._define(name)
        self.witnesses[name] = self._new(vkey, (COSIGNATURE, ML_DSA), self.witnesses.values())

    def _group(self, name: str, least: str, *members: str) -> None:
        number = {"any": 1, "all": len(members)}.get(least) or int(least)
        self._define(name)
        if not 1 <= number <= len(members) or len(set(members)) != len(members):
            raise ValueError("the number of members is wrong")
        for member in members:
            if member == name or not self._is_defined(member) or member in self._members:
                raise ValueError(f"“{member}” cannot be a member")
        self._members.update(members)
        self.groups[name] = Group(number, members)

    def _quorum(self, name: str) -> None:
        if self.quorum or (name != NONE and not self._is_defined(name)):
            raise ValueError("the quorum is wrong")
        self.quorum = name

    def _define(self, name: str) -> None:
        if name == NONE or self._is_defined(name):
            raise ValueError(f"“{name}” is defined already")

    def _is_defined(self, name: str) -> bool:
        definitions: tuple[Mapping[str, object], ...] = (self.witnesses, self.groups)
        return any(name in one for one in definitions)

    def _new(self, vkey: str, types: tuple[int, ...], others: Iterable[Key]) -> Key:
        key = notes.key(vkey)
        if key.type not in types or key.public in {other.public for other in others}:
            raise ValueError("this key cannot be here")
        return key
