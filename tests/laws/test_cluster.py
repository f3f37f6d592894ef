"""A build on a cluster gives the same bytes, also if workers are killed; if it cannot, it reports why."""

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
from press.build.scan import Marks
from press.build.workers import Batching, WorkerPool
from press.errors import ClusterLost, Exit, Misuse
from press.model import Output
from press.outputs import Files
from press.outputs.table import FILES, KINDS
from press.rendering.context import RenderContext
from press.rendering.templates import BadTemplate
from tests.photos import pdf, photo
from tests.portal import NOW, Portal, Site, take_interrupts
from tests.unit.test_cli import run
from tests.unit.test_paths import CONFIG_OF_ALL_KINDS

REPOSITORY = Path(__file__).parent.parent.parent
ELSEWHERE = Path("/nowhere")
Render = Callable[[RenderContext, Task], Files]


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal with outputs of every kind. Even the smallest batch goes to the cluster."""
    monkeypatch.setattr(apply, "FILE_BATCHING", Batching(inline=0, size=3, weight=1_000_000))
    monkeypatch.setattr(apply, "FOLDER_BATCHING", Batching(inline=0, size=1, weight=0))
    portal = Portal(tmp_path / "portal", CONFIG_OF_ALL_KINDS)
    for number in range(1, 13):
        fields = {
            "title": f"Judul {number}",
            "date": f"2026-0{number % 4 + 1}-1{number % 9} 10:00",
            "id": f"n-{number}",
        }
        portal.post(f"{number}.md", f"Isi **{number}** & <i>dua</i>.\n\n" * 9, topics=f"[topik-{number % 3}]", **fields)
    portal.post("1.en.md", title="Title", id="n-1-en", lang="en", translation_of="n-1", topics="[topik-1]")
    image = "\n  src: a.jpg\n  alt: Jembatan\n  credit: Rina"
    portal.post("foto.md", image=image, attachments="[{src: b.pdf, title: Naskah}]", aliases="[/lama/foto/]")
    note = "[{date: 2026-04-01, note: Angka diperbaiki}]"
    portal.post("ralat.md", title="Ralat", date="2026-03-20 10:00", corrections=note)
    warning = "{event: Banjir, area: Lawai, severity: severe}"
    portal.post("banjir.md", kind="alert", id="banjir", alert=warning, expires="2026-07-01")
    portal.write("posts/a.jpg", photo(640, 400))
    portal.write("posts/b.pdf", pdf(2))
    portal.write("pages/kontak.md", "---\ntitle: Kontak\n---\n\nAlamat.\n")
    portal.write("static/berkas.txt", "Berkas.")
    portal.write("seal/policy", "quorum none\n")
    return portal


def built_locally(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site of a portal that is built by one process."""
    kinds: set[str] = set()

    def recording(context: RenderContext, task: Task, make: Render = render.render) -> Files:
        kinds.add(task.output.kind)
        return make(context, task)

    with monkeypatch.context() as patch:
        patch.setattr(apply, "render", recording)
        portal.build("local")
    assert kinds == KINDS.keys()
    return portal.site("local")


def render_only_files(context: RenderContext, task: Task, make: Render = render.render) -> Files:
    """Replaces `render` in this process. Fails for outputs that workers must render: those that need no files."""
    assert task.output.kind in FILES
    return make(context, task)


class IsolatedThreads(ThreadPoolExecutor):
    """Threads that get only pickled values, and do not have the folders of the portal."""

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        assert work.func is apply.render_batch
        context = msgspec.structs.replace(
            work.args[0], root=ELSEWHERE, media_cache=ELSEWHERE, template_folders=(ELSEWHERE,)
        )
        pickled = pickle.dumps((partial(work.func, context), *arguments))
        return super().submit(_run_pickled, pickled)


def _run_pickled(pickled: bytes) -> object:
    work, tasks = pickle.loads(pickled)
    return work(tasks)


def test_tasks_need_no_files_of_the_portal_and_run_in_threads(full: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = built_locally(full, monkeypatch)
    with IsolatedThreads(4) as executor:
        engine.build(full.request(), WorkerPool(1, executor))
    assert full.site() == expected


def test_threads_of_a_process_render_one_at_a_time(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caches of output kinds are not thread-safe."""
    running: list[int] = []
    most = 0

    def render_slowly(view: bytes, bodies: object, context: object) -> bytes:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        time.sleep(0.01)
        running.pop()
        return view

    monkeypatch.setattr(KINDS["not_found"], "render", render_slowly)
    context = portal.request().render_context()
    tasks = [Task(Output(f"{number}", "not_found", "", b"%d" % number, ""), {}, None) for number in range(8)]
    with ThreadPoolExecutor(4) as executor:
        rendered = list(executor.map(partial(render.render, context), tasks))
    assert rendered == [{f"{number}": b"%d" % number} for number in range(8)]
    assert most == 1


def test_errors_of_workers_are_raised_in_the_build(full: Portal) -> None:
    full.write(
        "templates/list.html", "{% extends 'base.html' %}\n{% block content %}\n{{ page['{'] }}\n{% endblock %}\n"
    )
    with IsolatedThreads(2) as executor, pytest.raises(BadTemplate, match=r"templates/list\.html:3: .*\{") as raised:
        engine.build(full.request(), WorkerPool(1, executor))
    copy = pickle.loads(pickle.dumps(raised.value))
    assert (type(copy), str(copy), copy.values) == (BadTemplate, str(raised.value), raised.value.values)


# With Dask


class DaskCluster:
    """A scheduler without Press, and workers with Press, all on this machine."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            ["scheduler", "--port", "0", "--scheduler-file", str(file)], folder, **settings
        )  # fmt: skip
        wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        self.address: str = json.loads(file.read_text())["address"]

    def start_workers(self, count: int, press_folder: Path = REPOSITORY, threads: int = 1) -> None:
        """Start workers that use Press from a folder. Does not wait until they are connected."""
        for _ in range(count):
            command = ["worker", self.address, "--no-nanny", "--nthreads", str(threads)]
            self.workers.append(self._start([*command, "--local-directory", str(self._folder)], press_folder))

    def kill_workers(self) -> None:
        """Kill all workers."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()

    def stop(self) -> None:
        """Kill the workers and the scheduler."""
        self.kill_workers()
        self.scheduler.kill()
        self.scheduler.wait()

    def _start(self, command: Sequence[str], press_folder: Path, **settings: str) -> subprocess.Popen[bytes]:
        fresh = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=press_folder, env={**fresh, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 600
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    started = DaskCluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.stop()


@pytest.fixture
def dask_cluster(shared_cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[DaskCluster]:
    """A cluster without workers. On a busy machine it answers late, and its workers start slowly."""
    monkeypatch.setattr(cluster, "ANSWER_TIMEOUT", 300)
    monkeypatch.setattr(cluster, "WORKER_TIMEOUT", 300)
    yield shared_cluster
    shared_cluster.kill_workers()


def build(portal: Portal, address: str) -> None:
    with cluster.connected(address) as helpers:
        engine.build(portal.request(), WorkerPool(1, helpers.executor, helpers.slots))


def after_the_first(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> list[Output]:
    """Call `act` when the first output comes from the cluster, before the others. Returns all that came."""
    received: list[Output] = []

    def recording(folder: Path, marks: Marks, rendered: Rendered, make: Any = publish.publish) -> object:
        if rendered.output.kind in KINDS.keys() - FILES:
            received.append(rendered.output)
            if len(received) == 1:
                act()
        return make(folder, marks, rendered)

    monkeypatch.setattr(apply, "publish", recording)
    return received


def test_workers_with_two_threads_give_the_same_bytes(
    full: Portal, dask_cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = built_locally(full, monkeypatch)
    dask_cluster.start_workers(2, threads=2)
    with monkeypatch.context() as patch:
        patch.setattr(apply, "render", render_only_files)
        build(full, dask_cluster.address)
    assert full.site() == expected
    report = full.build()
    assert (report.changed, report.written, report.removed) == (0, (), ())
    assert report.described == 1, "security.txt, whose date moves"


def test_the_work_of_a_killed_worker_is_done_by_others(
    full: Portal, dask_cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is stopped first, so that it has unfinished work when it is killed."""
    expected = built_locally(full, monkeypatch)
    dask_cluster.start_workers(2)
    wait_for(lambda: slots(dask_cluster) == 2)
    killed_worker = dask_cluster.workers[0]

    def kill() -> None:
        killed_worker.send_signal(signal.SIGSTOP)
        threading.Timer(1, killed_worker.kill).start()

    with monkeypatch.context() as patch:
        patch.setattr(apply, "render", render_only_files)
        received = after_the_first(patch, kill)
        build(full, dask_cluster.address)
    assert len(received) > 20
    assert killed_worker.wait(600) == -signal.SIGKILL
    assert dask_cluster.workers[1].poll() is None
    assert full.site() == expected


def test_the_build_fails_when_all_workers_are_killed_and_the_next_one_is_right(
    full: Portal, dask_cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = built_locally(full, monkeypatch)
    dask_cluster.start_workers(2)

    def kill_all() -> None:
        monkeypatch.setattr(cluster, "WORKER_TIMEOUT", 1)
        dask_cluster.kill_workers()

    with monkeypatch.context() as patch:
        received = after_the_first(patch, kill_all)
        with pytest.raises(ClusterLost, match="no workers left") as raised:
            build(full, dask_cluster.address)
    assert raised.value.exit_code == Exit.CONTENT
    assert received
    full.build()
    assert full.site() == expected


def test_tasks_that_kill_workers_and_a_killed_scheduler_are_reported(tmp_path: Path) -> None:
    fragile_cluster = DaskCluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        fragile_cluster.start_workers(1)
        with pytest.raises(ClusterLost, match="one after another"):
            call(fragile_cluster, os._exit, 1)
        with pytest.raises(ClusterLost, match="stopped before the work was done"):
            call(fragile_cluster, len, "abc", meanwhile=fragile_cluster.scheduler.kill)
    finally:
        fragile_cluster.stop()


def test_workers_with_another_version_or_without_press_are_reported(dask_cluster: DaskCluster, tmp_path: Path) -> None:
    for folder in ("press", "templates"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    shutil.copy(REPOSITORY / "requirements.txt", tmp_path)
    with (tmp_path / "press/build/render.py").open("a") as file:
        file.write("# Another version.\n")
    dask_cluster.start_workers(1, press_folder=tmp_path)
    with pytest.raises(Misuse, match=r"worker at tcp://127\.0\.0\.1:\d+ has Press \w+, but this machine has Press \w+"):
        call(dask_cluster, len, "abc")
    dask_cluster.kill_workers()
    dask_cluster.start_workers(1, press_folder=tmp_path / "templates")
    with pytest.raises(Misuse, match="does not have press"):
        call(dask_cluster, len, "abc")


def call(
    dask_cluster: DaskCluster, work: Callable[..., Any], *arguments: Any, meanwhile: Callable[[], object] = lambda: None
) -> Any:
    with cluster.connected(dask_cluster.address) as helpers:
        result = helpers.executor.submit(work, *arguments)
        meanwhile()
        return result.result(600)


def slots(dask_cluster: DaskCluster) -> int:
    with cluster.connected(dask_cluster.address) as helpers:
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


def test_a_build_that_waits_for_workers_can_be_interrupted(full: Portal, dask_cluster: DaskCluster) -> None:
    arguments = ["build", "--now", NOW, "--jobs", "1", "--cluster", dask_cluster.address]
    waiting = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED.format(arguments=arguments)],
        cwd=full.root, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, stderr=subprocess.PIPE, text=True,
        preexec_fn=take_interrupts,  # noqa: PLW1509
    )  # fmt: skip
    wait_for((full.root / "site/berkas.txt").exists)
    time.sleep(0.5)
    waiting.send_signal(signal.SIGINT)
    _, errors = waiting.communicate(timeout=600)
    assert (waiting.returncode, errors.strip()) == (Exit.INTERRUPTED, "")


# Misuse


@pytest.mark.parametrize("address", ["10.0.0.5", "http://127.0.0.1:8786", "tcp://:1", "tcp://a:b", "x\ny:1"])
def test_an_invalid_address_is_refused(address: str) -> None:
    with pytest.raises(Misuse, match="is not the address of a cluster"), cluster.connected(address):
        pass


def test_a_server_that_does_not_answer_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER_TIMEOUT", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Misuse, match="no cluster answers"), cluster.connected(address):
            pass


def test_without_dask_the_requirements_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Misuse, match=r"requirements-cluster\.txt"), cluster.connected("127.0.0.1:8786"):
        pass


def test_the_command_reports_an_invalid_address_in_one_line(portal: Portal) -> None:
    done = run(portal, "build", "--cluster", "di mana")
    assert done.returncode == Exit.MISUSE
    assert done.stderr == "press: “di mana” bukan alamat klaster; tulis misalnya tcp://10.0.0.5:8786\n"
    assert not (portal.root / "site").exists()
