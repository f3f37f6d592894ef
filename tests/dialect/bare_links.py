"""Addresses that GFM makes links without any markup: https://github.github.com/gfm/#autolinks-extension-.

A plugin of markdown-it-py. Its own rule for this, linkify, takes ``kota.id`` for an address too. GitHub finds no
address between square brackets; here ``[https://a.example]`` is a link in brackets.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_SCHEME = re.compile(r"(?i:https?|ftp)\Z")
_DOMAIN = re.compile(r"[\w\-]+(?:\.[\w\-]*)*")
_REST = re.compile(r"[^\s<]*")
_EMAIL = re.compile(r"(?:mailto:)?[a-zA-Z0-9.+_-]+@[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)++(?<![-_])")
_ENTITY = re.compile(r"&[a-zA-Z]+;\Z")
_BEFORE_WWW = " \t\n*_~("


def bare_links(parser: MarkdownIt) -> None:
    """Make the parser read bare addresses as GFM does."""
    parser.inline.add_terminator_char("w")
    parser.inline.ruler.before("newline", "bare_link", _bare_link)
    parser.core.ruler.push("bare_email", _bare_emails)


def _bare_link(state: StateInline, silent: bool) -> bool:
    """Read an address at ``://`` or ``www.``, unless it is in the text of a link."""
    source, position = state.src, state.pos
    if silent or state.linkLevel:
        return False
    if source.startswith("www.", position) and (not position or source[position - 1] in _BEFORE_WWW):
        scheme, end = "", _end(source, position, position, 1)
    elif source.startswith("://", position) and (found := _SCHEME.search(state.pending)):
        scheme, end = found[0], _end(source, position, position + 3, 0)
    else:
        return False
    if not end:
        return False
    address = scheme + source[position:end]
    state.pending = state.pending.removesuffix(scheme)
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address if scheme else f"http://{address}")}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos = end
    return True


def _end(source: str, start: int, domain_start: int, dots: int) -> int:
    """Return where an address ends, whose domain has at least as many dots; 0 if it is none."""
    domain = _DOMAIN.match(source, domain_start)
    if not domain or domain[0].count(".") < dots or any("_" in part for part in domain[0].split(".")[-2:]):
        return 0
    rest = _REST.match(source, domain.end())
    assert rest
    return start + len(_without_punctuation(source[start : rest.end()]))


def _without_punctuation(address: str) -> str:
    """Return an address without the punctuation of the sentence that it is in."""
    while address:
        opening = {")": "(", "]": "["}.get(address[-1], "")
        if address[-1] in "?!.,:*_~'\"" or (opening and address.count(address[-1]) > address.count(opening)):
            address = address[:-1]
        elif address[-1] == ";":
            entity = _ENTITY.search(address)
            address = address[: entity.start()] if entity else address[:-1]
        else:
            break
    return address


def _bare_emails(state: StateCore) -> None:
    """Make links of e-mail addresses outside of links."""
    for block in state.tokens:
        if block.type == "inline" and "@" in block.content:
            block.children = _with_emails(block.children or [])


def _with_emails(tokens: list[Token]) -> list[Token]:
    made: list[Token] = []
    in_link = 0
    for token in tokens:
        in_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "html_inline":
            in_link += bool(re.match(r"<a[\s>]", token.content, re.IGNORECASE))
            in_link -= token.content.lower().startswith("</a")
        made += [token] if in_link > 0 or token.type != "text" else _split(token.content)
    return made


def _split(text: str) -> list[Token]:
    """Return the tokens of a text without other markup."""
    made: list[Token] = []
    position = 0
    for email in _EMAIL.finditer(text):
        made.append(_text(text[position : email.start()]))
        href = f"mailto:{email[0].removeprefix('mailto:')}"
        made += [Token("link_open", "a", 1, {"href": href}), _text(email[0]), Token("link_close", "a", -1)]
        position = email.end()
    return [*made, _text(text[position:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
