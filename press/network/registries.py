"""Registries of names that portals share: each is one file, which is copied into ``dictionaries/NAME/``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from press import disk, toml
from press.config import Registry
from press.i18n.mark import N_
from press.network.entries import Reason
from press.network.fetch import Manners, fetch


def copied(root: Path, name: str, registry: Registry, manners: Manners) -> bool | Reason:
    """Fetch a registry, and write it if it can be read. Returns whether it differs, or why it is not taken.

    Raises `OSError` if it cannot be written.
    """
    answer = fetch(registry.url, frozenset({urlsplit(registry.url).netloc.lower()}), manners)
    if answer.fault:
        return answer.fault
    is_toml = urlsplit(registry.url).path.endswith(".toml")
    try:
        text = answer.body.decode("utf-8-sig")
        if is_toml:
            toml.loads(text)
    except (UnicodeDecodeError, toml.NotToml):
        return Reason(N_("what it answers is no registry that can be read"))
    if not text.strip() or any(not (one.isprintable() or one in "\n\r\t") for one in text):
        return Reason(N_("what it answers is no registry that can be read"))
    target = root / "dictionaries" / name / ("names.toml" if is_toml else "names.txt")
    if target.is_file() and target.read_bytes() == answer.body:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    disk.write(target, answer.body)
    return True
