"""Fingerprints of the code, templates and settings of a build: if one changes, outputs are described again."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from press.rendering.assets import Asset

_PRESS = Path(__file__).parent.parent
_CODE = (".py", ".mo", ".ttf", ".js", ".txt")
_LOCK = _PRESS.parent / "requirements.txt"
"""The locked packages, if Press runs from its repository."""
_PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")


def own_templates() -> Path:
    """Return the folder of Press's own templates: in the installed package, else in the repository beside it."""
    installed = _PRESS / "templates"
    return installed if installed.is_dir() else _PRESS.parent / "templates"


@cache
def code() -> str:
    """Return the fingerprint of the code: Press with its translations and fonts, and the packages that it requires."""
    own = sorted(_files(str(_PRESS)))
    packages = (f"{name} {version}".encode() for name, version in packages_in_use().items())
    return digest((*map(_content, own), *packages))


@cache
def packages_in_use() -> Mapping[str, str]:
    """Return the packages that Press requires, with their installed versions; ``""`` if one is not installed."""
    installed = _installed()
    return {name: installed.get(name, "") for name in sorted(_required())}


def contents(paths: Iterable[Path]) -> Iterable[bytes]:
    """Return the bytes of those paths that are files."""
    return (path.read_bytes() for path in paths if path.is_file())


def _files(folder: str) -> Iterator[str]:
    """Yield the paths of the files of code in a folder."""
    for entry in os.scandir(folder):
        if entry.name.endswith(_CODE):
            yield entry.path
        elif entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
            yield from _files(entry.path)


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - in every build, hundreds of files whose paths are strings
        return file.read()


def addresses(assets: Mapping[str, Asset]) -> Iterable[bytes]:
    """Return the addresses of assets, which contain digests of the content."""
    return (asset.address.encode() for asset in assets.values())


def digest(parts: Iterable[bytes]) -> str:
    """Return one SHA-256 of many parts, hexadecimal."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _required() -> set[str]:
    if _LOCK.is_file():
        return {_normalised(name) for name in _PINNED.findall(_LOCK.read_text(encoding="utf-8"))}
    from importlib.metadata import requires  # noqa: PLC0415 - 40 ms, only if Press is installed as a package

    named = [line for line in requires("press") or () if "extra ==" not in line]
    return {_normalised(found[0]) for line in named if (found := _NAME.match(line))}


def _installed() -> dict[str, str]:
    """Return the installed packages with their versions, from the names of their ``.dist-info`` folders.

    `importlib.metadata` gives the same and takes 50 ms for twenty packages; this takes 1 ms.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            for entry in entries:
                if entry.name.endswith(".dist-info"):
                    name, _, version = entry.name.removesuffix(".dist-info").partition("-")
                    found.setdefault(_normalised(name), version)
    return found


def _normalised(name: str) -> str:
    """Normalise the name of a package as PEP 503 says."""
    return re.sub(r"[-_.]+", "-", name).lower()
