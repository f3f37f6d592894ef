"""Faults: a killed build, a full disk, a rotten cache, a site that somebody edited, two builds at once.

Every file stays whole, and the next build brings what a clean one brings.
"""

from __future__ import annotations

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
from tests.portal import NOW, Portal, Site, files

HOME = Path(__file__).parent.parent.parent


@pytest.fixture
def busy(portal: Portal) -> Portal:
    """A portal with some releases."""
    for number in range(1, 13):
        fields = {"title": f"Judul {number}", "date": f"2026-0{number % 5 + 1}-0{number % 9 + 1} 10:00"}
        portal.post(f"{number}.md", f"Isi {number}. " * 40, topics=f"[topik-{number % 3}]", id=f"n-{number}", **fields)
    return portal


def clean(portal: Portal) -> Site:
    """What a clean build gives."""
    portal.build("clean")
    return portal.site("clean")


def command(portal: Portal) -> list[str]:
    return [sys.executable, str(HOME / "build.py"), "build", "--root", str(portal.root), "--now", NOW, "--jobs", "1"]


def whole(site: Site, *states: Site) -> bool:
    """Every file is one that some state of the portal has, byte for byte, or a stage's."""
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


def test_killed_at_many_points(busy: Portal) -> None:
    """A kill at the n-th call that opens, makes, renames or removes a file under the portal, for many n."""
    busy.build()
    old = busy.site()
    busy.post("3.md", "Isi yang baru.", title="Judul baru", date="2026-04-04 10:00", topics="[topik-9]", id="n-3")
    (busy.root / "posts/5.md").unlink()
    new = clean(busy)
    snapshot = busy.root.parent / "snapshot"
    shutil.copytree(busy.root, snapshot, symlinks=True)
    number, died = 1, 0
    while True:
        shutil.rmtree(busy.root)
        shutil.copytree(snapshot, busy.root, symlinks=True)
        script = _KILLER.format(argv=command(busy)[1:], events=_EVENTS, number=number, home=str(HOME))
        code = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode
        assert code in (0, -signal.SIGKILL)
        assert whole(busy.site(), old, new), number
        busy.build()
        assert busy.site() == new, number
        if code == 0:
            break
        died += 1
        number += max(1, number // 6)
    assert died > 8


def test_killed_and_then_the_edit_is_taken_back(busy: Portal) -> None:
    """The hardest case for a ledger: files were published that no later edit touches."""
    busy.build()
    old = busy.site()
    text = (busy.root / "posts/3.md").read_bytes()
    for number in (5, 15, 25, 40, 60, 80, 110):
        busy.post("3.md", "Isi yang baru.", title="Judul baru", date="2026-04-04 10:00", id="n-3")
        script = _KILLER.format(argv=command(busy)[1:], events=("os.rename",), number=number, home=str(HOME))
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
        busy.write("posts/3.md", text)
        busy.build()
        assert busy.site() == old, number


def test_full_disk(busy: Portal) -> None:
    """A file-size limit stands in for a full disk: writes fail half-way with an error of the system."""
    busy.build()
    old = busy.site()
    busy.post("3.md", "Isi yang sangat panjang. " * 4000, title="Judul baru", id="n-3")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(command(busy), capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == Exit.CONTENT, done.stderr
    assert "press:" in done.stderr
    new = clean(busy)
    assert whole(busy.site(), old, new)
    busy.build()
    assert busy.site() == new


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


@pytest.mark.parametrize("rot", [truncate, flip, empty, remove])
def test_rotten_cache(busy: Portal, rot: Callable[[Path], None]) -> None:
    """Whichever file of the cache rots, the next build is right; and quiet about it."""
    busy.build()
    names = [path.name for path in (busy.root / ".press").iterdir() if path.is_file()]
    for name in names:
        busy.post("3.md", f"Isi setelah {name} dan {rot.__name__}.", title="Judul", id="n-3")
        if (busy.root / ".press" / name).exists():
            rot(busy.root / ".press" / name)
        busy.build()
        assert busy.site() == clean(busy), name


def test_cache_deleted(busy: Portal) -> None:
    busy.build()
    (busy.root / "posts/3.md").unlink()
    shutil.rmtree(busy.root / ".press")
    busy.build()
    assert busy.site() == clean(busy)


def test_site_deleted(busy: Portal) -> None:
    busy.build()
    shutil.rmtree(busy.root / "site")
    busy.build()
    assert busy.site() == clean(busy)


def test_site_edited_by_hand(busy: Portal) -> None:
    busy.build()
    new, site = clean(busy), busy.root / "site"
    (site / "index.html").write_bytes(new["index.html"].replace(b"a", b"e", 1))
    (site / "2026/04/3/index.html").unlink()
    (site / "judi").mkdir()
    (site / "judi/index.html").write_text("slot")
    (site / "2026/04/tamu.html").write_text("tamu")
    (site / "manifest.json").write_text("{}")
    busy.build()
    assert busy.site() == new


def test_two_builds_at_once(busy: Portal) -> None:
    busy.build()
    with FileLock(busy.root / ".press/build.lock"):
        with pytest.raises(Busy):
            busy.build()
        done = subprocess.run(command(busy), capture_output=True, text=True, check=False)
    assert done.returncode == Exit.BUSY
    assert done.stderr.count("\n") == 1


def test_eight_real_builds_at_once(busy: Portal) -> None:
    builds = [subprocess.Popen(command(busy), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(8)]
    codes = [build.wait() for build in builds]
    assert set(codes) <= {Exit.GOOD, Exit.BUSY}
    assert Exit.GOOD in codes
    assert busy.site() == clean(busy)


def test_interrupted(busy: Portal) -> None:
    """^C: exit 130, and no traceback."""
    for number in range(13, 400):
        busy.post(f"{number}.md", "Isi. " * 300, title=f"Judul {number}", id=f"n-{number}")
    build = subprocess.Popen(
        command(busy),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - jobs in the background are deaf
    )
    time.sleep(0.8)
    build.send_signal(signal.SIGINT)
    _, said = build.communicate()
    assert build.returncode == Exit.INTERRUPTED
    assert "Traceback" not in said
    busy.build()
    assert busy.site() == clean(busy)


def test_leftovers_are_swept(busy: Portal) -> None:
    """What a build that died left in its stage is no part of the site."""
    busy.build()
    stage = busy.root / "site" / ".press~"
    stage.mkdir()
    (stage / "1").write_text("setengah")
    (busy.root / ".press/build.publishing").touch()
    busy.build()
    assert files(stage) == {}
