"""Raw HTML → balanced HTML: every open tag is closed, in the right order, and forbidden tags are removed.

This stage also reports to the author what is removed (nh3 removes without a report), replaces embedded frames by links,
and limits the depth of tags before nh3, whose time is quadratic in the depth. It does not make the HTML safe: nh3 does.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from press import rules
from press.content.markdown.diagnostics import Findings
from press.content.markdown.sanitise import BLOCKS, EMBEDDED, REMOVED_WITH_CONTENTS, TAGS, VOID
from press.i18n.mark import N_
from press.urls import is_safe

MAX_DEPTH = 100
"""Tags nested inside each other."""

# Tags are split as the HTML standard does: names and values end where they end in a browser. So no tag can be hidden in
# an attribute value.
_SPACE = r"[\t\n\f\r ]"
_NAME = r"(?:=?[^\t\n\f\r />=]++|=)"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)"
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+)*+"
_TOKEN = re.compile(
    r"<!--.*?--!?>|<[!?][^>]*>|"
    rf"<(?P<end>/?)(?P<tag>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>{_ATTRIBUTES})>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rf"({_NAME})(?:{_SPACE}*={_SPACE}*({_VALUE}?))?")

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
        position = 0
        while token := _TOKEN.search(self.raw, position):
            self.add_text(self.raw[position : token.start()])
            position = token.end()
            if tag := token["tag"]:
                position = self.add_tag(tag.lower(), token) or position
        self.add_text(self.raw[position:])
        self.close_last(len(self.open_tags))
        return "".join(self.out)

    def add_text(self, piece: str) -> None:
        if "<" in piece:  # it begins no tag, or a tag without its ">", which would hide the rest of the text
            piece = piece.replace("<", "&lt;")
        if piece:
            self.out.append(piece)

    def add_tag(self, tag: str, token: re.Match[str]) -> int | None:
        """Process one tag. If its contents are removed with it, return the position after them, else None."""
        if token["end"]:
            self.end_tag(tag)
        elif tag in TAGS:
            self.start_tag(tag, token)
        elif tag in EMBEDDED and (target := _attributes(token["attributes"]).get(EMBEDDED[tag])):
            self.replace_embed(tag, target, token)
            return self.end_of_contents(tag, token.end()) if tag in ("iframe", "object") else None
        else:
            self.report_forbidden(tag, token)
            return self.end_of_contents(tag, token.end()) if tag in REMOVED_WITH_CONTENTS else None
        return None

    def start_tag(self, tag: str, token: re.Match[str]) -> None:
        while self.open_tags and self.open_tags[-1] in _IMPLIED_ENDS.get(tag, ()):
            self.close_last(1)
        if tag == "figcaption" and self.open_tags[-1:] != ["figure"]:
            tag = "div"  # a caption is allowed directly inside a figure only
        if token["attributes"].strip():
            self.check_attributes(tag, token)
        self.out.append(f"<{tag}{token['attributes'].rstrip('/')}>")
        if tag not in VOID:
            self.open_tags.append(tag)
            if len(self.open_tags) > MAX_DEPTH:
                raise TooDeep

    def end_tag(self, tag: str) -> None:
        if tag == "figcaption" and tag not in self.open_tags:
            tag = "div"
        if tag in self.open_tags:
            self.close_last(self.open_tags[::-1].index(tag) + 1)

    def close_last(self, count: int) -> None:
        """Close the tags that were opened last."""
        for _ in range(count):
            tag = self.open_tags.pop()
            if tag == "p" and self.out[-1] == "<p>":
                self.out.pop()  # an empty paragraph, left over where a block ended the paragraph
            else:
                self.out.append(f"</{tag}>")

    def check_attributes(self, tag: str, token: re.Match[str]) -> None:
        """Report event handlers and unsafe targets; later stages remove them."""
        for name, value in _attributes(token["attributes"]).items():
            if name.startswith("on") and self.findings.is_first(name):
                self.findings.add(self.findings.line_of(f"{name}="), rules.HTML, _HANDLER, _HANDLER_HINT, name=name)
            elif (tag, name) in (("a", "href"), ("img", "src")) and not is_safe(target := target_of(value)):
                self.findings.unsafe(target, "balance", token[0])

    def replace_embed(self, tag: str, value: str, token: re.Match[str]) -> None:
        target = target_of(value)
        if target.startswith("//"):
            target = f"https:{target}"
        if not is_safe(target):
            self.findings.unsafe(target_of(value), "balance", token[0])
            return
        name = urlsplit(target).hostname or target.rpartition("/")[2]
        link = f'<a href="{html.escape(target)}">{html.escape(name)}</a>'
        self.out.append(link if self.open_tags else f"<p>{link}</p>")
        self.findings.add(self.findings.line_of(token[0]), rules.EMBED, _EMBEDDED, _EMBEDDED_HINT, tag=tag, name=name)

    def report_forbidden(self, tag: str, token: re.Match[str]) -> None:
        if tag == "script":
            self.report_script(token)
        elif self.findings.is_first(f"<{tag}>"):
            self.findings.add(self.findings.line_of(token[0]), rules.HTML, _FORBIDDEN, _FORBIDDEN_HINT, tag=tag)

    def report_script(self, token: re.Match[str]) -> None:
        """Report a removed script: with a warning if it belongs to an embed, else with an error.

        The script of an embed (for example, of a post on a social network) has a ``src``; the scripts after it in the
        same text are taken as parts of the embed.
        """
        if "src" in _attributes(token["attributes"]) or self.has_embed_script:
            self.has_embed_script = True
            self.findings.add(self.findings.line_of(token[0]), rules.EMBED, _EMBED_SCRIPT, _EMBED_SCRIPT_HINT)
        else:
            self.findings.add(self.findings.line_of(token[0]), rules.UNSAFE, _SCRIPT, _SCRIPT_HINT)

    def end_of_contents(self, tag: str, position: int) -> int | None:
        """Return the position after the tag's end tag; None if it is never closed."""
        end = re.compile(rf"</{re.escape(tag)}[^>]*>", re.IGNORECASE).search(self.raw, position)
        return end.end() if end else None


def target_of(value: str) -> str:
    """Normalise the target of a link as browsers do: strip spaces around it, write those inside as ``%20``."""
    return html.unescape(value).strip(" \t\r\n").replace(" ", "%20")


def _attributes(text: str) -> dict[str, str]:
    """Parse the attributes of a tag; of two with the same name, the first counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), value[1:-1] if value[:1] in ('"', "'") else value)
    return found


_EMBED_SCRIPT = N_("the script of an embed was removed: pages of this portal load nothing from other sites")
_EMBED_SCRIPT_HINT = N_("delete it, and write a link to the post instead")
_SCRIPT = N_("a script is not allowed in a text; it was removed")
_SCRIPT_HINT = N_("delete everything from <script to </script>, and write a link to the page that shows it instead")
_FORBIDDEN = N_("the tag <{tag}> is not allowed in a text; it was removed")
_FORBIDDEN_HINT = N_("delete it, or write the same in Markdown")
_HANDLER = N_("the attribute “{name}” is not allowed in a text; it was removed")
_HANDLER_HINT = N_("delete it from the tag")
_EMBEDDED = N_("<{tag}> is not shown on the page; a link to {name} is shown instead")
_EMBEDDED_HINT = N_("write a link yourself, with words that say what it shows")
