"""The address of a target in config.toml, with what the environment adds: passwords and keys are only there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from press.config import DeployTarget
from press.errors import Misuse
from press.i18n.mark import N_

SCHEMES = ("file", "sftp", "ftps", "ftp", "rsync")


class Address(msgspec.Struct, frozen=True):
    """A target, ready to connect to. It has secrets: it is never printed."""

    scheme: str
    host: str
    port: int
    """0: the usual one."""
    user: str
    path: str
    """The folder on the server."""
    host_key: str
    """The server's public key as in ``known_hosts``, without the host; empty: that file is asked."""
    server_name: str
    """The name in the server's TLS certificate; empty: `host`."""
    password: str
    key: str
    """A private SSH key; empty: those of the user."""
    key_name: str
    """The variable that holds `key`."""

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
    key_name = variable(name, "KEY")
    return Address(
        scheme=parts.scheme, host=parts.hostname or "", port=parts.port or 0, user=unquote(parts.username or ""),
        path=unquote(parts.path),
        host_key=target.host_key, server_name=target.tls_server_name, 
        password=environment.get(variable(name, "PASSWORD"), ""), key=environment.get(key_name, ""),
        key_name=key_name,
    )  # fmt: skip


def variable(name: str, what: str) -> str:
    """Return the name of an environment variable of a target: ``PRESS_DEPLOY_UTAMA_PASSWORD``."""
    return f"PRESS_DEPLOY_{re.sub(r'[^A-Z0-9]', '_', name.upper())}_{what}"
