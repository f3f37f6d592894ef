"""Pages of the preview in a browser: what is wrong with them, style sheets, what a reload keeps, and the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal import Portal
from tests.preview import Preview, previewing
from tests.showroom import open_page
from tools.provision import AXE

_LONG = (
    60 * "Isi.\n\n"
    + """
<details><summary>Rincian</summary>

Isi.

</details>

[Kontak](https://uji.example/)"""
)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page on a phone, on which nothing may be refused by the Content-Security-Policy or fail in a script."""
    errors: list[str] = []
    with open_page(chromium, 360) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda one: errors.append(one.text) if "Security Policy" in one.text else None)
        yield page
    assert errors == []


def violations(page: Page) -> list[str]:
    """What axe-core finds, in light and dark colours."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate("async () => (await axe.run()).violations.map((one) => one.id + one.nodes[0].target)")
    return found


def url(preview: Preview, path: str) -> str:
    return f"http://127.0.0.1:{preview.port}/{path}"


def test_problems_are_shown_and_gone_after_the_fix(preview: Preview, portal: Portal, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        page.goto(url(preview, "portal/2026/03/a/?utm_source=wa"))
        portal.write("posts/a.md", "---\ntitle: A\ndate: 2026-03-14\n---\n\n" + "[x](/tidak-ada/)\n\n" * 5000)
        box = page.locator("#press-problems .panel")
        expect(box).to_contain_text("further problems, listed in the terminal: 4700")
        assert box.evaluate("(box) => { box.scrollTop = 1e6; return box.scrollTop; }") > 1000
        box.press("Home")
        assert "Judul lama" in page.content()
        page.reload()
        first = box.locator(".problems > li").first
        expect(first).to_contain_text("Error posts/a.md, line 6")
        expect(first.locator("mark")).to_have_text("[x](/tidak-ada/)")
        expect(first.locator(".hint")).not_to_be_empty()
        portal.post("a.md", body="[x](/tidak-ada/)")
        expect(box.locator(".problems > li")).to_have_count(1)
        assert violations(page) == []
        box.press("Escape")
        expect(box).to_be_hidden()
        page.locator("#press-problems .badge").click()
        expect(box).to_be_focused()
        portal.post("a.md", title="Sudah baik")
        expect(page.locator("h1")).to_have_text("Sudah baik")
        expect(box).to_have_count(0)


def test_warnings_are_a_badge_on_their_own_page_only(preview: Preview, portal: Portal, phone: Page) -> None:
    phone.goto(url(preview, "portal/2026/03/a/"))
    portal.post("a.md", title="Judul baru", body="Teks “<b>&</b>”\n\n[ini]()")
    badge, box = phone.locator("#press-problems .badge"), phone.locator("#press-problems .panel")
    expect(badge).to_have_text("Problems: 1")
    expect(box).to_be_hidden()
    badge.click()
    expect(box.locator("mark")).to_have_text("[ini]()")
    portal.post("a.md", title="Lagi", body="[ini]()")
    expect(phone.locator("h1")).to_have_text("Lagi")
    expect(box).to_be_visible()  # as it was
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.goto(url(preview, "portal/"))
    expect(phone.locator("#press-problems")).to_have_count(0)
    phone.go_back()
    expect(badge).to_be_visible()
    portal.post("a.md", title="Lagi")
    expect(phone.locator("#press-problems")).to_have_count(0)


def test_style_sheet_is_swapped_and_a_reload_keeps_place_focus_and_details(
    preview: Preview, portal: Portal, phone: Page
) -> None:
    portal.post("a.md", title="Judul baru", body=_LONG)
    phone.goto(url(preview, "portal/2026/03/a/"))
    expect(phone.locator("h1")).to_have_text("Judul baru")
    portal.write("templates/assets/press.css", "body { background: rgb(1, 2, 3) }")
    expect(phone.locator("body")).to_have_css("background-color", "rgb(1, 2, 3)")
    phone.evaluate("window.mark = 1")
    portal.write("templates/assets/press.css", "body { background: rgb(4, 5, 6) }")
    expect(phone.locator("body")).to_have_css("background-color", "rgb(4, 5, 6)")
    assert phone.evaluate("window.mark") == 1
    expect(phone.locator("link[rel=stylesheet]")).to_have_count(1)

    phone.get_by_text("Rincian").click()
    phone.get_by_role("link", name="Kontak").focus()
    phone.evaluate("scrollTo(0, 700)")
    portal.post("a.md", title="Judul lain", body=_LONG)
    expect(phone.locator("h1")).to_have_text("Judul lain")
    assert phone.evaluate("window.mark") is None
    expect(phone.locator("details").first).to_have_attribute("open", "")
    expect(phone.get_by_role("link", name="Kontak")).to_be_focused()
    assert abs(phone.evaluate("scrollY") - 700) < 3


def test_link_is_followed_that_is_clicked_while_the_page_would_be_loaded_again(
    preview: Preview, portal: Portal, phone: Page
) -> None:
    phone.goto(url(preview, "portal/2026/03/a/"))
    link = phone.get_by_role("link", name="Desk").bounding_box()
    assert link
    phone.mouse.move(link["x"] + link["width"] / 2, link["y"] + link["height"] / 2)
    phone.mouse.down()
    before = preview.printed()
    portal.post("a.md", title="Judul baru")
    while preview.printed() == before:
        phone.wait_for_timeout(20)
    phone.wait_for_timeout(200)
    phone.mouse.up()
    expect(phone).to_have_url(url(preview, "_desk/"))
    phone.go_back()
    expect(phone.locator("h1")).to_have_text("Judul baru")


def test_page_stays_when_another_portal_takes_its_address(portal: Portal, phone: Page) -> None:
    portal.post("a.md", title="Portal pertama")
    other = Portal(portal.root.parent / "lain")
    other.post("a.md", title="Portal kedua")
    with previewing(portal) as preview:
        phone.goto(url(preview, "portal/2026/03/a/"))
    with previewing(other, port=preview.port):
        expect(phone.locator("#press-problems .panel")).to_contain_text("Another portal is shown at this address now")
        expect(phone.locator("h1")).to_have_text("Portal pertama")


def test_desk_is_accessible_on_a_phone_and_follows_builds(preview: Preview, portal: Portal, phone: Page) -> None:
    portal.post("draf.md", title="Judul draf", draft="true", body="Dinas merubah jadwal. [ini]()")
    phone.goto(url(preview, "portal/"))
    expect(phone.get_by_text("Judul draf").first).to_be_visible()
    expect(phone.get_by_role("link", name="Desk")).to_have_attribute("href", "/_desk/")
    phone.get_by_role("link", name="Desk").click()
    expect(phone.locator("h1")).to_have_text("Desk")
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    portal.post("draf.md", title="Judul lain", draft="true")
    portal.write("posts/salah.md", "---\ntitle: Tanpa tanggal\n---\n")
    expect(phone.locator("section[aria-labelledby=problems] .error")).to_contain_text("Error, line 1")
    expect(phone.locator("#press-problems")).to_have_count(0)
    (portal.root / "posts/salah.md").unlink()
    expect(phone.locator("section[aria-labelledby=problems] .error")).to_have_count(0)
    link = phone.locator("section[aria-labelledby=drafts]").get_by_role("link", name="Judul lain")
    link.click()
    expect(phone.locator(".notice-draft")).to_contain_text("tetapi tidak sebelum Sabtu, 14 Maret 2026 pukul 09.30 WITA")


def test_phone_opens_a_shared_preview_by_its_link(portal: Portal, phone: Page) -> None:
    portal.post("a.md", title="Judul lama")
    with previewing(portal, "--host", "127.0.0.2") as preview:
        link = re.findall(r"works once: (http://127\.0\.0\.2:\S+)", preview.printed())[-1]
        phone.goto(link)
        expect(phone).to_have_url(f"http://127.0.0.2:{preview.port}/portal/")
        phone.goto(f"http://127.0.0.2:{preview.port}/portal/2026/03/a/")
        portal.post("a.md", title="Judul baru")
        expect(phone.locator("h1")).to_have_text("Judul baru")
        assert len(set(re.findall(r"works once: (\S+)", preview.printed()))) == 2
        assert phone.goto(link).status == 403  # type: ignore[union-attr]


def test_visible_banner_says_that_a_page_is_a_preview(preview: Preview, portal: Portal, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        for address in ("", "2026/03/a/", "langganan/", "arsip/"):
            page.goto(f"http://127.0.0.1:{preview.port}/portal/{address}")
            banner = page.locator("aside.preview-bar")
            expect(banner).to_be_in_viewport(ratio=1)
            expect(banner).to_contain_text("Pratinjau")
            expect(banner).to_contain_text("bukan situs untuk umum")
