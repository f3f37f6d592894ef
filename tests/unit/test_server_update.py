"""The updater of a server: a bare repository, an editor who pushes to it, and a server that fetches from it."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from press.seal.keys import KeyList
from tests.fork import Fork, run_script
from tests.network import Host, give, member
from tests.network import serving as serving_hosts
from tests.portal import CONFIG, NOW, files, parse_time
from tests.repository import git
from tests.services import Service, serving
from tests.services import files as web_files
from tests.unit.test_alerts import alert
from tests.unit.test_seal import ORIGIN, SEED, SETTINGS, write_keys
from tools.docs import REPOSITORY

UNITS = REPOSITORY / "tools/server"
TARGETS = """
[deploy.situs]
url = "file:{folder}/situs"

[deploy.rusak]
url = "file:{folder}/server/build.py"

[deploy.cermin]
url = "file:{folder}/cermin"
"""


class Server:
    """A server with a clone of a fork, and the folder that its web server shows."""

    def __init__(self, fork: Fork) -> None:
        self.fork, self.root, self.shown = fork, fork.folder / "server", fork.folder / "situs"
        self.now = parse_time(NOW)
        git(fork.folder, "clone", "--quiet", str(fork.remote), "server")
        self.use("")

    def use(self, python: str) -> None:
        """Use another program as Python: lines of a shell script before the real one; its command is in ``$2``."""
        program = self.root / ".venv/bin/python"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f'#!/bin/sh\n{python}\nexec "{self.fork.programs}/python" "$@"\n')
        program.chmod(0o755)

    def update(self, before: str = "", **more: str) -> CompletedProcess[str]:
        """Run the updater, at the server's own time; `before` is a command that starts it."""
        environment = self.fork.environment(self.now.isoformat(), **more)
        return run_script(f"{before} tools/server/update situs", self.root, environment)

    def commit(self) -> str:
        return git(self.root, "rev-parse", "HEAD")

    def has(self, title: str) -> bool:
        return title in (self.shown / "index.html").read_text()


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server that was updated for the first time. Tests leave it so that the next one can push to it."""
    fork = Fork(tmp_path_factory.mktemp("fork"))
    fork.desk.write("config.toml", CONFIG + TARGETS.format(folder=fork.folder))
    fork.publish()
    server = Server(fork)
    done = server.update()
    assert done.returncode == 0, done.stdout
    assert server.has("Jembatan dibuka")
    return server


def test_update_publishes_what_was_pushed_and_else_does_nothing(updated: Server) -> None:
    updated.fork.desk.post("jalan.md", title="Jalan diperbaiki", id="jalan")
    commit = updated.fork.publish()
    assert updated.update().returncode == 0
    assert updated.commit() == commit
    assert updated.has("Jalan diperbaiki")
    before = files(updated.shown)
    done = updated.update()
    assert (done.returncode, done.stdout) == (0, "")
    assert files(updated.shown) == before


def test_update_publishes_when_a_release_is_due_also_without_network(updated: Server) -> None:
    updated.fork.desk.post("nanti.md", title="Pasar dibuka", id="nanti", date=f"{updated.now + timedelta(hours=6)}")
    updated.fork.publish()
    assert updated.update().returncode == 0
    assert not updated.has("Pasar dibuka")
    updated.now += timedelta(hours=7)
    away = updated.fork.remote.rename(updated.fork.folder / "away.git")
    try:
        done = updated.update()
    finally:
        away.rename(updated.fork.remote)
    assert done.returncode == 1
    assert "could not be fetched" in done.stdout
    assert updated.has("Pasar dibuka")
    assert updated.update().returncode == 0


def test_update_holds_a_broken_release_and_publishes_the_others(updated: Server) -> None:
    updated.fork.desk.post("rusak.md", title="Rusak", date="besok")
    updated.fork.desk.post("baik.md", title="Sekolah baru", id="baik")
    updated.fork.publish()
    done = updated.update()
    assert done.returncode == 4
    assert "posts/rusak.md" in done.stdout
    assert updated.has("Sekolah baru")
    (updated.fork.desk.root / "posts/rusak.md").unlink()
    updated.fork.publish()
    assert updated.update().returncode == 0


def test_update_tries_again_until_all_is_published(updated: Server) -> None:
    config = updated.fork.desk.root / "config.toml"
    text = config.read_text()
    config.write_text(text + "\nsalah =")
    updated.fork.publish()
    assert updated.update().returncode == 2
    assert updated.update().returncode == 2
    assert updated.has("Jembatan dibuka")
    config.write_text(text)
    updated.fork.publish()
    assert updated.update().returncode == 0


def test_update_deploys_to_the_other_targets_if_one_fails(updated: Server) -> None:
    script = "tools/server/update situs rusak cermin"
    done = run_script(script, updated.root, updated.fork.environment(updated.now.isoformat()))
    assert done.returncode not in (0, 4)
    assert files(updated.fork.folder / "cermin").keys() >= files(updated.root / "site").keys()
    assert updated.update().returncode == 0


def test_update_refuses_a_rewritten_history_and_says_what_to_do(updated: Server) -> None:
    before = updated.commit()
    git(updated.fork.desk.root, "commit", "--quiet", "--amend", "--message", "Lain")
    updated.fork.publish()
    done = updated.update()
    assert done.returncode == 2
    assert updated.commit() == before
    _, _, advice = done.stdout.strip().rpartition(": ")
    assert run_script(advice, updated.root, updated.fork.environment()).returncode == 0
    assert updated.update().returncode == 0


@pytest.mark.parametrize("name", ["posts/jembatan.md", "posts/baru.md", "templates/home.html"])
def test_update_neither_publishes_nor_loses_files_that_were_changed_there(updated: Server, name: str) -> None:
    own = updated.root / name
    before = own.read_text() if own.exists() else None
    own.write_text("punya orang lain")
    updated.fork.publish()
    done = updated.update()
    assert done.returncode == 2
    assert name in done.stdout
    assert own.read_text() == "punya orang lain"
    own.unlink() if before is None else own.write_text(before)
    assert updated.update().returncode == 0


def test_two_updates_at_once(updated: Server) -> None:
    done = updated.update("flock .press/update.lock")
    assert done.returncode == 75
    assert "another update" in done.stdout
    assert updated.update().returncode == 0


def test_update_announces_after_a_publication_and_tries_again_what_waits(updated: Server) -> None:
    record, shown = updated.root.with_name("server.announced.json"), updated.shown.with_name("umum")
    config = updated.fork.desk.root / "config.toml"
    text, updated.now = config.read_text(), datetime.now(UTC)  # `announce` uses no other time than the computer's
    more = {"PRESS_ANNOUNCE": "yes", "PRESS_ANNOUNCE_KANAL_TOKEN": "rahasia"}
    with serving(Service()) as service, serving(web_files(shown)) as web:
        address = f"http://127.0.0.1:{web.server_address[1]}/"
        channel = f'\n[announce.kanal]\ntype = "telegram"\nurl = "{service.url}"\nto = "@humas"\n'
        own = text.replace("https://uji.example/portal/", address).replace("/situs", "/umum")
        config.write_text(own + channel)
        updated.fork.publish()
        assert updated.update(**more).returncode == 0
        assert record.is_file()
        date = f"{updated.now - timedelta(hours=1)}"
        updated.fork.desk.post("umum.md", title="Air naik", id="umum", date=date)
        updated.fork.publish()
        service.faults = [401]
        assert updated.update(**more).returncode == 1
        assert updated.update(**more).returncode == 0  # ten minutes have not passed
        assert not service.shown
        os.utime(updated.root / ".press/unannounced", (0, 0))
        assert updated.update(**more).returncode == 0
        assert len(service.shown) == 1
    (updated.fork.desk.root / "posts/umum.md").unlink()
    config.write_text(text)
    updated.fork.publish()


def test_a_build_gets_no_secrets(updated: Server) -> None:
    """The program that builds writes down its environment here; the one that deploys has the password."""
    updated.use(f'env > "{updated.fork.folder}/env-$2"')
    updated.fork.publish()
    more = {"PRESS_DEPLOY_SITUS_PASSWORD": "rahasia", "PRESS_DEPLOY_SITUS_KEY": "BEGIN\nrahasia\nEND"}
    more |= {"PRESS_ANNOUNCE_KANAL_TOKEN": "kunci"}
    assert updated.update(**more).returncode == 0
    assert "rahasia" not in (updated.fork.folder / "env-build").read_text()
    assert "kunci" not in (updated.fork.folder / "env-build").read_text()
    assert "rahasia" in (updated.fork.folder / "env-deploy").read_text()
    assert "kunci" not in (updated.fork.folder / "env-deploy").read_text()
    updated.use("")


def test_update_deploys_a_new_alert_before_photos_and_search(updated: Server) -> None:
    """What is deployed first has the alert and not its share card; a release of another kind is deployed once."""
    log, card = updated.fork.folder / "deployed", "site/*/*/banjir/*.png"
    updated.use(f'[ "$2" != deploy ] || ls {card} 2> /dev/null | wc -l >> "{log}"')
    now = updated.now
    alert(updated.fork.desk, "banjir", date=f"{now}", expires=f"{now + timedelta(hours=6)}")
    updated.fork.publish()
    done = updated.update()
    assert done.returncode == 0, done.stdout
    assert [number > "0" for number in log.read_text().split()] == [False, True]
    assert updated.has("banjir")
    updated.fork.desk.post("lain.md", title="Lain", id="lain")
    updated.fork.publish()
    assert updated.update().returncode == 0
    assert len(log.read_text().split()) == 3
    updated.use("")


@pytest.fixture(scope="module")
def sealing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a portal with a seal and a member of the network; yields it before its first update."""
    fork, other = Fork(tmp_path_factory.mktemp("fork")), Host()
    give(other, {"id": "satu", "title": "Pasar Hulu dibuka"})
    write_keys(fork.desk, KeyList(ORIGIN).with_seeds((SEED,), 1))
    fork.desk.write("config.toml", SETTINGS + TARGETS.format(folder=fork.folder) + member("Hulu", other))
    fork.publish()
    with serving_hosts(other):
        yield Server(fork)


SEAL_AND_PULL = {"PRESS_SEAL_KEY": SEED.text(), "PRESS_PULL": "yes"}


def test_update_reads_the_network_and_seals_and_pushes_before_it_deploys(sealing: Server) -> None:
    """If the push is refused, nothing is published, and nothing is left of the seal."""
    secret, fork = SEED.text(), sealing.fork
    hook = fork.remote / "hooks/update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    sealing.use(f'env > "{fork.folder}/env-$2"')
    assert sealing.update(**SEAL_AND_PULL).returncode == 1
    assert not sealing.shown.exists()
    assert git(sealing.root, "status", "--porcelain") == ""
    hook.unlink()
    (sealing.root / ".press/pulled").unlink()  # a quarter of an hour later
    assert sealing.update(**SEAL_AND_PULL).returncode == 0
    assert git(fork.remote, "log", "-2", "--format=%s", "main").splitlines() == ["Segel", "Jaringan"]
    assert sealing.commit() == git(fork.remote, "rev-parse", "main")
    assert "disegel, entri" in (sealing.shown / "2026/03/jembatan/index.html").read_text()
    assert sealing.has("Pasar Hulu dibuka")
    assert secret in (fork.folder / "env-seal").read_text()
    assert not [name for name in ("pull", "deploy") if secret in (fork.folder / f"env-{name}").read_text()]
    sealing.use("")
    done = sealing.update(**SEAL_AND_PULL)
    assert (done.returncode, done.stdout) == (0, "")


def test_update_that_is_killed_before_the_push_seals_again(sealing: Server) -> None:
    git(sealing.fork.desk.root, "pull", "--quiet", "origin", "main")
    sealing.fork.desk.post("kedua.md", title="Rilis kedua", id="kedua")
    sealing.fork.publish()
    sealing.use(f'[ "$2" != seal ] || {{ "{sealing.fork.programs}/python" "$@"; kill -KILL 0; }}')
    assert sealing.update("setsid --wait", **SEAL_AND_PULL).returncode != 0
    assert not sealing.has("Rilis kedua")
    assert git(sealing.root, "status", "--porcelain", "--", "seal") != ""
    sealing.use("")
    sealing.now += timedelta(minutes=1)
    done = sealing.update(**SEAL_AND_PULL)
    assert done.returncode == 0, done.stdout
    assert "disegel, entri 2" in (sealing.shown / "2026/03/kedua/index.html").read_text()
    assert files(sealing.shown).keys() >= files(sealing.root / "site").keys()
    assert len(git(sealing.fork.remote, "show", "main:seal/entries").splitlines()) == 2


def test_update_does_not_seal_where_readers_get_the_folder_itself(sealing: Server) -> None:
    environment = sealing.fork.environment(sealing.now.isoformat(), **SEAL_AND_PULL)
    done = run_script("tools/server/update", sealing.root, environment)
    assert (done.returncode, "name a target" in done.stdout) == (2, True), done.stdout


@pytest.mark.parametrize("step", ["build", "deploy"])
def test_update_goes_on_after_it_was_killed(updated: Server, step: str) -> None:
    title = f"Mati saat {step}"
    updated.fork.desk.post(f"{step}.md", title=title, id=step)
    updated.fork.publish()
    updated.use(f'[ "$2" != {step} ] || kill -KILL 0')  # the whole process group
    assert updated.update("setsid --wait").returncode != 0
    assert not updated.has(title)
    updated.use("")
    assert updated.update().returncode == 0
    assert updated.has(title)


def test_update_installs_packages_when_they_changed(updated: Server) -> None:
    locked = updated.root / ".venv/requirements.txt"
    assert locked.read_text() == (updated.root / "requirements.txt").read_text()
    updated.fork.desk.write("requirements.txt", "# kosong\n")
    updated.fork.publish()
    assert updated.update().returncode == 0
    assert locked.read_text() == "# kosong\n"


# The units of systemd ---------------------------------------------------------------------------------------------


def test_units_are_valid_and_leave_no_rights(tmp_path: Path) -> None:
    for name in ("press-update.service", "press-update.timer"):
        text = (UNITS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/var/lib/press/portal/tools/", f"{REPOSITORY}/tools/"))
    service = tmp_path / "press-update.service"
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", service, tmp_path / "press-update.timer"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not verified.stderr
    subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", service], check=True)


def test_the_service_starts_the_script() -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNITS / "press-update.service", encoding="utf-8")
    program, target = unit["Service"]["ExecStart"].split()
    root = unit["Service"]["WorkingDirectory"]
    assert (REPOSITORY / Path(program).relative_to(root)).stat().st_mode & 0o111
    assert target == "utama"
    assert shutil.which("flock")
