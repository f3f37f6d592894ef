"""S3-compatible storage, with boto3: Amazon S3, and the object storage of many hosts in Indonesia.

A store has no folders and no web server that reads files with rules: each file has its media type and Cache-Control
with it. A file is there as a whole or not at all. Files are never listed.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from press.deploy import plan
from press.deploy.address import Address
from press.deploy.headers import Headers
from press.deploy.parallel import Threads
from press.deploy.record import FOLDER
from press.deploy.target import Sent, TargetError
from press.errors import Misuse
from press.i18n.mark import N_

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError
except ImportError:
    raise Misuse(N_("s3:// needs boto3: pip install -r requirements-s3.txt")) from None

_LOCK = f"{FOLDER}/lock"
_CONNECTIONS = 8
_BATCH = 1000
"""The most files that one request may delete."""
_PARAMETERS = {
    "content-type": "ContentType", "cache-control": "CacheControl", "content-disposition": "ContentDisposition",
    "content-language": "ContentLanguage",
}  # fmt: skip
"""The headers that a store keeps."""
_NOT_CACHED = {"CacheControl": "no-store"}
_LOCKED = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
_NO_CONDITIONS = frozenset({"NotImplemented", "InvalidArgument"})
"""What stores answer that do not know conditions."""
_IN_BUCKET_NAME = "//{bucket}."


class S3Target:
    """A target in a bucket."""

    def __init__(self, address: Address) -> None:
        """Prepare the client; nothing is sent. Raises `TargetError`."""
        self._address = address
        self._headers = Headers()
        self._threads = Threads(_CONNECTIONS)
        with self._reported(address.host):
            self._client = _client(address)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""
        with self._reported(path):
            try:
                found: bytes = self._client.get_object(**self._place(path))["Body"].read()
            except self._client.exceptions.NoSuchKey:
                return None
        return found

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Read files, many of them on several connections."""
        return self._threads.read(paths, self.read)

    def write(self, path: str, data: bytes) -> None:
        """Write a file with its headers."""
        headers = {} if path.startswith(f"{FOLDER}/") else self._headers.of(path)
        kept = {name: headers[header] for header, name in _PARAMETERS.items() if header in headers}
        with self._reported(path):
            self._client.put_object(**self._place(path), Body=data, **(kept or _NOT_CACHED))

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write files, many of them on several connections."""
        self._threads.send(files, self.write, sent)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete files in batches. A batch has files of one phase: a store deletes them in any order."""
        for _, group in groupby(paths, lambda path: plan.phase_of(path, is_new=False)):
            while batch := list(islice(group, _BATCH)):
                self._delete(batch)
                for path in batch:
                    sent(path)

    def _delete(self, paths: list[str]) -> None:
        names = [{"Key": self._place(path)["Key"]} for path in paths]
        with self._reported(paths[0]):
            done = self._client.delete_objects(Bucket=self._address.host, Delete={"Objects": names, "Quiet": True})
        for error in done.get("Errors", ()):
            message = N_("{path} on the target: {reason}")
            raise TargetError(message, path=error.get("Key"), reason=error.get("Message") or error.get("Code"))

    def lock(self, owner: str) -> str | None:
        """Write the file of the lock, on condition that there is none, and see whose it is.

        A store that ignores conditions lets two deployments lock that begin within the same round trip.
        """
        own = f"{owner}\n{uuid.uuid4().hex}".encode()
        found = self.read(_LOCK)
        if found is None:
            self._write_lock(own)
            found = self.read(_LOCK) or b"?"
        return None if found == own else found.decode(errors="replace").partition("\n")[0]

    def _write_lock(self, own: bytes) -> None:
        with self._reported(_LOCK):
            try:
                self._client.put_object(**self._place(_LOCK), Body=own, IfNoneMatch="*", **_NOT_CACHED)
            except ClientError as refused:
                if _code(refused) in _NO_CONDITIONS:
                    self.write(_LOCK, own)
                elif _code(refused) not in _LOCKED:
                    raise

    def unlock(self) -> None:
        """Delete the file of the lock."""
        with self._reported(_LOCK):
            self._client.delete_object(**self._place(_LOCK))

    def begin(self, release: str, headers: Headers) -> None:
        """Take the headers of the files."""
        self._headers = headers

    def publish(self, kept: int) -> None:
        """Files are seen as soon as they are written."""

    def close(self) -> None:
        """End the connections."""
        self._threads.close()
        self._client.close()

    def _place(self, path: str) -> dict[str, str]:
        return {"Bucket": self._address.host, "Key": posixpath.join(self._address.path.strip("/"), path)}

    @contextmanager
    def _reported(self, path: str) -> Iterator[None]:
        """Raise errors of the store and of the connection as `TargetError`."""
        try:
            yield
        except (NoCredentialsError, PartialCredentialsError):
            message = N_("the store needs an access key: set {key} to its name and {secret} to its secret")
            names = {"key": self._address.key_name, "secret": self._address.password_name}
            raise TargetError(message, **names) from None
        except (ClientError, BotoCoreError) as reason:
            text = reason.response["Error"].get("Message") if isinstance(reason, ClientError) else ""
            message = N_("{path} on the target: {reason}")
            raise TargetError(message, path=path, reason=text or str(reason)) from reason


def _client(address: Address) -> Any:
    """Return the client of a store.

    Checksums only where the protocol demands them: stores that do not know the newer ones refuse such requests.
    """
    style = "virtual" if _IN_BUCKET_NAME in address.endpoint else "path" if address.endpoint else "auto"
    settings = Config(
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
        retries={"mode": "standard", "max_attempts": 4}, connect_timeout=10, read_timeout=60,
        max_pool_connections=_CONNECTIONS, s3={"addressing_style": style},
    )  # fmt: skip
    client = boto3.session.Session().client(
        "s3", config=settings, region_name=address.region or None,
        endpoint_url=address.endpoint.replace(_IN_BUCKET_NAME, "//") or None,
        aws_access_key_id=address.key or None, aws_secret_access_key=address.password or None,
    )  # fmt: skip
    client.meta.events.register("before-sign.s3.DeleteObjects", _add_md5)
    return client


def _add_md5(request: Any, **_: object) -> None:
    """Add the checksum of a request that deletes: older stores demand this one."""
    digest = hashlib.md5(request.body, usedforsecurity=False).digest()
    request.headers["Content-MD5"] = base64.b64encode(digest).decode()


def _code(error: ClientError) -> str:
    return str(error.response["Error"].get("Code"))
