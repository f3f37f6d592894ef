"""Sanitised HTML → the HTML of a body: links into the portal numbered, images normalised, headings below the title.

Accepts only HTML as nh3 writes it: tags in lower case, attributes in double quotes, ``<``, ``>`` and ``"`` in values
escaped.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from press import rules
from press.content.markdown.balance import target_of
from press.content.markdown.diagnostics import Findings
from press.content.markdown.plain_text import plain
from press.expressions import expression
from press.i18n.mark import N_
from press.model import Heading, Ref
from press.page_ids import is_page_id
from press.slugs import slugify
from press.web import encoded, is_foreign, is_safe

_TAG = expression(r'<(/?)(a|img|h[1-6]|[a-z][a-z0-9]*(?= ))((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = expression(r' ([a-z-]+)="([^"]*)"')
_ID = expression(r' (?:id|name)="([^"]*)"')
_FOOTNOTE_ID = expression(r"fn(?:ref\d*)?:")
_FOOTNOTE_TAGS = frozenset({"li", "sup"})
_ALT = expression(r'<img[^>]* alt="[^"]')
_ALIGN = expression(r"(?:text-align:)?\s*(left|center|right)", re.IGNORECASE)


class Rewritten(NamedTuple):
    """The result of `rewrite`."""

    html: str
    refs: tuple[Ref, ...]
    headings: tuple[Heading, ...]
    has_lost_targets: bool
    """Whether a link or image has no target: the sanitiser removed it, or there was none."""


class _OpenLink(NamedTuple):
    """A link whose end tag has not been reached."""

    end_tag: str
    """Empty if no start tag was written."""
    text_start: int
    """Where its text begins, in the input."""
    target: str
    """Empty for an anchor, and for a link whose target was refused."""


class _OpenHeading(NamedTuple):
    """A heading whose end tag has not been reached."""

    level: int
    attributes: str
    """Those of its start tag besides the id."""
    author_id: str
    """The id that the author gave it, or ""."""
    out_index: int
    """Index in `_Rewriter.out` where its start tag will be put."""
    text_start: int
    """Where its text begins, in the input."""


def rewrite(clean: str, findings: Findings) -> Rewritten:
    """Replace links into the portal by ``press:N``, and normalise headings, images and alignment."""
    return _Rewriter(clean, findings).run()


class _Rewriter:
    """One pass over the links, images, headings, and all other tags with attributes."""

    def __init__(self, clean: str, findings: Findings) -> None:
        self.clean = clean
        self.findings = findings
        self.out: list[str] = []
        self.refs: list[Ref] = []
        self.headings: list[Heading] = []
        self.has_lost_targets = False
        self.level_shift = 1 if "<h1" in clean else 0
        self.last_level = 1
        self.author_ids = set(_ID.findall(clean)) if ' id="' in clean or ' name="' in clean else set[str]()
        self.used_ids: set[str] = set()
        self.open_links: list[_OpenLink] = []
        self.open_headings: list[_OpenHeading] = []

    def run(self) -> Rewritten:
        position = 0
        for tag in _TAG.finditer(self.clean):
            self.out.append(self.clean[position : tag.start()])
            position = tag.end()
            self.rewrite_tag(tag[2], bool(tag[1]), tag)
        self.out.append(self.clean[position:])
        html = _with_captions("".join(self.out).strip())
        return Rewritten(html, tuple(self.refs), tuple(self.headings), self.has_lost_targets)

    def rewrite_tag(self, name: str, is_end: bool, tag: re.Match[str]) -> None:
        if name == "a":
            self.end_link(tag) if is_end else self.begin_link(tag)
        elif name == "img":
            self.write_image(_ATTRIBUTE.findall(tag[3]))
        elif name[0] == "h" and name[1:].isdigit():
            self.end_heading(tag) if is_end else self.begin_heading(tag)
        else:
            self.write_tag(name, _ATTRIBUTE.findall(tag[3]))

    def write_tag(self, name: str, attributes: list[tuple[str, str]]) -> None:
        self.out.append(f"<{name}{self.kept(name, attributes)}>")

    def kept(self, name: str, attributes: list[tuple[str, str]]) -> str:
        """Return the attributes of a start tag: each id only once, alignment as a class, no empty class."""
        kept = ""
        for key, value in attributes:
            if key in ("style", "align"):
                aligned = _ALIGN.match(value)
                kept += f' class="{aligned[1].lower()}"' if aligned else ""
            elif key in ("id", "name"):
                if value and self.is_free(value, name):
                    kept += f' id="{value}"'
                    self.used_ids.add(value)
            elif value or key != "class":
                kept += f' {key}="{value}"'
        return kept

    def begin_link(self, tag: re.Match[str]) -> None:
        attributes = _ATTRIBUTE.findall(tag[3])
        value = next((value for key, value in attributes if key == "href"), None)
        href = "" if value is None else self.href(value)
        self.has_lost_targets = self.has_lost_targets or not href
        rest = [(key, value) for key, value in attributes if key != "href"]
        name = "a" if href or any(key in ("id", "name") for key, _ in rest) else "span" if rest else ""
        if name:
            self.write_tag(name, [("href", href), *rest] if href else rest)
        self.open_links.append(_OpenLink(name and f"</{name}>", tag.end(), target_of(value or "") if href else ""))

    def end_link(self, tag: re.Match[str]) -> None:
        link = self.open_links.pop()
        self.out.append(link.end_tag)
        inside = self.clean[link.text_start : tag.start()]
        if link.target and not plain(inside) and not _ALT.search(inside):
            line = self.findings.line_of_target(link.target)
            self.findings.add(line, rules.LINK_TEXT, _NO_TEXT, _NO_TEXT_HINT, target=link.target)

    def href(self, value: str, image: bool = False) -> str:
        """Return the value of ``href`` or ``src``: ``press:N`` for a target in the portal, "" for a refused one."""
        target = target_of(value)
        if not target:
            self.findings.add(self.findings.line_of("]()"), rules.LINK_TARGET, _NO_TARGET, _NO_TARGET_HINT)
            return ""
        if not is_safe(target):
            self.findings.unsafe(target, "links")
            return ""
        if is_foreign(target):
            return html.escape(encoded(target))
        self.refs.append(Ref(target, self.findings.line_of_target(target), image))
        return f"press:{len(self.refs) - 1}"

    def write_image(self, attributes: list[tuple[str, str]]) -> None:
        """Write ``<img src="press:3" alt="…">``, and its title if any. An image of another site becomes a link."""
        found = dict(attributes)
        target, alt = target_of(found.get("src", "")), found.get("alt", "")
        title = f' title="{found["title"]}"' if found.get("title", "").strip() else ""
        if is_foreign(target) and is_safe(target):
            self.link_to_image(target, alt, title)
            return
        src = self.href(found["src"], image=True) if "src" in found else ""
        if not src:
            self.has_lost_targets = True
            self.out.append(f"<span{title}>{alt or found['title']}</span>" if title else alt)
            return
        if not alt.strip():
            self.findings.add(self.refs[-1].line, rules.ALT, _NO_ALT, _NO_ALT_HINT, target=target)
        self.out.append(f'<img src="{src}" alt="{alt}"{title}>')

    def link_to_image(self, target: str, alt: str, title: str) -> None:
        line = self.findings.line_of_target(target)
        self.findings.add(line, rules.FOREIGN_IMAGE, _FOREIGN, _FOREIGN_HINT, target=target)
        label = alt.strip() or html.escape(urlsplit(target).hostname or target)
        if not any(link.target for link in self.open_links):
            self.out.append(f'<a href="{html.escape(encoded(target))}"{title}>{label}</a>')
        else:
            self.out.append(f"<span{title}>{label}</span>" if title else label)

    def begin_heading(self, tag: re.Match[str]) -> None:
        level = min(int(tag[2][1]) + self.level_shift, 6)
        attributes = _ATTRIBUTE.findall(tag[3])
        author_id = dict(attributes).get("id", "")
        kept = self.kept(tag[2], [(key, value) for key, value in attributes if key != "id"])
        free_id = author_id if author_id and self.is_free(author_id, tag[2]) else ""
        self.open_headings.append(_OpenHeading(level, kept, free_id, len(self.out), tag.end()))
        self.used_ids |= {free_id} - {""}
        self.out.append("")
        if level > self.last_level + 1:
            self.report_skipped_level(tag, level)
        self.last_level = level

    def end_heading(self, tag: re.Match[str]) -> None:
        level, attributes, author_id, out_index, text_start = self.open_headings.pop()
        text = plain(self.clean[text_start : tag.start()]).replace("\n", " ")
        heading_id = author_id or self.unique_id(slugify(text))
        self.out[out_index] = f'<h{level} id="{heading_id}"{attributes}>'
        self.out.append(f"</h{level}>")
        self.headings.append(Heading(level, text, html.unescape(heading_id)))

    def report_skipped_level(self, tag: re.Match[str], level: int) -> None:
        end = self.clean.find("</h", tag.end())
        text = plain(self.clean[tag.end() : end])
        self.findings.add(
            self.findings.line_of_heading(text), rules.HEADING, _SKIPPED, _SKIPPED_HINT,
            text=text, level=str(level), wanted=str(self.last_level + 1),
        )  # fmt: skip

    def is_free(self, id: str, tag: str) -> bool:
        """Tell whether a tag may have an id: neither another tag has it, nor the page, nor a footnote."""
        is_footnote = _FOOTNOTE_ID.match(id) and tag not in _FOOTNOTE_TAGS
        return id not in self.used_ids and not is_page_id(html.unescape(id)) and not is_footnote

    def unique_id(self, wanted: str) -> str:
        """Return an id that no other tag of the text has, and mark it as used."""
        found, number = wanted, 1
        while found in self.used_ids or found in self.author_ids or is_page_id(found):
            number += 1
            found = f"{wanted}-{number}"
        self.used_ids.add(found)
        return found


_CAPTIONED = expression(
    r'<p>(?P<link><a [^>]*>)?(?P<image><img src="press:\d+" alt="[^"]*") title="(?P<title>[^"]*)">(?(link)</a>)</p>'
)


def _with_captions(body_html: str) -> str:
    """Make a figure of each image that is alone in its paragraph and has a title: the title is its caption.

    On a phone, nobody would see a title.
    """
    if ' title="' not in body_html:
        return body_html
    return _CAPTIONED.sub(_figure, body_html)


def _figure(found: re.Match[str]) -> str:
    link = found["link"] or ""
    image = f"{link}{found['image']}>{'</a>' if link else ''}"
    return f"<figure>{image}<figcaption>{found['title']}</figcaption></figure>"


_NO_TEXT = N_("the link to “{target}” has no text, so that readers cannot see it")
_NO_TEXT_HINT = N_("write between the square brackets what the link leads to: [text]({target})")
_NO_TARGET = N_("a link or image has no address")
_NO_TARGET_HINT = N_("write the address or the name of the file between the round brackets: [text](address)")
_NO_ALT = N_("the image “{target}” has no description for those who cannot see it")
_NO_ALT_HINT = N_("write between the square brackets what it shows: ![description]({target})")
_FOREIGN = N_("the image “{target}” is on another site; the page shows a link instead")
_FOREIGN_HINT = N_("if its licence allows, save it beside the text and write the name of the file")
_SKIPPED = N_("the heading “{text}” has level {level}, but the heading above it allows level {wanted} at most")
_SKIPPED_HINT = N_("headings go down one level at a time: use fewer # here")
