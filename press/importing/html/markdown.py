"""A prepared tree → Markdown of our dialect, by markdownify. What Markdown cannot say stays HTML.

The tree comes from `press.importing.html.prepare`: inline elements contain no blocks, texts of blocks are in
paragraphs, and tables and lists that must stay HTML have the attribute `RAW`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from markdownify import MarkdownConverter

from press import web
from press.importing.html.lists import BULLET
from press.importing.html.tree import NOTE, RAW, NavigableString, Tag, attribute, is_block

_INLINE_HTML = (
    "sub", "sup", "u", "ins", "mark", "small", "var", "q", "cite", "dfn", "time", "abbr", "bdi", "bdo", "s", "del",
)  # fmt: skip
"""Inline elements for which Markdown has no signs, or signs that are easily misread."""
_KEPT = ("title", "datetime", "dir", "lang", "id")
_SIGNS = re.compile(r"[\\`*\[\]|{~]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#?\w+;)")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:+,@;$!'-]+", re.IGNORECASE)
_LINE_START = re.compile(
    r"^(?P<space> *)(?:(?P<number>\d{1,9})(?P<point>[.)])(?=\s|$)"
    r"|(?P<sign>#{1,6}(?=\s|$)|[-+](?=\s|$)|--|==|=+\s*$|>|:))",
    re.MULTILINE,
)
_FENCED = re.compile(r"^( *(`{3,})\n.*?\n *\2)$", re.DOTALL | re.MULTILINE)
_BREAK = " *\\\\\n *"


def markdown(body: Tag) -> str:
    """Convert a prepared tree."""
    text = _Converter().convert_soup(body)
    pieces = _FENCED.split(text)
    return "".join(
        piece if number % 3 == 1 else _tidy(piece) for number, piece in enumerate(pieces) if number % 3 != 2
    ).strip("\n")


def _tidy(text: str) -> str:
    """Remove blanks at the ends of lines, and blank lines after another."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?<!\\) +$", "", text, flags=re.MULTILINE))


def escaped(text: str) -> str:
    """Return plain text so that Markdown shows each of its characters."""
    pieces, position = [], 0
    for address in _WEB_ADDRESS.finditer(text):
        pieces += [_SIGNS.sub(_escape, text[position : address.start()]), address[0]]
        position = address.end()
    return "".join([*pieces, _SIGNS.sub(_escape, text[position:])])


def _escape(found: re.Match[str]) -> str:
    # An escaped brace can still begin a list of attributes at the end of a heading or cell.
    return {"<": "&lt;", "&": "&amp;", "{": "&#123;"}.get(found[0], f"\\{found[0]}")


def _paragraph(text: str) -> str:
    """Return the text of a paragraph with single spaces, and without signs that would make another block of it."""
    with_breaks = re.sub(_BREAK, "\\\\\n", text).strip()
    return _with_escaped_lines(re.sub(r"(?<=\S) {2,}(?=\S)", " ", with_breaks))


def _with_escaped_lines(text: str) -> str:
    """Escape what would make a list, heading or quotation of a line of a paragraph."""
    return _LINE_START.sub(
        lambda found: (
            f"{found['space']}{found['number']}\\{found['point']}"
            if found["number"]
            else f"{found['space']}\\{found['sign']}"
        ),
        text,
    )


def target(address: str) -> str:
    """Return an address as the target of a link or image."""
    address = web.encoded(address) if web.is_foreign(address) else address
    is_simple = re.fullmatch(r"[^\s<>()\\\x00-\x1f]+", address)
    return address if is_simple else f"<{re.sub(r'[<>]', _percent, ' '.join(address.split()))}>"


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


class _Converter(MarkdownConverter):
    """markdownify's converter with our dialect."""

    class Options:
        """What differs from markdownify's options."""

        heading_style = "atx"
        bullets = "-"
        wrap = True
        wrap_width = None

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escaped(text)

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        if node.has_attr(RAW):
            return f"\n\n{raw(node)}\n\n" if is_block(node) else raw(node)
        if node.name == "sup" and node.has_attr(NOTE):
            return f"[^{attribute(node, NOTE)}]"
        found: str = super().process_tag(node, parent_tags=parent_tags)  # type: ignore[misc]
        return found

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = _paragraph(text)
        text = re.sub(r"(?:\\\n)+$|^(?:\\\n)+|\\$(?<!\\\\)", "", text) if text.endswith("\\\n") else text
        if "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{text}\n\n" if text else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not el.has_attr(NOTE):
            found: str = super().convert_div(el, text, parent_tags)  # type: ignore[misc]
            return found
        indented = re.sub(r"^(?=.)", "    ", text.strip(), flags=re.MULTILINE).lstrip()
        return f"\n\n[^{attribute(el, NOTE)}]: {indented}\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if {"td", "th"} & parent_tags:
            return "<br>"
        return " " if "_inline" in parent_tags or "_noformat" in parent_tags else "\\\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"(#+)$", r"\\\1", " ".join(text.replace("\\\n", " ").split()))
        return f"\n\n{'#' * min(n, 6)} {text}\n\n" if text else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href, words = attribute(el, "href"), text.strip()
        anchor = f'<a id="{attribute(el, "id")}"></a>' if el.has_attr("id") and "_noformat" not in parent_tags else ""
        if not href or not words or "_noformat" in parent_tags:
            return anchor + text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        if el.get_text().strip() == href and web.is_web_address(href) and web.encoded(href) == href:
            return f"{anchor}{before}<{href}>{after}"
        return f"{anchor}{before}[{words}]({target(href)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        alt, caption = (" ".join(attribute(el, name).split()) for name in ("alt", "title"))
        title = ' "' + escaped(caption).replace('"', "&quot;") + '"' if caption else ""
        return f"![{escaped(alt)}]({target(attribute(el, 'src'))}{title})" if el.get("src") else escaped(alt)

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasis(el, text, "**", "strong", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasis(el, text, "*", "em", parent_tags)

    convert_strong, convert_i = convert_b, convert_em

    def get_conv_fn(self, tag_name: str) -> Any:
        return self._inline_html if tag_name in _INLINE_HTML else super().get_conv_fn(tag_name)  # type: ignore[misc]

    def _inline_html(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        return f"{_start_tag(el)}{text}</{el.name}>"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text().strip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
        return f"\n\n{fence}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        around = (_neighbour(el, is_next=False), _neighbour(el, is_next=True))
        if ({"td", "th"} & parent_tags and "|" in text) or any(one in "*`\\" for one in around if one):
            return f"<code>{escaped(text)}</code>"
        found: str = super().convert_code(el, text, parent_tags)  # type: ignore[misc]
        return found

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        is_tight = "li" in parent_tags and attribute(el, "start") in ("", "1") and el.find("li") is not None
        return f"\n{text.rstrip()}" if is_tight else f"\n\n{text.rstrip()}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if not text:
            return ""
        if not any(is_block(child) for child in el.children):
            text = _paragraph(text)
        bullet = str(el.get(BULLET, "- "))
        indented = re.sub(r"^(?=.)", " " * len(bullet), text, flags=re.MULTILINE)
        return f"{bullet}{indented[len(bullet) :]}\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " + re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split())) + " |"

    convert_th = convert_td


def raw(el: Tag) -> str:
    """Return an element as HTML on one line, without what Markdown or other programs would read in it."""
    del el[RAW]
    html = el.decode(formatter="minimal")
    parts = re.split(r"(<pre.*?</pre>)", html, flags=re.DOTALL)
    flat = "".join(
        re.sub(r"\n", "&#10;", part) if number % 2 else re.sub(r"\s+", " ", part) for number, part in enumerate(parts)
    )
    return flat.replace("{", "&#123;")


def _start_tag(el: Tag) -> str:
    kept = {name: attribute(el, name) for name in _KEPT if el.get(name)}
    text = "".join(f' {name}="{_in_quotes(value)}"' for name, value in kept.items())
    return f"<{el.name}{text}>"


def _in_quotes(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace("{", "&#123;")


def _emphasis(el: Tag, text: str, sign: str, name: str, parent_tags: set[str]) -> str:
    """Return an emphasised text: with signs where they are read as such wherever it is, else as HTML."""
    words = text.strip()
    if not words or "_noformat" in parent_tags:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    around = [" " if before else _neighbour(el, is_next=False), " " if after else _neighbour(el, is_next=True)]
    is_clear = all(one in ("", " ") or (_is_sign(one) and one not in "*_<`~&") for one in around)
    if is_clear and words[0] not in "*_<" and words[-1] not in "*_>\\" and "\n" not in words:
        return f"{before}{sign}{words}{sign}{after}"
    return f"{before}<{name}>{words}</{name}>{after}"


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _neighbour(el: Tag, is_next: bool) -> str:
    """Return the character beside an element; ``""`` at the edge of its block; ``*`` if another element is there."""
    node: Any = el
    while True:
        beside = node.next_sibling if is_next else node.previous_sibling
        if beside is None:
            parent = node.parent
            if parent is None or is_block(parent):
                return ""
            return "*"
        node = beside
        if isinstance(node, Tag):
            return "" if is_block(node) or node.name == "br" else "*"
        if isinstance(node, NavigableString) and str(node):
            return " " if str(node)[0 if is_next else -1].isspace() else str(node)[0 if is_next else -1]
