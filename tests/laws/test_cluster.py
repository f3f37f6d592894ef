"""A build on a cluster: the same bytes, whoever dies on the way; and what is said where that cannot be."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from press.build import apply, cluster, engine, publish, render
from press.build.publish import Rendered
from press.build.render import Task
from press.build.workers import Batching, WorkerPool
from press.errors import ClusterLost, Exit, Misuse
from press.model import Output
from press.outputs import Files
from press.outputs.table import FILES, KINDS
from press.rendering.context import RenderContext
from press.rendering.templates import BadTemplate
from tests.photos import pdf, photo
from tests.portal import NOW, SEARCHED, Portal, Site
from tests.unit.test_cli import run

HOME = Path(__file__).parent.parent.parent
ELSEWHERE = Path("/nowhere")
Render = Callable[[RenderContext, Task], Files]


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal with outputs of every kind, of which none is too few for a cluster."""
    monkeypatch.setattr(apply, "FILE_BATCHING", Batching(inline=0, size=3, weight=1_000_000))
    monkeypatch.setattr(apply, "FOLDER_BATCHING", Batching(inline=0, size=1, weight=0))
    portal = Portal(tmp_path / "portal", SEARCHED)
    for number in range(1, 13):
        fields = {
            "title": f"Judul {number}",
            "date": f"2026-0{number % 4 + 1}-1{number % 9} 10:00",
            "id": f"n-{number}",
        }
        portal.post(f"{number}.md", f"Isi **{number}** & <i>dua</i>.\n\n" * 9, topics=f"[topik-{number % 3}]", **fields)
    image = "\n  src: a.jpg\n  alt: Jembatan\n  credit: Rina"
    portal.post("foto.md", image=image, attachments="[{src: b.pdf, title: Naskah}]", aliases="[/lama/foto/]")
    note = "[{date: 2026-04-01, note: Angka diperbaiki}]"
    portal.post("ralat.md", title="Ralat", date="2026-03-20 10:00", corrections=note)
    portal.write("posts/a.jpg", photo(640, 400))
    portal.write("posts/b.pdf", pdf(2))
    portal.write("pages/kontak.md", "---\ntitle: Kontak\n---\n\nAlamat.\n")
    portal.write("static/berkas.txt", "Berkas.")
    return portal


def alone(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Site:
    """What one process makes of a portal."""
    kinds: set[str] = set()

    def noting(context: RenderContext, task: Task, make: Render = render.render) -> Files:
        kinds.add(task.output.kind)
        return make(context, task)

    with monkeypatch.context() as patch:
        patch.setattr(apply, "render", noting)
        portal.build("alone")
    assert kinds == KINDS.keys()
    return portal.site("alone")


def others_render(context: RenderContext, task: Task, make: Render = render.render) -> Files:
    """In the place of `render` in this process: others have to render what needs no file of the portal."""
    assert task.output.kind in FILES
    return make(context, task)


class Strangers(ThreadPoolExecutor):
    """Threads that know nothing but what can be packed, and find no folder of the portal."""

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        assert work.func is apply.render_batch
        context = msgspec.structs.replace(
            work.args[0], root=ELSEWHERE, media_cache=ELSEWHERE, template_folders=(ELSEWHERE,)
        )
        packed = pickle.dumps((partial(work.func, context), *arguments))
        return super().submit(_unpacked, packed)


def _unpacked(packed: bytes) -> object:
    work, tasks = pickle.loads(packed)
    return work(tasks)


def test_what_is_drawn_away_needs_no_file_and_no_thread_of_its_own(
    whole: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = alone(whole, monkeypatch)
    with Strangers(4) as executor:
        engine.build(whole.request(), WorkerPool(1, executor))
    assert whole.site() == expected


def test_threads_take_turns(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """No two of one process draw at a time: what kinds keep from one output to the next is not safe with threads."""
    at_work: list[int] = []
    most = 0

    def render_slowly(view: bytes, bodies: object, context: object) -> bytes:
        nonlocal most
        at_work.append(1)
        most = max(most, len(at_work))
        time.sleep(0.01)
        at_work.pop()
        return view

    monkeypatch.setattr(KINDS["plain"], "render", render_slowly)
    context = portal.request().render_context()
    tasks = [Task(Output(f"{number}", "plain", "", b"%d" % number, ""), {}, None) for number in range(8)]
    with ThreadPoolExecutor(4) as executor:
        drawn = list(executor.map(partial(render.render, context), tasks))
    assert drawn == [{f"{number}": b"%d" % number} for number in range(8)]
    assert most == 1


def test_errors_travel(whole: Portal) -> None:
    whole.write(
        "templates/list.html", "{% extends 'base.html' %}\n{% block content %}\n{{ page['{'] }}\n{% endblock %}\n"
    )
    with Strangers(2) as executor, pytest.raises(BadTemplate, match=r"templates/list\.html:3: .*\{") as raised:
        engine.build(whole.request(), WorkerPool(1, executor))
    again = pickle.loads(pickle.dumps(raised.value))
    assert (type(again), str(again), again.values) == (BadTemplate, str(raised.value), raised.value.values)


# With Dask itself


class Crowd:
    """A scheduler, which has no Press, and workers, which have; all on this machine."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self._started(
            ["scheduler", "--port", "0", "--scheduler-file", str(file)], folder, **settings
        )  # fmt: skip
        wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        self.address: str = json.loads(file.read_text())["address"]

    def hire(self, count: int, home: Path = HOME, threads: int = 1) -> None:
        """Start workers that have Press from a folder. They need not be there when the work begins."""
        for _ in range(count):
            command = ["worker", self.address, "--no-nanny", "--nthreads", str(threads)]
            self.workers.append(self._started([*command, "--local-directory", str(self._folder)], home))

    def fire(self) -> None:
        """Kill all workers."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()

    def end(self) -> None:
        """Kill everybody."""
        self.fire()
        self.scheduler.kill()
        self.scheduler.wait()

    def _started(self, command: Sequence[str], home: Path, **settings: str) -> subprocess.Popen[bytes]:
        fresh = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=home, env={**fresh, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def wait_for(fact: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    made = Crowd(tmp_path_factory.mktemp("cluster"))
    yield made
    made.end()


@pytest.fixture
def crowd(lasting: Crowd) -> Iterator[Crowd]:
    """A cluster that has nobody yet."""
    yield lasting
    lasting.fire()


def build(portal: Portal, address: str) -> None:
    with cluster.connected(address) as helpers:
        engine.build(portal.request(), WorkerPool(1, helpers.executor, helpers.slots))


def after_the_first(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> list[Output]:
    """Act once the first output has come back from the cluster, with more under way; gives all that came back."""
    back: list[Output] = []

    def noting(folder: Path, rendered: Rendered, make: Any = publish.publish) -> object:
        if rendered.output.kind in KINDS.keys() - FILES:
            back.append(rendered.output)
            if len(back) == 1:
                act()
        return make(folder, rendered)

    monkeypatch.setattr(apply, "publish", noting)
    return back


def test_the_same_bytes_with_two_threads_a_worker(whole: Portal, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = alone(whole, monkeypatch)
    crowd.hire(2, threads=2)
    with monkeypatch.context() as patch:
        patch.setattr(apply, "render", others_render)
        build(whole, crowd.address)
    assert whole.site() == expected
    report = whole.build()
    assert (report.changed, report.described, report.written, report.removed) == (0, 0, (), ())


def test_a_worker_that_dies_costs_nothing_but_time(
    whole: Portal, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops in the middle of its work first, so that it has some when it is killed."""
    expected = alone(whole, monkeypatch)
    crowd.hire(2)
    wait_for(lambda: slots(crowd) == 2)
    unlucky = crowd.workers[0]

    def kill() -> None:
        unlucky.send_signal(signal.SIGSTOP)
        threading.Timer(1, unlucky.kill).start()

    with monkeypatch.context() as patch:
        patch.setattr(apply, "render", others_render)
        back = after_the_first(patch, kill)
        build(whole, crowd.address)
    assert len(back) > 20
    assert unlucky.wait(5) == -signal.SIGKILL
    assert crowd.workers[1].poll() is None
    assert whole.site() == expected


def test_when_all_have_died_it_ends_and_the_next_build_is_right(
    whole: Portal, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = alone(whole, monkeypatch)
    crowd.hire(2)

    def fire() -> None:
        monkeypatch.setattr(cluster, "PATIENCE", 1)
        crowd.fire()

    with monkeypatch.context() as patch:
        back = after_the_first(patch, fire)
        with pytest.raises(ClusterLost, match="no workers left") as raised:
            build(whole, crowd.address)
    assert raised.value.exit_code == Exit.CONTENT
    assert back
    whole.build()
    assert whole.site() == expected


def test_work_that_kills_its_workers_and_a_scheduler_that_ends(tmp_path: Path) -> None:
    frail = Crowd(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        frail.hire(1)
        with pytest.raises(ClusterLost, match="worker after worker"):
            call(frail, os._exit, 1)
        with pytest.raises(ClusterLost, match="broke off"):
            call(frail, len, "abc", meanwhile=frail.scheduler.kill)
    finally:
        frail.end()


def test_workers_that_would_make_other_bytes_are_named(crowd: Crowd, tmp_path: Path) -> None:
    for folder in ("press", "templates"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    shutil.copy(HOME / "requirements.txt", tmp_path)
    with (tmp_path / "press/build/render.py").open("a") as file:
        file.write("# Another version.\n")
    crowd.hire(1, home=tmp_path)
    with pytest.raises(Misuse, match=r"worker at tcp://127\.0\.0\.1:\d+ has Press \w+; here it is Press \w+"):
        call(crowd, len, "abc")
    crowd.fire()
    crowd.hire(1, home=tmp_path / "templates")
    with pytest.raises(Misuse, match="lacks press"):
        call(crowd, len, "abc")


def call(
    crowd: Crowd, work: Callable[..., Any], *arguments: Any, meanwhile: Callable[[], object] = lambda: None
) -> Any:
    with cluster.connected(crowd.address) as helpers:
        result = helpers.executor.submit(work, *arguments)
        meanwhile()
        return result.result(60)


def slots(crowd: Crowd) -> int:
    with cluster.connected(crowd.address) as helpers:
        return helpers.slots


_INTERRUPTED = """
import sys
from press.build import apply
from press.build.workers import Batching
apply.FILE_BATCHING = Batching(inline=0, size=3, weight=1_000_000)
sys.argv[1:] = {arguments!r}
from press.cli.commands import main
main()
"""


def test_it_can_be_interrupted_while_it_waits(whole: Portal, crowd: Crowd) -> None:
    arguments = ["build", "--now", NOW, "--jobs", "1", "--cluster", crowd.address]
    waiting = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED.format(arguments=arguments)],
        cwd=whole.root, env={**os.environ, "PYTHONPATH": str(HOME)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for((whole.root / "site/berkas.txt").exists)
    time.sleep(0.5)
    waiting.send_signal(signal.SIGINT)
    _, said = waiting.communicate(timeout=60)
    assert (waiting.returncode, said.strip()) == (Exit.INTERRUPTED, "")


# Misuse


@pytest.mark.parametrize("address", ["10.0.0.5", "http://127.0.0.1:8786", "tcp://:1", "tcp://a:b", "x\ny:1"])
def test_no_address(address: str) -> None:
    with pytest.raises(Misuse, match="no address"), cluster.connected(address):
        pass


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        with pytest.raises(Misuse, match="no cluster answers"), cluster.connected(f"127.0.0.1:{deaf.getsockname()[1]}"):
            pass


def test_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Misuse, match=r"requirements-cluster\.txt"), cluster.connected("127.0.0.1:8786"):
        pass


def test_the_command_says_it_in_a_line(portal: Portal) -> None:
    done = run(portal, "build", "--cluster", "di mana")
    assert done.returncode == Exit.MISUSE
    assert done.stderr == "press: “di mana” bukan alamat klaster; contoh yang benar: tcp://10.0.0.5:8786\n"
    assert not (portal.root / "site").exists()
