"""Every kind of target, against real servers on this machine."""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from press.config import DeployTarget
from press.deploy import Deployment, Outcome, address, deploy
from press.deploy.address import Address
from press.deploy.record import NAME
from press.deploy.target import Target, TargetError
from press.deploy.targets import table
from press.deploy.targets.ftp import FtpTarget
from press.errors import Busy, Misuse
from tests import servers
from tests.portal import Portal, files

BASE = "https://uji.example/portal/"


class Server(NamedTuple):
    """A running server."""

    connect: Callable[[], Target]
    held: Callable[[], dict[str, bytes]]
    """All files in the folder of the site."""
    folder: Path | None = None
    """The folder in which the site lies on this machine, if anybody may make links there."""
    shows_links: bool = True
    """Whether a client can see that a folder is a link."""


def in_folder(connect: Callable[[], Target], folder: Path) -> Server:
    return Server(connect, lambda: files(folder), folder)


def address_of(url: str, environment: dict[str, str], **more: Any) -> Address:
    secrets = {f"PRESS_DEPLOY_UTAMA_{name}": value for name, value in environment.items()}
    return address.of("utama", DeployTarget(url=url, **more), secrets)


def address_in(store: servers.Store) -> Address:
    secrets = {"KEY": store.key, "PASSWORD": store.secret}
    return address_of(f"s3://{store.bucket}/portal", secrets, endpoint=store.endpoint, allow_plain=True)


@contextmanager
def folder(tmp: Path) -> Iterator[Server]:
    with table.opened(address_of("file:situs", {}), tmp) as target:
        yield in_folder(lambda: target, tmp / "situs")


@contextmanager
def with_ssh(scheme: str, tmp: Path) -> Iterator[Server]:
    with servers.sshd(tmp / "ssh") as ssh:
        url = f"{scheme}://127.0.0.1:{ssh.port}{tmp}/web/situs"
        place = address_of(url, {"KEY": ssh.key}, host_key=ssh.host_key)
        with table.opened(place, tmp) as target:
            if scheme == "rsync":
                yield Server(lambda: target, lambda: files(tmp / "web/situs/current"))
            else:
                yield in_folder(lambda: target, tmp / "web/situs")


def with_ftps(tmp: Path, place: str, folder: Path) -> Iterator[Server]:
    address = address_of(f"ftps://{place}", {"PASSWORD": "rahasia"}, tls_server_name="localhost")
    target = FtpTarget(address, ssl.create_default_context(cafile=str(tmp / "cert.pem")))
    yield in_folder(lambda: target, folder)
    target.close()


@contextmanager
def pyftpdlib(tmp: Path) -> Iterator[Server]:
    with servers.ftpd(tmp / "web", servers.certificate(tmp)) as port:
        for server in with_ftps(tmp, f"humas@127.0.0.1:{port}/situs", tmp / "web/situs"):
            yield server._replace(shows_links=False)


@contextmanager
def vsftpd(tmp: Path) -> Iterator[Server]:
    with servers.vsftpd(tmp / "web", servers.certificate(tmp)) as port:
        yield from with_ftps(tmp, f"127.0.0.1:{port}{tmp}/web/situs", tmp / "web/situs")


@contextmanager
def pure_ftpd(tmp: Path) -> Iterator[Server]:
    if os.geteuid() != 0:
        pytest.skip("pure-ftpd can only be started by root")
    with tempfile.TemporaryDirectory(prefix="press-") as place:  # outside the folder of pytest, which only root enters
        Path(place).chmod(0o755)
        web = Path(place, "web")
        with servers.pure_ftpd(web, servers.certificate(tmp)) as port:
            yield from with_ftps(tmp, f"humas@127.0.0.1:{port}/situs", web / "situs")


@contextmanager
def s3(tmp: Path) -> Iterator[Server]:
    with servers.s3("situs") as store, table.opened(address_in(store), tmp) as target:
        yield Server(lambda: target, lambda: store.held("portal/"))


SERVERS = {
    "folder": folder,
    "sftp": lambda tmp: with_ssh("sftp", tmp),
    "rsync": lambda tmp: with_ssh("rsync", tmp),
    "pyftpdlib": pyftpdlib,
    "vsftpd": vsftpd,
    "pure-ftpd": pure_ftpd,
    "s3": s3,
}


@pytest.fixture(scope="module", params=list(SERVERS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with SERVERS[request.param](tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    made = Portal(tmp_path_factory.mktemp("portal"))
    made.build()
    return made


def deployed(portal: Portal, server: Server, **more: Any) -> Outcome:
    made = Deployment(portal.root / "site", BASE, "", datetime(2026, 3, 20, tzinfo=UTC), "a@b", 0.9)
    return deploy(msgspec.structs.replace(made, **more), server.connect())


def test_a_site_is_sent_changed_and_deleted(portal: Portal, server: Server) -> None:
    """One test for each server, since a server takes longer to start than all of this."""
    portal.post("a.md", "Air naik 12 cm.", title="A", tags="[satu]")
    portal.post("b.md", "Dua.", title="B é %20 ' \"", slug="b-c")
    portal.build()
    first = deployed(portal, server)
    assert set(first.sent) == set(files(portal.root / "site"))
    assert_is_there(portal, server)
    assert not deployed(portal, server, now=datetime(2020, 1, 1, tzinfo=UTC)).sent  # a clock that was set back

    portal.post("a.md", "Air naik 13 cm.", title="A", tags="[dua]")  # the same number of bytes
    portal.build()
    planned = deployed(portal, server, dry_run=True)
    changed = deployed(portal, server)
    assert (planned.sent, planned.deleted) == (changed.sent, changed.deleted)
    assert "2026/03/a/index.html" in changed.sent
    assert "2026/03/b-c/index.html" not in changed.sent
    assert "tag/satu/index.html" in changed.deleted
    assert_is_there(portal, server)


def assert_is_there(portal: Portal, server: Server) -> None:
    site = files(portal.root / "site")
    assert {name: data for name, data in server.held().items() if not name.startswith(".press/")} == site


def test_one_deployment_at_a_time(portal: Portal, server: Server) -> None:
    deployed(portal, server)
    target = server.connect()
    assert target.lock("Budi, pagi") is None
    with pytest.raises(Busy, match="Budi, pagi"):
        deployed(portal, server)
    deployed(portal, server, break_lock=True)
    assert target.lock("Budi") is None
    target.unlock()


def test_an_unreadable_journal_is_no_first_deployment(portal: Portal, server: Server) -> None:
    deployed(portal, server)
    target = server.connect()
    written = target.read(NAME)
    assert written
    target.write(NAME, written[:-40])
    with pytest.raises(Misuse, match="cannot be read"):
        deployed(portal, server)
    target.write(NAME, written)
    assert not deployed(portal, server).sent


def test_files_that_others_changed_are_not_written_over(portal: Portal, server: Server) -> None:
    deployed(portal, server)
    target = server.connect()
    written = target.read("manifest.json")
    assert written
    target.write("manifest.json", b"{}")
    with pytest.raises(Misuse, match="another program"):
        deployed(portal, server)
    assert deployed(portal, server, everything=True).sent
    assert_is_there(portal, server)


def test_links_on_the_target_are_not_followed(portal: Portal, server: Server, tmp_path: Path) -> None:
    deployed(portal, server)
    if not server.folder:
        return  # nobody else writes into a release of rsync; a bucket has no links
    (server.folder / "jauh").symlink_to(tmp_path)
    (tmp_path / "a.html").write_text("milik orang lain")
    with suppress(TargetError):  # pure-ftpd shows a link that leads out of the user's folder as nothing at all
        server.connect().write("jauh/a.html", b"")
    with suppress(TargetError):
        server.connect().delete(["jauh/a.html"], lambda _: None)
    (server.folder / "jauh").unlink(missing_ok=True)
    assert (tmp_path / "a.html").read_text() == "milik orang lain"


def test_a_link_to_a_folder_beside_the_site_is_refused(portal: Portal, server: Server) -> None:
    deployed(portal, server)
    if not server.folder or not server.shows_links:
        return
    other = server.folder.parent / "lain"
    other.mkdir()
    (server.folder / "dekat").symlink_to("../lain")
    with pytest.raises(TargetError, match="is a link"):
        server.connect().write("dekat/a.html", b"")
    (server.folder / "dekat").unlink()
    other.rmdir()
