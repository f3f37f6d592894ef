"""Servers on the loopback interface, for tests of deployment. Each is a context manager that yields its port."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

_STARTED = 20.0
"""Seconds in which a server must answer."""


class Ssh(NamedTuple):
    """A server with SSH, SFTP and rsync."""

    port: int
    host_key: str
    key: str
    """The private key of its only user, the one who runs the tests."""


def free_port() -> int:
    """Return a port that is free now."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, **more: object) -> Iterator[None]:
    """Run a server for a block, from when it answers at a port."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)  # type: ignore[call-overload]
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.communicate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _STARTED
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0].decode(errors="replace"))
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"no server answers at port {port}")


@contextmanager
def sshd(folder: Path) -> Iterator[Ssh]:
    """Run OpenSSH, with keys made in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    port = free_port()
    authorised = folder / "authorized_keys"
    authorised.write_bytes((folder / "user.pub").read_bytes())
    settings = folder / "sshd_config"
    settings.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {authorised}\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\nMaxStartups 100\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # OpenSSH demands it of root
    with running(["/usr/sbin/sshd", "-D", "-e", "-f", str(settings)], port):
        kind, data = (folder / "host.pub").read_text().split()[:2]
        yield Ssh(port, f"{kind} {data}", (folder / "user").read_text())
