"""Every text that the portal itself hands out for sharing, of all kinds and states, is known on the page of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from press.announce import texts
from press.announce.channel import Channel
from press.announce.channels import mastodon, telegram, whatsapp
from press.announce.stories import Wanted, gather
from press.build import engine
from press.config import AnnounceChannel
from press.model import Card, Verdict
from press.outputs import release
from press.views.context import Snapshot
from press.views.sealed import canonical_text, is_sealable
from press.views.share_texts import share_texts
from tests.portal import Portal
from tests.sealed import REPOSITORY, SETTINGS, sealed_portal
from tests.showroom import open_page, served

NOW = "2026-12-20T12:00:00+08:00"
KINDS = ("release", "news", "announcement", "speech", "document")
CHANGED = "corrections: [{date: 2026-05-20, note: Angka keliru. Sudah dihitung ulang., was: '120', now: '210'}]\n"
STATES = {
    "current": "",
    "corrected": CHANGED,
    "expired": "expires: 2026-06-20 18:00\n",
    "withdrawn": f"{CHANGED}withdrawn: {{date: 2026-06-01, reason: Belum sah. Tunggu rilis., replacement: x-2}}\n",
    "removed": "withdrawn: {date: 2026-06-01, reason: Data pribadi warga., remove_text: true}\n",
}
LONG = "Pemerintah membuka loket di setiap kecamatan agar warga tidak perlu pergi jauh. "
BODY = f"{LONG}Loket buka setiap hari kerja.\n\n{LONG * 4}"


class Told(NamedTuple):
    """A text that the portal hands out."""

    where: str
    state: str
    text: str
    official: str
    """The canonical text of its release."""


def write_releases(portal: Portal) -> None:
    """Write releases of all kinds, verdicts and severities, in all states, in Indonesian and English."""
    kinds = [(kind, f"kind: {kind}\n") for kind in KINDS]
    kinds += [
        (
            f"claim-{verdict}",
            f"kind: clarification\nclaim: {{text: '{LONG * 3}', verdict: {verdict}, fact: '{LONG}'}}\n",
        )
        for verdict in Verdict
    ]
    alert = "event: Banjir, area: Desa Lawai, impact: Air naik., avoid: Jangan menyeberang., help: Telepon 112."
    kinds += [
        (f"alert-{name}", f"kind: alert\nalert: {{{alert}, {more}}}\n")
        for name, more in (("severe", "severity: severe"), ("test", "severity: minor, status: exercise"))
    ]
    kinds += [
        (f"event-{status}", f"kind: event\nevent: {{starts: 2027-06-30 09:00, place: Balai Kota, status: {status}}}\n")
        for status in ("confirmed", "cancelled", "postponed")
    ]
    portal.post("x-2.md", "Isi pengganti.", title="Rilis pengganti", id="x-2", date="2026-05-01 10:00")
    for (kind, fields), (state, more), lang in product(kinds, STATES.items(), ("id", "en")):
        name = f"{kind}-{state}-{lang}"
        until = "" if "alert" not in kind or state in ("withdrawn", "expired") else "expires: 2027-06-20 18:00\n"
        head = (
            f"title: Loket baru untuk {kind} {state}\nid: {name}\nslug: {name}\ndate: 2026-05-01 10:00\nlang: {lang}\n"
        )
        front = f"{head}date: 2026-05-01 10:00\ntags: [Banjir besar]\n{fields}{more}{until}summary: '{LONG * 6}'\n"
        portal.write(f"posts/{name}.md", f"---\n{front}---\n\n{BODY}\n")


def told(snapshot: Snapshot) -> Iterator[Told]:
    """Yield all texts of all releases: links that share pages, share packs, and announcements."""
    for source in snapshot.catalogue.sources():
        card = snapshot.catalogue.card(source)
        if card and is_sealable(card, snapshot):
            official = canonical_text(card, snapshot)
            for where, text in (*shared(card, snapshot), *announced(card, snapshot)):
                yield Told(f"{card.release.id} {where}", card.mark, text, official)


def shared(card: Card, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield from ((f"pack {one.service}", one.text) for one in share_texts(card, snapshot))
    for way in release.share_links(card, snapshot.config):
        values = parse_qs(urlsplit(way.href).query)
        if "text" in values:
            yield way.service, "\n\n".join((*values["text"], *values.get("url", ())))


def announced(card: Card, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The texts for channels: that it is new, or what was wrong with it."""
    moment = snapshot.now
    wanted = Wanted(moment, moment, frozenset(), frozenset((card.release.id,)))
    for story in gather(snapshot.catalogue, snapshot.config, moment, wanted):
        for event in ("withdrawn" if story.is_withdrawn else "new", *story.corrections):
            for kind, module in (("whatsapp", whatsapp), ("telegram", telegram), ("mastodon", mastodon)):
                post = texts.post(story, event, kind, "", hashtags=True)
                channel = Channel(kind, AnnounceChannel(kind), "", Path(), Path(), "", "", moment)
                text = module.text([post], channel)
                yield f"{kind} {event}", re.sub("</?b>", "", text)


EXAMINE = """(cases) => cases.map(([typed, text, base]) => {
  const said = message(typed, { ...data, base });
  const verdict = exact(said, text, data.captions, 1) ?? inexact(said, text, data.captions);
  const { header } = canonical(text);
  const state = stateOf(header, header);
  const [, tone] = written({ ...verdict, state, corrections: [], official: [], ignored: said.ignored });
  return { kind: verdict.kind, state, tone, parts: verdict.parts };
})"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Page]:
    """The page of checks, at the time of the portals."""
    folder = tmp_path_factory.mktemp("texts")
    portal = sealed_portal(folder / "root")
    portal.build(now=NOW)
    with served(portal.root / "site") as origin, open_page(chromium, bypass_csp=True) as page:
        page.clock.set_fixed_time(NOW)
        page.goto(f"{origin}cek/")
        yield page


def examined(page: Page, cases: list[tuple[str, str]], base: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(EXAMINE, [[*case, base] for case in cases])
    return found


def texts_of(portal: Portal) -> tuple[list[Told], str]:
    request = portal.request(now=NOW)
    return engine.inspect(request, lambda snapshot, _: list(told(snapshot))), request.config.base_url


RIGHT = {
    ("published", "current", "good"), ("corrected", "current", "good"), ("expired", "expired", "warn"),
    ("withdrawn", "withdrawn", "bad"), ("cancelled", "cancelled", "good"), ("postponed", "postponed", "good"),
    ("published", "exercise", "warn"), ("corrected", "exercise", "warn"),
}  # fmt: skip
"""The mark of a release, what is said of its state, and the tone."""


def check(page: Page, all: list[Told], base: str) -> None:
    """Each text is recognised, and shown in its state."""
    found = examined(page, [(one.text, one.official) for one in all], base)
    pairs = list(zip(all, found, strict=True))
    assert [(one.where, one.text, each) for one, each in pairs if each["kind"] not in ("whole", "excerpt")] == []
    assert {(str(one.state), each["state"], each["tone"]) for one, each in pairs} <= RIGHT


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Told], str]:
    portal = sealed_portal(tmp_path_factory.mktemp("small") / "portal", SETTINGS)
    write_releases(portal)
    return texts_of(portal)


def test_all_share_texts_of_all_kinds_and_states_are_recognised(page: Page, small: tuple[list[Told], str]) -> None:
    all, base = small
    assert {one.state for one in all} == {"published", "corrected", "expired", "withdrawn", "cancelled", "postponed"}
    assert len(all) > 1000
    check(page, all, base)


def test_all_share_texts_of_the_sample_portal_are_recognised(page: Page, tmp_path: Path) -> None:
    settings = (REPOSITORY / "config.toml").read_text()
    portal = sealed_portal(tmp_path / "portal", settings + SETTINGS[SETTINGS.index("[seal]") :])
    for name in ("posts", "pages"):
        (portal.root / name).symlink_to(REPOSITORY / name)
    check(page, *texts_of(portal))


def test_state_that_is_not_that_of_the_release_is_never_authentic(page: Page, small: tuple[list[Told], str]) -> None:
    """Whoever adds RALAT, DICABUT, DITUNDA or a stamp to a text of ours."""
    all, base = small
    marks = ("RALAT", "CORRECTION", "DICABUT", "DITUNDA", "Dibatalkan", "#DICABUT", "#Batal", "Tidak berlaku lagi")
    others = {
        "published": marks,
        "corrected": ("DICABUT", "Withdrawn:", "DITUNDA:", "#Dicabut"),
        "postponed": ("Dibatalkan:", "DICABUT"),
    }
    cases = [
        (text, one.official)
        for one in all
        if "pack whatsapp" in one.where
        for mark in others.get(one.state, ())
        for text in (f"{mark} {one.text}", f"{mark}\n{one.text}", f"{one.text}\n{mark}")
    ]
    found = [each["kind"] for each in examined(page, cases, base)]
    assert [case for case, kind in zip(cases, found, strict=True) if kind in ("whole", "excerpt", "skipping")] == []
    assert len(cases) > 100
