"""Find or install what tests need: Chromium, axe-core, the Nu HTML checker, newsboat, a dictionary, and servers.

``make test`` runs ``python -m tools.provision`` first. Without a program its tests fail; they are not skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from filelock import FileLock

from press.language import dictionary

TOOLS = Path(__file__).parent / "node"
AXE = TOOLS / "node_modules/axe-core/axe.min.js"
CHECKER = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
_INSTALLED = TOOLS / "node_modules/.press"
"""The digest of the lock file whose packages are installed."""
DEBIAN = Path(__file__).parent / "debian"
"""Where packages of Debian are unpacked, which are not to be installed: their servers would start, or remove others."""
_SERVERS = (
    "vsftpd", "pure-ftpd", "pure-ftpd-common", "nginx", "nginx-common", "libnginx-mod-http-brotli-static",
    "apache2-bin", "caddy",
)  # fmt: skip
_NEEDED = ("libapr", "libbrotli", "libsodium", "libwrap")
"""Beginnings of the names of libraries that these need and that are not on every machine."""
_SYSTEM = ("/usr/local/sbin", "/usr/sbin")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """The path of Chromium; empty: Playwright's own is used."""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), "")


def newsboat_path() -> str:
    """The path of newsboat, the feed reader."""
    return shutil.which("newsboat") or "newsboat"


def server_path(name: str) -> Path:
    """The path of a server's program: of the unpacked one, so that all machines are alike."""
    return next(path for path in (DEBIAN / "usr/sbin" / name, DEBIAN / "usr/bin" / name) if path.is_file())


def server_environment() -> dict[str, str]:
    """The environment in which unpacked servers find their libraries."""
    return {**os.environ, "LD_LIBRARY_PATH": str(next(DEBIAN.glob("usr/lib/*-linux-gnu")))}


def provide() -> None:
    """Install what is missing: with apt-get if permitted; otherwise Chromium with Playwright."""
    _need("npm", "nodejs", "npm")
    _need("java", "default-jre-headless")
    _need("newsboat", "newsboat")
    _need_dictionary()
    _need("sshd", "openssh-server")
    _need("rsync", "rsync")
    _need("flock", "util-linux")
    _need("systemd-analyze", "systemd")
    _unpack_servers()
    _install_node_packages()
    if chromium_path():
        return
    if _may_install():
        _install("chromium")
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _unpack_servers() -> None:
    """Unpack the servers that are not yet unpacked, and the libraries that they need."""
    missing = [name for name in _SERVERS if not (DEBIAN / f".{name}").exists()]
    if not missing:
        return
    if _may_install():
        subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=subprocess.DEVNULL)
    DEBIAN.mkdir(parents=True, exist_ok=True)
    _unpack([*missing, *_libraries_of(missing)])
    for name in missing:
        (DEBIAN / f".{name}").touch()


def _libraries_of(packages: list[str]) -> list[str]:
    """The libraries to unpack with some packages; their names differ between releases of Debian."""
    listed = subprocess.run(["apt-cache", "depends", *packages], check=True, capture_output=True, text=True).stdout
    names = {line.split()[-1] for line in listed.splitlines() if "Depends:" in line}
    return sorted(name for name in names if name.startswith(_NEEDED) and "-" not in name)


def _unpack(packages: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", "-qq", *packages], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(DEBIAN)], check=True)
    shutil.rmtree(DEBIAN / "usr/share", ignore_errors=True)  # documents, and programs for other tools


def sshd_path() -> str:
    """The path of the server of OpenSSH, which must be called by its whole path."""
    return _found("sshd")


def _found(program: str) -> str:
    """Return the path of a program; of servers, which are not in everybody's PATH, too. Empty: it is not there."""
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", ""), *_SYSTEM))) or ""


def _need(program: str, *packages: str) -> None:
    if not _found(program) and _may_install():
        _install(*packages)
    if not _found(program):
        raise SystemExit(f"the tests need {program}: install {' and '.join(packages)}, or what your system calls them")


def _need_dictionary() -> None:
    """The Indonesian dictionary of hunspell, which tests of the spelling check use."""
    if not has_dictionary() and _may_install():
        _install("hunspell-id")
    if not has_dictionary():
        raise SystemExit("the tests need the Indonesian dictionary of hunspell: docs/rules.md says how to get it")


def has_dictionary() -> bool:
    """Whether this computer has the dictionary."""
    return dictionary.find(TOOLS) is not None


def _may_install() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def _install(*packages: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        subprocess.run(["apt-get", *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)


def _install_node_packages() -> None:
    """Install the locked versions of axe-core and the Nu checker, without running their install scripts."""
    digest = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    with FileLock(TOOLS / ".lock"):
        if _INSTALLED.is_file() and _INSTALLED.read_text() == digest:
            return
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([shutil.which("npm") or "npm", *arguments], cwd=TOOLS, check=True, stdout=subprocess.DEVNULL)
        _INSTALLED.write_text(digest)


if __name__ == "__main__":
    provide()
