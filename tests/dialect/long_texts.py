"""Texts of any length that make careless parsers slow. Those that only have to end in time are in test_markdown.py."""

from __future__ import annotations

import time
from collections.abc import Callable

from press.content.markdown import render

TEXTS: dict[str, Callable[[int], str]] = {
    # Lists and quotes.
    "lists on one line": lambda n: "- " * n + "a",
    "numbered lists on one line": lambda n: "1. " * n + "a",
    "lists by indentation": lambda n: "\n".join("  " * (k % 60) + "- a" for k in range(n)),
    "quotes on one line": lambda n: "> " * n + "a",
    "quote signs without spaces": lambda n: ">" * n,
    "quotes by lines": lambda n: "\n".join(">" * (k % 90) + " a" for k in range(n)),
    "quotes and lists in turn": lambda n: "> - " * n + "a",
    "lines that continue deep quotes": lambda n: "> " * 90 + "a\n" + "b\n" * n,
    "lines that continue an item": lambda n: "- a\n" + "b\n" * n,
    "lines that continue a quote": lambda n: "> a\n" + "b\n" * n,
    "items": lambda n: "- a\n" * n,
    "items between blank lines": lambda n: "- a\n\n" * n,
    "items without text": lambda n: "-\n\n" * n,
    "items with boxes": lambda n: "- [ ] a\n" * n,
    "items of changing signs": lambda n: "- a\n* b\n1. c\n2) d\n" * n,
    "items with code": lambda n: "- ```\n  a\n" * n,
    "a list after each paragraph": lambda n: "a\n- b\n\n" * n,
    "items with tabs": lambda n: "-\ta\n\t\tb\n" * n,
    # Headings, rules and code.
    "rules": lambda n: "* * *\n" * n,
    "almost a rule": lambda n: "* " * n + "a",
    "almost a rule of hyphens": lambda n: "-" * n + "a",
    "hashes": lambda n: "#" * n,
    "hashes after a heading": lambda n: "# " + "# " * n,
    "a long line under a paragraph": lambda n: "a\n" + "=" * n,
    "a paragraph of many lines, underlined": lambda n: "a\n" * n + "=",
    "fences that do not fit": lambda n: "\n".join("`" * (k % 9 + 3) for k in range(n)),
    "empty fences": lambda n: "```\n```\n" * n,
    "a fence without an end": lambda n: "```\n" + "# a\n" * n,
    "indented code": lambda n: "    a\n" * n,
    "indented code in a quote": lambda n: ">     a\n" * n,
    # Tables.
    "columns": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n + "|",
    "rows": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "headers without a table": lambda n: "|a|b|\n" * n,
    "tables after paragraphs": lambda n: "a\n|a|\n|-|\n" * n,
    "delimiters": lambda n: "|-" * n,
    "escaped pipes": lambda n: "|a|\n|-|\n|" + "\\|" * n,
    # HTML.
    "comments on lines, never closed": lambda n: "<!-- a\n" * n,
    "closed comments": lambda n: "<!-- a -->\n" * n,
    "instructions": lambda n: "<?" * n,
    "lists in details": lambda n: "<details>\n\n- a\n\n</details>\n" * n,
    "divs never closed": lambda n: "<div>\n\n" * n,
    "divs never opened": lambda n: "</div>\n\n" * n,
    "tags over lines": lambda n: "<div\n" * n,
    "angle brackets": lambda n: "<" * n,
    # Emphasis, code and links.
    "stars and words": lambda n: "*a" * n,
    "emphasis of words": lambda n: "_a_ " * n,
    "emphasis in words": lambda n: "_a_" * n,
    "strong words": lambda n: "**a** " * n,
    "emphasis in emphasis": lambda n: "*a **b " * n + "c* d** " * n,
    "tildes": lambda n: "~~a" * n,
    "backticks": lambda n: "`" * n,
    "backticks of many lengths": lambda n: " a ".join("`" * (k % 60 + 1) for k in range(n)),
    "links in links": lambda n: "[" * n + "a" + "](b)" * n,
    "images in images": lambda n: "![" * n + "a" + "](b)" * n,
    "brackets in an address": lambda n: "[a](" + "(" * n + ")" * n + ")",
    "definitions": lambda n: "".join(f"[a{k}]: /b\n" for k in range(n)),
    "definitions without targets": lambda n: "[a]:\n" * n,
    "uses of one note": lambda n: "[^a] " * n + "\n\n[^a]: b",
    "addresses never closed": lambda n: "<a:" * n,
    "e-mail addresses never closed": lambda n: "<a@" * n,
    "bare addresses": lambda n: "https://a.example/b\n" * (n // 4),
    "a bare address with brackets": lambda n: "https://a.example/" + "(" * n + ")" * n,
    "a bare address with dots": lambda n: "https://a.example/" + "." * n,
    "a bare address with entities": lambda n: "https://a.example/" + "&a;" * n,
    "www": lambda n: "www." * n,
    "schemes": lambda n: "http://" * n,
    "signs of e-mail addresses": lambda n: "a@" * n,
    "dots before the sign of an e-mail address": lambda n: "a." * n + "@",
    "dots after the sign of an e-mail address": lambda n: "a@" + "a." * n,
    # Spaces and characters.
    "tabs": lambda n: "\t" * n + "a",
    "spaces": lambda n: "a" + " " * n + "b",
    "lines of spaces": lambda n: (" " * 20 + "\n") * n,
    "hard breaks": lambda n: "a  \nb\\\n" * n,
    "backslashes": lambda n: "\\" * n,
    "unknown entities": lambda n: "&a" * n,
    # What only Press reads.
    "meanings": lambda n: "a\n: b\n" * n,
    "attributes never closed": lambda n: "{: " * n,
    "attributes": lambda n: "a {: .b }\n" * n,
}
"""By a name: the text with a given number of parts."""


def conversion(text: str) -> tuple[float, str]:
    """Convert a text. Return the processor time in seconds, and the rule by which it was refused, or ""."""
    began = time.process_time()
    body, problems = render(text, "posts/x.md")
    return time.process_time() - began, "" if body else problems[0].rule


def problem(name: str, parts: int) -> str:
    """Return what is wrong if twice as many parts take more than three times as long, or too long; else ""."""
    (once, first), (twice, second) = (conversion(TEXTS[name](count)) for count in (parts, 2 * parts))
    if "time" in (first, second):
        return "not converted in time"
    is_slow = twice > 3 * once + 0.05 and not second
    return f"{once:.3f} s, and {twice:.3f} s for twice as many parts" if is_slow else ""
