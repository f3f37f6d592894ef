"""What texts from other generators contain besides Markdown: tags of Liquid (Jekyll) and shortcodes of Hugo.

Those that stand for a link, an image, a video or code are written as Markdown, on the same line. All others stay in the
text, and each is reported: nobody can know what they would have inserted. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from press import rules
from press.content.markdown.diagnostics import Findings
from press.expressions import expression
from press.i18n.mark import N_

_FENCED = r"^ {0,3}(?P<fence>`{3,}|~{3,})(?:(?!\n {0,3}(?P=fence))[\s\S])*+(?:\n {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE = rf"{_FENCED}|(?<!`)(?P<ticks>`+)(?!`)[^\n]{{0,500}}?(?<!`)(?P=ticks)(?!`)"
# No tag has the beginning of another one in it: so the time is linear also where tags have no end.
_TAG = expression(
    rf"(?P<code>{_CODE})"
    r"|\{%-?\s*raw\s*-?%\}(?P<raw>(?:(?!\{%-?\s*(?:end)?raw\b)[\s\S])*+)\{%-?\s*endraw\s*-?%\}"
    r"|\{%(?P<liquid>(?:(?!\{[{%]|%\})[\s\S])*+)%\}"
    r"|\{\{[<%](?P<shortcode>(?:(?!\{[{%]|[%>]\}\})[\s\S])*+)[%>]\}\}"
    r"|\{\{(?P<value>(?:(?!\{[{%]|\}\})[^\n])*+)\}\}"
    r"|(?P<kramdown>\{::[^{}\n]*+\})",
    re.MULTILINE,
)
_ARGUMENT = expression(r"""(?:([\w-]+)\s*=\s*)?(?:"((?:\\.|[^"\\])*)"|'([^']*)'|`([^`]*)`|([^\s"'`]+))""")
_ESCAPED_QUOTE = expression(r'\\(["\\])')
_ROOT = expression(r"(?:site|page)\.(?:baseurl|url)(?:\s*\|.*)?")
_ADDRESS = expression(r"""["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.\w+)(?:\s*\|.*)?""")
_SHOWN = 60
"""Most characters of a tag that a message shows."""


def convert(text: str, findings: Findings) -> str:
    """Return a text in which known tags are Markdown, and report the others. The number of lines stays the same."""
    if "{{" not in text and "{%" not in text and "{::" not in text:
        return text

    pieces, position, line = [], 0, 1
    for tag in _TAG.finditer(text):
        line += text.count("\n", position, tag.start())
        pieces += [text[position : tag.start()], _replaced(tag, line, findings)]
        position, line = tag.end(), line + tag[0].count("\n")
    return "".join([*pieces, text[position:]])


def _replaced(tag: re.Match[str], line: int, findings: Findings) -> str:
    """Return the Markdown for a tag, or the tag itself if it is code or not known."""
    markdown = tag[0] if tag["code"] else _markdown(tag)
    if markdown is None:
        findings.add(line, rules.LEFTOVER, _LEFTOVER, _LEFTOVER_HINT, tag=tag[0][:_SHOWN])
        return tag[0]
    return markdown + "\n" * (tag[0].count("\n") - markdown.count("\n"))


def _markdown(tag: re.Match[str]) -> str | None:
    """Return the Markdown for a tag; None for one that is not known."""
    if tag["raw"] is not None:
        return tag["raw"]
    if tag["value"] is not None:
        return _value(tag["value"].strip("- \t"))
    if tag["kramdown"]:
        return None
    name, *rest = (tag["liquid"] or tag["shortcode"] or "").strip("-/ \t\n").split(None, 1) or [""]
    make = _KNOWN.get(name)
    return make(_arguments("".join(rest))) if make else None


def _value(value: str) -> str | None:
    if _ROOT.fullmatch(value):
        return ""
    address = _ADDRESS.fullmatch(value)
    return address[1] if address else None


def _arguments(text: str) -> dict[str, str]:
    """Return the arguments of a tag: those with names, and the others by their positions, from "0"."""
    found: dict[str, str] = {}
    for name, *values in _ARGUMENT.findall(text):
        value = _ESCAPED_QUOTE.sub(r"\1", next(filter(None, values), ""))
        found[name or str(sum(key.isdigit() for key in found))] = value
    return found


def _link(arguments: dict[str, str]) -> str | None:
    target = arguments.get("path", arguments.get("0"))
    return target.removeprefix("_posts/") if target else None


def _post(arguments: dict[str, str]) -> str | None:
    return f"{arguments['0'].rpartition('/')[2]}.md" if "0" in arguments else None


def _figure(arguments: dict[str, str]) -> str | None:
    if not (source := arguments.get("src")):
        return None
    caption = arguments.get("caption") or arguments.get("title", "")
    alt = arguments.get("alt") or caption
    title = ' "' + caption.replace('"', "&quot;") + '"' if caption else ""
    image = f"![{alt.replace('[', '(').replace(']', ')')}](<{source}>{title})"
    return f"[{image}](<{arguments['link']}>)" if arguments.get("link") else image


def _video(address: str) -> Callable[[dict[str, str]], str | None]:
    def make(arguments: dict[str, str]) -> str | None:
        number = arguments.get("id", arguments.get("0"))
        return address + number if number else None

    return make


def _gist(arguments: dict[str, str]) -> str | None:
    parts = [arguments[key] for key in ("0", "1") if key in arguments]
    return f"<https://gist.github.com/{'/'.join(parts)}>" if parts else None


def _fence(arguments: dict[str, str]) -> str:
    return f"```{arguments.get('0', '')}"


_KNOWN: dict[str, Callable[[dict[str, str]], str | None]] = {
    "link": _link,
    "ref": _link,
    "relref": _link,
    "post_url": _post,
    "figure": _figure,
    "youtube": _video("https://www.youtube.com/watch?v="),
    "vimeo": _video("https://vimeo.com/"),
    "gist": _gist,
    "highlight": _fence,
    "endhighlight": _fence,
}
"""For the name of a tag or shortcode: what writes it as Markdown; None if its arguments say too little."""

_LEFTOVER = N_("“{tag}” is an instruction to another program; the page shows it as it is")
_LEFTOVER_HINT = N_("write what it should insert, or delete it; to show it on purpose, put it between backticks")
