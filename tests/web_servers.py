"""nginx, Apache and Caddy on the loopback interface, with what Press writes for them. Each yields its port."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.servers import free_port, running
from tools import provision

MODULES = ("alias", "autoindex", "deflate", "dir", "filter", "headers", "mime", "rewrite", "setenvif")
"""What Apache on a shared host has at least."""
_ALWAYS = ("mpm_event", "authz_core")


@dataclass(frozen=True)
class Response:
    """A response."""

    status: int
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The value of a header; empty: it was not sent."""
        return self.headers.get(name.lower(), "")


def get(port: int, path: str, **headers: str) -> Response:
    """Request a path, with headers whose names have ``_`` for ``-``; redirects are not followed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    found = Response(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    connection.close()
    return found


@contextmanager
def nginx(folder: Path, block: str, port: int) -> Iterator[int]:
    """Run nginx with a server block."""
    shutil.copy(provision.DEBIAN / "etc/nginx/mime.types", folder)
    modules = provision.DEBIAN / "usr/lib/nginx/modules"
    lines = [line for line in block.splitlines() if "[::]" not in line]
    (folder / "site.conf").write_text("\n".join(lines).replace("# brotli_static", "brotli_static"))
    paths = "\n".join(
        f"{name}_temp_path {folder}/temp;" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = folder / "nginx.conf"
    settings.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\n"
        f"load_module {modules}/ngx_http_brotli_static_module.so;\nevents {{ worker_connections 64; }}\n"
        f"http {{\n{paths}\naccess_log off;\ninclude site.conf;\n}}\n"
    )
    command = [str(provision.server_path("nginx")), "-c", str(settings), "-e", f"{folder}/error.log"]
    with running(command, port, env=provision.server_environment()):
        yield port


@contextmanager
def apache(folder: Path, root: Path, modules: Iterable[str] = MODULES) -> Iterator[int]:
    """Run Apache as shared hosts do: it lists folders, and ``.htaccess`` may have what belongs to ``FileInfo``."""
    port, home = free_port(), provision.DEBIAN / "usr/lib/apache2/modules"
    (folder / "types").write_text("application/gzip gz\ntext/html html\ntext/xml xml\nimage/png png\n")
    loaded = "\n".join(f"LoadModule {name}_module {home}/mod_{name}.so" for name in (*_ALWAYS, *modules))
    settings = folder / "apache.conf"
    settings.write_text(
        f"{loaded}\nServerRoot {folder}\nListen 127.0.0.1:{port}\nServerName 127.0.0.1\nDefaultRuntimeDir {folder}\n"
        f"PidFile {folder}/apache.pid\nErrorLog {folder}/error.log\nUser #65534\nGroup #65534\nDocumentRoot {root}\n"
        f"<IfModule mod_mime.c>\nTypesConfig {folder}/types\nAddLanguage br .br\nAddEncoding x-gzip .gz\n</IfModule>\n"
        f"<IfModule mod_dir.c>\nDirectoryIndex index.html\n</IfModule>\n"
        f"<Directory {root}>\nOptions Indexes FollowSymLinks\nAllowOverride FileInfo\nRequire all granted\n"
        "</Directory>\n"
    )
    command = [str(provision.server_path("apache2")), "-D", "FOREGROUND", "-f", str(settings)]
    with running(command, port, env=provision.server_environment()):
        yield port


@contextmanager
def caddy(folder: Path, block: str, port: int) -> Iterator[int]:
    """Run Caddy with a site block."""
    settings = folder / "Caddyfile"
    settings.write_text(f"{{\n\tadmin off\n}}\n{block}")
    command = [str(provision.server_path("caddy")), "run", "--config", str(settings), "--adapter", "caddyfile"]
    with running(command, port, env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}):
        yield port
