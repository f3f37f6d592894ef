"""Minified stylesheets and scripts mean what their sources mean."""

from __future__ import annotations

import pytest

from press.rendering.minify import minified


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.css", "/* 1 */ .a :is(b, i) { color: red; }\n", ".a :is(b,i){color:red}"),
        ("a.css", "a { width: calc(1px + 2%) }", "a{width:calc(1px + 2%)}"),
        ("a.css", "a { color: red", "a{color:red}"),
        ("a.js", "// 1\nconst a = 1; /* 2 */\nlet b = `x  // ${ a }\n y`;\n", "const a=1;let b=`x  // ${ a }\n y`;"),
        ("a.js", "f(/[/ ]/g);", "f(/[/ ]/g);"),
        ("crest.svg", "<svg> <!-- 1 --> </svg>", "<svg> <!-- 1 --> </svg>"),
    ],
)
def test_comments_and_spaces_are_left_out_that_mean_nothing(name: str, source: str, expected: str) -> None:
    assert minified(name, source.encode()).decode() == expected


@pytest.mark.parametrize(
    ("name", "data"), [("a.css", b"}{ @ (("), ("a.css", b"a { b: \xff }"), ("a.js", b"f('\xff'); ")]
)
def test_what_cannot_be_read_stays_as_it_is(name: str, data: bytes) -> None:
    assert minified(name, data) == data
