"""Pages, feeds and addresses of a portal are in its language, without interface texts of another language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from press.i18n.catalogues import compiled
from press.model import Verdict
from tests.photos import photo
from tests.portal import Portal

SETTINGS = """\
title = "Qx"
publisher = "Zx"
base_url = "https://qx.example/"
language = "{language}"
timezone = "Asia/Makassar"

[checks.severity]
id = "off"
alt = "off"

[topics.qa]
name = "Qa"
[offices.qo]
name = "Qo"
contact = "qc"
[regions.qr]
name = "Qr"
[contacts.qc]
name = "Qc"
phone = "0511 1"
whatsapp = "0811 1"
email = "q@qx.example"
hours = "8-16"
[lists]
size = 2
"""
SHARED_TEXTS = frozenset({"Link", "Foto", "Video", "Status", "Portal", "Draft", "Video lama"})
"""Texts that are the same in both languages."""


class _TextCollector(HTMLParser):
    """Collects the texts of a page, and the attributes that users read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read = ("title", "alt", "aria-label", "content", "placeholder", "data-done", "data-none", "data-failed")
        self.texts += [value for name, value in attrs if name in read and value]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))


def texts(language: str) -> set[str]:
    """All texts of a language's interface, except those with a placeholder."""
    with compiled(language).open("rb") as file:
        messages = [message for message in read_mo(file) if message.id]
    forms = [form for one in messages for form in ((one.string,) if isinstance(one.string, str) else one.string)]
    return {form for form in forms if "{" not in form and "%(" not in form and re.search(r"[a-z]{3}", form)}


def full_portal(folder: Path, language: str) -> Portal:
    """A portal whose content has no words of any language, with releases of every kind and state."""
    portal = Portal(folder, SETTINGS.format(language=language))
    portal.write("posts/q.jpg", photo(640, 400))
    kinds = ("release", "news", "announcement", "speech", "photo", "link")
    for number, kind in enumerate(kinds):
        more = {"original": "https://elsewhere.example/"} if kind == "link" else {}
        portal.post(f"q{number}.md", "Qy.", title="Qz", kind=kind, topics="[qa]", office="qo", regions="[qr]",
                    tags="[qt]", image="{src: q.jpg, alt: Qp, credit: Qd}", author="Qu", **more)  # fmt: skip
    for number, verdict in enumerate(Verdict):
        claim = f"{{text: Qv, verdict: {verdict}, where: Qw, first_seen: 2026-03-01, due: 2026-07-01, evidence: [Qe]}}"
        portal.post(f"c{number}.md", "Qy.", title="Qz", kind="clarification", claim=claim)
    changed = "[{date: 2026-03-15, note: Qn, was: Qa, now: Qb}]"
    portal.post("corrected.md", "Qy.", title="Qz", corrections=changed, expires="2026-04-01", place="Qp")
    portal.post("withdrawn.md", "Qy.", title="Qz", withdrawn="{date: 2026-03-16, reason: Qr, replacement: Q1}")
    portal.post("original.md", "Qy.", title="Qz", id="Q1", lang=language, updated="2026-03-20 10:00")
    portal.post("other.md", "Qy.", title="Qz", lang="bjn", translation_of="Q1")
    portal.write("pages/qpage.md", "---\ntitle: Qz\nupdated: 2026-03-20\n---\n\nQy.\n")
    return portal


@pytest.mark.parametrize(("language", "other"), [("en", "id"), ("id", "en")])
def test_portal_has_no_interface_text_of_another_language(tmp_path: Path, language: str, other: str) -> None:
    portal = full_portal(tmp_path / "portal", language)
    portal.build()
    foreign = texts(other) - texts(language) - SHARED_TEXTS
    found: dict[str, str] = {}
    own: set[str] = set()
    for path in sorted((portal.root / "site").rglob("*")):
        if path.suffix not in (".html", ".xml", ".json", ".opml") or not path.is_file():
            continue
        collector = _TextCollector()
        collector.feed(path.read_text(encoding="utf-8"))
        found_texts = {
            piece.strip(" ,·:›") for text in collector.texts for piece in (text, *re.split(r": | – | \(", text))
        }
        own |= found_texts & texts(language)
        found |= dict.fromkeys(found_texts & foreign, path.relative_to(portal.root / "site").as_posix())
    assert (len(foreign) > 150, len(own) > 80) == (True, True)
    assert found == {}


@pytest.mark.parametrize(
    ("language", "addresses"),
    [
        ("id", {"siaran-pers/", "klarifikasi/", "topik/qa/", "arsip/2026/03/", "langganan/", "ralat/"}),
        ("en", {"press-releases/", "fact-checks/", "topics/qa/", "archive/2026/03/", "subscribe/", "corrections/"}),
    ],
)
def test_addresses_and_dates_are_in_the_language_of_the_portal(
    tmp_path: Path, language: str, addresses: set[str]
) -> None:
    portal = full_portal(tmp_path / "portal", language)
    portal.build()
    assert {one for one in addresses if f"{one}index.html" not in portal.site()} == set()
    page = portal.text("2026/03/q0/index.html")
    dates = {"id": "Sabtu, 14 Maret 2026 pukul 09.30 WITA", "en": "Saturday, 14 March 2026 at 09:30 WITA"}
    assert dates[language] in page
    assert f'<html lang="{language}">' in page


def test_feeds_and_breadcrumbs_have_names_and_not_ids(tmp_path: Path) -> None:
    """The ids of kinds and languages must not be shown."""
    portal = full_portal(tmp_path / "portal", "id")
    portal.build()
    assert 'title="Klarifikasi (RSS)"' in portal.text("klarifikasi/index.html")
    assert 'title="Banjar (Atom)"' in portal.text("bahasa/bjn/index.html")
    assert ">Arsip</a></li>" in portal.text("arsip/2026/03/index.html")


def test_pages_have_different_descriptions(tmp_path: Path) -> None:
    """Search engines and share cards show the description."""
    portal = full_portal(tmp_path / "portal", "id")
    portal.build()
    descriptions = {
        path: re.findall(r'<meta name="description" content="([^"]+)">', portal.text(path))
        for path in ("siaran-pers/index.html", "topik/qa/index.html", "bahasa/bjn/index.html", "2026/03/q0/index.html")
    }
    assert [len(one) for one in descriptions.values()] == [1, 1, 1, 1]
    assert len({one[0] for one in descriptions.values()}) == len(descriptions)


def test_home_page_omits_expired_announcements(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "portal", SETTINGS.format(language="id"))
    portal.post("gone.md", title="Lewat", kind="announcement", expires="2026-04-01")
    portal.build()
    assert "Lewat" not in portal.text("index.html")
    portal.post("holds.md", title="Berlaku", kind="announcement", expires="2026-12-01")
    portal.build()
    announced = portal.text("index.html").partition('id="needed"')[2].partition("</section>")[0]
    assert ("Berlaku" in announced, "Lewat" in announced) == (True, False)
