"""A newsroom with channels and no portal, for tests of announcements: stories, the record, and a clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from press.announce import run
from press.announce.channel import Channel, Patience
from press.announce.record import File
from press.announce.run import Announcement, Outcome
from press.announce.stories import Story, correction_event
from press.announce.verify import Verifier
from press.config import AnnounceChannel, Config

BASE = "https://uji.example/"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PATIENCE = Patience(timeout=60, attempts=2, pause=0.001, longest=0.2)
"""Long enough for a busy machine."""
HANG_TIMEOUT = 0.5
"""Seconds; for a service that never answers."""


class Newsroom:
    """Publishes, corrects and withdraws releases, and announces them."""

    def __init__(self, root: Path, **channels: AnnounceChannel) -> None:
        self.root, self.now = root, NOON
        self.channels = channels
        self.stories: dict[str, Story] = {}
        self.announce()  # the first run counts all that is public as announced

    def publish(self, id: str, title: str = "Judul", **more: Any) -> None:
        """Publish a release now."""
        address = f"2026/06/{id}/index.html"
        path = self.root / "site" / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(title)
        fields = {
            "id": id, "date": self.now, "kind": "release", "topics": (), "offices": (), "tags": (), "language": "id",
            "words": "id", "is_current": True, "is_withdrawn": False, "address": address,
            "url": f"{BASE}2026/06/{id}/", "title": title, "description": "Ringkasan.", "corrections": {},
            "image": "", "card": "",
        }  # fmt: skip
        self.stories[id] = Story(**{**fields, **more})

    def correct(self, id: str, note: str) -> None:
        """Correct a release now."""
        story = self.stories[id]
        corrections = {**story.corrections, correction_event(self.now): note}
        self.stories[id] = msgspec.structs.replace(story, corrections=corrections)

    def withdraw(self, id: str) -> None:
        """Withdraw a release now."""
        title = f"Dicabut: {self.stories[id].title}"
        self.stories[id] = msgspec.structs.replace(
            self.stories[id], title=title, description="Salah.", is_withdrawn=True, is_current=False
        )

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def file(self) -> File:
        """The record, read from the disk."""
        return File(self.root / "announced.json")

    def announce(self, only: Sequence[str] = (), feeds: dict[str, str] | None = None, **more: Any) -> list[Outcome]:
        """Announce what is due."""
        config = Config("Portal Uji", BASE, "id", "Asia/Makassar")
        ready = tuple(self._channel(name) for name in self.channels if not only or name in only)
        verifier = Verifier(self.root / "site", config, asks=False)
        request = Announcement(ready, verifier, feeds or {}, patience=PATIENCE)
        stories = sorted(self.stories.values(), key=lambda one: (one.date, one.id))
        return list(run.announce(msgspec.structs.replace(request, **more), self.file(), stories))

    def statuses(self, **more: Any) -> list[str]:
        """Announce, and return only what became of each post."""
        return [one.status for one in self.announce(**more)]

    def _channel(self, name: str) -> Channel:
        site = self.root / "site"
        return Channel(name, self.channels[name], "rahasia", self.root, site, "Portal Uji", "uji.example", self.now)
