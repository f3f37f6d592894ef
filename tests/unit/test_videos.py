"""Videos of YouTube and Vimeo: which addresses are those of one, and what becomes of them in a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.content.markdown import render
from press.model import Body
from press.videos import PLAYERS, video_at
from tests.fuzzing import fuzz
from tests.portal import Portal

ID = "dQw4w9WgXcQ"
PLAIN = f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1&rel=0"
LIST = "PLFgquLnL59alCl_2TQvOiD5Vgm1hCaGSI"


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={ID}", f"http://youtube.com/watch?feature=share&v={ID}&pp=x",
        f"HTTPS://M.YouTube.com/watch?v={ID}", f"https://music.youtube.com/watch?v={ID}&list={LIST}",
        f"https://youtu.be/{ID}", f"https://youtu.be/{ID}/?si=abc", f"youtu.be/{ID}", f"www.youtube.com/watch?v={ID}",
        f"//www.youtube.com/embed/{ID}", f"https://www.youtube-nocookie.com/embed/{ID}?rel=0&controls=0",
        f"https://youtube.com/shorts/{ID}?feature=share", f"https://www.youtube.com/live/{ID}",
        f"https://www.youtube.com/v/{ID}", f"https://www.youtube.com/e/{ID}",
    ],
)  # fmt: skip
def test_every_usual_address_of_a_youtube_video_is_known(address: str) -> None:
    assert video_at(address) == ("YouTube", f"https://www.youtube.com/watch?v={ID}", PLAIN)


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://vimeo.com/76979871", "76979871?dnt=1&autoplay=1"),
        ("vimeo.com/76979871", "76979871?dnt=1&autoplay=1"),
        ("https://www.vimeo.com/channels/staffpicks/76979871/", "76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/groups/kota/videos/76979871", "76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/showcase/12/video/76979871", "76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/76979871/8272103f6e?share=copy", "76979871?h=8272103f6e&dnt=1&autoplay=1"),
        ("//player.vimeo.com/video/76979871?h=8272103f6e&title=0", "76979871?h=8272103f6e&dnt=1&autoplay=1"),
        ("https://vimeo.com/76979871#t=90s", "76979871?dnt=1&autoplay=1#t=90s"),
    ],
)
def test_every_usual_address_of_a_vimeo_video_is_known(address: str, player: str) -> None:
    found = video_at(address)
    assert found
    assert found.frame == f"https://player.vimeo.com/video/{player}"


@pytest.mark.parametrize("at", ["t=95", "t=95s", "t=1m35s", "start=95", "time_continue=95", "t=0h1m35s"])
def test_a_video_begins_at_the_second_of_its_address(at: str) -> None:
    for address in (f"https://youtu.be/{ID}?{at}", f"https://youtu.be/{ID}#{at}"):
        found = video_at(address)
        assert found
        if "#" not in address or at.startswith("t="):
            assert found.frame == f"{PLAIN}&start=95"
            assert found.page == f"https://www.youtube.com/watch?v={ID}&t=95s"


def test_playlists_have_players_too() -> None:
    for address in (f"https://www.youtube.com/playlist?list={LIST}", f"//youtube.com/embed/videoseries?list={LIST}"):
        found = video_at(address)
        assert found
        assert found.frame == f"https://www.youtube-nocookie.com/embed/videoseries?list={LIST}&autoplay=1&rel=0"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/", "https://www.youtube.com/@kanal", "https://www.youtube.com/watch?v=pendek",
        "https://www.youtube.com/embed/videoseries", "https://vimeo.com/", "https://vimeo.com/kanal",
        f"https://youtube.com.evil.example/watch?v={ID}", f"https://evil.example/youtube.com/watch?v={ID}",
        f"https://youtube.com@evil.example/watch?v={ID}", f"https://x:y@youtube.com/watch?v={ID}",
        f"https://youtube.com:444/watch?v={ID}", f"https://youtube.com:x/watch?v={ID}", f"ftp://youtube.com/watch?v={ID}",
        f"javascript://youtube.com/watch?v={ID}", f"https://youtu.be/{ID} ", f"https://youtu.be/{ID}\\x",
        f"https://youtu.be/x/{ID}", f"https://youtube.com/watch?v={ID}%22", "https://[youtu.be/", "", "youtu.be",
        f"https://www.youtube.com/watch?v={ID[:-1]}é", f"https://yоutube.com/watch?v={ID}",
    ],
)  # fmt: skip
def test_other_addresses_are_no_videos(address: str) -> None:
    assert video_at(address) is None


@fuzz(examples=150)
@given(
    st.sampled_from(["https://youtu.be/", "https://www.youtube.com/watch?", "//player.vimeo.com/video/", "vimeo.com/"]),
    st.text(st.sampled_from("aA1_-?&=#/%.:@\\\"'<> véh\n\0") | st.characters(), max_size=20),
)
def test_no_address_of_a_player_holds_anything_unexpected(start: str, rest: str) -> None:
    found = video_at(start + rest)
    if found:
        assert found.host in PLAYERS
        assert re.fullmatch(r"https://[a-z.-]+/(embed|video)/[\w-]+\?[\w=&-]+(#t=\d+s)?", found.frame, re.ASCII)
        assert re.fullmatch(r"https://[a-z.]+/[\w/?=&-]+(#t=\d+s)?", found.page, re.ASCII)


# In a text

LINK = f'<p class="press-video"><a href="https://www.youtube.com/watch?v={ID}">'


def body(text: str) -> Body:
    made, problems = render(text, "posts/x.md")
    assert made
    assert problems == ()
    return made


@pytest.mark.parametrize(
    "text",
    [
        "https://youtu.be/{id}", "Pembuka.\n\nhttps://youtu.be/{id}\n\nPenutup.", "<https://youtu.be/{id}>",
        "  https://youtu.be/{id}  ", "> https://youtu.be/{id}", "www.youtube.com/watch?v={id}",
        "HTTPS://WWW.YOUTUBE.COM/watch?v={id}&feature=share", "[https://youtu.be/{id}](https://youtu.be/{id})",
        '<iframe src="//www.youtube.com/embed/{id}"></iframe>', '<p><iframe src="https://youtu.be/{id}"></iframe></p>',
        '<div><iframe src="https://www.youtube.com/embed/{id}" onload="x()"></iframe></div>',
        '<embed src="http://www.youtube.com/v/{id}">', '<object data="http://www.youtube.com/v/{id}"></object>',
        '<object><param name="movie" value="x"><embed src="http://www.youtube.com/v/{id}"></object>',
    ],
)  # fmt: skip
def test_a_video_alone_in_its_paragraph_or_in_a_frame_is_a_player(text: str) -> None:
    made, _ = render(text.replace("{id}", ID), "posts/x.md")
    assert made
    assert made.html.count(LINK) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Lihat https://youtu.be/{id}", "[Rekaman](https://youtu.be/{id})", "- https://youtu.be/{id}",
        "[https://youtu.be/{id}](https://evil.example)", "    https://youtu.be/{id}", "`https://youtu.be/{id}`",
        "```\nhttps://youtu.be/{id}\n```", "https://youtu.be/{id}\nRekaman", "## https://youtu.be/{id}",
    ],
)  # fmt: skip
def test_a_video_among_words_is_no_player(text: str) -> None:
    assert "press-video" not in body(text.replace("{id}", ID)).html


def test_each_line_of_a_paragraph_of_addresses_is_a_player() -> None:
    assert body(f"https://youtu.be/{ID}\nhttps://vimeo.com/76979871").html.count('class="press-video"') == 2


def test_a_frame_keeps_its_title_and_the_words_around_it() -> None:
    made = body(
        f'<p>Pidato <iframe src="https://youtu.be/{ID}" title="Peresmian &amp; <b>">cadangan</iframe> selesai.</p>'
    )
    assert made.text.split("\n") == ["Pidato", "Peresmian & <b>", "cadangan selesai."]
    assert f"{LINK}Peresmian &amp; &lt;b&gt;</a></p>" in made.html


def test_a_frame_inside_a_sentence_in_bold_is_a_link() -> None:
    made, problems = render(f'**a <iframe src="https://youtu.be/{ID}"></iframe>**', "posts/x.md")
    assert made
    assert f'<a href="https://youtu.be/{ID}">youtu.be</a>' in made.html
    assert [one.rule for one in problems] == ["embed"]


def test_pages_have_a_player_and_feeds_a_link(portal: Portal) -> None:
    portal.post("a.md", f"https://youtu.be/{ID}?t=5\n\nTeks.")
    portal.build()
    page = portal.text("2026/03/a/index.html")
    assert f'data-frame="{PLAIN.replace("&", "&amp;")}&amp;start=5"' in page
    assert f'<a href="https://www.youtube.com/watch?v={ID}&amp;t=5s">https://youtu.be/{ID}?t=5</a>' in page
    assert "<iframe" not in page
    for feed in ("feed.xml", "atom.xml", "feed.json"):
        text = portal.text(feed)
        assert f"https://www.youtube.com/watch?v={ID}" in text
        assert "nocookie" not in text
        assert "<button" not in text
