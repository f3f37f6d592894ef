"""Whatever happens to a run of `announce`, no release is posted twice, and none is lost without a word."""

from __future__ import annotations

import os
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import disk
from press.announce import run
from press.config import AnnounceChannel
from tests.fuzzing import fuzz
from tests.newsroom import Newsroom
from tests.services import DIE, Service, serving

KINDS = ("telegram", "mastodon", "webhook")
Write = Callable[[Path, bytes], None]


class KilledError(BaseException):
    """The process was killed; nothing in it catches this."""


def die() -> None:
    raise KilledError


def killer(number: int, before: bool, kill: Callable[[], None]) -> Write:
    """Return an atomic write that kills, the n-th time it is called, before or after it writes."""
    write, left = disk.write, [number]

    def killing(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] == 0 and before:
            kill()
        write(path, data)
        if left[0] == 0:
            kill()

    return killing


def announce_and_die(newsroom: Newsroom, number: int, before: bool) -> bool:
    """Announce in another process, which is killed at its n-th write; False: it had fewer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the servers' threads do not exist in the other process
        child = os.fork()
    if child == 0:
        with suppress(BaseException), pytest.MonkeyPatch.context() as patch:
            patch.setattr(disk, "write", killer(number, before, lambda: os.kill(os.getpid(), signal.SIGKILL)))
            newsroom.announce()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@contextmanager
def a_day(kind: str) -> Iterator[tuple[Newsroom, Service]]:
    """A newsroom with one channel: a release was announced and then corrected, and two others are new."""
    with tempfile.TemporaryDirectory(prefix="press-") as folder, serving(Service()) as service:
        newsroom = Newsroom(Path(folder), kanal=AnnounceChannel(kind, service.url, "@humas"))
        newsroom.publish("a", "Judul A")
        newsroom.announce()
        newsroom.correct("a", "Satu.")
        newsroom.publish("b", "Judul B")
        newsroom.publish("c", "Judul C")
        yield newsroom, service


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_a_run_may_be_killed_at_every_write(kind: str, before: bool) -> None:
    number, was_killed = 0, True
    while was_killed:
        number += 1
        with a_day(kind) as (newsroom, service):
            was_killed = announce_and_die(newsroom, number, before)
            found = newsroom.announce()
            texts = [text for text in service.shown.values() if "Judul A" not in text]
            assert sum("Judul B" in text for text in texts) <= 1, number
            assert sum("Judul C" in text for text in texts) <= 1, number
            unknown = {one.id for one in found if one.status == "unknown"}
            for id in unknown:
                answer = "sent" if any(f"Judul {id.upper()}" in text for text in texts) else "again"
                run.resolve(newsroom.file(), "kanal", id, answer)
            assert not unknown or kind == "telegram"
            newsroom.announce()
            assert newsroom.announce() == []
            shown = "".join(service.shown.values())
            assert shown.count("Judul B") == shown.count("Judul C") == 1, number
            assert shown.count("Satu.") == 1, number
    assert number >= 8  # one before the first post, two for each post


@pytest.mark.parametrize("before", [True, False])
def test_files_may_be_cut_at_every_write(before: bool, tmp_path: Path) -> None:
    number, was_killed = 0, True
    while was_killed:
        number += 1
        channels = {kind: AnnounceChannel(kind, f"file:{kind}") for kind in ("whatsapp", "email")}
        newsroom = Newsroom(tmp_path / str(number), **channels)
        newsroom.publish("a")
        was_killed = announce_and_die(newsroom, number, before)
        newsroom.announce()
        assert newsroom.announce() == []
        names = sorted(path.suffix for path in newsroom.root.glob("*/*.*") if not path.name.startswith("."))
        assert names == [".eml", ".html", ".txt", ".txt"], number


STEPS = st.one_of(
    st.tuples(st.just("publish"), st.just(0)),
    st.tuples(st.sampled_from(["correct", "withdraw"]), st.integers(0, 5)),
    st.tuples(st.just("announce"), st.just(0)),
    st.tuples(st.just("die"), st.integers(1, 6)),
    st.tuples(st.just("wait"), st.sampled_from([5, 70])),
    st.tuples(st.just("fault"), st.sampled_from([429, 500, 400, DIE])),
)


def follow(newsroom: Newsroom, service: Service, step: str, value: int | str, to_be_shown: dict[str, str]) -> None:
    """Do one step of a history; `to_be_shown` are the corrections of releases that readers have seen."""
    ids = list(newsroom.stories)
    if step == "publish":
        newsroom.publish(f"r{len(ids)}", f"Judul {len(ids)}.")
    elif step == "fault":
        service.faults.append(value)
    elif step == "announce":
        newsroom.announce()
    elif step == "wait" and isinstance(value, int):
        newsroom.wait(minutes=value)
    elif step == "die" and isinstance(value, int):
        with suppress(KilledError), pytest.MonkeyPatch.context() as patch:
            patch.setattr(disk, "write", killer(value, value % 2 == 0, die))
            newsroom.announce()
    elif ids and isinstance(value, int):
        id = ids[value % len(ids)]
        if step == "correct" and not newsroom.stories[id].is_withdrawn:
            newsroom.wait(seconds=1)
            newsroom.correct(id, f"Ralat {newsroom.now:%d%H%M%S}.")
            if any(f"Judul {id[1:]}." in text for text in service.shown.values()):
                to_be_shown[id] = f"Ralat {newsroom.now:%d%H%M%S}."
        elif step == "withdraw" and not newsroom.stories[id].is_withdrawn:
            newsroom.withdraw(id)


@pytest.mark.parametrize("kind", KINDS)
@fuzz(examples=25)
@given(history=st.lists(STEPS, max_size=14))
def test_any_history_posts_each_release_once(kind: str, history: list[tuple[str, int | str]]) -> None:
    """Nothing is posted twice; in the end, everything is posted in its last state, or was reported."""
    with tempfile.TemporaryDirectory(prefix="press-") as folder, serving(Service()) as service:
        newsroom = Newsroom(Path(folder), kanal=AnnounceChannel(kind, service.url, "@humas", hours=1000))
        to_be_shown: dict[str, str] = {}
        for step, value in history:
            follow(newsroom, service, step, value, to_be_shown)
        service.faults = []
        reported = {one.id for one in newsroom.announce() if one.failed}
        reported |= {one.id for one in newsroom.announce() if one.failed}
        for number, (id, story) in enumerate(newsroom.stories.items()):
            texts = [text for text in service.shown.values() if f"Judul {number}." in text]
            new = [text for text in texts if kind != "webhook" or "release.published" in text]
            assert len(new) <= 1, (id, texts)
            if not story.is_withdrawn:
                assert new or id in reported, (id, texts)
            if new and id not in reported:
                assert not story.is_withdrawn or any("Dicabut: " in text for text in texts), texts
                assert story.is_withdrawn or any(to_be_shown.get(id, "") in text for text in texts), texts
        assert not [one for one in newsroom.announce() if one.status != "unknown"]
