"""Files of ``static/``: they are copied unchanged, and replace generated files at the same addresses."""

from __future__ import annotations

import shutil

import pytest

from tests.photos import encoded, sample_image
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


@pytest.mark.parametrize(
    ("name", "named"),
    [(".env", ".env"), (".git/config", ".git"), ("a/.git/hooks/x", "a/.git"), (".well-known/.env", ".well-known/.env"),
     ("a/.htpasswd", "a/.htpasswd"), (".a/.well-known/x", ".a"), (".htaccess/.x", ".htaccess/.x")],
)  # fmt: skip
def test_hidden_files_are_named_and_not_published(portal: Portal, name: str, named: str) -> None:
    file = portal.write(f"static/{name}", "rahasia")
    report = portal.build()
    assert [(one.rule, one.place.path) for one in report.problems] == [("hidden-file", f"static/{named}")]
    assert b"rahasia" not in portal.site().values()
    assert portal.build().problems == report.problems
    file.unlink()
    assert portal.build().problems == ()


def test_hidden_files_that_hosts_need_are_published(portal: Portal) -> None:
    for name in (".well-known/a/b.txt", ".htaccess", ".nojekyll", "a/.htaccess"):
        portal.write(f"static/{name}", "x")
    assert portal.build().problems == ()
    assert {".well-known/a/b.txt", ".htaccess", ".nojekyll", "a/.htaccess"} < portal.site().keys()


def test_a_file_and_a_folder_change_places(portal: Portal) -> None:
    """In the sources and on the site, which had a folder where it needs a file, and the other way round."""
    file = portal.root / "static/unduh"
    portal.post("a.md", aliases="[/lama.html]")
    portal.write("static/unduh", "berkas")
    portal.build()
    file.unlink()
    portal.write("static/unduh/a.txt", "berkas")
    portal.post("a.md", aliases="[/lama.html/dalam/]")
    portal.build()
    assert {"unduh/a.txt", "lama.html/dalam/index.html"} < portal.site().keys()
    shutil.rmtree(file)
    portal.write("static/unduh", "berkas")
    portal.post("a.md", aliases="[/lama.html]")
    portal.build()
    assert {"unduh", "lama.html"} < portal.site().keys()
    assert portal.build().written == ()


def test_a_source_and_a_folder_change_places(portal: Portal) -> None:
    portal.post("a.md")
    portal.write("posts/foto.png", encoded(sample_image(), "PNG"))
    portal.build()
    for name in ("a.md", "foto.png"):
        (portal.root / "posts" / name).unlink()
        portal.write(f"posts/{name}/teks.md", "---\ntitle: B\ndate: 2026-03-14\nslug: b-" + name[0] + "\n---\n\nIsi.\n")
    assert {problem.rule for problem in portal.problems()} == {"directory"}
    for name in ("a.md", "foto.png"):
        shutil.rmtree(portal.root / "posts" / name)
    portal.post("a.md")
    portal.write("posts/foto.png", encoded(sample_image(), "PNG"))
    assert portal.build().written == ()


def test_static_files_and_hidden_folders_are_copied_until_they_are_deleted(portal: Portal) -> None:
    portal.write("static/.well-known/security.txt", "Contact: mailto:x@uji.example")
    portal.write("static/CNAME", "berita.uji.example")
    portal.build()
    assert {".well-known/security.txt", "CNAME"} <= portal.site().keys()
    (portal.root / "static/CNAME").unlink()
    portal.build()
    assert "CNAME" not in portal.site()
