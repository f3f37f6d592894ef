"""A small portal in a folder, and its site as a value: what most tests are made of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from press import config
from press.build import engine
from press.build.request import BuildRequest
from press.content import lifecycle
from press.diagnostics import Diagnostic
from press.errors import Refused
from press.model import Report

CONFIG = """\
title = "Portal Uji"
base_url = "https://uji.example/portal/"
language = "id"
timezone = "Asia/Makassar"

[search]
enabled = false

[checks.severity]
missing-id = "off"
alt = "off"
claim-kind = "off"
"""
SEARCHED = CONFIG.replace("enabled = false", "enabled = true")
"""The same with a search index, which costs a tenth of a second a build."""
NOW = "2026-06-01T12:00:00+08:00"
Site = dict[str, bytes]


class Portal:
    """A folder with posts; `write` text, `build`, and look at `site`."""

    def __init__(self, root: Path, settings: str = CONFIG) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.write("config.toml", settings)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the portal."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def post(self, path: str, body: str = "Isi.", **fields: str) -> Path:
        """Write a release; fields are YAML as they are."""
        fields = {"title": "Judul", "date": "2026-03-14 09:30", **fields}
        matter = "".join(f"{name}: {value}\n" for name, value in fields.items())
        return self.write(f"posts/{path}", f"---\n{matter}---\n\n{body}\n")

    def request(self, output: str = "site", now: str = NOW, **more: object) -> BuildRequest:
        """What is to be built, by one process unless told otherwise."""
        settings = config.load(self.root)
        fields = {"root": self.root, "output": self.root / output, "config": settings, "jobs": 1}
        moment = lifecycle.now(now, {}, settings)
        return msgspec.structs.replace(BuildRequest(**fields, now=moment), **more)  # type: ignore[arg-type]

    def build(self, output: str = "site", now: str = NOW, **more: object) -> Report:
        """Build."""
        return engine.build(self.request(output, now, **more))

    def problems(self) -> list[Diagnostic]:
        """Build what must be refused; its problems."""
        try:
            report = self.build()
        except Refused as refused:
            return list(refused.problems)
        raise AssertionError(f"built {report.total} files")

    def site(self, output: str = "site") -> Site:
        """All files of the site, by address."""
        return files(self.root / output)

    def text(self, address: str) -> str:
        """A file of the site, as text."""
        return (self.root / "site" / address).read_text()


def files(folder: Path) -> Site:
    """All files of a folder, by their paths in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mtimes(folder: Path) -> dict[str, int]:
    """When each file was written last, in nanoseconds."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


def now_of(text: str) -> datetime:
    """A time as a test writes it."""
    return datetime.fromisoformat(text)
