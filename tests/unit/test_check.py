"""The index of the page that checks messages: how little one release more changes, and who may have the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from press import urls
from press.build import engine
from press.build.sealing import Sealer
from press.media import images
from press.outputs.hosts import SERVERS, block
from press.rendering.minify import minified
from press.seal import appending, entries, fingerprints, ledger
from press.seal.entries import Action
from press.views.check import page as check_page
from tests import photos
from tests.portal import Portal, mtimes
from tests.sealed import SEED, SETTINGS, seal, sealed_portal
from tests.unit.test_hosts import META, directives, headers_by_path

LATER = "2026-06-02T12:00:00+08:00"
MOST = 12
"""Files that one release more may write because of the seal: "at most a dozen"."""


def with_old_entries(portal: Portal, count: int) -> None:
    """Give the log entries of releases that the portal no longer has."""
    old = [entries.Entry("2026-01-01T00:00:00Z", Action.PUBLISH, 1, f"{n:064x}", f"n-{n}") for n in range(count)]
    log = ledger.Log(portal.root / "seal", tuple(map(str, old)))
    ledger.write(log.folder, ledger.ENTRIES, log.data.decode())
    appending.sign(log, (SEED,), portal.request().now)


def of_the_seal(portal: Portal) -> dict[str, int]:
    """The times at which the files of the seal were written: in the repository and on the site, with its manifests."""
    here = {f"(repository) {path}": time for path, time in mtimes(portal.root / "seal").items()}
    site = mtimes(portal.root / "site").items()
    return here | {path: time for path, time in site if path.startswith(("seal/", "cek/")) or "canonical" in path}


@pytest.mark.parametrize("count", [200, 2000])
def test_one_release_more_writes_at_most_a_dozen_files(tmp_path: Path, count: int) -> None:
    portal = sealed_portal(tmp_path / "portal", SETTINGS.replace('alt = "off"', 'alt = "off"\nsealed = "off"'))
    with_old_entries(portal, count)
    portal.build()
    for number in range(2):
        before = of_the_seal(portal)
        text = " ".join(f"baru{number}x{place}" for place in range(3000))
        portal.write(f"posts/b{number}/foto.jpg", photos.encoded(photos.picture(number), "JPEG"))
        portal.post(
            f"b{number}/b{number}.md", text, id=f"b-{number}", code=f"{number}/H", image="{src: foto.jpg, alt: Foto}"
        )
        engine.build(portal.request(now=LATER, hold_broken=True), sealer=Sealer((SEED,)))
        changed = {path for path, time in of_the_seal(portal).items() if before.get(path) != time}
        assert {path for path in changed if path.startswith("seal/index/words/")} == {
            f"seal/index/words/{(count + 1 + number) % 256:02x}.bin"
        }
        assert {"seal/index/newest.bin", "seal/manifest.json", "(repository) entries"} <= changed
        assert len(changed) == MOST
    portal.build("clean", now=LATER)
    assert portal.site("clean") == portal.site()


def test_every_fingerprint_is_found_at_all_sizes_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 8 shards: texts leave the file of the newest ones only when all shards have them."""
    monkeypatch.setattr(fingerprints, "SHARDS", 8)
    portal = sealed_portal(tmp_path / "portal")
    texts = [" ".join(f"kata{number}x{place}" for place in range(60)) for number in range(24)]
    for number, some in enumerate((9, 1, 1, 13)):
        for place in range(some):
            at = sum((9, 1, 1, 13)[:number]) + place
            portal.post(f"{at}.md", texts[at], id=f"n-{at}", slug=f"s{at}")
        seal(portal, LATER)
        assert {at for at in range(24) if found_in(portal, texts[at], f"n-{at}")} == set(range(at + 1))
    portal.build("clean", now=LATER)
    assert portal.site("clean") == portal.site()
    portal.post("3.md", texts[3], id="n-3", slug="s3", code="3/HUMAS")  # a code is no part of the sealed text
    portal.build(now=LATER)
    portal.build("clean", now=LATER)
    assert portal.site("clean") == portal.site()


def found_in(portal: Portal, text: str, id: str) -> bool:
    """Tell whether all fingerprints of a text are in the index."""
    return {fingerprints.row(one, fingerprints.key(id)) for one in fingerprints.of_text(text)} <= indexed(portal)


def indexed(portal: Portal) -> set[bytes]:
    """The rows of all fingerprints in the index."""
    found: set[bytes] = set()
    for path, data in portal.site().items():
        if "/words/" in path and path.endswith(".bin"):
            found |= set(fingerprints.rows(data))
    data = portal.site().get("seal/index/newest.bin", b"")[32:]
    while data:
        item, data = data[: (end := 5 + 3 * int.from_bytes(data[3:5], "big"))], data[end:]
        found |= {item[at : at + 3] + item[:3] for at in range(5, len(item), 3)}
    return found


def test_a_fingerprint_of_many_releases_is_kept_of_some() -> None:
    """The file is the same, whether it was made at once or from a former one."""
    many = [fingerprints.row(7 << 8, bytes((0, 0, number))) for number in range(200)]
    few = [fingerprints.row(8 << 8, b"abc")]
    whole = fingerprints.shard([*many, *few])
    assert len(fingerprints.rows(whole)) == fingerprints.MOST + 1
    former = fingerprints.shard(many[100:])
    assert fingerprints.shard([*fingerprints.rows(former), *many[:100], *few]) == whole


def test_withdrawn_text_leaves_no_fingerprint_and_drafts_never_have_one(tmp_path: Path) -> None:
    portal = sealed_portal(tmp_path / "portal")
    text = "Alamat penerima bantuan itu adalah Jalan Merpati Nomor 12 di Kota Sandirana."
    portal.post("a.md", text, id="a")
    portal.post("b.md", "Rahasia sampai nanti sore pukul lima belas lewat tiga puluh.", id="b", draft="true")
    portal.post("c.md", "Embargo sampai besok siang pukul dua belas tepat waktu setempat.", id="c", date="2026-07-01")
    seal(portal)
    rows = {fingerprints.row(one, fingerprints.key("a")) for one in fingerprints.of_text(text)}
    assert rows <= indexed(portal)
    portal.post("a.md", text, id="a", withdrawn="{date: 2026-06-01, reason: Data pribadi, remove_text: true}")
    portal.build(now=LATER)  # without a key: the withdrawal is not sealed yet
    assert not rows & indexed(portal)
    seal(portal, LATER)
    assert not rows & indexed(portal)
    found = (data for path, data in portal.site().items() if path.startswith(("cek/", "seal/index/")))
    assert b"embargo" not in b"".join(found).lower()


def photos_of(portal: Portal) -> dict[str, list[list[str]]]:
    """The photos in the index, by the addresses of their releases."""
    found = (json.loads(data) for path, data in portal.site().items() if path.startswith("seal/index/id/"))
    return {address: rows for one in found for address, _, rows in one.values() if rows}


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
    script, style = check_page.sources(request.assets)
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
    for name in check_page.SCRIPTS:
        source = (folder / name).read_text()
        literals = [one for one in re.findall(r"`[^`\n]*`", source) if " " in one]
        small = minified(name, source.encode()).decode()
        assert [one for one in literals if one not in small and not source.count(f"// {one}")] == []


def test_dates_are_known_in_all_languages_of_the_portal(tmp_path: Path) -> None:
    """Also in one that Press has no words of: releases in it have dates in its words."""
    portal = sealed_portal(tmp_path / "portal", SETTINGS.replace('language = "id"', 'language = "fr"'))
    portal.build()
    page = portal.text("check/index.html")
    settings = json.loads(re.findall(r'id="check-settings">(.*?)</script>', page)[0])
    forms = settings["captions"]["forms"]
    assert [one["months"][0] for one in forms] == ["January", "Januari", "janvier"]
    assert [one["days"][0] for one in forms] == ["Sunday", "Minggu", "dimanche"]
