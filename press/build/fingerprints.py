"""What names the code, the templates and the settings of a build: where one differs, outputs are asked for again."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from press.rendering.assets import Asset

_PRESS = Path(__file__).parent.parent
_CODE = ("*.py", "*.mo", "*.ttf", "*.js")
_LOCK = _PRESS.parent / "requirements.txt"
"""The locked packages, where Press runs from its repository."""
_PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")


def own_templates() -> Path:
    """The templates that come with Press: within the installed package, else in the repository beside it."""
    installed = _PRESS / "templates"
    return installed if installed.is_dir() else _PRESS.parent / "templates"


@cache
def code() -> str:
    """Name the code: Press itself with its words and fonts, and the packages that it stands on."""
    own = sorted(path for ending in _CODE for path in _PRESS.rglob(ending))
    packages = (f"{name} {version}".encode() for name, version in packages_in_use().items())
    return digest((*contents(own), *packages))


@cache
def packages_in_use() -> Mapping[str, str]:
    """The packages that Press stands on, with their versions as installed; ``""`` where one is not."""
    installed = _installed()
    return {name: installed.get(name, "") for name in sorted(_required())}


def contents(paths: Iterable[Path]) -> Iterable[bytes]:
    """The bytes of those of some paths that are files."""
    return (path.read_bytes() for path in paths if path.is_file())


def addresses(assets: Mapping[str, Asset]) -> Iterable[bytes]:
    """The addresses of assets, which name their content."""
    return (asset.address.encode() for asset in assets.values())


def digest(parts: Iterable[bytes]) -> str:
    """One SHA-256 of many parts, hexadecimal."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _required() -> set[str]:
    if _LOCK.is_file():
        return {_normal(name) for name in _PINNED.findall(_LOCK.read_text(encoding="utf-8"))}
    from importlib.metadata import requires  # noqa: PLC0415 - 40 ms, only where Press is installed as a package

    named = [line for line in requires("press") or () if "extra ==" not in line]
    return {_normal(found[0]) for line in named if (found := _NAME.match(line))}


def _installed() -> dict[str, str]:
    """The installed packages with their versions, by the folders in which pip notes them.

    `importlib.metadata` says the same and takes 50 ms for twenty packages; this takes one.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        with suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if entry.name.endswith(".dist-info"):
                    name, _, version = entry.name.removesuffix(".dist-info").partition("-")
                    found.setdefault(_normal(name), version)
    return found


def _normal(name: str) -> str:
    """The name of a package in the one spelling of PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
