"""Recordings of the portal, with pictures or without: their players, captions and transcripts, and their feeds."""

from __future__ import annotations

import json
import re

import pytest

from press.content.markdown import render
from press.diagnostics import Diagnostic
from tests import photos
from tests.portal import CONFIG, Portal

MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(100)
MP3 = b"ID3\x04" + bytes(100)
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHalo\n"
PAGE = "2026/03/a/index.html"


@pytest.fixture
def recordings(portal: Portal) -> Portal:
    """A portal with files that releases can name."""
    portal.write("config.toml", CONFIG)
    for name, data in {"a.mp4": MP4, "a.mp3": MP3, "a.vtt": VTT, "a.en.vtt": VTT}.items():
        portal.write(f"posts/{name}", data)
    portal.write("posts/foto.jpg", photos.encoded(photos.sample_image(64, 36), "JPEG"))
    return portal


def found(portal: Portal) -> list[tuple[str, int]]:
    """The rules that are broken, and the lines."""
    problems: tuple[Diagnostic, ...] = portal.build().problems
    return [(one.rule, one.place.line) for one in problems]


def player(portal: Portal, page: str = PAGE) -> str:
    """The only player of a page, without white space between tags."""
    figures = re.findall(r'<figure class="recording">.*?</figure>', portal.text(page), re.DOTALL)
    assert len(figures) == 1
    return re.sub(r">\s+<", "><", figures[0])


def test_an_attached_video_has_a_player_with_all_that_belongs_to_it(recordings: Portal) -> None:
    fields = "{src: a.mp4, title: Pidato, captions: [a.vtt, a.en.vtt], poster: foto.jpg, transcript: Halo *semua*.}"
    recordings.post("a.md", attachments=f"[{fields}]")
    assert found(recordings) == []
    html = player(recordings)
    assert '<video controls playsinline preload="none" poster="/portal/2026/03/a/foto.jpg"' in html
    assert '<track kind="captions" src="/portal/2026/03/a/a.vtt" srclang="id" label="Indonesia">' in html
    assert '<track kind="captions" src="/portal/2026/03/a/a.en.vtt" srclang="en" label="Inggris">' in html
    assert '<a href="/portal/2026/03/a/a.mp4" type="video/mp4">Pidato</a>' in html
    assert "<summary>Transkrip</summary><div><p>Halo <em>semua</em>.</p></div>" in html
    assert {f"2026/03/a/{name}" for name in ("a.mp4", "a.vtt", "a.en.vtt", "foto.jpg")} <= recordings.site().keys()


@pytest.mark.parametrize(
    "text",
    [
        "[Rapat](a.mp3)", "![Rapat](a.mp3)", '<audio controls src="a.mp3" title="Rapat"></audio>',
        '<audio controls><source src="a.mp3">Rapat</audio>', "Teks.\n\n[Rapat](<a.mp3>)\n\nTeks.",
    ],
)  # fmt: skip
def test_a_recording_in_the_text_has_a_player_in_its_place(recordings: Portal, text: str) -> None:
    recordings.post("a.md", text)
    assert [rule for rule, _ in found(recordings)] == ["transcript"]
    html = player(recordings)
    assert '<audio controls preload="none" src="/portal/2026/03/a/a.mp3" aria-label="Rapat"></audio>' in html


def test_a_recording_among_words_is_a_link(recordings: Portal) -> None:
    recordings.post("a.md", "Dengarkan [rapat](a.mp3) itu.")
    recordings.build()
    assert '<a href="/portal/2026/03/a/a.mp3">rapat</a>' in recordings.text(PAGE)
    assert "player" not in recordings.text(PAGE)


def test_a_tag_names_poster_captions_and_other_formats(recordings: Portal) -> None:
    recordings.post(
        "a.md",
        '<video poster="foto.jpg" controls>\n<source src="a.mp4">\n'
        '<track src="a.en.vtt" srclang="en" label="English">\nPidato lengkap\n</video>',
    )
    assert found(recordings) == []
    html = player(recordings)
    assert 'poster="/portal/2026/03/a/foto.jpg"' in html
    assert '<track kind="captions" src="/portal/2026/03/a/a.en.vtt" srclang="en" label="English">' in html
    assert 'aria-label="Pidato lengkap"' in html


def test_a_recording_in_the_text_has_what_its_attachment_has_and_is_not_shown_twice(recordings: Portal) -> None:
    recordings.post("a.md", "[Rapat](a.mp3)", attachments="[{src: a.mp3, transcript: Isi rapat.}]")
    assert found(recordings) == []
    assert "Isi rapat." in player(recordings)


def test_a_recording_of_another_site_is_a_link() -> None:
    for tag in ('<video src="//x.example/a.mp4"></video>', '<audio><source src="https://x.example/a.mp3"></audio>'):
        body, problems = render(tag, "posts/x.md")
        assert body
        assert body.html.startswith('<p><a href="https://x.example/a.mp')
        assert "embed" in {one.rule for one in problems}


def test_a_script_inside_a_video_is_still_an_error() -> None:
    body, problems = render('<video src="a.mp4"><script>x()</script></video>', "posts/x.md")
    assert body
    assert "unsafe" in {one.rule for one in problems}
    assert "x()" not in body.html


def test_what_lacks_captions_or_a_transcript_is_named_with_its_line(recordings: Portal) -> None:
    recordings.post("a.md", "[v](a.mp4)\n\n[s](a.mp3)", attachments="[a.mp3]", slug="a")
    assert found(recordings) == [("transcript", 4), ("captions", 8)]


# Transcripts


@pytest.mark.parametrize("name", ["rapat.transcript.md", "rapat.Transkrip.md", "rapat.txt"])
def test_a_transcript_may_be_a_file(recordings: Portal, name: str) -> None:
    recordings.write(f"posts/{name}", "Budi: **mulai**.\n\n[a](a.md) [x](https://x.example)\n\n## Bab\n")
    recordings.post("a.md", "[a](#bab)\n\n## Bab", attachments=f"[{{src: a.mp3, transcript: {name}}}]")
    assert found(recordings) == []
    html = player(recordings)
    assert "<p>Budi: <strong>mulai</strong>.</p>" in html
    assert '<a href="/portal/2026/03/a/">a</a><a href="https://x.example">x</a>' in html
    assert "<h2>Bab</h2>" in html, "without an id, which the text has"
    assert f"2026/03/a/{name}" not in recordings.site()


def test_a_page_follows_the_file_of_its_transcript(recordings: Portal) -> None:
    recordings.post("a.md", attachments="[{src: a.mp3, transcript: rapat.transkrip.md}]")
    assert [one.rule for one in recordings.problems()] == ["missing-file"]
    recordings.write("posts/rapat.transkrip.md", "Satu.")
    recordings.build()
    assert "Satu." in player(recordings)
    recordings.write("posts/rapat.transkrip.md", "Dua.")
    recordings.build()
    assert "Dua." in player(recordings)
    before = recordings.site()
    recordings.delete_cache()
    recordings.build()
    assert recordings.site() == before


def test_a_transcript_that_no_release_uses_is_named(recordings: Portal) -> None:
    recordings.write("posts/rapat.transkrip.md", "Satu.")
    assert found(recordings) == [("unread-file", 0)]


def test_a_release_is_no_transcript(recordings: Portal) -> None:
    recordings.post("b.md")
    recordings.post("a.md", attachments="[{src: a.mp3, transcript: b.md}]")
    assert [(one.rule, one.place.line) for one in recordings.problems()] == [("attachments", 4)]


def test_a_hidden_file_is_no_transcript(recordings: Portal) -> None:
    recordings.write("posts/.rahasia.txt", "Kata sandi.")
    recordings.post("a.md", attachments="[{src: a.mp3, transcript: .rahasia.txt}]")
    assert "media" in {one.rule for one in recordings.problems()}


def test_a_withdrawn_text_takes_its_transcript_along(recordings: Portal) -> None:
    recordings.post(
        "a.md", attachments="[{src: a.mp3, transcript: Rahasia.}]",
        withdrawn="{date: 2026-03-15, reason: Keliru., remove_text: true}",
    )  # fmt: skip
    recordings.build()
    assert not [path for path, data in recordings.site().items() if b"Rahasia" in data or path.endswith(".mp3")]


# Feeds


def test_feeds_have_recordings_as_enclosures(recordings: Portal) -> None:
    """RSS has one enclosure: the recording, although a document is before it."""
    recordings.write("posts/a.pdf", photos.pdf(1))
    recordings.post("a.md", "[Video](a.mp4)", attachments="[a.pdf, a.mp3]")
    recordings.build()
    url = "https://uji.example/portal/2026/03/a"
    rss, atom = recordings.text("feed.xml"), recordings.text("atom.xml")
    assert re.findall(r"<enclosure[^>]*>", rss) == [f'<enclosure url="{url}/a.mp3" length="104" type="audio/mpeg"/>']
    media = f'<media:content url="{url}/a.mp4" type="video/mp4" medium="video" fileSize="124">'
    assert media in rss
    assert media in atom
    assert [re.findall(r'href="[^"]*/(a\.\w+)"', one) for one in re.findall(r'<link rel="enclosure"[^>]*>', atom)] == [
        ["a.pdf"], ["a.mp3"], ["a.mp4"],
    ]  # fmt: skip
    item = json.loads(recordings.text("feed.json"))["items"][0]
    assert [one["mime_type"] for one in item["attachments"]] == ["application/pdf", "audio/mpeg", "video/mp4"]
    assert item["content_html"].count("a.mp4") == 1, "in the text, and not among its attachments"
