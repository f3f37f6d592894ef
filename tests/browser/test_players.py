"""Videos of other sites are requested only after a click; recordings of the portal play; all of it without scripts too.

There is no network: requests to other hosts are answered here, and noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import photos
from tests.browser.test_access import WCAG
from tests.portal import Portal
from tests.showroom import open_page, served
from tools.provision import AXE

_TEXT = """\
Pidato disiarkan langsung.

https://youtu.be/dQw4w9WgXcQ?t=42

<iframe src="//player.vimeo.com/video/76979871" title="Rapat persiapan"></iframe>

[Wawancara warga](wawancara.wav.mp3)

Teks sesudahnya.
"""
_MP3 = b"\xff\xfb\x90\x64" + bytes(413)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a release with players, and beside it of one without."""
    portal = Portal(tmp_path_factory.mktemp("players") / "portal")
    portal.write("posts/2026/03/foto.jpg", photos.encoded(photos.sample_image(640, 360), "JPEG"))
    portal.write("posts/2026/03/wawancara.wav.mp3", _MP3)
    portal.write("posts/2026/03/pidato.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(100))
    portal.write("posts/2026/03/pidato.en.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n")
    attachments = "[{src: pidato.mp4, captions: pidato.en.vtt, poster: foto.jpg, transcript: Saudara-saudara.}]"
    portal.post("2026/03/video.md", _TEXT, attachments=attachments)
    portal.post("2026/03/tanpa.md", title="Tanpa video")
    output = portal.root / "www" / "portal"
    portal.build(output="www/portal")
    assert output.is_dir()
    with served(output.parent) as origin:
        yield f"{origin}portal/2026/03/"


class _Visit:
    """A visit to the page with players: its messages, and the requests to other hosts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.foreign: list[tuple[str, str]] = []
        """URL and ``Referer`` of each request to another host."""
        self.messages: list[str] = []
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.route(lambda url: urlsplit(url).hostname != "127.0.0.1", self._answer)

    def _answer(self, route: Route) -> None:
        self.foreign.append((route.request.url, route.request.header_value("referer") or ""))
        route.fulfill(content_type="text/html", body="<!doctype html><title>Pemutar</title><button>Jeda</button>")


def test_a_video_is_requested_after_the_click_only(chromium: Browser, address: str) -> None:
    with open_page(chromium, 360) as page:
        visit = _Visit(page)
        page.goto(f"{address}video/", wait_until="networkidle")
        assert visit.foreign == []
        button = page.get_by_role("button", name="Putar video: https://youtu.be/dQw4w9WgXcQ?t=42")
        before = button.bounding_box()
        button.focus()
        page.keyboard.press("Enter")
        frame = page.locator("figure.video iframe")
        expect(page.frame_locator("figure.video iframe").get_by_role("button")).to_have_text("Jeda")
        assert visit.foreign == [
            ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0&start=42", f"{_origin(address)}/")
        ]
        assert frame.get_attribute("sandbox") == "allow-scripts allow-same-origin"
        assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
        assert frame.get_attribute("title") == "Video di YouTube: https://youtu.be/dQw4w9WgXcQ?t=42"
        assert frame.bounding_box() == before
        assert page.evaluate("document.activeElement.tagName") == "IFRAME"
        assert visit.messages == []


def test_vimeo_is_asked_not_to_track(chromium: Browser, address: str) -> None:
    with open_page(chromium) as page:
        visit = _Visit(page)
        page.goto(f"{address}video/")
        page.get_by_role("button", name="Putar video: Rapat persiapan").click()
        expect(page.frame_locator("figure.video iframe").get_by_role("button")).to_have_text("Jeda")
        assert [url for url, _ in visit.foreign] == ["https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"]
        assert visit.messages == []


def test_other_frames_and_other_pages_load_nothing(chromium: Browser, address: str) -> None:
    """The policy of the page: other hosts on the page with videos; these hosts on a page without."""
    insert = "(url) => document.body.append(Object.assign(document.createElement('iframe'), {src: url}))"
    with open_page(chromium) as page:
        visit = _Visit(page)

        def wait_for_refusals(number: int) -> None:
            for _ in range(2400):
                refused = sum("Content Security Policy" in message for message in visit.messages)
                if refused >= number:
                    break
                page.wait_for_timeout(50)
            assert refused == number

        page.goto(f"{address}video/")
        page.evaluate(insert, "https://www.youtube.com/embed/dQw4w9WgXcQ")
        wait_for_refusals(1)
        page.goto(f"{address}tanpa/")
        page.evaluate(insert, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ")
        wait_for_refusals(2)
        assert visit.foreign == []
        assert page.locator("link[href*=player], script[src*=player]").count() == 0


def test_without_scripts_videos_are_links(chromium: Browser, address: str) -> None:
    with open_page(chromium, java_script_enabled=False) as page:
        page.goto(f"{address}video/")
        assert page.locator(".video button").first.is_visible() is False
        link = page.get_by_role("link", name="https://youtu.be/dQw4w9WgXcQ?t=42")
        assert link.get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s"
        assert page.get_by_text("Baru dimuat dari sana").first.is_visible() is False


def test_in_print_videos_and_recordings_are_links(chromium: Browser, address: str) -> None:
    with open_page(chromium) as page:
        page.goto(f"{address}video/")
        page.emulate_media(media="print")
        assert page.locator(".video button").first.is_visible() is False
        assert page.locator(":is(video, audio)").first.is_visible() is False
        content = "(link) => getComputedStyle(link, '::after').content"
        assert "https://vimeo.com/76979871" in page.get_by_role("link", name="Rapat persiapan").evaluate(content)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_players(chromium: Browser, address: str, scheme: str) -> None:
    options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": {"target-size": {"enabled": True}}}
    with open_page(chromium, 360, color_scheme=scheme) as page:
        _Visit(page)
        page.goto(f"{address}video/")
        page.get_by_role("button", name="Putar video: Rapat persiapan").click()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


def test_recordings_have_controls_captions_and_a_transcript(chromium: Browser, address: str) -> None:
    with open_page(chromium) as page:
        visit = _Visit(page)
        page.goto(f"{address}video/", wait_until="networkidle")
        video, audio = page.locator("video[controls]"), page.locator("audio[controls]")
        assert video.get_attribute("poster") == "/portal/2026/03/video/foto.jpg"
        tracks = video.evaluate(
            "(one) => [...one.textTracks].map((track) => [track.kind, track.language, track.label])"
        )
        assert tracks == [["captions", "en", "Inggris"]]
        page.get_by_text("Transkrip").click()
        assert page.get_by_text("Saudara-saudara.").is_visible()
        with page.expect_response(lambda response: response.url.endswith(".mp3")):
            audio.evaluate("(one) => { one.preload = 'auto'; one.load(); }")
        assert not [message for message in visit.messages if "Content Security Policy" in message]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
