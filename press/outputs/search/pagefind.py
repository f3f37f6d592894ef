"""The only module that runs Pagefind: it makes a folder of files, which a browser can search, from a hundred texts.

Pagefind gets the texts as messages on its standard input (``pagefind --service``), as from its own wrappers. It does
not read a folder of pages: then the index would depend on the order in which the file system lists them. With messages,
one language in each run, and without its filters (which it writes in a different order each time), the same texts in
the same order give the same bytes.
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

from press import urls
from press.errors import Misuse
from press.i18n.mark import N_

if TYPE_CHECKING:
    import subprocess

ENTRY = "pagefind-entry.json"
"""The entry file of an index: it names the other files, and is published after them."""
_INDEX_FILES = re.compile(r"fragment/.*|index/.*|[^/]*\.pf_meta|pagefind-entry\.json")
_ENGINE_FILES = re.compile(r"pagefind\.js|pagefind-worker\.js|wasm\.(?!unknown).*")
_CHUNK = 1 << 16
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Document(msgspec.Struct, frozen=True):
    """A text to index."""

    address: str
    """The address of its page: ``2026/03/jembatan/``."""
    title: str
    text: str
    """Plain text."""
    also: dict[str, str] = {}
    """More texts to search, by a name of our own: each name can have a weight of its own, as the title has."""


class Index(msgspec.Struct, frozen=True):
    """A search index."""

    files: dict[str, bytes]
    """By their names in the folder of the index, the entry file last."""
    ids: dict[str, str]
    """The id of each document in the engine, by its address."""


def version() -> str:
    """The version of Pagefind; each has its own form of index. Raises `Misuse` where Pagefind is not installed."""
    return installed()[1]


def index(documents: Iterable[Document], language: str) -> Index:
    """Index documents with the word forms of `language` (BCP 47). Raises `Misuse` where Pagefind does not work here."""
    files = _matching(_made(documents, language), _INDEX_FILES)
    return Index(files, dict(_ids(files)))


def engine(language: str) -> dict[str, bytes]:
    """The files of the engine: its scripts, and an index of one word, since it does not start without one."""
    files = _made([Document("", "press", "press")], language)
    return {**_matching(files, _ENGINE_FILES), **_matching(files, _INDEX_FILES)}


def _matching(files: dict[str, bytes], names: re.Pattern[str]) -> dict[str, bytes]:
    """The files whose names match, the entry file last."""
    found = sorted((name for name in files if names.fullmatch(name)), key=lambda name: (name == ENTRY, name))
    return {name: files[name] for name in found}


def _made(documents: Iterable[Document], language: str) -> dict[str, bytes]:
    """All files that Pagefind makes of the documents.

    Pagefind searches all metadata like text, so there is none that must not be found.
    """
    language = language.partition("-")[0].lower()
    with _service() as service:
        number = service.request(type="NewIndex", config={"force_language": language})["index_id"]
        for document in documents:
            service.request(
                type="AddRecord", index_id=number, language=language, url=_url(document.address),
                content=next(filter(_has_word, (document.text, document.title)), document.address),
                meta={"title": document.title, **document.also}, filters=None, sort=None,
            )  # fmt: skip
        response = service.request(type="GetFiles", index_id=number)
    return {file["path"]: b64decode(file["content"]) for file in response["files"]}


def _url(address: str) -> str:
    """The address as the engine shall give it: it puts the portal's path before it, unless it is a URL."""
    return address if urls.is_elsewhere(address) else f"/{address}"


def _has_word(text: str) -> bool:
    """Tell whether a text has a word. Pagefind leaves out a text without words, and fails if no text has one."""
    return any(character.isalpha() or character.isdecimal() for character in text)


def _ids(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Address and id of each document: Pagefind writes a file (fragment) about each, with its id as the name."""
    for name, data in files.items():
        if name.startswith("fragment/"):
            fragment = _decode(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            yield fragment["url"].removeprefix("/"), name.removeprefix("fragment/").partition(".")[0]


class _Service:
    """A running Pagefind: for each request a response; each is JSON in Base64, followed by a comma."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._unread = b""

    def request(self, **payload: object) -> dict[str, Any]:
        """Send a request and wait for the response. Raises `Misuse` where Pagefind fails."""
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        assert pipe_in
        assert pipe_out
        pipe_in.write(b64encode(_encode({"message_id": 1, "payload": payload})) + b",")
        pipe_in.flush()
        parts = [self._unread]
        while b"," not in parts[-1]:
            parts.append(os.read(pipe_out.fileno(), _CHUNK))
            if not parts[-1]:
                raise _unusable("it stopped")
        data, _, self._unread = b"".join(parts).partition(b",")
        response: dict[str, Any] = _decode(b64decode(data))["payload"]
        if response["type"] == "Error":
            raise _unusable(response["message"])
        return response


@contextmanager
def _service() -> Iterator[_Service]:
    """Run Pagefind in its own folder and without its environment variables, so that no other settings apply."""
    import subprocess  # noqa: PLC0415 - 9 ms, which most builds do not need

    program = installed()[0]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    pipe, devnull = subprocess.PIPE, subprocess.DEVNULL
    command = (program, "--service")
    try:
        with subprocess.Popen(  # noqa: S603
            command, stdin=pipe, stdout=pipe, stderr=devnull, cwd=Path(program).parent, env=environment
        ) as process:
            try:
                yield _Service(process)
            finally:
                process.kill()
    except OSError as reason:
        raise _unusable(reason.strerror) from reason


@cache
def installed() -> tuple[str, str]:
    """The program, and its version from the name of pip's folder: asking the program takes ten times longer."""
    found = importlib.util.find_spec("pagefind_bin")
    if not found or not found.origin:
        raise _unusable("pagefind_bin is not installed")
    home = Path(found.origin).parent
    program = home / ("pagefind.exe" if sys.platform == "win32" else "pagefind")
    installed_as = next(home.parent.glob("pagefind_bin-*.dist-info"), None)
    if not installed_as or not program.is_file():
        raise _unusable(f"{program} is missing")
    return str(program), installed_as.name.removesuffix(".dist-info").partition("-")[2]


def _unusable(reason: str | None) -> Misuse:
    return Misuse(
        N_(
            "search needs Pagefind, which does not work here: {reason}; install it again, or switch search off with "
            "“enabled = false” under [search] in config.toml"
        ),
        reason=reason,
    )
