"""The seal of a portal: what is appended and signed, what is refused, and what is published."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from press.build import engine
from press.build.sealing import Sealer
from press.diagnostics import Diagnostic
from press.errors import Misuse, Refused
from press.seal import appending, canonical, entries, keys, ledger, notes, policy, proofs, tiles
from press.seal.entries import Action
from press.seal.keys import KeyList
from press.seal.merkle import Tree
from press.seal.notes import Key
from press.seal.signing import Seed
from press.seal.verify import verified
from tests.portal import CONFIG, NOW, Portal, Site, files, mtimes

ORIGIN = "uji.example/portal/seal"
ROOT, SEED, NEXT, ML_DSA = (Seed(bytes([number]) * 32, "ed25519") for number in (1, 2, 3, 4))
ML_DSA = Seed(bytes([5]) * 32, "ml-dsa-44")
ROOT_KEY = Key(keys.root_name(ORIGIN), notes.NOTE, ROOT.public())
SETTINGS = f'{CONFIG}\n[seal]\norigin = "{ORIGIN}"\nroot = "{ROOT_KEY}"\n'
A, B = "2026/03/a/", "2026/03/b/"
LATER = "2026-06-02T12:00:00+08:00"
CORRECTED = "[{date: 2026-06-02 08:00, note: Angka salah}]"


def prepared(root: Path, settings: str = SETTINGS) -> Portal:
    """A portal with keys and two releases."""
    portal = Portal(root, settings)
    write_keys(portal, KeyList(ORIGIN).with_seeds((SEED,), 1))
    portal.post("a.md", "Zamrud.", id="id-a", title="Judul A")
    portal.post("b.md", "Isi b.", id="id-b", title="Judul B")
    return portal


def write_keys(portal: Portal, listed: KeyList) -> None:
    ledger.write(portal.root / "seal", ledger.KEYS, str(keys.signed(listed, ROOT)))
    ledger.write(portal.root / "seal", ledger.POLICY, policy.text(listed.at(1)))


def seal(
    portal: Portal, now: str = NOW, seeds: Sequence[Seed] = (SEED,), published: str = "", restate: bool = False
) -> Sealer:
    """Build and seal."""
    if not (portal.root / ".press").exists():
        portal.build(now=now)
    sealer = Sealer(seeds, published, restate)
    engine.build(portal.request(now=now, restate=restate), sealer=sealer)
    return sealer


def log_of(portal: Portal) -> ledger.Log:
    return ledger.read(portal.root / "seal")


@pytest.fixture
def sealed(tmp_path: Path) -> Portal:
    portal = prepared(tmp_path / "portal")
    seal(portal)
    return portal


def refused(portal: Portal) -> list[tuple[str, str]]:
    return [(one.place.path, one.rule) for one in portal.problems()]


def clean_site(portal: Portal, now: str = NOW) -> Site:
    portal.build("clean", now=now)
    return portal.site("clean")


# What is published ----------------------------------------------------------------------------------------------


def test_portal_without_a_key_publishes_texts_that_are_not_sealed(tmp_path: Path) -> None:
    portal = prepared(tmp_path / "portal")
    assert seal(portal, seeds=()).waiting == 2
    assert portal.text(f"{A}canonical.txt") == (
        "press/canonical-text-v1\nid: id-a\nversion: 1\npublished: 2026-03-14T09:30:00+08:00\npublisher: Portal Uji\n"
        "url: https://uji.example/portal/2026/03/a/\ntitle: Judul A\nkind: release\n\nZamrud.\n"
    )
    assert "belum disegel" in portal.text(f"{A}index.html")
    assert not [address for address in portal.site() if "tlog-proof" in address or address.endswith("checkpoint")]
    assert not log_of(portal).lines


def test_portal_without_the_section_has_nothing_of_it(portal: Portal) -> None:
    portal.post("a.md", id="id-a")
    portal.build()
    assert not [address for address in portal.site() if "seal" in address or "canonical" in address]
    assert "segel" not in portal.text(f"{A}index.html")


def test_log_is_published_as_tiles_and_each_text_with_its_proof(sealed: Portal) -> None:
    site, log = sealed.site(), log_of(sealed)
    assert [str(entries.entry(line)).split()[2:4] for line in log.lines] == [["publish", "1"]] * 2
    assert site["seal/tile/entries/000.p/2"] == tiles.Tile(-1, 0, 2).bundle(log.entries)
    assert site["seal/tile/0/000.p/2"] == b"".join(Tree(log.entries).levels[0])
    assert site["seal/keys.txt"].decode() == log.text_of("keys.txt")
    trust = keys.key_list(site["seal/keys.txt"].decode(), ROOT_KEY)
    assert trust.trusted(notes.note(site["seal/checkpoint"].decode())).size == 2
    for address in (A, B):
        text, proof = site[f"{address}canonical.txt"], site[f"{address}canonical.txt.tlog-proof"].decode()
        assert verified(text, proof, trust).entry.action is Action.PUBLISH
        assert verified(text, proof, policy.policy(site["seal/policy"].decode())).head.size == 2
        for wrong in (text.replace(b"\n\n", b"\n\nTidak "), site[f"{B if address == A else A}canonical.txt"]):
            with pytest.raises(ValueError, match="entry"):
                verified(wrong, proof, trust)
    assert "disegel, entri 1" in sealed.text(f"{A}index.html")
    assert clean_site(sealed) == site


@pytest.mark.parametrize("is_lost", [False, True], ids=["cache", "no cache"])
@pytest.mark.parametrize(
    "fields", [None, {"draft": "true"}, {"id": "id-lain"}, {"date": "besok"}], ids=["gone", "draft", "id", "broken"]
)
def test_sealed_release_that_is_gone_or_broken_does_not_hold_up_the_others(
    sealed: Portal, fields: dict[str, str] | None, is_lost: bool
) -> None:
    """With `hold_broken`, as in CI, it is reported until somebody restores or withdraws it; else nothing is built."""
    if fields is None:
        (sealed.root / "posts/a.md").unlink()
    else:
        sealed.post("a.md", "Zamrud.", **{"id": "id-a", "title": "Judul A", **fields})
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C")
    if is_lost:
        shutil.rmtree(sealed.root / ".press")
    with pytest.raises(Refused):
        sealed.build()
    for sealer in (None, Sealer((SEED,))):
        report = engine.build(sealed.request(hold_broken=True), sealer=sealer)
        assert report.held in (("posts",), ("posts/a.md",), ("posts", "posts/a.md"))
    assert "disegel, entri" in sealed.text("2026/03/c/index.html")
    assert log_of(sealed).versions("id-c")


def test_sealing_twice_changes_nothing(sealed: Portal) -> None:
    before, files = sealed.site(), mtimes(sealed.root / "seal")
    assert seal(sealed, LATER).entries == ()
    assert mtimes(sealed.root / "seal") == files
    assert sealed.site() == before


def test_one_release_more_writes_a_few_files_and_no_older_proof(sealed: Portal) -> None:
    before = sealed.site()
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C", date="2026-03-15")
    seal(sealed, LATER)
    after = sealed.site()
    new = {one for one, data in after.items() if before.get(one) != data and "manifest" not in one}
    assert {one for one in new if "canonical" in one or one.startswith("seal/")} == {
        "seal/index/newest.bin", "seal/index/id/25.json",
        "2026/03/c/canonical.txt", "2026/03/c/canonical.txt.tlog-proof", "seal/checkpoint",
        "seal/tile/0/000.p/3", "seal/tile/entries/000.p/3",
    }  # fmt: skip
    assert all(sealed.site()[one] == data for one, data in before.items() if "tlog-proof" in one or "/tile/0/" in one)
    assert log_of(sealed).sizes == (2, 3)
    assert clean_site(sealed, LATER) == sealed.site()


def test_log_grows_over_the_border_of_a_tile(tmp_path: Path) -> None:
    """Its older entries are those of releases that the portal no longer has, which is allowed here."""
    portal = prepared(tmp_path / "portal", SETTINGS.replace('alt = "off"', 'alt = "off"\nsealed = "off"'))
    old = [entries.Entry("2026-01-01T00:00:00Z", Action.PUBLISH, 1, f"{n:064x}", f"n-{n}") for n in range(253)]
    log = ledger.Log(portal.root / "seal", tuple(map(str, old)))
    ledger.write(log.folder, ledger.ENTRIES, log.data.decode())
    appending.sign(log, (SEED,), portal.request().now)
    add(portal)
    for name in ("c", "d"):
        portal.post(f"{name}.md", "Isi.", id=f"id-{name}", title=f"Judul {name}")
        add(portal)
    assert log_of(portal).sizes == (253, 255, 256, 257)
    found = [one for one in portal.site() if one.startswith("seal/tile/") and "manifest" not in one]
    assert sorted(found) == ["seal/tile/0/000", "seal/tile/0/001.p/1", "seal/tile/1/000.p/1",
                             "seal/tile/entries/000", "seal/tile/entries/001.p/1"]  # fmt: skip
    assert clean_site(portal) == portal.site()


def add(portal: Portal) -> None:
    """Seal what is new, although older releases are not there."""
    portal.build()
    log = log_of(portal)
    texts = [data.decode() for address, data in portal.site().items() if address.endswith("/canonical.txt")]
    new = [text for text in texts if canonical.fields(text).id not in log.ids()]
    log = appending.append(appending.plan(new, (), (), log, portal.request().now, restate=False), log)
    appending.sign(log, (SEED,), portal.request().now)
    portal.build()


def test_theme_and_settings_of_pages_change_no_text(sealed: Portal) -> None:
    before = sealed.site()
    sealed.write("templates/release.html", "{{ page.title }}")
    sealed.write("config.toml", SETTINGS + '[theme]\ncolour = "#112233"\n[lists]\nsize = 5\n[prose]\nquotes = true\n')
    sealed.build()
    after = sealed.site()
    texts = [address for address in before if "canonical" in address or address.startswith("seal/")]
    assert {one: after[one] for one in texts if "manifest" not in one} == {
        one: before[one] for one in texts if "manifest" not in one
    }


def test_what_is_not_public_is_neither_in_the_log_nor_in_its_folder(tmp_path: Path) -> None:
    portal = prepared(tmp_path / "portal")
    portal.post("d.md", "zqdraft", id="id-d", title="zqdraft", draft="true")
    portal.post("e.md", "zqlater", id="id-e", title="zqlater", date="2026-06-05")
    portal.post("f.md", "Isi f.", id="id-f", title="Judul F", corrections="[{date: 2026-06-05, note: zqlater}]")
    portal.write("pages/g.md", "---\ntitle: Halaman\n---\n\nzqpage\n")
    seal(portal)
    assert [entries.entry(line).id for line in log_of(portal).lines] == ["id-a", "id-b", "id-f"]
    assert b"zq" not in b"".join(files(portal.root / "seal").values())
    seal(portal, "2026-06-05T12:00:00+08:00")
    assert [(one.action, one.id) for one in map(entries.entry, log_of(portal).lines[3:])] == [
        (Action.CORRECT, "id-f"), (Action.PUBLISH, "id-e"),
    ]  # fmt: skip


def test_preview_seals_nothing(sealed: Portal) -> None:
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C", draft="true")
    sealer = Sealer((SEED,))
    engine.build(sealed.request(drafts=True), sealer=sealer)
    assert (sealer.entries, log_of(sealed).sizes) == ((), (2,))
    assert not [address for address in sealed.site() if "canonical" in address]


# Corrections, withdrawals, silent changes -----------------------------------------------------------------------


def test_correction_is_a_new_version_and_the_former_text_stays(sealed: Portal) -> None:
    before = sealed.site()
    sealed.post("a.md", "Zamrud, benar.", id="id-a", title="Judul A", corrections=CORRECTED)
    assert [(one.action, one.version) for one in seal(sealed, LATER).entries] == [(Action.CORRECT, 2)]
    site, log = sealed.site(), log_of(sealed)
    old = canonical.digest(before[f"{A}canonical.txt"].decode())
    former = f"seal/texts/{old[:2]}/{old}.txt"
    assert site[former] == before[f"{A}canonical.txt"]
    assert site[f"{former}.tlog-proof"] == before[f"{A}canonical.txt.tlog-proof"]
    text = site[f"{A}canonical.txt"].decode()
    assert f"version: 2\nprevious: {old}\n" in text
    assert "correction: 2026-06-02T08:00:00+08:00 Angka salah\n" in text
    rows = site["seal/corrections"].decode().splitlines()
    assert rows == ["press/seal-corrections-v2", ORIGIN, "correct 2 id-a"]
    assert verified(text.encode(), site[f"{A}canonical.txt.tlog-proof"].decode(), log.keys).head.size == 3
    assert clean_site(sealed, LATER) == site


def test_text_removed_by_law_leaves_only_its_digest(sealed: Portal) -> None:
    digest = canonical.digest(sealed.text(f"{A}canonical.txt"))
    withdrawn = "{date: 2026-06-02 08:00, reason: Data pribadi, remove_title: true}"
    sealed.post("a.md", "Zamrud.", id="id-a", title="Judul A", withdrawn=withdrawn)
    assert [one.action for one in seal(sealed, LATER).entries] == [Action.WITHDRAW]
    site = sealed.site()
    everything = site | {f"repository/{address}": data for address, data in files(sealed.root / "seal").items()}
    assert not [address for address, data in everything.items() if b"Zamrud." in data or b"Judul A" in data]
    assert digest.encode() in site["seal/tile/entries/000.p/3"]
    assert not [address for address in site if digest in address]
    assert "withdraw 2 id-a" in site["seal/corrections"].decode()
    assert "removed: text\n" in sealed.text(f"{A}canonical.txt")
    seal(sealed, LATER)
    assert clean_site(sealed, LATER) == sealed.site() == site


def test_former_texts_are_gone_from_the_moment_of_the_withdrawal(sealed: Portal) -> None:
    """Not only after the next sealing: the build removes them, whoever holds the key."""
    sealed.post("a.md", "Zamrud, benar.", id="id-a", title="Judul A", corrections=CORRECTED)
    seal(sealed, LATER)
    assert any(b"Zamrud.\n" in data for data in sealed.site().values())
    more = "{date: 2026-06-03, reason: Data pribadi, remove_text: true}"
    sealed.post("a.md", "Zamrud, benar.", id="id-a", title="Judul A", corrections=CORRECTED, withdrawn=more)
    sealed.build(now="2026-06-03T12:00:00+08:00")
    assert not [address for address, data in sealed.site().items() if b"Zamrud" in data]


def test_silent_change_is_refused_and_names_the_post(sealed: Portal) -> None:
    before = sealed.site()
    sealed.post("a.md", "Isi lain.", id="id-a", title="Judul A")
    assert refused(sealed) == [("posts/a.md", "sealed")]
    sealed.write("config.toml", SETTINGS.replace('alt = "off"', 'alt = "off"\nsealed = "warning"'))
    with pytest.raises(Refused) as raised:
        seal(sealed, LATER)
    assert [(one.place.path, one.values["title"]) for one in raised.value.problems] == [("posts/a.md", "Judul A")]
    assert log_of(sealed).sizes == (2,)
    sealed.build(now=LATER)
    assert f"{A}canonical.txt.tlog-proof" not in sealed.site()
    assert [one.action for one in seal(sealed, LATER, restate=True).entries] == [Action.RESTATE]
    assert before.keys() <= sealed.site().keys() | {"seal/tile/0/000.p/2"}


def problems_of(portal: Portal) -> list[Diagnostic]:
    with pytest.raises(Refused) as raised:
        seal(portal, LATER)
    return list(raised.value.problems)


@pytest.mark.parametrize("how", ["deleted", "draft", "another id"])
def test_release_that_vanishes_is_refused(sealed: Portal, how: str) -> None:
    if how == "deleted":
        (sealed.root / "posts/a.md").unlink()
    else:
        more = {"draft": "true", "id": "id-a"} if how == "draft" else {"id": "id-z"}
        sealed.post("a.md", "Zamrud.", title="Judul A", **more)
    found = [one for one in sealed.problems() if one.rule == "sealed"]
    assert [one.values["title"] for one in found] == ["Judul A"]
    sealed.write("config.toml", SETTINGS.replace('alt = "off"', 'alt = "off"\nsealed = "off"\nchanged-id = "off"'
                 if how != "another id" else 'alt = "off"\nsealed = "off"'))  # fmt: skip
    if how != "another id":
        sealed.write("config.toml", SETTINGS.replace('alt = "off"', 'alt = "off"\nsealed = "off"'))
    assert [one.values["title"] for one in problems_of(sealed)] == ["Judul A"]


def cut(lines: list[str]) -> list[str]:
    return lines[:-1]


def reordered(lines: list[str]) -> list[str]:
    return lines[::-1]


def changed(lines: list[str]) -> list[str]:
    return [lines[0].replace("id-a", "id-x"), *lines[1:]]


@pytest.mark.parametrize("damage", [cut, reordered, changed])
@pytest.mark.parametrize("has_cache", [True, False])
def test_log_that_was_rewritten_is_refused(sealed: Portal, damage, has_cache: bool) -> None:  # type: ignore[no-untyped-def]
    before = sealed.site()
    path = sealed.root / "seal/entries"
    path.write_text("".join(f"{line}\n" for line in damage(path.read_text().splitlines())))
    if not has_cache:
        sealed.delete_cache()
    assert refused(sealed) == [("seal/entries", "seal-log")]
    assert sealed.site() == before
    with pytest.raises(Refused) as raised:
        seal(sealed)
    assert [one.rule for one in raised.value.problems] == ["seal-log"]


def test_log_that_was_cut_with_its_checkpoints_is_refused(sealed: Portal) -> None:
    """The checkpoint of the site, and the one that is live, remember more."""
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C")
    seal(sealed, LATER)
    live = sealed.text("seal/checkpoint")
    path = sealed.root / "seal/entries"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    (sealed.root / "seal/checkpoints/3").unlink()
    assert ("seal/entries", "seal-log") in refused(sealed)
    shutil.rmtree(sealed.root / "site")
    sealed.delete_cache()
    with pytest.raises(Misuse, match="published"):
        seal(sealed, LATER, published=live)
    assert log_of(sealed).sizes == (2,)


def test_clock_before_the_last_entry_is_refused(sealed: Portal) -> None:
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C")
    with pytest.raises(Misuse, match="clock"):
        seal(sealed, "2026-05-01T12:00:00+08:00")


def test_portal_that_moves_restates_its_texts(sealed: Portal) -> None:
    sealed.post("a.md", "Zamrud.", id="id-a", title="Judul A")
    sealed.write("config.toml", SETTINGS.replace("https://uji.example/portal/", "https://baru.example/"))
    assert {one.action for one in seal(sealed, LATER).entries} == {Action.RESTATE}
    assert "url: https://baru.example/2026/03/a/\n" in sealed.text(f"{A}canonical.txt")


def test_character_that_hides_words_is_an_error(tmp_path: Path) -> None:
    portal = prepared(tmp_path / "portal")
    portal.post("a.md", "Isi \u202ea.", id="id-a", title="Judul A")
    assert refused(portal) == [("posts/a.md", "seal-text")]


# Keys -----------------------------------------------------------------------------------------------------------


def test_key_that_is_not_listed_signs_nothing(tmp_path: Path) -> None:
    portal = prepared(tmp_path / "portal")
    with pytest.raises(Misuse, match=r"keys\.txt"):
        seal(portal, seeds=(NEXT,))
    assert log_of(portal).sizes == ()


def test_rotated_key_leaves_old_proofs_as_they_are(sealed: Portal) -> None:
    before = sealed.site()
    write_keys(sealed, log_of(sealed).keys.ended(2).with_seeds((NEXT, ML_DSA), 3))
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C")
    with pytest.raises(Misuse, match=r"keys\.txt"):
        seal(sealed, LATER)
    seal(sealed, LATER, seeds=(NEXT, ML_DSA))
    site = sealed.site()
    trust = keys.key_list(site["seal/keys.txt"].decode(), ROOT_KEY)
    for address in (A, B, "2026/03/c/"):
        assert verified(site[f"{address}canonical.txt"], site[f"{address}canonical.txt.tlog-proof"].decode(), trust)
    assert site[f"{A}canonical.txt.tlog-proof"] == before[f"{A}canonical.txt.tlog-proof"]
    assert len(notes.note(site["seal/checkpoint"].decode()).signatures) == 2
    assert clean_site(sealed, LATER) == site, "the signature with random parts is kept"


def test_after_a_leak_proofs_lead_to_the_new_key_and_forged_heads_count_nothing(sealed: Portal) -> None:
    before = sealed.site()
    write_keys(sealed, log_of(sealed).keys.ended(0).with_seeds((NEXT,), 1))
    seal(sealed, LATER, seeds=(NEXT,))
    site = sealed.site()
    trust = keys.key_list(site["seal/keys.txt"].decode(), ROOT_KEY)
    for address in (A, B):
        text, proof = site[f"{address}canonical.txt"], site[f"{address}canonical.txt.tlog-proof"].decode()
        assert verified(text, proof, trust).head.size == 2
        with pytest.raises(ValueError, match="no key"):
            verified(text, before[f"{address}canonical.txt.tlog-proof"].decode(), trust)
    assert [len(proofs.proof(proof).checkpoint.signatures)] == [2]
    assert clean_site(sealed, LATER) == site


def test_canonical_text_says_what_an_alert_and_an_event_say(sealed: Portal) -> None:
    alert = "{event: Banjir, area: Hilir, severity: severe, impact: Air naik, avoid: Jauhi sungai}"
    sealed.post("banjir.md", kind="alert", alert=alert, expires="2026-06-03 12:00")
    sealed.post("rapat.md", kind="event", event="{starts: 2026-06-03 09:00, place: Aula, for_media: true}")
    sealed.build()
    texts = {name: sealed.text(f"2026/03/{name}/canonical.txt") for name in ("banjir", "rapat")}
    for line in ("expires: 2026-06-03T12:00:00+08:00", "alert-area: Hilir", "alert-avoid: Jauhi sungai"):
        assert f"\n{line}\n" in texts["banjir"]
    for line in ("event-starts: 2026-06-03T09:00:00+08:00", "event-place: Aula", "event-for-media: true"):
        assert f"\n{line}\n" in texts["rapat"]


def test_releases_of_other_portals_are_not_sealed(tmp_path: Path) -> None:
    member = '[network.hulu]\ntitle = "Hulu"\nurl = "https://hulu.example/feed.json"\n'
    portal = prepared(tmp_path / "portal", SETTINGS + member)
    published = '"published": "2026-05-01T09:00:00+08:00"'
    item = f'{{"id": "hulu-1", "url": "https://hulu.example/1/", "title": "Milik lain", {published}}}'
    seal(portal)
    portal.write("network/hulu/2026/1-0123456789abcdef.json", item)
    sealer = seal(portal)
    assert "Milik lain" in portal.text("index.html")
    assert sealer.entries == ()
    assert log_of(portal).ids() == {"id-a", "id-b"}
