"""The checks of language find what they must, and are silent on edited news; words, sentences, affixes, suggestions."""

from __future__ import annotations

import time

import pytest

from press.build import engine
from press.language import lexicon, word_lists
from press.language.lexicon import Lexicon
from press.language.sentences import sentences
from press.language.suggestions import suggestions
from tests.portal import CONFIG, Portal
from tools import language
from tools.language import FOLDER, Measure


@pytest.fixture(scope="module")
def known() -> Lexicon:
    loaded = lexicon.load(FOLDER)
    assert loaded, "python -m tools.provision installs the dictionary"
    return loaded


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    return language.measure()


def test_at_most_three_reports_in_a_thousand_words_of_edited_news_are_false() -> None:
    assert language.words_edited() > 5000
    assert language.false_per_thousand() <= 3


def test_marked_errors_are_found(measures: dict[str, Measure]) -> None:
    """Nearly all of them: some slips make another word."""
    assert sum(each.errors for each in measures.values()) > 300
    for rule, each in measures.items():
        assert each.recall >= 0.9, rule
        assert each.precision >= 0.9, rule


def test_slips_of_the_keyboard_are_found() -> None:
    found = language.typos()
    assert found.errors > 300
    assert found.recall >= 0.95


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Menurut dr. H. Amir, S.H., air surut. Warga pulang.", 2),
        ("Rapat di Jl. Merdeka No. 4 pukul 09.30 WITA. Hadir Drs. Budi.", 2),
        ("Beras, gula, dll. Dibagikan besok.", 2),
        ("Harganya Rp1.500,00 per kilo. Murah!", 2),
        ('"Kami siap. Ayo!" kata camat. Warga pulang.', 3),
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count


def test_regular_words_are_known(known: Lexicon) -> None:
    words = """dipublikasikannya pascabencana antardesa berisiko memverifikasi digitalisasinya anak-anaknya beragam
        hubungi sebaik-baiknya menyosialisasikan mengoordinasi bersertifikat terverifikasi"""
    assert [word for word in words.split() if not known.is_known(word)] == []


@pytest.mark.parametrize(
    "word", ["menpublikasikan", "mempublikasikn", "mensapu", "menbangun", "berrisiko", "pemeritah"]
)
def test_irregular_words_are_not_known(known: Lexicon, word: str) -> None:
    assert not known.is_known(word)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("pemeritah", "pemerintah"),
        ("bupait", "bupati"),
        ("kesehtan", "kesehatan"),
        ("danjuga", "dan juga"),
        ("yng", "yang"),
    ],
)
def test_the_likeliest_word_is_suggested_first(known: Lexicon, wrong: str, right: str) -> None:
    assert suggestions(wrong, known)[0] == right


def test_no_shipped_word_is_a_non_standard_form(known: Lexicon) -> None:
    forms = word_lists.non_standard_forms()
    assert len(forms) > 300
    assert not forms.keys() & (word_lists.word_list("words-id") | word_lists.common_words().keys())
    for right in forms.values():
        assert not [word for word in right.split() if word.islower() and not known.is_known(word)], right


def test_words_of_the_desk_are_known_with_affixes(portal: Portal) -> None:
    portal.post("a.md", "Warga menenun wastra dan memamerkan wastranya di lapangan.", id="a")
    assert [problem.values["word"] for problem in engine.check(portal.request()).problems] == ["wastra", "wastranya"]
    portal.write("dictionaries/kata.txt", "wastra  # kain\n")
    assert engine.check(portal.request()).problems == ()


def test_texts_in_other_languages_are_left_alone(portal: Portal) -> None:
    body = "Warga bernyanyi.\n\nUrang kudu ngariksa leuweung, sabab ieu titinggal karuhun urang sarerea.\n\n"
    portal.post("a.md", f"{body}Mereka menyebutnya *slamettan kampoeng* dan *thanksgivin*.", id="a")
    portal.post("b.md", "The goverment recieved teh report on dimana and resiko.", id="b", lang="en")
    assert engine.check(portal.request()).problems == ()


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        ".",
        '"A ',
        "( ",
        "1,1",
        "1.",
        "Kata ",
        "di ",
        "*a ",
        "me",
        "-a",
        "kata, ",
        "“A b c ",
        "S.H. ",
        "ke 1 ",
        "\u00e9",
    ],
)
def test_long_texts_take_linear_time(piece: str) -> None:
    """20,000 characters in under two seconds; a quadratic check would take minutes."""
    begin = time.process_time()
    language.reports(f"---\ntitle: Judul\ndate: 2026-03-14\n---\n\nIsi.\n\n{piece * (20_000 // len(piece))}\n")
    assert time.process_time() - begin < 2


def test_a_missing_dictionary_is_reported_once(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.language.dictionary.is_available", lambda: False)
    for name in "ab":
        portal.post(f"{name}.md", "Pemeritah membangun.", id=name)
    (problem,) = engine.check(portal.request()).problems
    assert problem.rule == "dictionary"
    portal.write("config.toml", CONFIG + 'dictionary = "off"\n')
    assert engine.check(portal.request()).problems == ()
