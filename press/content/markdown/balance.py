"""Raw HTML → balanced HTML: every tag that is opened is closed, in order, and none is there that may not be.

This says what the author must know (nh3 takes things away without a word), turns embedded frames into links, and
bounds the depth of tags before nh3, which is quadratic in it. It does not make the HTML safe: nh3 does.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from press import rules
from press.content.markdown.diagnostics import Findings
from press.content.markdown.sanitise import BLOCKS, EMBEDDED, TAGS, UNREAD, VOID
from press.i18n.mark import N_
from press.urls import is_safe

DEEPEST = 100
"""Tags inside each other."""

# As the HTML standard splits tags: names and values end where a browser ends them, so that no tag hides in a value.
_SPACE = r"[\t\n\f\r ]"
_NAME = r"(?:=?[^\t\n\f\r />=]++|=)"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)"
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}?+)?+)*+"
_TOKEN = re.compile(
    r"<!--.*?--!?>|<[!?][^>]*>|"
    rf"<(?P<end>/?)(?P<tag>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>{_ATTRIBUTES})>",
    re.DOTALL,
)
_PAIR = re.compile(rf"({_NAME})(?:{_SPACE}*={_SPACE}*({_VALUE}?))?")

_ENDS: dict[str, frozenset[str]] = {
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
"""What a tag ends by beginning, where the author left the end out."""


class TooDeep(Exception):
    """Tags stand more than `DEEPEST` inside each other."""


def may_be_deep(raw: str) -> bool:
    """Tell whether Markdown's own HTML has tags enough to be too deep."""
    return raw.count("<") - raw.count("</") > DEEPEST


def tidy(raw: str, findings: Findings) -> str:
    """Balance the tags of `raw` and note what goes. Raises `TooDeep`."""
    return _Tidier(raw, findings).run()


class _Tidier:
    """One pass over the tags of a text."""

    def __init__(self, raw: str, findings: Findings) -> None:
        self.raw = raw
        self.findings = findings
        self.out: list[str] = []
        self.stack: list[str] = []
        self.embed = False

    def run(self) -> str:
        position = 0
        while token := _TOKEN.search(self.raw, position):
            self.text(self.raw[position : token.start()])
            position = token.end()
            if tag := token["tag"]:
                position = self.tag(tag.lower(), token) or position
        self.text(self.raw[position:])
        self.close(len(self.stack))
        return "".join(self.out)

    def text(self, piece: str) -> None:
        if "<" in piece:  # what begins no tag, or one that never ends, which would swallow the rest
            piece = piece.replace("<", "&lt;")
        if piece:
            self.out.append(piece)

    def tag(self, tag: str, token: re.Match[str]) -> int | None:
        """Take one tag; give the position to go on from, where its contents go with it."""
        if token["end"]:
            self.end(tag)
        elif tag in TAGS:
            self.begin(tag, token)
        elif tag in EMBEDDED and (target := _attributes(token["attributes"]).get(EMBEDDED[tag])):
            self.embedded(tag, target, token)
            return self.after(tag, token.end()) if tag in ("iframe", "object") else None
        else:
            self.forbidden(tag, token)
            return self.after(tag, token.end()) if tag in UNREAD else None
        return None

    def begin(self, tag: str, token: re.Match[str]) -> None:
        while self.stack and self.stack[-1] in _ENDS.get(tag, ()):
            self.close(1)
        if tag == "figcaption" and self.stack[-1:] != ["figure"]:
            tag = "div"  # what a caption is where it captions nothing
        if token["attributes"].strip():
            self.look_at(tag, token)
        self.out.append(f"<{tag}{token['attributes'].rstrip('/')}>")
        if tag not in VOID:
            self.stack.append(tag)
            if len(self.stack) > DEEPEST:
                raise TooDeep

    def end(self, tag: str) -> None:
        if tag == "figcaption" and tag not in self.stack:
            tag = "div"
        if tag in self.stack:
            self.close(self.stack[::-1].index(tag) + 1)

    def close(self, count: int) -> None:
        for _ in range(count):
            tag = self.stack.pop()
            if tag == "p" and self.out[-1] == "<p>":
                self.out.pop()  # what a block inside it has left of a paragraph
            else:
                self.out.append(f"</{tag}>")

    def look_at(self, tag: str, token: re.Match[str]) -> None:
        """Note the attributes that nh3 takes away, as far as the author would miss them."""
        for name, value in _attributes(token["attributes"]).items():
            if name.startswith("on") and self.findings.once(name):
                self.findings.add(self.findings.line_of(f"{name}="), rules.HTML, _HANDLER, _HANDLER_HINT, name=name)
            elif (tag, name) in (("a", "href"), ("img", "src")) and not is_safe(target := target_of(value)):
                self.findings.unsafe(target, "tidying", token[0])

    def embedded(self, tag: str, value: str, token: re.Match[str]) -> None:
        target = target_of(value)
        if target.startswith("//"):
            target = f"https:{target}"
        if not is_safe(target):
            self.findings.unsafe(target_of(value), "tidying", token[0])
            return
        name = urlsplit(target).hostname or target.rpartition("/")[2]
        link = f'<a href="{html.escape(target)}">{html.escape(name)}</a>'
        self.out.append(link if self.stack else f"<p>{link}</p>")
        self.findings.add(self.findings.line_of(token[0]), rules.EMBED, _EMBEDDED, _EMBEDDED_HINT, tag=tag, name=name)

    def forbidden(self, tag: str, token: re.Match[str]) -> None:
        if tag == "script":
            self.script(token)
        elif self.findings.once(f"<{tag}>"):
            self.findings.add(self.findings.line_of(token[0]), rules.HTML, _FORBIDDEN, _FORBIDDEN_HINT, tag=tag)

    def script(self, token: re.Match[str]) -> None:
        """Tell the script of an embed (of a post on a social network), which is loaded from there, from one that was
        written here; what stands behind the former helps it. Either is taken out.
        """
        if "src" in _attributes(token["attributes"]) or self.embed:
            self.embed = True
            self.findings.add(self.findings.line_of(token[0]), rules.EMBED, _EMBED_SCRIPT, _EMBED_SCRIPT_HINT)
        else:
            self.findings.add(self.findings.line_of(token[0]), rules.UNSAFE, _SCRIPT, _SCRIPT_HINT)

    def after(self, tag: str, position: int) -> int | None:
        """Find the end of the tag's contents; nowhere, if it is never closed."""
        end = re.compile(rf"</{re.escape(tag)}[^>]*>", re.IGNORECASE).search(self.raw, position)
        return end.end() if end else None


def target_of(value: str) -> str:
    """Read the target of a link as browsers do: spaces around it do not count, those in it are ``%20``."""
    return html.unescape(value).strip(" \t\r\n").replace(" ", "%20")


def _attributes(text: str) -> dict[str, str]:
    """Split the attributes of a tag; of two with one name the first counts."""
    found: dict[str, str] = {}
    for name, value in _PAIR.findall(text):
        found.setdefault(name.lower(), value[1:-1] if value[:1] in ('"', "'") else value)
    return found


_EMBED_SCRIPT = N_("the script of an embed was taken out: the portal asks no other host for anything")
_EMBED_SCRIPT_HINT = N_("delete it; a link to the post will do")
_SCRIPT = N_("a script is not allowed in a text; it was taken out")
_SCRIPT_HINT = N_("delete everything from <script to </script>; a link to the page that shows it will do")
_FORBIDDEN = N_("the tag <{tag}> is not allowed in a text; it was taken out")
_FORBIDDEN_HINT = N_("delete it, or write the same in Markdown")
_HANDLER = N_("the attribute “{name}” is not allowed in a text; it was taken out")
_HANDLER_HINT = N_("delete it")
_EMBEDDED = N_("<{tag}> is not shown on the page: a link to {name} stands in its place")
_EMBEDDED_HINT = N_("write a link that says what is to be seen there")
