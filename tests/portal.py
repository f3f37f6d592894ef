"""A small portal in a temporary folder, and the files of its site; most tests use it."""

from __future__ import annotations

import shutil
import signal
import tempfile
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

STRICT_CONFIG = """\
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
"""The configuration of a portal that lets no published address vanish."""
_FOLDERS = (
    *range(2018, 2027), "en", "ar", "topik", "tag", "instansi", "wilayah", "bahasa", "arsip", "ralat", "berita",
    "klarifikasi", "siaran-pers", "pengumuman", "foto", "tautan", "sambutan", "lama", "lama.html", "unduh",
    "tentang", "berkas",
)  # fmt: skip
CONFIG = STRICT_CONFIG.replace(
    "[checks.severity]", f"[addresses]\ngone = {[f'/{one}/*' for one in _FOLDERS]}\n\n[checks.severity]"
)
"""The same, but tests may delete what they published."""
CONFIG_WITH_SEARCH = CONFIG.replace("enabled = false", "enabled = true")
"""`CONFIG` with a search index, which takes a tenth of a second per build."""
NOW = "2026-06-01T12:00:00+08:00"
Site = dict[str, bytes]
_shared = tempfile.TemporaryDirectory(prefix="press-tests-")
"""Compiled templates and images, which the portals of this process share: to make them takes most of a first build."""


class Portal:
    """A portal in a folder: `write` its files, `build` it, and compare its `site`."""

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
        """Write a release. The values of `fields` are written into the YAML front matter unchanged."""
        fields = {"title": "Judul", "date": "2026-03-14 09:30", **fields}
        front_matter = "".join(f"{name}: {value}\n" for name, value in fields.items())
        return self.write(f"posts/{path}", f"---\n{front_matter}---\n\n{body}\n")

    def request(self, output: str = "site", now: str = NOW, **more: object) -> BuildRequest:
        """A request to build the portal, by default with one process; `more` are other fields of `BuildRequest`."""
        settings = config.load(self.root)
        fields = {"root": self.root, "output": self.root / output, "config": settings, "jobs": 1}
        moment = lifecycle.now(now, {}, settings)
        return msgspec.structs.replace(BuildRequest(**fields, now=moment), **more)  # type: ignore[arg-type]

    def build(self, output: str = "site", now: str = NOW, **more: object) -> Report:
        """Build the portal; the arguments are those of `request`."""
        request = self.request(output, now, **more)
        self.share_caches(request.config.language)
        return engine.build(request)

    def share_caches(self, language: str = "id") -> None:
        """Let a new portal use the compiled templates and the images of others; Press checks each file that it uses."""
        if (self.root / ".press").exists():
            return
        for name, folder in (("templates", f"templates-{language}"), ("made", "made")):
            shared = Path(_shared.name) / folder
            shared.mkdir(exist_ok=True)
            link = self.root / ".press" / name
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(shared)

    def problems(self) -> list[Diagnostic]:
        """The problems of a build that must be refused."""
        try:
            report = self.build()
        except Refused as refused:
            return list(refused.problems)
        raise AssertionError(f"built {report.total} files")

    def delete_cache(self) -> None:
        """Delete what the last builds left, so that the next one is a clean one."""
        shutil.rmtree(self.root / ".press", ignore_errors=True)

    def site(self, output: str = "site") -> Site:
        """The contents of all files of the site, by address."""
        return files(self.root / output)

    def text(self, address: str) -> str:
        """The text of a file of the site."""
        return (self.root / "site" / address).read_text()


def files(folder: Path) -> Site:
    """The contents of all files of a folder, by path from the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mtimes(folder: Path) -> dict[str, int]:
    """The modification time of each file of a folder, in nanoseconds."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


def take_interrupts() -> None:
    """Let a new process be interrupted, as its `preexec_fn`: a background job, and so its tests, ignores SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def parse_time(text: str) -> datetime:
    """The value of a time such as `NOW`."""
    return datetime.fromisoformat(text)
