"""The only door to Pagefind: a hundred texts become a folder of files in which a browser can search.

The program is asked as its own wrappers ask it, by messages over its standard input (``pagefind --service``), and not
let loose on a folder of pages: there the index depends on the order in which the file system happens to list them.
Asked so, with one language a run and none of its filters (which it writes in another order each time), the same texts
in the same order give the same bytes.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from press.errors import Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:
    import subprocess

ENTRY = "pagefind-entry.json"
"""The file of an index that names the others, and is published after them."""
_INDEX = re.compile(r"fragment/.*|index/.*|[^/]*\.pf_meta|pagefind-entry\.json")
_ENGINE = re.compile(r"pagefind\.js|pagefind-worker\.js|wasm\.(?!unknown).*")
_CHUNK = 1 << 16
_json = msgspec.json.Encoder().encode
_message = msgspec.json.Decoder().decode


class Document(msgspec.Struct, frozen=True):
    """A text to find."""

    address: str
    """Its page as a directory: ``2026/03/jembatan/``."""
    title: str
    text: str
    """Plain text."""


class Index(msgspec.Struct, frozen=True):
    """A search index."""

    files: dict[str, bytes]
    """By their names in the folder of the index, the entry last."""
    ids: dict[str, str]
    """What the engine calls each document, by its address."""


def version() -> str:
    """The version of Pagefind, by which its indexes differ. Raises `Misuse` where it is not installed."""
    return installed()[1]


def index(documents: Iterable[Document], language: str) -> Index:
    """Index documents with the word forms of `language` (BCP 47). Raises `Misuse` where Pagefind does not work here."""
    files = _chosen(_indexed(documents, language), _INDEX)
    return Index(files, dict(_ids(files)))


def engine(language: str) -> dict[str, bytes]:
    """The files of the engine: its scripts, and an index of one word, since it does not start without one."""
    files = _indexed([Document("", "press", "press")], language)
    return {**_chosen(files, _ENGINE), **_chosen(files, _INDEX)}


def _chosen(files: dict[str, bytes], names: re.Pattern[str]) -> dict[str, bytes]:
    """The files of these names, the entry last."""
    found = sorted((name for name in files if names.fullmatch(name)), key=lambda name: (name == ENTRY, name))
    return {name: files[name] for name in found}


def _indexed(documents: Iterable[Document], language: str) -> dict[str, bytes]:
    """All that Pagefind makes of the documents. What it calls metadata is searched like text: so only the title is."""
    language = language.partition("-")[0].lower()
    with _service() as service:
        number = service.ask(type="NewIndex", config={"force_language": language})["index_id"]
        for document in documents:
            service.ask(
                type="AddRecord", index_id=number, language=language, url=f"/{document.address}",
                content=next(filter(_has_word, (document.text, document.title)), document.address),
                meta={"title": document.title}, filters=None, sort=None,
            )  # fmt: skip
        answer = service.ask(type="GetFiles", index_id=number)
    return {file["path"]: b64decode(file["content"]) for file in answer["files"]}


def _has_word(text: str) -> bool:
    """Tell whether there is a word in a text: Pagefind leaves out what has none, and a folder without a word fails."""
    return any(character.isalpha() or character.isdecimal() for character in text)


def _ids(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Address and id of each document: what Pagefind writes about it bears its id for a name."""
    for name, data in files.items():
        if name.startswith("fragment/"):
            about = _message(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            yield about["url"].removeprefix("/"), name.removeprefix("fragment/").partition(".")[0]


class _Service:
    """Pagefind, running: a message in, a message out; each is JSON in Base64 with a comma behind it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._read = b""

    def ask(self, **payload: object) -> dict[str, Any]:
        """Ask for something. Raises `Misuse` where it fails."""
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        assert pipe_in
        assert pipe_out
        pipe_in.write(b64encode(_json({"message_id": 1, "payload": payload})) + b",")
        pipe_in.flush()
        parts = [self._read]
        while b"," not in parts[-1]:
            parts.append(os.read(pipe_out.fileno(), _CHUNK))
            if not parts[-1]:
                raise _unusable("it stopped")
        answer, _, self._read = b"".join(parts).partition(b",")
        found: dict[str, Any] = _message(b64decode(answer))["payload"]
        if found["type"] == "Error":
            raise _unusable(found["message"])
        return found


@contextmanager
def _service() -> Iterator[_Service]:
    """Run Pagefind, where no settings of anybody's lie about."""
    import subprocess  # noqa: PLC0415 - 9 ms that most builds need not pay

    program = installed()[0]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    command = (program, "--service")
    try:
        with subprocess.Popen(  # noqa: S603
            command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=Path(program).parent, env=environment
        ) as process:
            try:
                yield _Service(process)
            finally:
                process.kill()
    except OSError as reason:
        raise _unusable(reason.strerror) from reason


@cache
def installed() -> tuple[str, str]:
    """The program, and its version by the name of the folder in which pip noted it: to ask it costs ten times more."""
    found = importlib.util.find_spec("pagefind_bin")
    if not found or not found.origin:
        raise _unusable("pip install pagefind_bin")
    home = Path(found.origin).parent
    program = home / ("pagefind.exe" if sys.platform == "win32" else "pagefind")
    noted = next(home.parent.glob("pagefind_bin-*.dist-info"), None)
    if not noted or not program.is_file():
        raise _unusable(f"{program}?")
    return str(program), noted.name.removesuffix(".dist-info").partition("-")[2]


def _unusable(reason: str | None) -> Misuse:
    return Misuse(
        N_("search needs Pagefind, which does not work here: {reason} (“enabled = false” in [search] goes without)"),
        reason=reason,
    )
