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
_VSFTPD = Path(__file__).parent / "debian/usr/sbin/vsftpd"
_SERVERS = ("/usr/local/sbin", "/usr/sbin")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """The path of Chromium; empty: Playwright's own is used."""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), "")


def newsboat_path() -> str:
    """The path of newsboat, the feed reader."""
    return shutil.which("newsboat") or "newsboat"


def vsftpd_path() -> str:
    """The path of vsftpd, unpacked from Debian's package: as an installed package it would remove other servers."""
    return _found("vsftpd") or str(_VSFTPD)


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
    _unpack_vsftpd()
    _install_node_packages()
    if chromium_path():
        return
    if _may_install():
        _install("chromium")
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _unpack_vsftpd() -> None:
    if _found("vsftpd") or _VSFTPD.is_file():
        return
    _VSFTPD.parents[2].mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", "vsftpd"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (package,) = Path(folder).glob("*.deb")
        subprocess.run(["dpkg", "-x", str(package), str(_VSFTPD.parents[2])], check=True)


def sshd_path() -> str:
    """The path of the server of OpenSSH, which must be called by its whole path."""
    return _found("sshd")


def _found(program: str) -> str:
    """Return the path of a program; of servers, which are not in everybody's PATH, too. Empty: it is not there."""
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", ""), *_SERVERS))) or ""


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
