"""Where a site may be built: nowhere where it would replace or delete files that are not of a site of ours."""

from __future__ import annotations

import os
from pathlib import Path

from press import disk
from press.errors import Misuse
from press.i18n.mark import N_
from press.site import manifest
from press.site.writer import NOT_OURS, TEMPORARY, SiteFolder
from press.store.card_keys import fold
from press.store.ledger import Ledger

_SOURCES = ("posts", "pages", "static", "network", "templates", "config.toml", ".press", ".git")
"""What of a portal no site may be, contain or be in."""
_PREVIEW = Path(".press/preview")


def check(output: Path, root: Path) -> None:
    """Raise `Misuse` if a folder overlaps with the sources of the portal at `root`, or is a home folder or a disk."""
    place, portal = _real(output), _real(root)
    if place == portal / _PREVIEW:
        return
    sources = [_real(root / name) for name in _SOURCES]
    home = _real(os.path.expanduser("~"))
    is_above = any(path.is_relative_to(place) for path in (*sources, portal, home))
    if is_above or any(place.is_relative_to(source) for source in sources) or ".git" in place.parts:
        message = N_("the site cannot be built in {folder}, where other files are; choose a folder of its own")
        raise Misuse(message, folder=output)
    for path in (output, *output.parents):
        if os.path.lexists(path) and not path.is_dir():
            raise Misuse(N_("the site cannot be built in {folder}, which is not a folder"), folder=path)


def check_ours(site: SiteFolder, ledger: Ledger) -> None:
    """Raise `Misuse` if a folder has files, and none shows that a build of Press made it."""
    folder = site.folder
    try:
        names = {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return
    if (
        names <= NOT_OURS
        or site.is_incomplete()
        or TEMPORARY in names
        or _has_manifest(folder)
        or _is_known(folder, ledger)
    ):
        return
    message = N_(
        "{folder} contains files that Press did not make; it would delete them: choose an empty folder, or run this "
        "with --adopt if they may be deleted"
    )
    raise Misuse(message, folder=folder)


def _has_manifest(folder: Path) -> bool:
    path = folder / manifest.NAME
    try:
        return path.is_file() and manifest.is_ours(path.read_bytes())  # reading from a pipe would take for ever
    except OSError:
        return False


def _is_known(folder: Path, ledger: Ledger) -> bool:
    """Tell whether a file at the top of a folder is as the ledger says."""
    for record in ledger.outputs_at_top():
        try:
            stat = (folder / record.address).lstat()
        except OSError:
            continue
        if (stat.st_size, stat.st_mtime_ns & disk.LARGEST) == (record.size, record.mtime):
            return True
    return False


def _real(path: str | Path) -> Path:
    """Return the path without links, also in a loop of links; in small letters, as some file systems ignore case."""
    return Path(fold(os.path.realpath(path)))
