"""The problems on pages of the preview, with the lines around each; and which builds pages are notified of."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from press.diagnostics import Diagnostic, Place, Severity
from press.serve import Outcome
from press.serve.problems import Shown, shown
from tests.portal import Portal


def excerpt(root: Path, path: str, line: int, column: int = 0) -> list[tuple[int, str, bool]]:
    problem = Diagnostic(Place(path, line, column), Severity.ERROR, "date", "“{text}”", "{text}?", {"text": "<b>"})
    (one,) = shown([problem], root, str)
    assert isinstance(one, Shown)
    return [(each.number, each.text, each.faulty) for each in one.excerpt]


def test_texts_are_translated_and_filled_in(tmp_path: Path) -> None:
    problem = Diagnostic(Place("a.md", 3, 1), Severity.WARNING, "alt", "salah {n}", "tulis {n}", {"n": "satu"})
    (one,) = shown([problem], tmp_path, lambda message: message.replace("salah", "keliru"))
    assert (one.message, one.hint, one.line, one.severity, one.excerpt) == (
        "keliru satu",
        "tulis satu",
        3,
        "warning",
        (),
    )


@pytest.mark.parametrize(
    ("line", "numbers"), [(1, [1, 2]), (2, [1, 2, 3]), (4, [2, 3, 4, 5]), (5, [3, 4, 5]), (0, []), (6, []), (10**9, [])]
)
def test_excerpt_is_the_faulty_line_with_those_around_it(tmp_path: Path, line: int, numbers: list[int]) -> None:
    (tmp_path / "a.md").write_bytes("satu\r\ndua\u2028\x0c\r\n\ufeffé\nempat\n\n".encode())
    found = excerpt(tmp_path, "a.md", line)
    assert [number for number, *_ in found] == numbers
    assert [number for number, _, faulty in found if faulty] == [line] * bool(numbers)


@pytest.mark.parametrize("column", [0, 1, 500, 999, 5000])
def test_long_line_is_cut_around_the_fault(tmp_path: Path, column: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(1000))
    (tmp_path / "a.md").write_text(f"{text}\n{text}\n")
    found = excerpt(tmp_path, "a.md", 2, column)
    assert all(len(line) <= 122 for _, line, _ in found)
    if 0 < column <= 1000:
        assert text[column - 1] in found[1][1]


def test_nothing_is_shown_of_what_is_no_readable_file_of_the_portal(tmp_path: Path) -> None:
    root = tmp_path / "portal"
    root.mkdir()
    (tmp_path / "rahasia").write_text("rahasia\n")
    (root / "tautan.md").symlink_to(tmp_path / "rahasia")
    (root / "luar").symlink_to(tmp_path)
    (root / "lingkaran.md").symlink_to("lingkaran.md")
    os.mkfifo(root / "pipa.md")
    (root / "besar.md").write_bytes(b"a\n" * 3_000_000)
    names = (
        "tautan.md",
        "luar/rahasia",
        "../rahasia",
        "lingkaran.md",
        "pipa.md",
        "besar.md",
        "tidak-ada.md",
        ".",
        "a\0",
    )
    assert {name: excerpt(root, name, 1) for name in names} == {name: [] for name in names}
    (root / "biner.md").write_bytes(b"\xff\xfe\n")
    assert excerpt(root, "biner.md", 1) == [(1, "\ufffd\ufffd", True)]


def test_pages_are_notified_of_what_differs_only(portal: Portal) -> None:
    portal.post("a.md")
    report = portal.build()
    good, failed = Outcome(report, (), base_path="/", site="a"), Outcome(None, (), "gagal")
    warned = Outcome(report, (Diagnostic(Place("a.md"), Severity.WARNING, "alt", "x"),), base_path="/", site="a")
    busy = Outcome(None, (), "sibuk", due=1.0)
    assert not good.is_news(good)
    assert not busy.is_news(busy)
    assert failed.is_news(failed)  # the lines around the fault may differ
    for last, now in ((None, good), (good, warned), (warned, good), (failed, good), (busy, good), (good, failed)):
        assert now.is_news(last)
    # Another preview of the same portal may have written the site.
    assert msgspec.structs.replace(good, site="b").is_news(good)
