"""Clean HTML → the HTML of a body: links into the portal numbered, images in one form, headings below the title.

Works on what nh3 puts out and on nothing else: tags in lower case, attributes in double quotes, ``<``, ``>`` and
``"`` in values escaped.
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
from press.i18n.mark import N_
from press.model import Heading, Ref
from press.urls import encoded, is_foreign, is_safe, slugify

_TAG = re.compile(r'<(/?)(a|img|h[1-6]|[a-z][a-z0-9]*(?= ))((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ID = re.compile(r' (?:id|name)="([^"]*)"')
_ALT = re.compile(r'<img[^>]* alt="[^"]')
_ALIGN = re.compile(r"(?:text-align:)?\s*(left|center|right)", re.IGNORECASE)


class Written(NamedTuple):
    """What `rewrite` gives."""

    html: str
    refs: tuple[Ref, ...]
    headings: tuple[Heading, ...]
    lost: bool
    """A link or image had no target: the sanitiser took it, or there was none."""


class _Link(NamedTuple):
    """A link that is not closed yet."""

    is_written: bool
    begin: int
    """Where its text begins."""
    target: str
    """Nothing for an anchor, and for a link whose target was refused."""


class _Title(NamedTuple):
    """A heading that is not closed yet."""

    level: int
    identity: str
    """Its id, if the author gave one."""
    place: int
    """Where in the output its tag will stand."""
    begin: int
    """Where its text begins."""


def rewrite(clean: str, findings: Findings) -> Written:
    """Put ``press:N`` for the links into the portal, and mend headings, images and alignment on the way."""
    return _Rewriter(clean, findings).run()


class _Rewriter:
    """One pass over the tags that matter: links, images, headings, and all that have attributes."""

    def __init__(self, clean: str, findings: Findings) -> None:
        self.clean = clean
        self.findings = findings
        self.out: list[str] = []
        self.refs: list[Ref] = []
        self.headings: list[Heading] = []
        self.lost = False
        self.shift = 1 if "<h1" in clean else 0
        self.level = 1
        self.authored = set(_ID.findall(clean)) if ' id="' in clean or ' name="' in clean else set[str]()
        self.ids: set[str] = set()
        self.links: list[_Link] = []
        self.open_headings: list[_Title] = []

    def run(self) -> Written:
        position = 0
        for tag in _TAG.finditer(self.clean):
            self.out.append(self.clean[position : tag.start()])
            position = tag.end()
            self.take(tag[2], bool(tag[1]), tag)
        self.out.append(self.clean[position:])
        return Written("".join(self.out).strip(), tuple(self.refs), tuple(self.headings), self.lost)

    def take(self, name: str, ends: bool, tag: re.Match[str]) -> None:
        """Write one tag anew."""
        if name == "a":
            self.end_link(tag) if ends else self.begin_link(tag)
        elif name == "img":
            self.image(_ATTRIBUTE.findall(tag[3]))
        elif name[0] == "h" and name[1:].isdigit():
            self.end_heading(tag) if ends else self.begin_heading(tag)
        else:
            self.write(name, _ATTRIBUTE.findall(tag[3]))

    def write(self, name: str, attributes: list[tuple[str, str]]) -> None:
        """Write a tag: an id once only, alignment as a class, nothing empty that says nothing."""
        kept = ""
        for key, value in attributes:
            if key in ("style", "align"):
                aligned = _ALIGN.match(value)
                kept += f' class="{aligned[1].lower()}"' if aligned else ""
            elif key in ("id", "name"):
                kept += f' id="{value}"' if value and value not in self.ids else ""
                self.ids.add(value)
            elif value or key != "class":
                kept += f' {key}="{value}"'
        self.out.append(f"<{name}{kept}>")

    def begin_link(self, tag: re.Match[str]) -> None:
        attributes = _ATTRIBUTE.findall(tag[3])
        value = next((value for key, value in attributes if key == "href"), None)
        href = "" if value is None else self.href(value)
        self.lost = self.lost or not href
        rest = [(key, value) for key, value in attributes if key != "href"]
        is_written = bool(href) or any(key in ("id", "name") for key, _ in rest)
        if is_written:
            self.write("a", [("href", href), *rest] if href else rest)
        self.links.append(_Link(is_written, tag.end(), target_of(value or "") if href else ""))

    def end_link(self, tag: re.Match[str]) -> None:
        link = self.links.pop()
        if link.is_written:
            self.out.append("</a>")
        inside = self.clean[link.begin : tag.start()]
        if link.target and not plain(inside) and not _ALT.search(inside):
            line = self.findings.line_of_target(link.target)
            self.findings.add(line, rules.LINK_TEXT, _EMPTY, _EMPTY_HINT, target=link.target)

    def href(self, value: str, image: bool = False) -> str:
        """Give what stands in the HTML for a target: ``press:N`` for the portal's own, nothing for what is refused."""
        target = target_of(value)
        if not target:
            self.findings.add(self.findings.line_of("]()"), rules.LINK_TARGET, _NOWHERE, _NOWHERE_HINT)
            return ""
        if not is_safe(target):
            self.findings.unsafe(target, "rewriting")
            return ""
        if is_foreign(target):
            return html.escape(encoded(target))
        self.refs.append(Ref(target, self.findings.line_of_target(target), image))
        return f"press:{len(self.refs) - 1}"

    def image(self, attributes: list[tuple[str, str]]) -> None:
        """Write ``<img src="press:3" alt="…">`` with its title, if any; or a link to an image of another site."""
        found = dict(attributes)
        target, alt = target_of(found.get("src", "")), found.get("alt", "")
        if is_foreign(target) and is_safe(target):
            self.foreign(target, alt)
            return
        src = self.href(found["src"], image=True) if "src" in found else ""
        if not src:
            self.lost = True
            self.out.append(alt)
            return
        if not alt.strip():
            self.findings.add(self.refs[-1].line, rules.ALT, _NO_ALT, _NO_ALT_HINT, target=target)
        title = f' title="{found["title"]}"' if found.get("title") else ""
        self.out.append(f'<img src="{src}" alt="{alt}"{title}>')

    def foreign(self, target: str, alt: str) -> None:
        line = self.findings.line_of_target(target)
        self.findings.add(line, rules.FOREIGN_IMAGE, _FOREIGN, _FOREIGN_HINT, target=target)
        words = alt.strip() or html.escape(urlsplit(target).hostname or target)
        self.out.append(
            words
            if any(link.target for link in self.links)
            else f'<a href="{html.escape(encoded(target))}">{words}</a>'
        )

    def begin_heading(self, tag: re.Match[str]) -> None:
        level = min(int(tag[2][1]) + self.shift, 6)
        authored = dict(_ATTRIBUTE.findall(tag[3])).get("id", "")
        self.open_headings.append(_Title(level, "" if authored in self.ids else authored, len(self.out), tag.end()))
        self.ids.add(authored)
        self.out.append("")
        if level > self.level + 1:
            self.skipped(tag, level)
        self.level = level

    def end_heading(self, tag: re.Match[str]) -> None:
        level, authored, place, begin = self.open_headings.pop()
        text = plain(self.clean[begin : tag.start()]).replace("\n", " ")
        identity = authored or self.identity(slugify(text))
        self.out[place] = f'<h{level} id="{identity}">'
        self.out.append(f"</h{level}>")
        self.headings.append(Heading(level, text, html.unescape(identity)))

    def skipped(self, tag: re.Match[str], level: int) -> None:
        end = self.clean.find("</h", tag.end())
        text = plain(self.clean[tag.end() : end])
        self.findings.add(
            self.findings.line_of_heading(text), rules.HEADING, _SKIPPED, _SKIPPED_HINT,
            text=text, level=str(level), wanted=str(self.level + 1),
        )  # fmt: skip

    def identity(self, wanted: str) -> str:
        """Make an id that nothing else in the text has."""
        identity, number = wanted, 1
        while identity in self.ids or identity in self.authored:
            number += 1
            identity = f"{wanted}-{number}"
        self.ids.add(identity)
        return identity


_EMPTY = N_("the link to “{target}” has no text, so that nobody can choose it")
_EMPTY_HINT = N_("write between the square brackets what stands there: [text]({target})")
_NOWHERE = N_("a link or image says nothing of where it leads")
_NOWHERE_HINT = N_("write the address or the name of the file between the round brackets: [text](address)")
_NO_ALT = N_("the image “{target}” has no description for those who cannot see it")
_NO_ALT_HINT = N_("write between the square brackets what it shows: ![description]({target})")
_FOREIGN = N_("the image “{target}” lies on another site; a link stands in its place")
_FOREIGN_HINT = N_("save it beside the text, if you may, and write the name of the file")
_SKIPPED = N_("the heading “{text}” is of level {level}, where level {wanted} is due")
_SKIPPED_HINT = N_("headings go down one level at a time: use fewer # here")
