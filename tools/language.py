"""Measure the checks of language on the texts of tests/language: precision, recall, and false reports.

Texts in ``edited`` have no errors. In ``errors`` each is marked: ``{wrong|rule|right}``, or ``{|rule|}`` before what is
too long. ``make docs`` writes the results into docs/rules.md; tests/unit/test_language.py holds their limits.
``python -m tools.language`` prints every report that is false, and every error that was not found.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from press.checks import texts
from press.checks.language.table import INDONESIAN_CHECKS
from press.checks.review import doubled_words
from press.checks.texts import TextContext
from press.config import Config
from press.config.directory import Region
from press.content import front_matter
from press.diagnostics import Diagnostic
from press.language import lexicon
from press.model import Contact, SourceFile

FOLDER = Path(__file__).parent.parent / "tests/language"
_MARK = re.compile(r"\{([^{}|]*)\|([a-z-]+)\|([^{}|]*)\}")
_FIELDS = "---\ntitle: Judul rilis\ndate: 2026-03-14 09:30\n---\n\n"
_NAMES = (
    "Dinas Perhubungan",
    "Dinas Komunikasi dan Informatika",
    "Kabupaten Rajabasa",
    "Kota Tanjung Raya",
    "Karang Bendo",
)
_CHECKS = {"doubled_words": doubled_words, **INDONESIAN_CHECKS}
_TYPOS = 400


class Error(NamedTuple):
    """An error that a text has: its rule and its place."""

    rule: str
    line: int
    begin: int
    end: int
    """Columns, from 1; the end is the first one after it."""


class Measure(NamedTuple):
    """What the checks found of one rule."""

    errors: int
    found: int
    false: int
    """Reports of what is no error."""

    @property
    def recall(self) -> float:
        """The share of the errors that were found."""
        return self.found / max(self.errors, 1)

    @property
    def precision(self) -> float:
        """The share of the reports that are right."""
        return self.found / max(self.found + self.false, 1)


@cache
def measure() -> dict[str, Measure]:
    """Return the measure of each rule, on the texts with errors and those without."""
    errors, found, false = Counter[str](), Counter[str](), Counter[str]()
    for path in sorted((FOLDER / "errors").glob("*.md")):
        text, expected = marked(path.read_text(encoding="utf-8"))
        reported = reports(_FIELDS + text)
        errors.update(error.rule for error in expected)
        found.update(error.rule for error in expected if any(_is_at(each, error) for each in reported))
        false.update(each.rule for each in reported if not any(_is_at(each, error) for error in expected))
    false.update(each.rule for path in edited() for each in reports(path.read_text(encoding="utf-8")))
    return {rule: Measure(errors[rule], found[rule], false[rule]) for rule in sorted(errors | false)}


def marked(text: str) -> tuple[str, list[Error]]:
    """Return a text without its marks, and the errors that these mark."""
    lines, errors = [], []
    for number, line in enumerate(text.splitlines(), 1 + _FIELDS.count("\n")):
        plain, position = "", 0
        for mark in _MARK.finditer(line):
            plain += line[position : mark.start()]
            errors.append(Error(mark[2], number, len(plain) + 1, len(plain) + 1 + len(mark[1])))
            plain, position = plain + mark[1], mark.end()
        lines.append(plain + line[position:])
    return "\n".join(lines) + "\n", errors


def reports(text: str) -> tuple[Diagnostic, ...]:
    """Return what the checks report of a release."""
    names = {str(number): Region(name) for number, name in enumerate(_NAMES)}
    contacts = {"humas": Contact("Nurlela Tamrin")}
    config = Config("Uji", "https://uji.example/", "id", "Asia/Makassar", regions=names, contacts=contacts)
    parsed = front_matter.parse(SourceFile("posts/uji.md", text.encode(), ""), config)
    return texts.problems(parsed, _CHECKS, TextContext(FOLDER, config, "fixed"))


def edited() -> list[Path]:
    """Return the texts without errors."""
    return sorted((FOLDER / "edited").glob("*.md"))


def words_edited() -> int:
    """Return the number of words in the texts without errors."""
    return sum(len(path.read_text(encoding="utf-8").split()) for path in edited())


@cache
def typos() -> Measure:
    """Return how many of the slips of the keyboard are found that are made in words of the edited texts."""
    wrong = list(_slips())
    text = "Petugas mencatat kata berikut.\n\n" + "\n\n".join(f"Warga menyebut {word} di posko." for word in wrong)
    reported = {each.values.get("word", each.values.get("wrong")) for each in reports(_FIELDS + text)}
    return Measure(len(wrong), len(reported & set(wrong)), 0)


def table() -> list[tuple[str, ...]]:
    """Return the rows of the table in docs/rules.md."""
    rows: list[tuple[str, ...]] = [("rule", "errors", "found", "recall", "precision")]
    for rule, one in (*measure().items(), ("slips of the keyboard", typos())):
        rows.append(
            (
                f"`{rule}`" if " " not in rule else rule,
                str(one.errors),
                str(one.found),
                _share(one.recall),
                _share(one.precision),
            )
        )
    return rows


def false_per_thousand() -> float:
    """Return the number of reports in 1,000 words of the edited texts, without those of length."""
    found = [each for path in edited() for each in reports(path.read_text(encoding="utf-8"))]
    return 1000 * len(found) / words_edited()


def _share(value: float) -> str:
    return f"{value:.0%}"


def _slips() -> Iterator[str]:
    """Yield words with one letter left out, added, replaced or exchanged, in turn; none is a word itself."""
    known = lexicon.load(FOLDER)
    whole = " ".join(path.read_text(encoding="utf-8") for path in edited())
    found = sorted(
        {word for word in re.findall(r"(?<![\w-])[a-z]{4,}(?![\w-])", whole) if known and known.is_known(word)}
    )
    for number, word in enumerate(found[:: len(found) // _TYPOS + 1]):
        place = 1 + number * 7 % (len(word) - 1)
        before, after = word[:place], word[place:]
        letter = string.ascii_lowercase[number * 11 % 26]
        kinds = (
            before + after[1:],
            before + letter + after,
            before + letter + after[1:],
            before[:-1] + after[0] + before[-1] + after[1:],
        )
        slip = kinds[number % 4]
        if slip != word and known and not known.is_listed(slip):
            yield slip


def _is_at(report: Diagnostic, error: Error) -> bool:
    """Tell whether a report is about an error: the same rule, and a place in it or just before."""
    column = report.place.column
    is_near = error.begin - 1 <= column < max(error.end, error.begin + 1) or error.rule.startswith("long")
    return report.rule == error.rule and report.place.line == error.line and (is_near or not column)


def main() -> None:
    """Print what was reported in error, and what was not found."""
    for path in sorted((FOLDER / "errors").glob("*.md")):
        text, expected = marked(path.read_text(encoding="utf-8"))
        reported = reports(_FIELDS + text)
        lines = (_FIELDS + text).splitlines()
        for error in expected:
            if not any(_is_at(each, error) for each in reported):
                print(path.stem, "not found:", error.rule, lines[error.line - 1][error.begin - 1 : error.end + 8])
        _print_false(path.stem, [each for each in reported if not any(_is_at(each, error) for error in expected)])
    for path in edited():
        _print_false(path.stem, list(reports(path.read_text(encoding="utf-8"))))
    for rule, result in measure().items():
        print(f"{rule:18} {result}")
    print(typos())


def _print_false(name: str, reported: list[Diagnostic]) -> None:
    for each in reported:
        print(name, "false:", each.place, each.rule, each.message.format(**each.values))


if __name__ == "__main__":
    main()
