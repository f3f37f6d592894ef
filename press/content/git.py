"""All calls of git: which commit is checked out, and which files of the portal differ from a commit.

What anybody can set must not hide a change from a build, and must not make it run a program. So git gets settings that
report everything (`_SETTINGS`), and no variables from outside. Where that is not enough, git is not asked: then all
files are compared with the last build. Reasons: docs/decisions/0010-git-tells-what-changed.md.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import msgspec

from press.content.git_index import RACY, edits_to_check
from press.model import NETWORK, NO_REVISION, STATIC, Revision

FOLDERS = ("posts", "pages", STATIC.rstrip("/"), NETWORK.rstrip("/"))
"""The folders whose files are sources."""
_WITHIN = tuple(f"{folder}/" for folder in FOLDERS)
_CONVERSIONS = re.compile(rb"^[^#\n]*\s(?:text|eol|crlf|filter|ident|working-tree-encoding)\b", re.MULTILINE)
"""Attributes because of which the content of a file may differ from that in git (gitattributes(5))."""
_SETTINGS = {
    "core.fsmonitor": "false",  # is a program, and may miss changes
    "core.hooksPath": os.devnull,  # git status runs a hook when it updates the index
    "core.untrackedCache": "false",  # does not see a new file in a folder whose mtime was restored
    "core.trustctime": "true",
    "core.checkStat": "default",
    "core.fileMode": "false",  # a new mode is no new content
    "core.symlinks": "true",
    "core.attributesFile": os.devnull,
    "core.autocrlf": "false",
}
"""git-config(1). `revision` looks for files that were marked as unchanged by ``core.ignoreStat``."""
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # before git 2.45, this prevents fetching of missing objects
    "GIT_TERMINAL_PROMPT": "0",
}
_WITH_SETTINGS_OF_MACHINE: dict[str, str] = {}
_SHA1_LENGTH = 40
"""Digits of a commit. In repositories with longer digests, the index has another format."""
_TIMEOUT = 60.0
"""Seconds that git may take."""
_FALSE = ("", "false", "no", "off", "0")
"""How git spells false."""


class _Command(NamedTuple):
    """A command of git."""

    arguments: tuple[str, ...]
    environment: dict[str, str] = _ENVIRONMENT


def revision(root: Path, since: int = 0) -> Revision:
    """Return the commit that is checked out, and the files that differ from it or are not tracked.

    `since` is when git was run for the last build, in nanoseconds: earlier edits need not be found. `NO_REVISION` if
    there is no repository, or if git would not report every difference: with submodules, in a sparse checkout, with
    files that git converts or replaces by others.
    """
    started, root = time.time_ns(), root.resolve()  # git prints the top folder of the repository resolved, too
    top = next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)
    commit, index = _commit(root, top) if top else ("", root)
    if not top or not commit:
        return NO_REVISION
    options = ("--porcelain", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--ignore-submodules=dirty")
    files, status = ("ls-files", "-z", "-v", "--", *FOLDERS), ("status", *options, "--", *FOLDERS)
    found = _outputs(root, _Command(files), _Command(status))
    unseen = (edits_to_check(index, top, since) if since else []) if found else None
    if found is None or unseen is None:
        return NO_REVISION
    prefix = "" if root == top else f"{root.relative_to(top).as_posix()}/"
    differing = (entry[3:] for entry in found[1].split("\0") if entry)
    within = {path.removeprefix(prefix) for path in (*differing, *unseen) if path.startswith(prefix)}
    dirty = within.union(_marked(found[0]))
    return Revision(commit, tuple(sorted(path for path in dirty if path.startswith(_WITHIN))), started)


def with_recent_edits(root: Path, now: Revision, paths: Iterable[str]) -> Revision:
    """Return a revision that also lists files as dirty that were edited since git was run.

    Such an edit may be undone before the next build. Then git reports no difference, although the last build read the
    edited file.
    """
    if now == NO_REVISION:
        return NO_REVISION
    recent = (path for path in paths if _is_recent(root / path, now.started))
    return msgspec.structs.replace(now, dirty=tuple(sorted({*now.dirty, *recent})))


def differing(root: Path, old: str, new: str) -> list[str] | None:
    """Return the files in which two commits differ; None if git cannot tell."""
    if not old or not new:
        return None
    options = ("-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "--ignore-submodules=none")
    found = _outputs(root, _Command(("diff-tree", *options, old, new))) if old != new else [""]
    return [path for path in found[0].split("\0") if path] if found else None


def _commit(root: Path, top: Path) -> tuple[str, Path]:
    """Return the commit that is checked out, and git's index; ``""`` if git would not report every difference from it.

    `top` is the folder in which ``.git`` is.
    """
    paths = [part for name in ("index", "info/sparse-checkout", "info/attributes") for part in ("--git-path", name)]
    repository = _Command(("rev-parse", "HEAD", *paths, "--show-toplevel", "--glob=refs/replace/*"))
    settings = _Command(("config", "--null", "--list", "--show-scope"), _WITH_SETTINGS_OF_MACHINE)
    found = _outputs(root, repository, settings)
    if not found:
        return "", root
    commit, index, sparse, attributes, git_top, *replaced = found[0].rstrip("\n").split("\n")
    if (
        git_top != top.as_posix()
        or replaced
        or len(commit) != _SHA1_LENGTH
        or (root / sparse).exists()
        or (top / ".gitmodules").exists()
    ):
        return "", root
    folders = (folder for folder in (root, *root.parents) if folder.is_relative_to(top))
    files = (root / attributes, *(folder / ".gitattributes" for folder in folders), *_attributes_of_machine())
    is_unsafe = _hides_changes(found[1]) or any(_converts(path) for path in files)
    return "" if is_unsafe else commit, root / index


def _hides_changes(settings: str) -> bool:
    """Tell whether some of the settings that git lists change the content of files, or run programs to read them.

    Also those of the machine count: other calls of git use them, and note in the index that a file is as committed.
    """
    parts = settings.split("\0")
    pairs = zip(parts[::2], parts[1::2], strict=False)
    named = [(scope, *setting.partition("\n")) for scope, setting in pairs if scope != "command"]  # not `_SETTINGS`
    values = {name: value.lower() if has_value else "true" for _, name, has_value, value in named}
    has_filters = any(name.startswith("filter.") for scope, name, *_ in named if scope in ("local", "worktree"))
    converts = any(values.get(name, "") not in _FALSE for name in ("core.autocrlf", "core.ignorecase"))
    return has_filters or converts or "core.attributesfile" in values


def _attributes_of_machine() -> Iterable[Path]:
    """Return the files of attributes that are for all repositories."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111 - raises no error
    return Path(home, "git/attributes"), Path("/etc/gitattributes")


def _converts(attributes: Path) -> bool:
    try:
        return bool(_CONVERSIONS.search(attributes.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _marked(listed: str) -> list[str]:
    """Return those files of a list whose changes git does not report: marked as unchanged, or as not checked out.

    Such a mark is a letter other than ``H`` before the name (git-ls-files(1), option ``-v``).
    """
    if f"\0{listed}".count("\0H ") == listed.count("\0"):
        return []
    return [entry[2:] for entry in listed.split("\0") if entry and not entry.startswith("H ")]


def _is_recent(path: Path, since: int) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return True
    return max(stat.st_mtime_ns, stat.st_ctime_ns) >= since - RACY


def _outputs(root: Path, *commands: _Command) -> list[str] | None:
    """Run several commands of git at the same time, and return what each prints; None if one of them fails."""
    import subprocess  # noqa: PLC0415 - takes 9 ms, and most builds do not need it

    options = {"cwd": root, "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        with ExitStack() as running:
            processes = []
            for arguments, environment in commands:
                process = subprocess.Popen(_line(arguments), env=_inherited() | environment, **options)  # type: ignore[call-overload]  # noqa: S603 - no shell
                processes.append(running.enter_context(process))
                running.callback(process.kill)
            printed = [process.communicate(timeout=_TIMEOUT)[0] for process in processes]
            has_failed = any(process.returncode for process in processes)
    except (OSError, subprocess.SubprocessError):
        return None
    return None if has_failed else [data.decode(errors="surrogateescape") for data in printed]


def output(root: Path, *arguments: str, input: bytes = b"") -> bytes | None:
    """Run one command of git with some input, and return what it prints; None if it fails."""
    import subprocess  # noqa: PLC0415 - see above

    options = {"cwd": root, "input": input, "capture_output": True, "timeout": _TIMEOUT, "check": True}
    try:
        done = subprocess.run(_line(arguments), env=_inherited() | _ENVIRONMENT, **options)  # type: ignore[call-overload]  # noqa: S603, PLW1510 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    return bytes(done.stdout)


def lock_of_index(root: Path) -> Path | None:
    """Return the file that is there while git changes its index; None outside a repository."""
    found = output(root, "rev-parse", "--git-path", "index.lock")
    return root / os.fsdecode(found).rstrip("\n") if found else None


def _line(arguments: Iterable[str]) -> list[str]:
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return ["git", "--no-pager", "--literal-pathspecs", *settings, *arguments]


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
