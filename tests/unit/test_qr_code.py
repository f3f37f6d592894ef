"""The QR code in the terminal."""

from __future__ import annotations

import click

from press.cli.qr_code import qr_code

_FINDER = ("███████", "█     █", "█ ███ █", "█ ███ █", "█ ███ █", "█     █", "███████")
"""The pattern in three corners, dark modules as blocks."""
_HALVES = {" ": "██", "▀": " █", "▄": "█ ", "█": "  "}
"""The dark modules of a character that shows the light ones: the upper and the lower one."""


def test_qr_code_is_square_and_has_its_patterns_in_three_corners_with_a_margin() -> None:
    printed = qr_code("http://192.168.1.20:8000/_open/aB3")
    assert "\x1b[97m\x1b[40m" in printed, "white on black, whatever the colours of the terminal are"
    lines = click.unstyle(printed).splitlines()
    rows = ["".join(_HALVES[one][half] for one in line) for line in lines for half in (0, 1)]
    size = len(rows[0])
    rows = rows[:size]
    assert {len(row) for row in rows} == {size}
    assert rows[0].strip() == rows[1].strip() == ""
    for top, left in ((2, 2), (2, size - 9), (size - 9, 2)):
        assert tuple(row[left : left + 7] for row in rows[top : top + 7]) == _FINDER
