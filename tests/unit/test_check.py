"""The index of the page that checks messages: how little one release more changes, and who may have the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from press import urls
from press.media import images
from press.outputs.hosts import SERVERS, block
from press.rendering.minify import minified
from press.seal import fingerprints
from press.views import checking
from tests import photos
from tests.portal import Portal, mtimes
from tests.sealed import SETTINGS, seal, sealed_portal
from tests.unit.test_hosts import META, directives, headers_by_path

LATER = "2026-06-02T12:00:00+08:00"


def write_many(portal: Portal, count: int) -> None:
    """Write releases of two years, each with words of its own."""
    for number in range(count):
        text = " ".join(f"kata{number}x{place}" for place in range(12))
        day = f"{2025 + number * 2 // count}-0{number % 4 + 1}-02 10:00"
        portal.post(f"{number}.md", text, id=f"n-{number}", date=day, slug=f"s{number}")


def index_of(portal: Portal) -> dict[str, int]:
    """The times at which the files of the index were written, without the manifests."""
    found = mtimes(portal.root / "site" / "cek")
    return {path: time for path, time in found.items() if "manifest" not in path}


@pytest.mark.parametrize("count", [20, 60])
def test_one_release_more_touches_equally_few_files(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders of ten releases show at 20 and 60 releases what those of 256 would show at 500 and 1,500."""
    monkeypatch.setattr(fingerprints, "PART", 10)
    portal = sealed_portal(tmp_path / "portal")
    write_many(portal, count)
    seal(portal)
    before = index_of(portal)
    assert len([path for path in before if path.endswith("releases.json")]) == count // 10
    portal.post("baru.md", "Satu dua tiga empat lima enam tujuh delapan.", id="baru", date="2026-05-30", slug="baru")
    seal(portal, LATER)
    after = index_of(portal)
    changed = {path for path, time in after.items() if before.get(path) != time}
    names = ("releases.json", "photos.json", *(f"{shard}.bin" for shard in fingerprints.SHARDS))
    others = {path for path in changed if re.fullmatch(r"indeks/(id/\w\w\.json|parts\.json)", path)}
    assert changed - others == {f"indeks/2026/{count // 20 + 1}/{name}" for name in names}
    assert len(changed) == 20
    portal.build("clean", now=LATER)
    assert portal.site("clean") == portal.site()


def test_one_release_more_in_a_folder_that_has_room_rewrites_the_shards_of_its_words(tmp_path: Path) -> None:
    portal = sealed_portal(tmp_path / "portal")
    write_many(portal, 8)
    seal(portal)
    before = portal.site()
    portal.post("baru.md", "Satu dua tiga empat lima enam tujuh delapan.", id="baru", date="2026-05-30", slug="baru")
    seal(portal, LATER)
    after = portal.site()
    changed = {path for path, data in after.items() if path.startswith("cek/") and before.get(path) != data}
    words = fingerprints.of_text("Judul satu dua tiga empat lima enam tujuh delapan")
    shards = {f"cek/indeks/2026/1/{one >> 28:x}.bin" for one in words}
    lists = {"cek/indeks/2026/1/releases.json", f"cek/indeks/id/{digest_of('baru')}.json"}
    assert {path for path in changed if "manifest" not in path} == shards | lists


def digest_of(id: str) -> str:
    from hashlib import sha256

    return sha256(id.encode()).hexdigest()[:2]


def test_withdrawn_text_leaves_no_fingerprint_and_drafts_never_have_one(tmp_path: Path) -> None:
    portal = sealed_portal(tmp_path / "portal")
    text = "Alamat penerima bantuan itu adalah Jalan Merpati Nomor 12 di Kota Sandirana."
    portal.post("a.md", text, id="a")
    portal.post("b.md", "Rahasia sampai nanti sore pukul lima belas lewat tiga puluh.", id="b", draft="true")
    portal.post("c.md", "Embargo sampai besok siang pukul dua belas tepat waktu setempat.", id="c", date="2026-07-01")
    seal(portal)
    assert fingerprints.of_text(text) <= prints_of(portal)
    portal.post("a.md", text, id="a", withdrawn="{date: 2026-06-01, reason: Data pribadi, remove_text: true}")
    portal.build(now=LATER)  # without a key: the withdrawal is not sealed yet
    assert not fingerprints.of_text(text) & prints_of(portal)
    seal(portal, LATER)
    assert not fingerprints.of_text(text) & prints_of(portal)
    assert b"embargo" not in b"".join(data for path, data in portal.site().items() if path.startswith("cek/")).lower()
    assert set(portal.text("cek/indeks/parts.json")) >= set("2026/1")


def photos_of(portal: Portal) -> dict[str, list[list[str]]]:
    """The photos in the index, by the addresses of their releases."""
    return dict(json.loads(portal.text("cek/indeks/2026/1/photos.json")))


def test_index_has_the_sealed_photos_by_how_they_look(tmp_path: Path) -> None:
    """The photos in the front matter and in the text, with the address of a small size; none that is not sealed yet."""
    portal = sealed_portal(tmp_path / "portal")
    one, two = photos.encoded(photos.picture(1), "JPEG"), photos.encoded(photos.picture(2), "PNG")
    portal.write("posts/a/satu.jpg", one)
    portal.write("posts/a/dua.png", two)
    fields = {"id": "a", "slug": "a", "image": "{src: satu.jpg, alt: Satu}"}
    portal.post("a/a.md", "![Dua](dua.png)", **fields)
    portal.post("b.md", id="b", slug="b")
    seal(portal)
    look = [images.measure(data, mime) for data, mime in ((one, "image/jpeg"), (two, "image/png"))]
    assert photos_of(portal) == {
        "2026/03/a/": [
            [look.dhash, f"2026/03/a/{name}", f"2026/03/a/{small}"]
            for look, name, small in sorted(
                zip(filter(None, look), ("satu.jpg", "dua.png"), ("satu-480w.jpg", "dua-png-480w.png"), strict=True)
            )
        ]
    }
    assert {path for rows in photos_of(portal).values() for row in rows for path in row[1:]} <= set(portal.site())
    portal.write("posts/a/satu.jpg", photos.encoded(photos.picture(3), "JPEG"))
    portal.post("a/a.md", "![Dua](dua.png)", **fields, corrections="[{date: 2026-05-20, note: Foto keliru}]")
    portal.build()  # without a key: the new photo is not sealed yet, and the old one is not published any longer
    assert [row[1] for row in photos_of(portal)["2026/03/a/"]] == ["2026/03/a/dua.png"]


def test_photos_of_withdrawn_releases_stay_unless_their_text_was_removed(tmp_path: Path) -> None:
    portal = sealed_portal(tmp_path / "portal")
    for name in "ab":
        portal.write(f"posts/{name}/foto.jpg", photos.encoded(photos.picture(ord(name)), "JPEG"))
        portal.post(f"{name}/{name}.md", id=name, slug=name, image="{src: foto.jpg, alt: Foto}")
    portal.post("c.md", "Konsep.", id="c", draft="true", image="{src: a/foto.jpg, alt: Foto}")
    seal(portal)
    assert sorted(photos_of(portal)) == ["2026/03/a/", "2026/03/b/"]
    for name, removed in (("a", "true"), ("b", "false")):
        withdrawn = f"{{date: 2026-06-01, reason: Data pribadi, remove_text: {removed}}}"
        portal.post(f"{name}/{name}.md", id=name, slug=name, image="{src: foto.jpg, alt: Foto}", withdrawn=withdrawn)
    portal.build(now=LATER)  # without a key: the withdrawal is not sealed yet
    assert sorted(photos_of(portal)) == ["2026/03/b/"]
    seal(portal, LATER)
    assert sorted(photos_of(portal)) == ["2026/03/b/"]
    portal.build("clean", now=LATER)
    assert portal.site("clean") == portal.site()


def prints_of(portal: Portal) -> set[int]:
    """The fingerprints in the index."""
    shards = (data for path, data in portal.site().items() if path.endswith(".bin"))
    return {int.from_bytes(data[at : at + 4], "big") for data in shards for at in range(0, len(data), 5)}


@pytest.mark.parametrize("settings", [SETTINGS.partition("[seal]")[0], SETTINGS.partition("root =")[0]])
def test_portal_without_a_root_key_has_no_page(tmp_path: Path, settings: str) -> None:
    portal = sealed_portal(tmp_path / "portal", settings)
    portal.post("a.md", id="a")
    portal.build()
    assert not [path for path in portal.site() if path.startswith("cek/")]
    assert "/cek/" not in portal.text("langganan/index.html") + portal.text("2026/03/a/index.html")
    assert "sha256-" not in portal.text("_headers") + portal.text(".htaccess")


def test_hosts_allow_the_script_of_the_page_by_its_digest(tmp_path: Path) -> None:
    """Most servers only there; Netlify, which joins rules, everywhere, and the tags of all other pages forbid it."""
    portal = sealed_portal(tmp_path / "portal")
    portal.post("a.md", id="a")
    portal.build()
    request = portal.request()
    script, style = checking.sources(request.assets)
    tag = META.findall(portal.text("cek/index.html"))[0].replace("&#39;", "'")
    assert (directives(tag)["script-src"], directives(tag)["style-src"]) == (script, style)
    for page in ("index.html", "2026/03/a/index.html"):
        assert directives(META.findall(portal.text(page))[0])["script-src"] == "'self'"
    everywhere = headers_by_path(portal.text("_headers"))["/portal/*"]["Content-Security-Policy"]
    assert script in directives(everywhere)["script-src"]
    assert style in directives(everywhere)["style-src"]
    apache = portal.text(".htaccess")
    policies = re.findall(r'Content-Security-Policy "(.*)"(.*)', apache)
    assert [script in policy for policy, _ in policies] == [where == " env=press_check" for _, where in policies]
    assert 'SetEnvIf Request_URI "^/portal/cek/" press_check' in apache
    for server in SERVERS:
        text = block(server, request.config, "/srv/x", request.assets)
        lines = [line for line in text.splitlines() if script in line]
        assert len(lines) == 1
        assert urls.check_address(request.config) in lines[0] or "@check" in lines[0]


def test_minifying_keeps_the_texts_of_the_scripts(tmp_path: Path) -> None:
    """The minifier takes spaces out of a template literal within another one: there must be none."""
    folder = Path(__file__).parent.parent.parent / "templates" / "assets"
    for name in checking.SCRIPTS:
        source = (folder / name).read_text()
        literals = [one for one in re.findall(r"`[^`\n]*`", source) if " " in one]
        small = minified(name, source.encode()).decode()
        assert [one for one in literals if one not in small and not source.count(f"// {one}")] == []
