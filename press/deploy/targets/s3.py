"""S3-compatible storage, with boto3 (``pip install press[s3]``)."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from press.deploy import parallel
from press.deploy.address import Address
from press.deploy.plan import is_asset
from press.deploy.record import FOLDER
from press.deploy.target import Sent, TargetError
from press.i18n.mark import N_

_LOCK = f"{FOLDER}/lock"
_CONNECTIONS = 8
_REGION = "us-east-1"
"""What services other than Amazon expect where they have no regions."""
_TYPES = {".xml": "application/xml", ".json": "application/json", ".opml": "text/x-opml", ".vtt": "text/vtt"}
_TEXTS = ("text/", "application/xml", "application/json", "image/svg")
_LONG, _SHORT = "public, max-age=31536000, immutable", "public, max-age=300"


class S3Target:
    """A target in a bucket, at a prefix or at its top."""

    def __init__(self, address: Address) -> None:
        """Connect. Raises `TargetError`. The key's id is the user of the address, its secret the password."""
        try:
            import boto3  # noqa: PLC0415 - optional, and slow to import
        except ImportError:
            raise TargetError(
                N_("this target needs the program {name}: install it, then try again"), name="boto3"
            ) from None
        self._bucket, _, prefix = address.path.partition("/")
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        with _reported(self._bucket):
            self._client: Any = boto3.client(
                "s3", endpoint_url=address.endpoint or None, aws_access_key_id=address.user or None,
                aws_secret_access_key=address.password or None, region_name=_REGION if address.endpoint else None,
            )  # fmt: skip

    def read(self, path: str) -> bytes | None:
        """Return the bytes of an object; None if there is none."""
        with _reported(path):
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)
            except self._client.exceptions.NoSuchKey:
                return None
            data: bytes = found["Body"].read()
            return data

    def write(self, path: str, data: bytes) -> None:
        """Write an object, with its type and how long it may be cached."""
        mime = _TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        with _reported(path):
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + path, Body=data,
                ContentType=f"{mime}; charset=utf-8" if mime.startswith(_TEXTS) else mime,
                CacheControl=_LONG if is_asset(path) else _SHORT,
            )  # fmt: skip

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write files, several at once."""
        parallel.send(files, self.write, _CONNECTIONS, sent)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete objects."""
        for path in paths:
            with _reported(path):
                self._client.delete_object(Bucket=self._bucket, Key=self._prefix + path)
            sent(path)

    def lock(self, owner: str) -> str | None:
        """Write the object of the lock, if there is none: services that cannot compare refuse nothing."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - see above

        try:
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + _LOCK, Body=owner.encode(), IfNoneMatch="*")
        except ClientError as reason:
            if reason.response["ResponseMetadata"]["HTTPStatusCode"] in (409, 412):
                return (self.read(_LOCK) or b"?").decode(errors="replace")
            raise TargetError(_FAILED, path=self._bucket, reason=reason) from reason
        return None

    def unlock(self) -> None:
        """Delete the object of the lock."""
        self.delete([_LOCK], lambda _: None)

    def begin(self, release: str) -> None:
        """Objects are seen as soon as they are written: nothing to prepare."""

    def publish(self, kept: int) -> None:
        """Objects are seen as soon as they are written."""

    def close(self) -> None:
        """End the connections."""
        self._client.close()


@contextmanager
def _reported(path: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - see above

    try:
        yield
    except (BotoCoreError, ClientError, ValueError) as reason:
        known = isinstance(reason, ClientError) and reason.response.get("Error", {}).get("Code") == "NoSuchKey"
        if known:
            raise
        raise TargetError(_FAILED, path=path, reason=reason) from reason


_FAILED = N_("{path} on the target: {reason}")
