"""Indonesian affixes: of which words a word may be formed.

A dictionary lists roots and many derived words, but not all: these rules accept the regular ones that it lacks, such as
"dipublikasikan" where it has "publikasi". They follow the sound rules exactly ("mem-" before b, "meny-" for s), so that
a wrong letter in a prefix remains an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from press.language.word_lists import word_list

_VOWELS = frozenset("aeiou")
_CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
_SHORTEST_STEM = 4
"""Fewest letters before "-lah" and the other short ones: "seklah" is no form of "sek"."""
_PERSONS = ("ku", "kau")
_NASALS = (
    ("nge", "", "bcdfghjklmnpqrstvwxyz", 5),
    ("ng", "", "aeioughkq", 0), ("ng", "k", "aeiou", 0),
    ("ny", "s", "aeiou", 0),
    ("m", "", "bfvp", 0), ("m", "p", "aeiou", 0),
    ("n", "", "cdjzts", 0), ("n", "t", "aeiou", 0),
    ("", "", "lrwymn", 0),
)  # fmt: skip
"""The nasals of me- and pe-: what is written, the letter of the root that it replaces, the first letters of what
follows, and the greatest length of the root (0: any)."""
_REPLACED = frozenset("ptks")
"""Letters that a nasal replaces before a vowel."""


def without_clitics(word: str) -> Iterator[str]:
    """Yield what remains of a word without "-nya" and the like, and without "ku-" and "kau-"."""
    for clitic in _CLITICS:
        if word.endswith(clitic) and len(word) >= len(clitic) + (3 if clitic in ("nya", "pun") else _SHORTEST_STEM):
            stem = word[: -len(clitic)]
            yield stem
            if clitic in ("lah", "kah", "pun") and stem.endswith("nya") and len(stem) > 6:
                yield stem[:-3]
    for person in _PERSONS:
        if word.startswith(person) and len(word) > len(person) + 3:
            yield word[len(person) :]


def after_bound_form(word: str) -> Iterator[str]:
    """Yield what follows a bound form: "bencana" for "pascabencana"."""
    for form in word_list("bound-forms-id"):
        if word.startswith(form) and len(word) >= len(form) + 4:
            yield word[len(form) :]


def roots(word: str) -> Iterator[str]:
    """Yield the words to which affixes may have been added."""
    for stem, suffix in _without_suffix(word):
        if suffix != "an":
            yield from _verbs(stem, suffix)
        if suffix not in ("kan", "i"):
            yield from _nouns(stem, suffix)


def undissolved(word: str) -> Iterator[tuple[str, str]]:
    """Yield the roots of a verb whose p, t, k or s should be replaced by the nasal, each with the right form.

    "mempengaruhi" is memengaruhi, but "memperbaiki" has the prefix per-, and "mengkritik" two consonants.
    """
    for nasal, letter in (("m", "p"), ("n", "t"), ("ng", "k"), ("n", "s")):
        root = word[2 + len(nasal) :] if word.startswith((f"me{nasal}", f"pe{nasal}")) else word
        if root != word and root.startswith(letter) and root[1] in _VOWELS and len(root) > 4:
            yield root, word[:2] + ("ny" if letter == "s" else nasal) + root[1:]


def without_suffixes(word: str) -> Iterator[str]:
    """Yield a word, and it without its suffix and clitic."""
    for stem in (word, *without_clitics(word)):
        yield from (each for each, _ in _without_suffix(stem))


def _without_suffix(word: str) -> Iterator[tuple[str, str]]:
    yield word, ""
    for suffix in ("kan", "an", "i"):
        if word.endswith(suffix) and len(word) >= len(suffix) + 4:
            stem = word[: -len(suffix)]
            if suffix != "i" or stem[-1] != "i":
                yield stem, suffix


def _verbs(stem: str, suffix: str) -> Iterator[str]:
    """Yield the roots of a verb without its suffix."""
    yield from _denasalised(stem, "me")
    for prefix in ("di", "memper", "diper", "ter", "per"):
        yield from _after(prefix, stem)
    if suffix == "kan":
        yield stem


def _nouns(stem: str, suffix: str) -> Iterator[str]:
    """Yield the roots of a noun or adjective without its suffix."""
    yield from _denasalised(stem, "pe")
    joined = ("ke", "per", "ber", "pe", "keter", "ketidak", "keber", "pember", "kese")
    for prefix in joined if suffix else ("ber", "ter", "se"):
        yield from _after(prefix, stem)
    if suffix:
        yield stem


def _after(prefix: str, stem: str) -> Iterator[str]:
    """Yield what follows a prefix; the r of ber-, per- and ter- is written once before another: "beragam"."""
    rest = stem.removeprefix(prefix)
    if rest != stem and len(rest) > 2:
        if prefix[-1] != "r" or rest[0] != "r":
            yield rest
        if prefix[-1] == "r":
            yield f"r{rest}"


def _denasalised(stem: str, prefix: str) -> Iterator[str]:
    """Yield the roots that me- or pe- with a nasal may be before."""
    if not stem.startswith(prefix):
        return
    for written, letter, firsts, longest in _NASALS:
        rest = stem[2 + len(written) :]
        if len(rest) < 2 or rest[0] not in firsts or not stem.startswith(written, 2):
            continue
        if not letter and written and rest[0] in _REPLACED and rest[1] in _VOWELS:
            continue  # "mensapu": the nasal replaces this letter
        if len(rest) <= (longest or 99):
            yield letter + rest
