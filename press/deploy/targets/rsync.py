"""rsync over SSH, to a server of one's own: each deployment is a folder, and a link is switched when it is complete.

Under the path of the target are ``releases/``, with one folder for each deployment, and ``current``, the link that the
web server shows. A new release starts as hard links of the files of the last one, which takes no time and no space.
"""

from __future__ import annotations

import io
import posixpath
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from press.deploy.address import Address
from press.deploy.headers import Headers
from press.deploy.target import Sent, TargetError
from press.i18n.mark import N_

_PERSISTENT = "ControlPersist=60"
"""All commands use one connection."""
_LOCK = "lock"
_CURRENT = "current"
_RELEASES = "releases"


class RsyncTarget:
    """A target on a server with rsync and a shell."""

    def __init__(self, address: Address) -> None:
        """Write the key and the host key to a folder that only this user can read; they are deleted by `close`."""
        self._folder = address.path
        self._place = posixpath.join(address.path, _CURRENT)
        """The folder that is read and written: the current release, or the one being made."""
        self._secrets = tempfile.TemporaryDirectory(prefix="press-")
        self._host = f"{address.user}@{address.host}" if address.user else address.host
        self._ssh = ["ssh", "-p", str(address.port or 22), "-o", "BatchMode=yes", *self._options(address)]
        self._ssh += ["-o", "ControlMaster=auto", "-o", f"ControlPath={self._secrets.name}/%C", "-o", _PERSISTENT]

    def _options(self, address: Address) -> list[str]:
        options: list[str] = []
        if address.key:
            key = Path(self._secrets.name, "key")
            key.touch(mode=0o600)
            key.write_text(f"{address.key.strip()}\n")
            options += ["-i", str(key), "-o", "IdentitiesOnly=yes"]
        if address.host_key:
            known = Path(self._secrets.name, "known_hosts")
            name = address.host if address.port in (0, 22) else f"[{address.host}]:{address.port}"
            known.write_text(f"{name} {address.host_key}\n")
            options += ["-o", f"UserKnownHostsFile={known}", "-o", "StrictHostKeyChecking=yes"]
        return options

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""
        place = shlex.quote(posixpath.join(self._place, path))
        done = self._run(f"if [ -f {place} ]; then echo +; cat {place}; fi")
        return done[2:] if done else None

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Read files with one command, which writes the size of each before its bytes."""
        paths = list(paths)
        each = 'for file; do if [ -f "$file" ]; then wc -c < "$file"; cat "$file"; else echo -; fi; done'
        command = f"cd {shlex.quote(self._place)} && xargs -0 sh -c {shlex.quote(each)} sh"
        answer = io.BytesIO(self._run(command, "".join(f"{path}\0" for path in paths).encode()) if paths else b"")
        sizes = ((path, answer.readline().strip()) for path in paths)
        return {path: answer.read(int(size)) if size != b"-" else None for path, size in sizes}

    def write(self, path: str, data: bytes) -> None:
        """Write a file by a rename."""
        place = posixpath.join(self._place, path)
        folder, temporary, place = (shlex.quote(one) for one in (posixpath.dirname(place), f"{place}.press~", place))
        self._run(f"mkdir -p {folder} && cat > {temporary} && mv -f {temporary} {place}", data)

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write files with one call of rsync, which reads them through links in a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="press-") as folder:
            for path, file in files.items():
                link = Path(folder, path)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(file.absolute())
            self._call(
                ["rsync", "--recursive", "--copy-links", "--checksum", "--delay-updates", "--force",
                 f"--rsh={shlex.join(self._ssh)}", f"{folder}/", f"{self._host}:{self._place}/"], b"",
            )  # fmt: skip
        for path in files:
            sent(path)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete files, and the folders that become empty."""
        paths = list(paths)
        names = "".join(f"{path}\0" for path in paths).encode()
        if names:
            place = shlex.quote(self._place)
            self._run(f"cd {place} && xargs -0 rm -f -- && find . -mindepth 1 -type d -empty -delete", names)
        for path in paths:
            sent(path)

    def lock(self, owner: str) -> str | None:
        """Make the folder of the lock, which only one process can."""
        lock = shlex.quote(posixpath.join(self._folder, _LOCK))
        command = f"mkdir -p {shlex.quote(self._folder)} && if mkdir {lock} 2>/dev/null; then cat > {lock}/owner; "
        other = self._run(f"{command}else echo locked; cat {lock}/owner; fi", owner.encode())
        return other.decode(errors="replace").removeprefix("locked\n").strip() if other else None

    def unlock(self) -> None:
        """Remove the folder of the lock."""
        self._run(f"rm -rf {shlex.quote(posixpath.join(self._folder, _LOCK))}")

    def begin(self, release: str, headers: Headers) -> None:
        """Make the folder of a release from hard links of the files of the current one.

        A folder of that name may be there: after a cut, or if the clock was set back. Then another name is chosen.
        """
        releases = shlex.quote(posixpath.join(self._folder, _RELEASES))
        name, source = shlex.quote(release), shlex.quote(f"{self._place}/.")
        made = self._run(
            f"mkdir -p {releases} && cd {releases} && name={name} && n=1 && "
            f"while [ -e $name ]; do n=$((n+1)); name={name}-$n; done && mkdir $name && "
            f"if [ -d {source} ]; then cp -al {source} $name/; fi && echo $name"
        )
        self._place = posixpath.join(self._folder, _RELEASES, made.decode().strip())

    def publish(self, kept: int) -> None:
        """Switch the link to the new release by a rename, then delete old ones, and what a cut deployment left."""
        folder, name = shlex.quote(self._folder), shlex.quote(posixpath.basename(self._place))
        self._run(
            f"cd {folder} && ln -sfn {_RELEASES}/{name} {_CURRENT}.press~ && mv -T {_CURRENT}.press~ {_CURRENT} && "
            f"cd {_RELEASES} && ls -1 | grep -vxF {name} | sort -r | tail -n +{kept} | xargs -r rm -rf --"
        )

    def close(self) -> None:
        """End the connection, and delete the key."""
        subprocess.run([*self._ssh, "-O", "exit", self._host], capture_output=True, check=False)  # noqa: S603 - no shell
        with suppress(OSError):
            self._secrets.cleanup()

    def _run(self, command: str, data: bytes = b"") -> bytes:
        return self._call([*self._ssh, self._host, command], data)

    def _call(self, command: Sequence[str], data: bytes) -> bytes:
        try:
            done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603 - no shell here
        except FileNotFoundError:
            message = N_("this target needs the program {name}: install it, then try again")
            raise TargetError(message, name=command[0]) from None
        if done.returncode:
            reason = done.stderr.decode(errors="replace").strip().splitlines()
            message = N_("{path} on the target: {reason}")
            raise TargetError(message, path=self._folder, reason=reason[-1] if reason else done.returncode)
        return done.stdout
