"""Open a target. The libraries are imported only for the kinds that need them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from press.deploy.address import Address
from press.deploy.target import Target


@contextmanager
def opened(address: Address, root: Path) -> Iterator[Target]:
    """Connect to a target for a block. A relative folder is one of the portal's. Raises `TargetError`."""
    target = _connect(address, root)
    try:
        yield target
    finally:
        target.close()


def _connect(address: Address, root: Path) -> Target:
    if address.scheme == "sftp":
        from press.deploy.targets.sftp import SftpTarget  # noqa: PLC0415 - paramiko, 300 ms

        return SftpTarget(address)
    if address.scheme in ("ftp", "ftps"):
        from press.deploy.targets.ftp import FtpTarget  # noqa: PLC0415 - only for this target

        return FtpTarget(address)
    if address.scheme == "rsync":
        from press.deploy.targets.rsync import RsyncTarget  # noqa: PLC0415 - only for this target

        return RsyncTarget(address)
    if address.scheme == "s3":
        from press.deploy.targets.s3 import S3Target  # noqa: PLC0415 - boto3, 300 ms

        return S3Target(address)
    from press.deploy.targets.folder import FolderTarget  # noqa: PLC0415 - only for this target

    return FolderTarget(root / address.path)
