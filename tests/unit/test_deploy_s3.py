"""Targets in S3-compatible storage, against a server that checks signatures and rights."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from press.config import DeployTarget
from press.deploy import Deployment, address, deploy
from press.deploy.address import Address
from press.deploy.headers import Headers
from press.deploy.record import NAME
from press.deploy.target import Target, TargetError
from press.deploy.targets import table
from press.errors import Misuse
from tests import servers
from tests.portal import Portal

BASE = "https://uji.example/portal/"


@pytest.fixture(scope="module")
def store() -> Iterator[servers.Store]:
    with servers.s3("situs") as running:
        yield running


def address_in(store: servers.Store, folder: str, key: str = "", secret: str = "") -> Address:
    names = {"PRESS_DEPLOY_UTAMA_KEY": key or store.key, "PRESS_DEPLOY_UTAMA_PASSWORD": secret or store.secret}
    url = f"s3://{store.bucket}/{folder}"
    return address.of("utama", DeployTarget(url=url, endpoint=store.endpoint, allow_plain=True), names)


def opened(store: servers.Store, folder: str, **more: str) -> Any:
    return table.opened(address_in(store, folder, **more), Path())


def test_files_have_their_type_and_caching_and_the_record_is_not_cached(store: servers.Store, tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.build()
    request = Deployment(portal.root / "site", BASE, "", datetime(2026, 3, 20, tzinfo=UTC), "a@b", 0.9)
    with opened(store, "portal") as target:
        deploy(request, target)
    assets = [name for name in store.held("portal/") if name.startswith("assets/") and name.endswith(".css")]
    for name, mime, caching in (
        ("index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
        ("feed.json", "application/feed+json; charset=utf-8", "public, max-age=300"),
        (assets[0], "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
    ):
        found = store.get(f"portal/{name}")
        assert (found["ContentType"], found["CacheControl"]) == (mime, caching)
    assert store.get(f"portal/{NAME}")["CacheControl"] == "no-store"


def test_of_two_that_lock_at_once_one_gets_the_lock(store: servers.Store) -> None:
    for round in range(2):
        found: list[str | None] = []
        begin = threading.Barrier(2)

        def lock(target: Target, owner: str, found: list[str | None] = found, begin: Any = begin) -> None:
            begin.wait()
            found.append(target.lock(owner))

        with opened(store, f"kunci-{round}") as one, opened(store, f"kunci-{round}") as other:
            threads = [threading.Thread(target=lock, args=each) for each in ((one, "Budi"), (other, "Ani"))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert found.count(None) == 1
            assert len({"Budi", "Ani"}.intersection(found)) == 1
            one.unlock()
            assert other.lock("Ani") is None


def test_many_files_are_deleted_in_batches(store: servers.Store) -> None:
    names = [f"a/{number}.html" for number in range(7)]
    with opened(store, "hapus") as target:
        target.begin("1", Headers())
        for name in names:
            target.write(name, b"x")
        target.delete([*names, "tidak/ada.html"], lambda _: None)
    assert not store.held("hapus/")


@pytest.mark.parametrize(
    ("keys", "reason"),
    [({"secret": "salah"}, "signature"), ({"key": "TIDAKADA"}, "Access Key Id")],
)
def test_what_the_store_refuses_is_reported_without_secrets(
    store: servers.Store, keys: dict[str, str], reason: str
) -> None:
    with opened(store, "portal", **keys) as target, pytest.raises(TargetError, match=reason) as raised:
        target.read("index.html")
    assert "salah" not in str(raised.value)


def test_a_store_that_does_not_answer_is_reported(store: servers.Store) -> None:
    there = msgspec.structs.replace(address_in(store, ""), endpoint=f"http://127.0.0.1:{servers.free_port()}")
    with table.opened(there, Path()) as target, pytest.raises(TargetError, match="Could not connect"):
        target.read("index.html")


def test_without_keys_the_message_names_the_variables(store: servers.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/tidak/ada")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    there = msgspec.structs.replace(address_in(store, ""), key="", password="")
    with (
        table.opened(there, Path()) as target,
        pytest.raises(TargetError, match=r"PRESS_DEPLOY_UTAMA_KEY .*PRESS_DEPLOY_UTAMA_PASSWORD"),
    ):
        target.read("index.html")


def test_without_boto3_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.delitem(sys.modules, "press.deploy.targets.s3", raising=False)
    there = address.of("utama", DeployTarget(url="s3://situs"), {})
    with pytest.raises(Misuse, match=r"pip install -r requirements-s3\.txt"), table.opened(there, Path()):
        pass


@pytest.mark.parametrize(
    ("url", "endpoint", "message"),
    [
        ("s3://", "", "names no bucket"),
        ("s3:///situs", "", "names no bucket"),
        ("s3://KUNCI@situs", "", "names no bucket"),
        ("s3://situs", "http://toko.example", "must begin with https://"),
        ("s3://situs", "toko.example", "must begin with https://"),
    ],
)
def test_wrong_addresses_of_stores_are_refused(url: str, endpoint: str, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        address.of("utama", DeployTarget(url=url, endpoint=endpoint), {})


def test_the_bucket_may_be_in_the_name_of_the_store() -> None:
    target = DeployTarget(url="s3://situs", endpoint="https://{bucket}.toko.invalid", region="id-1")
    there = address.of("utama", target, {"PRESS_DEPLOY_UTAMA_KEY": "a", "PRESS_DEPLOY_UTAMA_PASSWORD": "b"})
    expected = r"https://situs\.toko\.invalid/a%20b\.html"
    with table.opened(there, Path()) as opened, pytest.raises(TargetError, match=expected):
        opened.read("a b.html")
