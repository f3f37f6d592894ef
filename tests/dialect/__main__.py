"""Show where Press reads Markdown otherwise than GFM."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.dialect.agreement import by_section, compared
from tests.dialect.documents import DOCUMENTS
from tests.dialect.long_texts import TEXTS, problem
from tests.dialect.posts import markdown_of
from tests.dialect.reference import difference, gfm, press
from tests.dialect.search import shares, smallest


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.dialect", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="Markdown; - is the standard input")
    parser.add_argument("--both", action="store_true", help="print the whole outlines too")
    parser.add_argument("--spec", action="store_true", help="the examples of the specification that differ")
    parser.add_argument("--section", default="", help="only examples of sections whose name contains this")
    parser.add_argument("--summary", action="store_true", help="only the counts")
    parser.add_argument("--first", type=int, default=12, help="lines of each difference")
    parser.add_argument("--random", metavar="SORT", help="small random documents that differ, or `all` sorts")
    parser.add_argument("--tried", type=int, default=300, help="how many random documents of each sort")
    parser.add_argument("--show", type=int, default=3, help="how many of those that differ, besides the smallest")
    parser.add_argument("--seed", type=int, default=0, help="another number gives other random documents")
    parser.add_argument("--slow", action="store_true", help="long texts whose time is not linear")
    options = parser.parse_args()
    if options.slow:
        return slow()
    if options.random:
        return random(options)
    if options.spec:
        return spec(options)
    return files(options)


def files(options: argparse.Namespace) -> int:
    differing = 0
    for name in options.files:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        text = markdown_of(text)
        if options.both:
            print("--- gfm", *gfm(text), "--- press", *press(text), sep="\n")
        if found := difference(text):
            differing += 1
            if not options.summary:
                print(f"{name}:", *found[: options.first], sep="\n  ")
    print(f"{differing} of {len(options.files)} differ")
    return differing > 0


def random(options: argparse.Namespace) -> int:
    differing = 0
    for sort in DOCUMENTS if options.random == "all" else [options.random]:
        tried, found = shares(sort, options.tried, options.seed)
        differing += len(found)
        if found and not options.summary:
            shown = [smallest(sort, options.tried, options.seed) or found[0], *found[: options.show]]
            for text in dict.fromkeys(shown):
                print(f"\n{sort}: {text!r}", *difference(text)[2 : options.first], sep="\n  ")
        print(f"{sort:20} {tried - len(found):4} of {tried:4}")
    return differing > 0


def slow() -> int:
    found = {name: what for name in TEXTS if (what := problem(name, 4000))}
    print(*(f"{name}: {what}" for name, what in found.items()), f"{len(found)} of {len(TEXTS)}", sep="\n")
    return bool(found)


def spec(options: argparse.Namespace) -> int:
    found = compared(options.section)
    for example, differing in found:
        if differing and not options.summary:
            print(f"\n{example.name}, {example.section}: {example.text!r}", *differing[2 : options.first], sep="\n  ")
    for name, count, agree in by_section(found):
        print(f"{name:42} {agree:4} of {count:4}")
    return any(differing for _, differing in found)


if __name__ == "__main__":
    sys.exit(main())
