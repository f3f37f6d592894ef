"""The address of a target in config.toml, with what the environment adds: passwords and keys are only there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from press.config import DeployTarget
from press.errors import Misuse
from press.i18n.mark import N_

SCHEMES = ("file", "sftp", "ftps", "ftp", "rsync", "s3")


class Address(msgspec.Struct, frozen=True):
    """A target, ready to connect to. It has secrets: it is never printed."""

    scheme: str
    host: str
    """The server; for ``s3://``, the bucket."""
    port: int
    """0: the usual one."""
    user: str
    path: str
    """The folder on the server; for ``s3://``, what the names of all files begin with."""
    endpoint: str
    """The address of a store; empty: that of Amazon S3."""
    region: str
    host_key: str
    """The server's public key as in ``known_hosts``, without the host; empty: that file is asked."""
    server_name: str
    """The name in the server's TLS certificate; empty: `host`."""
    password: str
    key: str
    """A private SSH key; empty: those of the user. For ``s3://``, the name of an access key, with its secret as
    `password`; empty: what boto3 finds."""
    key_name: str
    """The variable that holds `key`."""
    password_name: str
    """The variable that holds `password`."""

    def __repr__(self) -> str:
        """Show no secrets."""
        return f"<Address {self.scheme}://{self.host}>"


def of(name: str, target: DeployTarget, environment: Mapping[str, str]) -> Address:
    """Return the address of a target by its name in config.toml. Raises `Misuse`."""
    parts = urlsplit(target.url)
    if parts.scheme not in SCHEMES:
        raise Misuse(N_("[deploy.{name}]: “{url}” begins with none of {schemes}"), name=name, url=target.url,
                     schemes=", ".join(f"{one}://" for one in SCHEMES))  # fmt: skip
    if parts.password:
        raise Misuse(N_("[deploy.{name}]: no password may be in config.toml; set {variable} instead"), name=name,
                     variable=variable(name, "PASSWORD"))  # fmt: skip
    if parts.scheme == "ftp" and not target.allow_plain:
        raise Misuse(N_(
            "[deploy.{name}]: ftp:// sends passwords that anybody on the way can read; use ftps://, or write "
            "allow_plain = true if the host has nothing better"
        ), name=name)  # fmt: skip
    if parts.scheme == "s3":
        _check_store(name, parts.netloc, target)
    key_name, password_name = variable(name, "KEY"), variable(name, "PASSWORD")
    return Address(
        scheme=parts.scheme, host=parts.hostname or "", port=parts.port or 0, user=unquote(parts.username or ""),
        path=unquote(parts.path), endpoint=target.endpoint, region=target.region,
        host_key=target.host_key, server_name=target.tls_server_name,
        password=environment.get(password_name, ""), key=environment.get(key_name, ""),
        key_name=key_name, password_name=password_name,
    )  # fmt: skip


def _check_store(name: str, bucket: str, target: DeployTarget) -> None:
    """Check the address of a bucket and of its store. Raises `Misuse`."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]+", bucket):
        message = N_("[deploy.{name}]: “{url}” names no bucket; write s3://BUCKET or s3://BUCKET/FOLDER")
        raise Misuse(message, name=name, url=target.url)
    safe = ("https://", "http://") if target.allow_plain else ("https://",)
    if target.endpoint and not target.endpoint.startswith(safe):
        message = N_("[deploy.{name}]: endpoint must begin with https://, unless allow_plain = true permits http://")
        raise Misuse(message, name=name)


def variable(name: str, what: str) -> str:
    """Return the name of an environment variable of a target: ``PRESS_DEPLOY_UTAMA_PASSWORD``."""
    return f"PRESS_DEPLOY_{re.sub(r'[^A-Z0-9]', '_', name.upper())}_{what}"
