"""The tree of a text, made ready to be written as Markdown; and notes of what is left out."""

from __future__ import annotations

import re

from bs4 import Comment

from press import web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html import Addresses, Expected, blocks, figures, footnotes, frames, lists, styles, tables
from press.importing.html.tree import FLAT, INVISIBLE, NavigableString, Tag, attribute, is_text, parse, plain
from press.importing.notes import note


def prepare(html: str, addresses: Addresses) -> tuple[Tag, Expected, tuple[Diagnostic, ...]]:
    """Return the tree, what its page must show, and notes."""
    body, notes = parse(html), list[Diagnostic]()
    if body.has_attr(FLAT):
        notes.append(note("html", _TOO_DEEP, _TOO_DEEP_HINT))
    _remove_programs(body, notes)
    _clean_texts(body)
    styles.apply(body, notes)
    footnotes.mark(body)
    frames.replace(body, notes)
    figures.replace(body, addresses, notes)
    _rewrite_links(body, addresses, notes)
    tables.mark(body, notes)
    blocks.straighten(body)
    lists.mark(body)
    _report_descriptions(body, notes)
    return body, _expected(body), tuple(notes)


def _report_descriptions(body: Tag, notes: list[Diagnostic]) -> None:
    """Report the images that are shown without a description for those who cannot see them."""
    images = [attribute(image, "src") for image in body.find_all("img") if not attribute(image, "alt")]
    if own := [name for name in images if not web.is_foreign(name)]:
        notes.append(note("alt", _NO_ALT, _NO_ALT_HINT, number=len(own), names=", ".join(own[:5])))


def _expected(body: Tag) -> Expected:
    return Expected(
        links=tuple(attribute(link, "href") for link in body.find_all("a", href=True) if _is_visible(link)),
        images=sum(not web.is_foreign(attribute(image, "src")) for image in body.find_all("img")),
        tables=len(body.find_all("table")),
        headings=sum(bool(plain(one).strip()) for one in body.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])),
    )


def _is_visible(link: Tag) -> bool:
    return bool(plain(link).strip()) or link.find("img") is not None


def _remove_programs(body: Tag, notes: list[Diagnostic]) -> None:
    """Remove scripts, styles, comments and forms' fields; the words of forms stay."""
    for comment in body.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in body.find_all(["script", "style", "template", "link", "meta", "title"]):
        if tag.name == "script" and (attribute(tag, "src") or tag.get_text().strip()):
            name = attribute(tag, "src") or " ".join(tag.get_text().split())[:60]
            notes.append(note("script", _SCRIPT, _SCRIPT_HINT, name=name))
        tag.decompose()
    shown = {attribute(one, name) for one in body.find_all("img") for name in _LAZY if not one.find_parent("noscript")}
    for tag in body.find_all("noscript"):
        images = tag.find_all("img")
        is_twice = bool(images) and all(attribute(one, "src") in shown for one in images)
        tag.decompose() if is_twice else tag.unwrap()
    fields = body.find_all(["input", "select", "textarea", "button", "form"])
    if any(tag.name != "form" for tag in fields):
        notes.append(note("form", _FORM, _FORM_HINT))
    for tag in fields:
        if tag.name == "select":
            tag.name = "div"
        elif tag.name == "input":
            tag.replace_with(NavigableString(f" {attribute(tag, 'value')} "))
        else:
            tag.unwrap()


def _clean_texts(body: Tag) -> None:
    """Write plain spaces for those that word processors and editors insert, and remove invisible characters."""
    for text in body.find_all(string=True):
        if is_text(text):
            clean = INVISIBLE.sub("", text.replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n"))
            if clean != text:
                text.replace_with(NavigableString(clean))


def _rewrite_links(body: Tag, addresses: Addresses, notes: list[Diagnostic]) -> None:
    """Give links their new targets; a link that is not allowed becomes its words."""
    wanted = {attribute(tag, "href")[1:] for tag in body.find_all("a") if attribute(tag, "href").startswith("#")}
    for tag in body.find_all(True):
        names = {attribute(tag, "id"), attribute(tag, "name") if tag.name == "a" else ""} & wanted - {""}
        if tag.name == "a":
            _rewrite_link(tag, addresses, notes)
        elif "id" in tag.attrs:
            del tag["id"]
        for name in sorted(names):
            anchor = tag if tag.name == "a" else parse(f'<a id="{name}"></a>').a
            if anchor is not None and anchor is not tag:
                tag.insert(0, anchor) if tag.name not in ("ul", "ol", "table", "tr", "tbody") else tag.insert_before(
                    anchor
                )
            if anchor is not None:
                anchor["id"] = name
    for tag in body.find_all("a"):
        if not tag.get("href") and not tag.get("id"):
            tag.unwrap()


def _rewrite_link(tag: Tag, addresses: Addresses, notes: list[Diagnostic]) -> None:
    written = attribute(tag, "href")
    written = re.sub(r"[\t\n\r]", "", written).replace(" ", "%20")
    found = written if written.startswith("#") else addresses.link(written) if written else ""
    target = found or ""
    target = target.replace(" ", "%20") if web.is_foreign(target) else target
    if target and not web.is_safe(target):
        target = ""
    if written and not target and found is not None and _is_visible(tag):
        notes.append(note("link", _UNSAFE, _UNSAFE_HINT, target=written[:100], words=plain(tag).strip()[:60]))
    tag.attrs = {"href": target} if target else {}


_LAZY = ("src", "data-src", "data-lazy-src")
_TOO_DEEP = N_("the text is nested too deep: only its words, images and paragraphs stay")
_TOO_DEEP_HINT = N_("compare it with the old page, and write its links, tables and headings again")
_NO_ALT = N_("{number} images in the text have no description for those who cannot see them: {names}")
_NO_ALT_HINT = N_("write what they show between the square brackets: ![a flooded street](name.jpg)")
_SCRIPT = N_("a program is left out: {name}")
_SCRIPT_HINT = N_("Press publishes no programs; write in the text what readers would have seen")
_FORM = N_("a form is left out; its words stay")
_FORM_HINT = N_("a static page cannot receive a form: write an address, or link to a form elsewhere")
_UNSAFE = N_("the link of “{words}” leads to {target}, which no page may link to; its words stay")
_UNSAFE_HINT = N_("write a link to a web address, if there is one")
