"""Faults: a killed build, a full disk, a damaged cache, a site edited by hand, builds at the same time.

No file of the site is ever incomplete, and the next build gives the same as a clean build.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from press.errors import Busy, Exit
from tests.portal import CONFIG, NOW, Portal, Site, files, take_interrupts

REPOSITORY = Path(__file__).parent.parent.parent


@pytest.fixture
def filled(portal: Portal) -> Portal:
    """A portal with 12 releases, and three of another portal."""
    member = '\n[network.hulu]\ntitle = "Hulu"\nurl = "https://hulu.example/feed.json"\n'
    portal.write("config.toml", f"{CONFIG}{member}")
    for number in range(1, 4):
        item = {"id": f"hulu-{number}", "url": f"https://hulu.example/{number}/", "title": f"Kabar {number}"}
        item |= {"published": f"2026-0{number}-03T10:00:00+08:00", "summary": "Ringkasan."}
        portal.write(f"network/hulu/2026/kabar-{number}.json", json.dumps(item))
    for number in range(1, 13):
        fields = {"title": f"Judul {number}", "date": f"2026-0{number % 5 + 1}-0{number % 9 + 1} 10:00"}
        portal.post(f"{number}.md", f"Isi {number}. " * 40, topics=f"[topik-{number % 3}]", id=f"n-{number}", **fields)
    return portal


def clean_build(portal: Portal) -> Site:
    """The site that a clean build gives."""
    portal.build("clean")
    return portal.site("clean")


def command(portal: Portal) -> list[str]:
    options = ["--root", str(portal.root), "--now", NOW, "--jobs", "1"]
    return [sys.executable, str(REPOSITORY / "build.py"), "build", *options]


def is_mix_of(site: Site, *states: Site) -> bool:
    """Whether each file equals that of one of the states. Temporary files are not compared."""
    return all(
        any(state.get(address) == data for state in states)
        for address, data in site.items()
        if not address.startswith(".press~/")
    )


_KILLER = """
import os, signal, sys
sys.argv = {argv!r}
calls = 0
def trace(event, arguments):
    global calls
    if event in {events!r}:
        calls += 1
        if calls == {number}:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(trace)
sys.path.insert(0, {home!r})
from press.cli.commands import main
main()
"""
_EVENTS = ("os.rename", "os.remove", "os.mkdir", "open", "os.utime", "os.rmdir")


def test_killed_at_many_points_the_next_build_is_right(filled: Portal) -> None:
    """Kill a build at its n-th call that opens, creates, renames or removes a file, for many n."""
    filled.build()
    old = filled.site()
    filled.post("3.md", "Isi yang baru.", title="Judul baru", date="2026-04-04 10:00", topics="[topik-9]", id="n-3")
    (filled.root / "posts/5.md").unlink()
    new = clean_build(filled)
    snapshot = filled.root.parent / "snapshot"
    shutil.copytree(filled.root, snapshot, symlinks=True)
    number, kills = 1, 0
    while True:
        shutil.rmtree(filled.root)
        shutil.copytree(snapshot, filled.root, symlinks=True)
        script = _KILLER.format(argv=command(filled)[1:], events=_EVENTS, number=number, home=str(REPOSITORY))
        code = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode
        assert code in (0, -signal.SIGKILL)
        assert is_mix_of(filled.site(), old, new), number
        filled.build()
        assert filled.site() == new, number
        if code == 0:
            break
        kills += 1
        number += max(1, number // 3)
    assert kills > 8


def test_killed_and_then_the_edit_is_undone_the_next_build_is_right(filled: Portal) -> None:
    """The hardest case for the ledger: files were published that no later edit affects."""
    filled.build()
    old = filled.site()
    text = (filled.root / "posts/3.md").read_bytes()
    for number in (5, 15, 25, 40, 60, 80, 110):
        filled.post("3.md", "Isi yang baru.", title="Judul baru", date="2026-04-04 10:00", id="n-3")
        script = _KILLER.format(argv=command(filled)[1:], events=("os.rename",), number=number, home=str(REPOSITORY))
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
        filled.write("posts/3.md", text)
        filled.build()
        assert filled.site() == old, number


def test_full_disk_leaves_no_incomplete_files(filled: Portal) -> None:
    """A limit of the file size simulates a full disk: writes fail in the middle with an `OSError`."""
    filled.build()
    old = filled.site()
    filled.post("3.md", "Isi yang sangat panjang. " * 4000, title="Judul baru", id="n-3")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(command(filled), capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == Exit.CONTENT, done.stderr
    assert "press:" in done.stderr
    new = clean_build(filled)
    assert is_mix_of(filled.site(), old, new)
    filled.build()
    assert filled.site() == new


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for position in range(len(data) // 7, len(data), max(1, len(data) // 7)):
        data[position] ^= 0x55
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [truncate, flip, empty, remove])
def test_damaged_cache_does_not_change_the_next_build(filled: Portal, damage: Callable[[Path], None]) -> None:
    """Whichever file of the cache is damaged, the next build is right."""
    filled.build()
    names = [path.name for path in (filled.root / ".press").iterdir() if path.is_file()]
    for name in names:
        filled.post("3.md", f"Isi setelah {name} dan {damage.__name__}.", title="Judul", id="n-3")
        if (filled.root / ".press" / name).exists():
            damage(filled.root / ".press" / name)
        filled.build()
        assert filled.site() == clean_build(filled), name


def test_deleted_cache_does_not_change_the_next_build(filled: Portal) -> None:
    filled.build()
    (filled.root / "posts/3.md").unlink()
    shutil.rmtree(filled.root / ".press")
    filled.build()
    assert filled.site() == clean_build(filled)


def test_deleted_site_is_built_again(filled: Portal) -> None:
    filled.build()
    shutil.rmtree(filled.root / "site")
    filled.build()
    assert filled.site() == clean_build(filled)


def test_site_edited_by_hand_is_restored(filled: Portal) -> None:
    filled.build()
    new, site = clean_build(filled), filled.root / "site"
    (site / "index.html").write_bytes(new["index.html"].replace(b"a", b"e", 1))
    (site / "2026/04/3/index.html").unlink()
    (site / "judi").mkdir()
    (site / "judi/index.html").write_text("slot")
    (site / "2026/04/tamu.html").write_text("tamu")
    (site / "manifest.json").write_text("{}")
    filled.build()
    assert filled.site() == new


def test_a_second_build_at_the_same_time_is_refused(filled: Portal) -> None:
    filled.build()
    with FileLock(filled.root / ".press/build.lock"):
        with pytest.raises(Busy):
            filled.build()
        done = subprocess.run(command(filled), capture_output=True, text=True, check=False)
    assert done.returncode == Exit.BUSY
    assert done.stderr.count("\n") == 1


def test_eight_builds_at_the_same_time_give_a_right_site(filled: Portal) -> None:
    builds = [subprocess.Popen(command(filled), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(8)]
    codes = [build.wait() for build in builds]
    assert set(codes) <= {Exit.GOOD, Exit.BUSY}
    assert Exit.GOOD in codes
    assert filled.site() == clean_build(filled)


def test_an_interrupted_build_exits_130_without_traceback(filled: Portal) -> None:
    """SIGINT, as sent by ^C."""
    for number in range(13, 400):
        filled.post(f"{number}.md", "Isi. " * 300, title=f"Judul {number}", id=f"n-{number}")
    code, errors = interrupted_build(filled)
    while code == Exit.GOOD:  # on a busy machine, it may have ended before the signal
        shutil.rmtree(filled.root / ".press")
        shutil.rmtree(filled.root / "site")
        code, errors = interrupted_build(filled)
    assert code == Exit.INTERRUPTED
    assert "Traceback" not in errors
    filled.build()
    assert filled.site() == clean_build(filled)


def interrupted_build(portal: Portal) -> tuple[int, str]:
    """Build, and interrupt the build while it publishes. Return its exit code and what it printed as errors."""
    build = subprocess.Popen(
        command(portal),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=take_interrupts,  # noqa: PLW1509
    )
    while not (portal.root / ".press/build.publishing").exists() and build.poll() is None:
        time.sleep(0.01)
    build.send_signal(signal.SIGINT)
    _, errors = build.communicate()
    return build.returncode, errors


def test_temporary_files_of_a_killed_build_are_deleted(filled: Portal) -> None:
    """Those that a killed build left in its folder for temporary files."""
    filled.build()
    temporary = filled.root / "site" / ".press~"
    temporary.mkdir()
    (temporary / "1").write_text("setengah")
    (filled.root / ".press/build.publishing").touch()
    filled.build()
    assert files(temporary) == {}
