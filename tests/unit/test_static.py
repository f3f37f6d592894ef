"""Files of ``static/``: copied as they are, and in the place of what would be made at their addresses."""

from __future__ import annotations

import pytest

from tests.portal import Portal


@pytest.mark.parametrize("address", ["robots.txt", "404.html", "sitemap.xml", "feeds.opml"])
def test_the_desks_own_file_wins_and_ours_comes_back(portal: Portal, address: str) -> None:
    portal.post("a.md")
    portal.build()
    ours = portal.site()[address]
    own = portal.write(f"static/{address}", "punya kami")
    portal.build()
    assert portal.site()[address] == b"punya kami"
    own.unlink()
    portal.build()
    assert portal.site()[address] == ours


def test_a_file_with_a_dot(portal: Portal) -> None:
    portal.write("static/.well-known/security.txt", "Contact: mailto:x@uji.example")
    portal.write("static/CNAME", "berita.uji.example")
    portal.build()
    assert {".well-known/security.txt", "CNAME"} <= portal.site().keys()
    (portal.root / "static/CNAME").unlink()
    portal.build()
    assert "CNAME" not in portal.site()
