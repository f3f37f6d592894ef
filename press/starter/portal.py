"""From the sample portal to an empty one with a name of its own: settings, standing pages, and a plain coat of arms.

The files here are the new ones, with the names of `Answers` in braces.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from press import disk, slugs
from press.errors import Misuse
from press.i18n.mark import N_
from press.site import manifest
from press.site.writer import NOT_OURS

SAMPLE = "berita.wirantara.example"
"""The host of the sample portal."""
_FOLDER = Path(__file__).parent
_ASSETS = Path("templates/assets")
_SAMPLE_IMAGES = ("crest.svg", "icon.svg")


class Answers(msgspec.Struct, frozen=True):
    """What a new portal must know of itself."""

    title: str
    publisher: str
    base_url: str
    timezone: str
    colour: str
    contact_name: str
    contact_role: str
    phone: str
    email: str
    offices: tuple[str, ...]
    """Their full names."""


def check_is_sample(root: Path, base_url: str) -> None:
    """Raise `Misuse` if a portal is not the sample any longer, or if something in it would be lost."""
    from press.content import git  # noqa: PLC0415 - only for this command

    if urlsplit(base_url).hostname != SAMPLE:
        message = N_("this portal has a name of its own already: {address}; change it in config.toml")
        raise Misuse(message, address=base_url)
    changed = git.output(root, "status", "--porcelain", "--", ".")
    if changed is None:
        raise Misuse(N_("this folder is not in Git, and files would be lost; first: git init, git add ., git commit"))
    if changed.strip():
        raise Misuse(N_("some files are not committed yet, and would be lost; first: git add ., git commit"))


def write(root: Path, output: Path, answers: Answers, year: int) -> None:
    """Delete the sample portal and what was built of it, and write the settings and pages of the new one.

    Nobody misses the addresses of the sample: without site and cache, none of them counts as published.
    """
    shutil.rmtree(root / "network", ignore_errors=True)
    shutil.rmtree(root / ".press", ignore_errors=True)
    _delete_built(output)
    for folder in ("posts", "pages", "static"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir()
    words = msgspec.structs.asdict(answers)
    for page in sorted((_FOLDER / "pages").iterdir()):
        disk.write(root / "pages" / page.name, page.read_text(encoding="utf-8").format_map(words).encode())
    for name in _SAMPLE_IMAGES:
        image = (_FOLDER / name).read_text(encoding="utf-8").replace("{colour}", answers.colour)
        disk.write(root / _ASSETS / name, image.encode())
    disk.write(root / "config.toml", _settings(answers, year).encode())


def _delete_built(output: Path) -> None:
    """Delete what Press built into a folder; a folder with files of others is left as it is."""
    root = output / manifest.NAME
    if root.is_file() and manifest.is_ours(root.read_bytes()):
        for path in output.iterdir():
            if path.name not in NOT_OURS:
                disk.remove(path)


def _settings(answers: Answers, year: int) -> str:
    values = {
        **{name: _quoted(value) for name, value in msgspec.structs.asdict(answers).items() if isinstance(value, str)},
        "description": _quoted(f"Siaran pers, berita, pengumuman, dan klarifikasi resmi {answers.publisher}."),
        "authority": _quoted(urlsplit(answers.base_url).hostname or ""),
        "year": year,
        "offices": "\n".join(map(_office, answers.offices)),
    }
    return (_FOLDER / "config.txt").read_text(encoding="utf-8").format_map(values)


def _office(name: str) -> str:
    return f'[offices.{slugs.slugify(name)}]\nname = {_quoted(name)}\ncontact = "humas"\n'


def _quoted(text: str) -> str:
    """Return a text as a basic string of TOML, which JSON's are too (https://toml.io/en/v1.0.0#string)."""
    return json.dumps(text, ensure_ascii=False)
