"""The files that change during `serve`: watchdog's events, collected into batches of paths."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from press.content import git
from press.content.changes import is_ignored
from press.content.files import is_release
from press.errors import Misuse
from press.i18n.mark import N_

_FOLDERS = frozenset({"posts", "pages", "static", "network", "templates"})
_FILE = "config.toml"
_IGNORED_EVENTS = frozenset({"opened", "closed_no_write"})
_LONGEST_SLEEP = 60.0
"""Seconds after which the time is compared again: a computer that was suspended did not count them."""
_LONGEST_BATCH = 5.0
"""Seconds after which events are no longer collected, if they do not end."""
_LONGEST_SAVE = 0.5
"""Seconds within which a file that was emptied or removed gets its new content."""
_LONGEST_CHECKOUT = 60.0
"""Seconds after which git's lock is taken for one that a crash left behind."""
_MANY = 1000
"""Number of paths above which a search is faster than a list, and safer: the system drops events if there are many."""


class _Handler(FileSystemEventHandler):
    """Reports the paths of a watched folder's events, relative to the portal."""

    def __init__(self, place: Path, name: str, report: Callable[[str], None]) -> None:
        self._place, self._name, self._report = place, name, report

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Report both paths of an event, except of reading. Watchdog calls this in its own thread."""
        if event.event_type in _IGNORED_EVENTS or (event.is_directory and event.event_type == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if path and Path(str(path)).is_relative_to(self._place):
                self._report((self._name / Path(str(path)).relative_to(self._place)).as_posix())


class Changes:
    """The paths of changed files and folders, relative to the root."""

    def __init__(self, root: Path, observer: BaseObserver) -> None:
        self._root, self._observer = root, observer
        self._paths: queue.Queue[str] = queue.Queue()
        self._watches: dict[str, ObservedWatch] = {}
        self._git_lock = git.lock_of_index(root)

    def watch(self, name: str) -> None:
        """Watch the root, ``""``, or a folder with all that is in it; again if it was watched, as it may be a new one.

        Raises `Misuse` if the system can watch no more folders.
        """
        if old := self._watches.pop(name, None):
            with suppress(OSError, KeyError):  # its folder may be gone
                self._observer.unschedule(old)
        place = (self._root / name).resolve()
        if not place.is_dir():
            return
        try:
            handler = _Handler(place, name, self._report)
            self._watches[name] = self._observer.schedule(handler, str(place), recursive=bool(name))
        except OSError as reason:
            if place.is_dir():
                message = N_("the folder {path} cannot be watched: {reason}; let the system watch more folders")
                raise Misuse(message, path=place, reason=reason.strerror) from None

    def wait(self, quiet: float, until: float | None) -> tuple[str, ...] | None:
        """Wait for events, and then until none came for `quiet` seconds: editors save in many steps.

        Returns None instead of the paths if there are so many that some may be missing; nothing if no event came until
        a time, in seconds since the epoch.
        """
        if not (first := self._first(until)):
            return ()
        paths = self._batch(first, quiet)
        for folder in paths & _FOLDERS:
            self.watch(folder)
        return tuple(sorted(paths)) if len(paths) <= _MANY else None

    def _first(self, until: float | None) -> str:
        """Wait for an event, and return its path; ``""`` if none came in time."""
        while until is None or time.time() < until:
            sleep = _LONGEST_SLEEP if until is None else min(until - time.time(), _LONGEST_SLEEP)
            with suppress(queue.Empty):
                return self._paths.get(timeout=max(0.0, sleep))
        return ""

    def _batch(self, first: str, quiet: float) -> set[str]:
        """Return the paths of all events that belong together."""
        paths, started = {first}, time.monotonic()
        while (waited := time.monotonic() - started) < _LONGEST_BATCH:
            try:
                paths.add(self._paths.get(timeout=quiet))
            except queue.Empty:
                is_saving = waited <= _LONGEST_SAVE and any(self._is_unfinished(path) for path in paths)
                if not is_saving and not self._is_git_at_work():
                    break
        return paths

    def _is_unfinished(self, path: str) -> bool:
        """Tell whether a file is empty, or a text is gone: an editor may be about to write it."""
        try:
            return (self._root / path).stat().st_size == 0
        except OSError:
            return is_release(path) or path == _FILE

    def _is_git_at_work(self) -> bool:
        """Tell whether git is checking out files: until it has finished, it locks its index."""
        try:
            return self._git_lock is not None and time.time() - self._git_lock.stat().st_mtime < _LONGEST_CHECKOUT
        except OSError:
            return False

    def _report(self, path: str) -> None:
        folder, _, rest = path.partition("/")
        if path == _FILE or (folder in _FOLDERS and not (rest and is_ignored(path))):
            self._paths.put(path)


@contextmanager
def watching(root: Path) -> Iterator[Changes]:
    """Watch a portal's sources for a block; never its output. Raises `Misuse` if the system cannot."""
    observer = Observer()
    changes = Changes(root, observer)
    observer.start()
    try:
        for name in ("", *sorted(_FOLDERS)):
            changes.watch(name)
        yield changes
    finally:
        observer.stop()
        observer.join()
