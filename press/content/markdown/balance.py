"""Raw HTML → balanced HTML: every open tag is closed, in the right order, and forbidden tags are removed.

This stage also reports to the author what is removed (nh3 removes without a report), keeps the words in what is
removed, replaces embedded frames by links, and limits the depth of tags before nh3, whose time is quadratic in the
depth. It does not make the HTML safe: nh3 does.

Not on the page are, on purpose: scripts, styles, comments and other declarations, and the document in a frame's
``srcdoc``. `check` names each of them.
"""

from __future__ import annotations

import html
import re
from functools import cached_property
from urllib.parse import urlsplit

from press import rules
from press.content.markdown import players
from press.content.markdown.diagnostics import Findings
from press.content.markdown.sanitise import BLOCKS, EMBEDDED, TAGS, VOID
from press.content.markdown.tags import DRAWINGS, SEPARATE, WITHOUT_WORDS, has_words, is_tag, tooltip, words_of
from press.expressions import expression
from press.i18n.mark import N_
from press.videos import video_at
from press.web import is_safe, with_https

MAX_DEPTH = 100
"""Tags nested inside each other."""

# Tags are split as the HTML standard does: names and values end where they end in a browser. So no tag can be hidden in
# an attribute value.
_SPACE = r"[\t\n\f\r ]"
_NAME = r"(?:=?[^\t\n\f\r />=]++|=)"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)"
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+)*+"
_TOKEN = expression(
    r"<!--.*?--!?>|<[!?][^>]*>|"
    rf"<(?P<end>/?)(?P<tag>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>{_ATTRIBUTES})>",
    re.DOTALL,
)
_ATTRIBUTE = expression(rf"({_NAME})(?:{_SPACE}*={_SPACE}*({_VALUE}?))?")

_IMPLIED_ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tr": frozenset({"td", "th", "tr", "p"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody", "p"}),
    "tfoot": frozenset({"td", "th", "tr", "thead", "tbody", "p"}),
    **dict.fromkeys(BLOCKS, frozenset({"p"})),
}
"""For each tag: the open tags that it closes implicitly, where the author left their end tags out."""

_HOLDERS = frozenset(
    {"div", "section", "aside", "figure", "figcaption", "details", "blockquote", "li", "dd", "td", "th"}
)
"""Tags that may contain a player, which is a block."""
_IN_RECORDING = frozenset({"source", "track", "p", "a", "br", "em", "strong", "span"})
"""Tags inside a ``<video>`` or ``<audio>`` of which only the words are kept, besides its files."""
_SHOWN = 40
"""Most characters of a tag that a message shows."""


class TooDeep(Exception):
    """Tags are nested deeper than `MAX_DEPTH`."""


def may_be_deep(raw: str) -> bool:
    """Tell whether HTML made by Markdown has so many tags that it may be nested too deep."""
    return raw.count("<") - raw.count("</") > MAX_DEPTH


def balance_tags(raw: str, findings: Findings) -> str:
    """Balance the tags of `raw` and report what is removed. Raises `TooDeep`."""
    return _Balancer(raw, findings).run()


class _Balancer:
    """One pass over the tags of a text."""

    def __init__(self, raw: str, findings: Findings) -> None:
        self.raw = raw
        self.findings = findings
        self.out: list[str] = []
        self.open_tags: list[str] = []
        self.has_embed_script = False

    def run(self) -> str:
        position, end = 0, self.raw.rfind(">") + 1  # without an end, each "<" would be followed to the end of the text
        while token := _TOKEN.search(self.raw, position, end):
            self.add_text(self.raw[position : token.start()])
            position = token.end()
            if tag := token["tag"]:
                position = self.add_tag(tag.lower(), token) or position
            else:
                self.report_comment(token[0])
        self.add_text(self.raw[position:])
        self.close_last(len(self.open_tags))
        return "".join(self.out)

    def add_text(self, piece: str) -> None:
        if "<" in piece:  # it begins no tag, or a tag without its ">", which would hide the rest of the text
            piece = piece.replace("<", "&lt;")
        if piece:
            self.out.append(piece)

    @cached_property
    def closed(self) -> frozenset[str]:
        """The names of all end tags of the text."""
        return frozenset(name.lower() for name in _END_TAG.findall(self.raw))

    def add_tag(self, tag: str, token: re.Match[str]) -> int | None:
        """Process one tag. If its contents are processed with it, return the position after them, else None."""
        attributes = _attributes(token["attributes"])
        if not is_tag(tag, attributes, self.closed if "-" in tag else frozenset()):
            self.add_text(token[0])
            self.report_tag(tag, token, _UNKNOWN, _UNKNOWN_HINT)
        elif token["end"]:
            self.end_tag(tag)
        elif tag in TAGS:
            self.start_tag(tag, token, attributes)
        elif tag in ("video", "audio") and (end := self.add_recording(tag, token, attributes)):
            return end
        elif tag in EMBEDDED and (target := attributes.get(EMBEDDED[tag])):
            self.replace_embed(tag, target, token, attributes)
        else:
            return self.remove_tag(tag, token, attributes)
        return None

    def remove_tag(self, tag: str, token: re.Match[str], attributes: dict[str, str | None]) -> int | None:
        """Remove a forbidden tag, but not its words. If its contents are processed too, return the position after."""
        if tag == "script":
            self.report_script(token, attributes)
        else:
            self.report_tag(tag, token, _FORBIDDEN, _FORBIDDEN_HINT)
        self.add_words(tag, words_of(tag, attributes))
        end = self.end_of_contents(tag, token.end()) if tag in WITHOUT_WORDS | DRAWINGS else None
        if end and tag in DRAWINGS:
            self.add_words(tag, _words_in(self.raw[token.end() : end]))
        return end

    def add_words(self, tag: str, words: str) -> None:
        """Add the words in a tag that is removed, so that no word becomes part of another."""
        if words:
            self.add_text(f" {words} ")
        elif tag in SEPARATE:
            self.out.append("\n")

    def start_tag(self, tag: str, token: re.Match[str], attributes: dict[str, str | None]) -> None:
        while self.open_tags and self.open_tags[-1] in _IMPLIED_ENDS.get(tag, ()):
            self.close_last(1)
        if tag == "figcaption" and self.open_tags[-1:] != ["figure"]:
            tag = "div"  # a caption is allowed directly inside a figure only
        first = ""
        if attributes:
            self.check_attributes(tag, token, attributes)
            title = tooltip(tag, attributes)
            first = f' title="{_in_quotes(title)}"' if title else ""  # of two titles, the first counts
        self.out.append(f"<{tag}{first}{token['attributes'].rstrip('/')}>")
        if tag not in VOID:
            self.open_tags.append(tag)
            if len(self.open_tags) > MAX_DEPTH:
                raise TooDeep

    def end_tag(self, tag: str) -> None:
        if tag == "figcaption" and tag not in self.open_tags:
            tag = "div"
        if tag in self.open_tags:
            self.close_last(self.open_tags[::-1].index(tag) + 1)
        elif tag in SEPARATE:
            self.out.append("\n")

    def close_last(self, count: int) -> None:
        """Close the tags that were opened last."""
        for _ in range(count):
            tag = self.open_tags.pop()
            if tag == "p" and self.out[-1] == "<p>":
                self.out.pop()  # an empty paragraph, left over where a block ended the paragraph
            else:
                self.out.append(f"</{tag}>")

    def check_attributes(self, tag: str, token: re.Match[str], attributes: dict[str, str | None]) -> None:
        """Report event handlers, what should hide words, and unsafe targets; later stages remove them."""
        for name, value in attributes.items():
            is_removed = name.startswith("on") or name == "hidden" or (name == "style" and _HIDES.search(value or ""))
            if is_removed and self.findings.is_first(name):
                piece = name if value is None else f"{name}="
                self.findings.add(self.findings.line_of(piece), rules.HTML, _REMOVED, _REMOVED_HINT, name=name)
            elif (tag, name) in (("a", "href"), ("img", "src")) and not is_safe(target := target_of(value or "")):
                self.findings.unsafe(target, "balance", token[0])

    def add_recording(self, tag: str, token: re.Match[str], attributes: dict[str, str | None]) -> int | None:
        """Add the player of a recording of the portal. Returns the position after its element; None if it is none."""
        end = self.end_of_contents(tag, token.end())
        contents = self.raw[token.end() : end] if end else ""
        tags = list(_TOKEN.finditer(contents))
        if any((one["tag"] or "!").lower() not in _IN_RECORDING | {tag} for one in tags):
            return None
        children = [players.Child(one["tag"].lower(), _attributes(one["attributes"])) for one in tags if not one["end"]]
        words = (words_of(tag, attributes), _words_in(contents))
        label = " – ".join(dict.fromkeys(part.replace("<", "&lt;") for part in words if has_words(part)))
        player = players.recording_links(attributes, children, label)
        return (end or token.end()) if player and self.add_block(player) else None

    def add_block(self, block: str) -> bool:
        """Add a paragraph where one is allowed, if need be between two halves of another. Returns whether it is."""
        is_in_paragraph = self.open_tags[-1:] == ["p"]
        if not _HOLDERS.issuperset(self.open_tags[:-1] if is_in_paragraph else self.open_tags):
            return False
        if is_in_paragraph:
            self.close_last(1)
        self.out.append(block)
        if is_in_paragraph:
            self.out.append("<p>")
            self.open_tags.append("p")
        return True

    def replace_embed(self, tag: str, value: str, token: re.Match[str], attributes: dict[str, str | None]) -> None:
        target = target_of(value)
        words = words_of(tag, attributes)
        if not is_safe(target):
            self.findings.unsafe(target_of(value), "balance", token[0])
            self.add_words(tag, words)
            return
        name = urlsplit(target).hostname or target.rpartition("/")[2]
        video, label = video_at(target), words.replace("<", "&lt;")
        if video and self.add_block(players.video_link(video, label)):
            return
        label = label or html.escape(name)
        link = f'<a href="{html.escape(target)}">{label}</a>'
        self.out.append(link if self.open_tags else f"<p>{link}</p>")
        self.findings.add(self.findings.line_of(token[0]), rules.EMBED, _EMBEDDED, _EMBEDDED_HINT, tag=tag, name=name)

    def report_tag(self, tag: str, token: re.Match[str], message: str, hint: str) -> None:
        if self.findings.is_first(f"<{tag}>"):
            self.findings.add(
                self.findings.line_of(token[0]), rules.HTML, message, hint, tag=token[0].strip("<>")[:_SHOWN]
            )

    def report_comment(self, comment: str) -> None:
        """Report the first comment with words; ``<!--more-->`` of other systems, and a doctype, have none."""
        is_mark = _MARK.fullmatch(comment) or not has_words(comment)
        if not is_mark and self.findings.is_first("<!--"):
            self.findings.add(self.findings.line_of(comment), rules.HTML, _COMMENT, _COMMENT_HINT)

    def report_script(self, token: re.Match[str], attributes: dict[str, str | None]) -> None:
        """Report a removed script: with a warning if it belongs to an embed, else with an error.

        The script of an embed (for example, of a post on a social network) has a ``src``; the scripts after it in the
        same text are taken as parts of the embed.
        """
        if "src" in attributes or self.has_embed_script:
            self.has_embed_script = True
            self.findings.add(self.findings.line_of(token[0]), rules.EMBED, _EMBED_SCRIPT, _EMBED_SCRIPT_HINT)
        else:
            self.findings.add(self.findings.line_of(token[0]), rules.UNSAFE, _SCRIPT, _SCRIPT_HINT)

    def end_of_contents(self, tag: str, position: int) -> int | None:
        """Return the position after the tag's end tag; None if it is never closed."""
        end = re.compile(rf"</{re.escape(tag)}[^>]*>", re.IGNORECASE).search(self.raw, position)
        return end.end() if end else None


def target_of(value: str) -> str:
    """Normalise the target of a link as browsers do: without spaces around it, those inside as ``%20``, on one line.

    ``//host/…``, whose scheme depends on the page, becomes ``https://host/…``.
    """
    target = html.unescape(value)
    if not target.isprintable():
        target = target.translate(_LINE_ENDS)
    return with_https(target.strip(" ").replace(" ", "%20"))


_LINE_ENDS = dict.fromkeys(map(ord, "\t\r\n"))


def _attributes(text: str) -> dict[str, str | None]:
    """Parse the attributes of a tag, None for one without a value; of two with the same name, the first counts."""
    found: dict[str, str | None] = {}
    for match in _ATTRIBUTE.finditer(text) if text.strip(" /") else ():
        name, value = match[1], match[2]
        found.setdefault(name.lower(), value[1:-1] if value and value[0] in "\"'" else value)
    return found


def _in_quotes(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;")


def _words_in(drawing: str) -> str:
    """Return the words in the contents of a drawing or formula."""
    return " ".join(_TOKEN.sub(" ", _PROGRAM.sub(" ", drawing)).split())


_END_TAG = expression(r"</([a-zA-Z][^\t\n\f\r />]*+)")
_PROGRAM = expression(r"<(script|style)\b.*?(?:</\1[^>]*>|\Z)", re.DOTALL | re.IGNORECASE)
_HIDES = expression(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MARK = expression(r"<!--\s*more\s*--!?>|<!doctype[^>]*>", re.IGNORECASE)
_EMBED_SCRIPT = N_("the script of an embed was removed: pages of this portal load nothing from other sites")
_EMBED_SCRIPT_HINT = N_("delete it, and write a link to the post instead")
_SCRIPT = N_("a script is not allowed in a text; it was removed")
_SCRIPT_HINT = N_("delete everything from <script to </script>, and write a link to the page that shows it instead")
_FORBIDDEN = N_("the tag <{tag}> is not allowed in a text; it was removed")
_FORBIDDEN_HINT = N_("delete it, or write the same in Markdown")
_UNKNOWN = N_("<{tag}> is no tag of HTML; the page shows it as it is written")
_UNKNOWN_HINT = N_("correct the name of the tag; if the words should be there, write them without < and >")
_COMMENT = N_("a comment is not shown on the page")
_COMMENT_HINT = N_("delete it; what only the office should know does not belong in a text that is published")
_REMOVED = N_("the attribute “{name}” is not allowed in a text; it was removed")
_REMOVED_HINT = N_("delete it from the tag")
_EMBEDDED = N_("<{tag}> is not shown on the page; a link to {name} is shown instead")
_EMBEDDED_HINT = N_("write a link yourself, with words that say what it shows")
