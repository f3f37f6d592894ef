"""Links of config.toml into the portal lead to something, in every build; those to other sites are not local."""

from __future__ import annotations

from tests.portal import CONFIG, Portal

LINKS = """
[[menu]]
label = "Berita"
url = "/berita/"
[[menu]]
label = "Tentang"
url = "/tentang/#alamat"
[[footer]]
label = "Luar"
url = "https://instansi.example/"
[[footer]]
label = "Lengkap"
url = "https://uji.example/portal/tentang/"
[[footer]]
label = "Lokal"
url = "http://localhost:8080/"

[[editions.en.menu]]
label = "None"
url = "/en/about/"

[offices.humas]
name = "Humas"
url = "http://192.168.1.1/"
"""


def broken(portal: Portal) -> list[tuple[int, str]]:
    report = portal.build()
    return [(one.place.line, one.values["target"]) for one in report.problems if one.rule == "config-link"]


def test_links_of_the_config_are_reported_with_their_lines_until_they_lead_somewhere(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + LINKS)
    start = CONFIG.count("\n") + 1
    local = [(start + 13, "http://localhost:8080/"), (start + 17, "/en/about/"), (start + 23, "http://192.168.1.1/")]
    dead = [(start + 4, "/tentang/#alamat"), (start + 10, "https://uji.example/portal/tentang/")]
    assert broken(portal) == sorted(local + dead)
    page = portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nAlamat.\n")
    assert broken(portal) == local
    page.unlink()
    assert broken(portal) == sorted(local + dead)
