"""How long shared texts are: how X counts, paragraphs that fit, hashtags."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.views.share_lengths import (
    Paragraph,
    characters,
    hashtags,
    shortened,
    weighted_length,
    whole_sentences,
    within,
)
from tests.fuzzing import fuzz

REPOSITORY = Path(__file__).parent.parent.parent
LINK = "https://uji.example/2026/03/jembatan/"
WORDS = st.text(st.sampled_from("ab é水👍\u200d’-.\n"), max_size=400) | st.text(max_size=60)
MARKS = st.sampled_from(["", "*", "“"])
PARAGRAPHS = st.lists(st.builds(Paragraph, WORDS, st.integers(1, 6), MARKS, MARKS, st.booleans()), max_size=6)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Harga beras turun", 17),
        ("é" * 10, 10),
        ("e\u0301", 1),  # composed first
        ("“Ya” – kata’nya", 15),
        ("水", 2),
        ("👍", 2),
        (LINK, 23),
        (f"Jembatan dibuka\n\n{LINK}", 15 + 2 + 23),
        (f"https://uji.example/{'a' * 300}", 23),
        ("Buka wirantara.go.id", 5 + 23),  # X makes a link of it
        (f"Lihat {'a' * 40}.id", 6 + 43),
        ("Rp6.600 per kg. Hari ini", 24),
    ],
)
def test_x_counts(text: str, length: int) -> None:
    assert weighted_length(text) == length


@fuzz(examples=150)
@given(WORDS, WORDS)
def test_x_never_counts_less_than_the_characters_and_at_most_twice_as_much_and_links(one: str, other: str) -> None:
    composed = unicodedata.normalize("NFC", one)
    if "." not in one:
        assert len(composed) <= weighted_length(one) <= 2 * len(composed)
    assert weighted_length(f"{one}\n{other}") == weighted_length(one) + 1 + weighted_length(other)


def test_an_emoji_counts_two_characters_elsewhere() -> None:
    assert characters("a👍é") == 4


@fuzz(examples=150)
@given(PARAGRAPHS, st.integers(60, 300), st.sampled_from([characters, weighted_length]))
def test_any_paragraphs_fit_and_the_link_is_whole(paragraphs: list[Paragraph], limit: int, length: object) -> None:
    text = within([*paragraphs, Paragraph(LINK, 0)], limit, length)  # type: ignore[arg-type]
    assert length(text) <= limit  # type: ignore[operator]
    assert text == LINK or text.endswith(f"\n\n{LINK}")
    if sum(length(one.before + one.text + one.after) + 2 for one in paragraphs) + 40 <= limit:  # type: ignore[operator]
        assert all(one.text in text for one in paragraphs)


def test_what_is_least_important_is_shortened_first_and_marks_are_kept() -> None:
    title, lead = Paragraph("Judul yang cukup panjang " * 3, 2, "*", "*"), Paragraph("Isi ringkas rilis ini. " * 9, 3)
    points = Paragraph("• Satu.\n• Dua.", 5)
    text = within([title, lead, points, Paragraph(LINK, 0)], 200, characters)
    assert text.startswith(f"*{title.text}*\n\nIsi ringkas")
    assert text.split("\n\n")[1].endswith(" …")
    assert "Satu" not in text
    short = within([title, lead, points, Paragraph(LINK, 0)], 80, characters)
    assert short == f"*Judul yang cukup panjang Judul yang …*\n\n{LINK}"
    assert within([points, Paragraph(LINK, 0)], len(LINK) + 10, characters) == f"• Satu.\n\n{LINK}"
    whole = Paragraph("Dua kata", 6, is_whole=True)
    assert within([whole, Paragraph(LINK, 0)], len(LINK) + 9, characters) == LINK


def test_a_text_is_cut_at_a_word_or_where_there_is_none_anywhere() -> None:
    assert shortened("Harga beras turun lagi", lambda text: len(text) <= 16) == "Harga beras …"
    assert shortened("水" * 99, lambda text: len(text) <= 9) == f"{'水' * 7} …"
    assert shortened("Harga", lambda text: False) == ""


def test_hashtags_are_written_without_spaces_and_signs_each_once() -> None:
    tags = ["pasar murah", "UMKM", "Pasar  Murah", "2026", "c++", "idul-fitri", "kesehatan_ibu", "ปลา", "!", "lain"]
    assert hashtags(tags, 9) == (
        "#PasarMurah", "#UMKM", "#C", "#IdulFitri", "#KesehatanIbu", "#ปลา", "#Lain",
    )  # fmt: skip
    assert hashtags(tags, 2) == ("#PasarMurah", "#UMKM")


def test_page_of_checks_knows_no_short_form_that_ends_a_sentence_here() -> None:
    """Else a text that was shortened here would be cut for the page."""
    script = (REPOSITORY / "templates/assets/check-text.js").read_text(encoding="utf-8")
    short = re.findall(r'const SHORT = new Set\(\s*"([a-z ]+)"', script)[0].split()
    ends = [word for word in short if whole_sentences(f"Oleh {word}. Budi di sini.", lambda text: len(text) < 15)]
    assert (len(short) > 20, ends) == (True, [])
    assert whole_sentences("Oleh warga. Budi di sini.", lambda text: len(text) < 15) == "Oleh warga."
