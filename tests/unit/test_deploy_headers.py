"""The headers that `_headers` sets, for targets that keep them with each file."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.deploy import headers
from tests.portal import Portal

BASE = "https://uji.example/portal/"
FOR_EVER, BRIEFLY, ALWAYS_ASKED = "max-age=31536000", "max-age=300", "must-revalidate"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    portal = Portal(tmp_path_factory.mktemp("portal"))
    portal.build()
    return portal.root / "site"


@pytest.fixture(scope="module")
def built(site: Path) -> headers.Headers:
    return headers.read(site, BASE)


@pytest.mark.parametrize(
    ("address", "mime", "caching"),
    [
        ("index.html", "text/html; charset=utf-8", ALWAYS_ASKED),
        ("2026/03/a/index.html", "text/html; charset=utf-8", ALWAYS_ASKED),
        ("assets/feed.css", "text/css; charset=utf-8", ALWAYS_ASKED),
        ("2026/03/a/foto-960.avif", "image/avif", ALWAYS_ASKED),
        ("2026/03/a/surat.PDF", "application/pdf", ALWAYS_ASKED),
        ("topik/air/feed.xml", "application/xml; charset=utf-8", BRIEFLY),
        ("feed.json", "application/feed+json; charset=utf-8", BRIEFLY),
        ("sitemap.xml", "application/xml; charset=utf-8", ALWAYS_ASKED),
        ("manifest.json", "application/json", ALWAYS_ASKED),
        ("cari/indeks/a.pf_index", "application/octet-stream", ALWAYS_ASKED),
        (".htaccess", "application/octet-stream", ALWAYS_ASKED),
    ],
)
def test_types_and_caching_of_a_portal(built: headers.Headers, address: str, mime: str, caching: str) -> None:
    found = built.of(address)
    assert found["content-type"] == mime
    assert caching in found["cache-control"]


@pytest.mark.parametrize(("ending", "mime"), [("css", "text/css"), ("js", "text/javascript"), ("svg", "image/svg+xml")])
def test_assets_are_kept_for_ever(site: Path, built: headers.Headers, ending: str, mime: str) -> None:
    (path, *_) = (site / "assets").glob(f"*.????????.{ending}")
    found = built.of(path.relative_to(site).as_posix())
    assert FOR_EVER in found["cache-control"]
    assert found["content-type"].startswith(mime)


def of(tmp_path: Path, rules: str, address: str, portal: str = "https://uji.example") -> dict[str, str]:
    (tmp_path / "_headers").write_text(rules)
    return headers.read(tmp_path, portal).of(address)


def test_the_last_rule_for_a_header_counts(tmp_path: Path) -> None:
    rules = "# komentar\n/*\n  Cache-Control: a\n\n/unduh/*\n  cache-control: b\n  Content-Disposition: attachment\n"
    assert of(tmp_path, rules, "unduh/x.pdf")["cache-control"] == "b"
    assert of(tmp_path, rules, "unduh/x.pdf")["content-disposition"] == "attachment"
    assert of(tmp_path, rules, "x.pdf")["cache-control"] == "a"


def test_a_place_in_a_path_is_one_folder_and_a_star_is_any_text(tmp_path: Path) -> None:
    rules = "/:tahun/a+b/*.html\n  Cache-Control: a\n"
    assert of(tmp_path, rules, "2026/a+b/x/y.html")["cache-control"] == "a"
    assert of(tmp_path, rules, "2026/03/a+b/y.html")["cache-control"] != "a"
    assert of(tmp_path, rules, "2026/aab/y.html")["cache-control"] != "a"


def test_the_address_of_a_page_is_that_of_its_folder(tmp_path: Path) -> None:
    rules = "/portal/lapor/\n  Cache-Control: a\n"
    assert of(tmp_path, rules, "lapor/index.html", BASE)["cache-control"] == "a"
    assert of(tmp_path, rules, "lapor/xindex.html", BASE)["cache-control"] != "a"
