"""Files of ``static/``: they are copied unchanged, and replace generated files at the same addresses."""

from __future__ import annotations

import pytest

from tests.portal import Portal


@pytest.mark.parametrize("address", ["robots.txt", "404.html", "sitemap.xml", "feeds.opml"])
def test_static_file_replaces_the_generated_one_until_it_is_deleted(portal: Portal, address: str) -> None:
    portal.post("a.md")
    portal.build()
    generated = portal.site()[address]
    file = portal.write(f"static/{address}", "punya kami")
    portal.build()
    assert portal.site()[address] == b"punya kami"
    file.unlink()
    portal.build()
    assert portal.site()[address] == generated


def test_static_files_and_hidden_folders_are_copied_until_they_are_deleted(portal: Portal) -> None:
    portal.write("static/.well-known/security.txt", "Contact: mailto:x@uji.example")
    portal.write("static/CNAME", "berita.uji.example")
    portal.build()
    assert {".well-known/security.txt", "CNAME"} <= portal.site().keys()
    (portal.root / "static/CNAME").unlink()
    portal.build()
    assert "CNAME" not in portal.site()
