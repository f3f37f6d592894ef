"""Servers on the loopback interface, for tests of deployment. Each is a context manager that yields its port."""

from __future__ import annotations

import getpass
import json
import logging
import os
import pwd
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from tools import provision

_STARTED = 120.0
"""Seconds in which a server must answer."""


class Ssh(NamedTuple):
    """A server with SSH, SFTP and rsync."""

    port: int
    host_key: str
    key: str
    """The private key of its only user, the one who runs the tests."""


class Store(NamedTuple):
    """A server with the protocol of Amazon S3."""

    endpoint: str
    bucket: str
    key: str
    """The access key of a user who may read, write and delete files, but not list them."""
    secret: str
    client: Any
    """A client of boto3 with all rights."""
    process: subprocess.Popen[bytes]

    def held(self, prefix: str) -> dict[str, bytes]:
        """Return the files in the bucket, by their names without the prefix."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        names = [each["Key"] for page in pages for each in page.get("Contents", ())]
        return {name.removeprefix(prefix): self.get(name)["Body"].read() for name in names}

    def fill(self, held: dict[str, bytes]) -> None:
        """Replace all files in the bucket that differ."""
        there = self.held("")
        for name in there.keys() - held.keys():
            self.client.delete_object(Bucket=self.bucket, Key=name)
        for name, data in held.items():
            if there.get(name) != data:
                self.client.put_object(Bucket=self.bucket, Key=name, Body=data)

    def get(self, name: str) -> Any:
        """Return a file and its headers."""
        return self.client.get_object(Bucket=self.bucket, Key=name)


def free_port() -> int:
    """Return a port that is free now."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server for a block, from when it answers at a port."""
    with tempfile.TemporaryFile() as log:  # a pipe that nobody reads would stop it when it is full
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **more)
        try:
            _wait_for(port, process, log)
            yield process
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    end = time.monotonic() + _STARTED
    while time.monotonic() < end:
        if process.poll() is not None:
            log.seek(0)
            raise AssertionError(log.read().decode(errors="replace"))
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"no server answers at port {port}")


@contextmanager
def sshd(folder: Path) -> Iterator[Ssh]:
    """Run OpenSSH, with keys made in a folder. That is also where commands are found first, and the home of its user.

    The true one may have a `.bashrc` that takes a third of a second.
    """
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
        f"Subsystem sftp internal-sftp\nMaxStartups 100\nSetEnv HOME={folder} PATH={folder}:{os.environ['PATH']}\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # OpenSSH demands it of root
    with running([provision.sshd_path(), "-D", "-e", "-f", str(settings)], port):
        kind, data = (folder / "host.pub").read_text().split()[:2]
        yield Ssh(port, f"{kind} {data}", (folder / "user").read_text())


@contextmanager
def ftpd(folder: Path, certificate: Path | None) -> Iterator[int]:
    """Run pyftpdlib with one user, ``humas`` with the password ``rahasia``; with a certificate it requires TLS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # asyncore is a package of its own in later Pythons
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
        from pyftpdlib.servers import ThreadedFTPServer

    folder.mkdir(parents=True, exist_ok=True)
    users = DummyAuthorizer()
    users.add_user("humas", "rahasia", str(folder), perm="elradfmwMT")
    attributes = {"authorizer": users, "passive_ports": None, "banner": "siap"}
    if certificate:
        attributes |= {"certfile": str(certificate), "tls_control_required": True, "tls_data_required": True}
    handler = type("Handler", (TLS_FTPHandler if certificate else FTPHandler,), attributes)
    logging.getLogger("pyftpdlib").setLevel(logging.ERROR)
    server = ThreadedFTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.address[1]
    finally:
        server.close_all()
        thread.join()


@contextmanager
def vsftpd(folder: Path, certificate: Path) -> Iterator[int]:
    """Run vsftpd, which requires that data connections continue the TLS session of the control connection."""
    folder.mkdir(parents=True, exist_ok=True)
    port, settings, empty = free_port(), folder.parent / "vsftpd.conf", folder.parent / "empty"
    empty.mkdir()
    options = {
        "listen": "YES", "listen_address": "127.0.0.1", "listen_port": port, "background": "NO",
        "run_as_launching_user": "YES", "anonymous_enable": "YES",
        "anon_root": folder, "ftp_username": getpass.getuser(),
        "allow_writeable_chroot": "YES", "write_enable": "YES",
        "anon_upload_enable": "YES", "anon_mkdir_write_enable": "YES", "anon_other_write_enable": "YES",
        "anon_world_readable_only": "NO", "anon_umask": "022", "ssl_enable": "YES", "allow_anon_ssl": "YES",
        "force_anon_data_ssl": "YES", "force_anon_logins_ssl": "YES", "require_ssl_reuse": "YES",
        "ssl_ciphers": "HIGH", "rsa_cert_file": certificate, "rsa_private_key_file": certificate,
        "seccomp_sandbox": "NO", "secure_chroot_dir": empty, "pasv_address": "127.0.0.1",
    }  # fmt: skip
    settings.write_text("".join(f"{name}={value}\n" for name, value in options.items()))
    with running([str(provision.server_path("vsftpd")), str(settings)], port, env=provision.server_environment()):
        yield port


@contextmanager
def pure_ftpd(folder: Path, certificate: Path) -> Iterator[int]:
    """Run pure-ftpd, which refuses connections without TLS, and more than eight at once, as many hosts do.

    Its one user, ``humas`` with the password ``rahasia``, is the system's ``nobody``: pure-ftpd permits no root.
    """
    nobody = pwd.getpwnam("nobody")
    folder.mkdir(parents=True)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    users, port = folder.with_name("users"), free_port()
    users.touch()
    environment = {"PURE_PASSWDFILE": str(users), "PURE_DBFILE": f"{users}.pdb"} | provision.server_environment()
    add_user = [str(provision.server_path("pure-pw")), "useradd", "humas"]
    subprocess.run(
        [*add_user, "-u", str(nobody.pw_uid), "-g", str(nobody.pw_gid), "-d", str(folder), "-m"],
        input=b"rahasia\nrahasia\n", env=environment, check=True, capture_output=True,
    )  # fmt: skip
    options = ["-S", f"127.0.0.1,{port}", "-l", f"puredb:{users}.pdb", "-Y", "3", "-2", str(certificate), "-C", "8"]
    command = [str(provision.server_path("pure-ftpd")), *options, "-u", "1", "-E", "-H", "-g", f"{folder.parent}/pid"]
    with running(command, port, env=provision.server_environment()):
        yield port


@contextmanager
def s3(bucket: str) -> Iterator[Store]:
    """Run moto, which checks signatures and rights as Amazon S3 does: a user with the key may do nothing but deploy."""
    import boto3

    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "7"}
    with running(command, port, env=environment) as process:
        common = {"endpoint_url": f"http://127.0.0.1:{port}", "region_name": "us-east-1"}
        root = {**common, "aws_access_key_id": "a", "aws_secret_access_key": "b"}
        boto3.client("s3", **root).create_bucket(Bucket=bucket)
        key, secret = _user(
            boto3.client("iam", **root), "humas", [f"s3:{one}Object" for one in ("Get", "Put", "Delete")]
        )
        own_key, own_secret = _user(boto3.client("iam", **root), "uji", ["s3:*"])
        own = boto3.client("s3", **common, aws_access_key_id=own_key, aws_secret_access_key=own_secret)
        yield Store(common["endpoint_url"], bucket, key, secret, own, process)


def _user(iam: Any, name: str, actions: list[str]) -> tuple[str, str]:
    """Make a user who may do some things, with three requests; returns an access key and its secret."""
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def certificate(folder: Path) -> Path:
    """Make a certificate for ``localhost`` that signs itself, with its key in the same file."""
    path = folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return path
