"""Releases of rsync: the link that readers see is never missing, whatever is cut, and whatever the clock says."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from press.config import DeployTarget
from press.deploy import Deployment, address, deploy
from press.deploy.address import Address
from press.deploy.target import TargetError
from press.deploy.targets import table
from tests import servers
from tests.portal import Portal, files

BASE = "https://uji.example/portal/"
KILLING_MV = """#!/bin/sh
[ "$1" = -T ] && [ -e {switch} ] && kill -9 $PPID && exit
exec /bin/mv "$@"
"""
"""A program `mv` that kills the shell which calls it for the link, while a file is there."""


class Server(NamedTuple):
    """A server with rsync."""

    address: Address
    folder: Path
    switch: Path
    """While this file is there, the server is killed before the link is switched."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    tmp = tmp_path_factory.mktemp("server")
    with servers.sshd(tmp / "ssh") as ssh:
        mv = tmp / "ssh/mv"
        mv.write_text(KILLING_MV.format(switch=tmp / "kill"))
        mv.chmod(0o755)
        target = DeployTarget(url=f"rsync://127.0.0.1:{ssh.port}{tmp}/situs", host_key=ssh.host_key)
        yield Server(address.of("utama", target, {"PRESS_DEPLOY_UTAMA_KEY": ssh.key}), tmp / "situs", tmp / "kill")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return Portal(tmp_path_factory.mktemp("portal"))


def deployed(portal: Portal, server: Server, text: str, day: int, **more: bool) -> None:
    """Build a state of the portal and deploy it on a day."""
    portal.post("a.md", text, title="A")
    portal.build()
    request = Deployment(portal.root / "site", BASE, "", datetime(2026, 3, day, tzinfo=UTC), "a@b", 0.9)
    with table.opened(server.address, Path()) as target:
        deploy(msgspec.structs.replace(request, **more), target)


def shown(server: Server) -> dict[str, bytes]:
    found = files(server.folder / "current")
    return {name: data for name, data in found.items() if not name.startswith(".press/")}


def test_a_kill_between_the_two_steps_of_the_switch_leaves_the_old_site(portal: Portal, server: Server) -> None:
    deployed(portal, server, "Satu.", 1)
    before = shown(server)
    ended, missing = threading.Event(), []

    def watch() -> None:
        while not ended.is_set():
            if not (server.folder / "current/index.html").is_file():
                missing.append("current")
            time.sleep(0.0005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    server.switch.touch()
    with pytest.raises(TargetError):
        deployed(portal, server, "Dua.", 2)
    assert os.path.lexists(server.folder / "current.press~")
    assert shown(server) == before
    server.switch.unlink()
    deployed(portal, server, "Dua.", 2)
    ended.set()
    watcher.join()
    assert not missing
    assert not os.path.lexists(server.folder / "current.press~")
    assert shown(server) == files(portal.root / "site") != before


def test_a_clock_that_was_set_back_does_not_delete_the_current_release(portal: Portal, server: Server) -> None:
    for day in range(11, 17):
        (server.folder / f"releases/202703{day}T000000").mkdir(parents=True)
    for text in ("Tiga.", "Empat."):
        deployed(portal, server, text, 3)
        assert shown(server) == files(portal.root / "site")
    assert len(list((server.folder / "releases").iterdir())) == 5
