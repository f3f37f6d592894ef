"""The files that change during `serve`: watchdog's events, collected into batches of paths."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_FOLDERS = ("posts", "pages", "static", "templates")
_IGNORED_EVENTS = frozenset({"opened", "closed_no_write"})
_MAX_WAIT = 24 * 3600.0


class Changes(FileSystemEventHandler):
    """The paths of changed files, relative to the root."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths: queue.Queue[str] = queue.Queue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Record both paths of an event, except of reading. Watchdog calls this in its own thread."""
        if event.event_type in _IGNORED_EVENTS or (event.is_directory and event.event_type == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            name = self._relative(str(path)) if path else ""
            if name == "config.toml" or name.startswith(tuple(f"{folder}/" for folder in _FOLDERS)):
                self._paths.put(name)

    def wait(self, quiet: float, at_most: float | None) -> tuple[str, ...]:
        """Wait for events, and then until none came for `quiet` seconds: editors save in many steps.

        Returns nothing if no event came for `at_most` seconds.
        """
        try:
            paths = {self._paths.get(timeout=min(at_most, _MAX_WAIT) if at_most is not None else _MAX_WAIT)}
        except queue.Empty:
            return ()
        while True:
            try:
                paths.add(self._paths.get(timeout=quiet))
            except queue.Empty:
                return tuple(sorted(paths))

    def _relative(self, path: str) -> str:
        try:
            return Path(path).relative_to(self._root).as_posix()
        except ValueError:
            return ""


@contextmanager
def watching(root: Path) -> Iterator[Changes]:
    """Watch a portal's sources for a block; never its output."""
    changes, observer = Changes(root), Observer()
    observer.schedule(changes, str(root), recursive=False)
    for folder in _FOLDERS:
        if (root / folder).is_dir():
            observer.schedule(changes, str(root / folder), recursive=True)
    observer.start()
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()
