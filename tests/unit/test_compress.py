"""Compressed copies of texts: the same after any edits, and only of what changed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from press import config
from press.build.compress import SMALLEST
from press.deploy.plan import Phase, phase_of
from press.errors import BadConfig
from press.outputs.hosts.serving import TEXT_TYPES
from tests.portal import CONFIG, Portal, mtimes

BOTH = CONFIG + '\n[hosts]\ncompress = ["gzip", "brotli"]\n'
LONG = "a" * SMALLEST
PAGE = "2026/03/a/index.html"


@pytest.fixture
def built(portal: Portal) -> Portal:
    portal.write("config.toml", BOTH)
    portal.post("a.md", "Isi.")
    portal.post("b.md", "Isi lain.", date="2026-04-02")
    portal.write("static/unduh/panjang.txt", LONG)
    portal.write("static/pendek.txt", LONG[1:])
    portal.write("static/foto.bin", LONG)
    portal.build()
    return portal


def copies(site: dict[str, bytes]) -> set[str]:
    return {address for address in site if address.endswith((".gz", ".br"))}


def assert_as_clean(portal: Portal) -> None:
    """The site is that of a clean build, and each copy has the content of its text."""
    found = portal.site()
    portal.build(output="bersih")
    assert portal.site("bersih") == found
    for address in copies(found):
        data = found[address]
        assert (gzip.decompress(data) if address.endswith(".gz") else brotli.decompress(data)) == found[address[:-3]]


def test_texts_from_one_kibibyte_have_copies(built: Portal) -> None:
    site = built.site()
    texts = {
        address for address, data in site.items()
        if len(data) >= SMALLEST and address.rpartition(".")[2] in TEXT_TYPES and not address.endswith("manifest.json")
    }  # fmt: skip
    assert copies(site) == {f"{address}.{ending}" for address in texts for ending in ("gz", "br")}
    assert {"unduh/panjang.txt", PAGE, "feed.xml"} < texts
    assert_as_clean(built)


def test_gzip_has_no_name_and_no_time(built: Portal) -> None:
    assert built.site()["unduh/panjang.txt.gz"][3:8] == bytes(5)


def test_manifests_have_the_copies(built: Portal) -> None:
    assert '"unduh/panjang.txt.gz"' in built.text("unduh/manifest.json")
    assert f'"{PAGE}.br"' in built.text("2026/03/manifest.json")


def test_only_copies_of_what_changed_are_made_again(built: Portal) -> None:
    before = mtimes(built.root / "site")
    built.post("b.md", "Isi yang berubah.", date="2026-04-02")
    report = built.build()
    assert "2026/04/b/index.html.gz" in report.written
    assert f"{PAGE}.gz" not in report.written
    after = mtimes(built.root / "site")
    assert {address for address in after if before.get(address) != after[address]} == set(report.written)
    assert built.build().written == ()


def shorten(portal: Portal) -> None:
    portal.write("static/unduh/panjang.txt", "pendek")


def lengthen(portal: Portal) -> None:
    portal.write("static/pendek.txt", LONG)


def delete(portal: Portal) -> None:
    (portal.root / "posts/a.md").unlink()
    (portal.root / "static/unduh/panjang.txt").unlink()


def damage(portal: Portal) -> None:
    (portal.root / "site/unduh/panjang.txt.gz").write_bytes(b"rusak")
    (portal.root / f"site/{PAGE}.br").unlink()
    (portal.root / f"site/{PAGE}").write_bytes(b"rusak")


def without_brotli(portal: Portal) -> None:
    portal.write("config.toml", BOTH.replace('"gzip", "brotli"', '"gzip"'))


def without_any(portal: Portal) -> None:
    portal.write("config.toml", CONFIG)


def own_copy(portal: Portal) -> None:
    portal.write("static/unduh/panjang.txt.gz", gzip.compress(LONG.encode()))


def own_other_file(portal: Portal) -> None:
    portal.write("static/unduh/panjang.txt", LONG + "b")


def hide(portal: Portal) -> None:
    """Make a draft, whose texts are searched for: then files are published at the end."""
    portal.post("b.md", "Sebuah rahasia yang panjang sekali dan tidak boleh terbaca.", draft="true", date="2026-04-02")
    portal.post("a.md", "Isi baru.")


@pytest.mark.parametrize(
    "edit",
    [shorten, lengthen, delete, damage, without_brotli, without_any, own_copy, own_other_file, hide],
)
def test_any_edit_gives_the_copies_of_a_clean_build(built: Portal, edit: Callable[[Portal], None]) -> None:
    edit(built)
    built.build()
    assert_as_clean(built)


def test_a_copy_of_ours_comes_back_after_one_of_the_portal(built: Portal) -> None:
    own = built.write("static/unduh/panjang.txt.gz", gzip.compress(b"lain"))
    built.build()
    assert built.site()["unduh/panjang.txt.gz"] == own.read_bytes()
    own.unlink()
    built.build()
    assert_as_clean(built)


def test_a_preview_has_no_copies(built: Portal) -> None:
    built.build("pratinjau", drafts=True)
    assert copies(built.site("pratinjau")) == set()


def test_copies_are_deployed_with_their_texts() -> None:
    assert phase_of("index.html.gz", is_new=False) == Phase.HOME
    assert phase_of("a/index.html.br", is_new=True) == Phase.NEW_PAGES
    assert phase_of("feed.xml.gz", is_new=False) == Phase.FEEDS
    assert phase_of("assets/press.12345678.css.br", is_new=True) == Phase.ASSETS
    assert phase_of("arsip.gz", is_new=True) == Phase.MEDIA


def test_an_unknown_compression_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig) as raised:
        config.parse(CONFIG + '[hosts]\ncompress = ["zip"]\n')
    assert [problem.values["name"] for problem in raised.value.problems] == ["zip"]
