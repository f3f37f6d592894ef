"""Tags of Liquid and Nunjucks (Jekyll, Eleventy) and shortcodes of Hugo → HTML and addresses, in Markdown or HTML.

Those that stand for a link, an image, a video or code are converted. All others are left out, but for the text between
them, and each is reported with its line: nobody can know what they would have inserted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from press import videos, web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.notes import note

Resolve = Callable[[str], str]
"""Returns the old address of the text that a tag names by its file; empty if there is none."""
# No tag has the beginning of another one in it: so the time is linear also where tags have no end.
_LIQUID = re.compile(r"\{%-?\s*(?P<tag>(?:(?!\{[{%]|%\})[\s\S])*+)%\}|\{\{-?(?P<value>(?:(?!\{[{%]|\}\})[^\n])*+)\}\}")
_SHORTCODE = re.compile(r"\{\{(?P<open>[<%])\s*(?P<escape>/\*)?(?P<tag>(?:(?!\{\{[<%]|[%>]\}\})[\s\S])*+)[%>]\}\}")
_ARGUMENT = re.compile(r"""(?:([\w-]+)\s*[=:]\s*)?(?:"((?:\\.|[^"\\])*)"|'([^']*)'|`([^`]*)`|([^\s"'`,]+))""")
_FILTERED = re.compile(
    r"""["']([^"']*)["']\s*\|\s*(?:url|relative_url|absolute_url|asset_url|prepend:\s*site\.\w+)\b.*"""
)
_PLAIN = re.compile(r"""["']([^"']*)["']""")
_LITERAL = re.compile(r"""["']([^"'<>]*)["']""")
_SILENT = {"endhighlight", "endcomment", "endraw", "/highlight", "toc", "more", "endfigure"}
_SHOWN = 60


class Tag(NamedTuple):
    """One tag: its name, and its arguments by name or position, from "0"."""

    name: str
    arguments: dict[str, str]

    def get(self, *names: str) -> str:
        """Return the first argument that is there."""
        return next((self.arguments[name] for name in names if self.arguments.get(name)), "")


class Names(NamedTuple):
    """What tags may refer to."""

    resolve: Resolve
    values: Mapping[str, Any]
    """Texts by their names in Liquid: ``site.title``."""
    base: str
    """The path of the old site on its host, without a slash at the end."""


class _Pieces:
    """The text without tags, and notes."""

    def __init__(self, path: str, line: int) -> None:
        self.path, self.line = path, line
        self.texts: list[str] = []
        self.notes: list[Diagnostic] = []

    def report(self, written: str, text: str, position: int) -> None:
        line = self.line + text.count("\n", 0, position)
        shown = " ".join(written.split())[:_SHOWN]
        self.notes.append(note("shortcode", _UNKNOWN, _UNKNOWN_HINT, tag=shown, name=self.path, line=line))


def converted(text: str, path: str, line: int, names: Names, is_hugo: bool) -> tuple[str, list[Diagnostic]]:
    """Return a text without tags; `line` is the line of the file `path` on which it begins."""
    pieces = _Pieces(path, line)
    if "{{" in text or "{%" in text:
        pattern, position = (_SHORTCODE if is_hugo else _LIQUID), 0
        while tag := pattern.search(text, position):
            pieces.texts.append(text[position : tag.start()])
            position = _hugo(tag, text, names, pieces) if is_hugo else _liquid(tag, text, names, pieces)
        text = "".join([*pieces.texts, text[position:]])
    return text, pieces.notes


def _liquid(found: re.Match[str], text: str, names: Names, pieces: _Pieces) -> int:
    """Convert one tag, and return where the text goes on after it."""
    if found["value"] is not None:
        value = _value(found["value"].strip("- \t"), names)
        if value is None:
            pieces.report(found[0], text, found.start())
            value = _literal(found["value"])
        pieces.texts.append(value)
        return found.end()
    tag = _parsed(found["tag"])
    if tag.name in ("raw", "verbatim", "comment"):
        end = re.compile(rf"\{{%-?\s*end{tag.name}\s*-?%\}}").search(text, found.end())
        inside = text[found.end() : end.start() if end else len(text)]
        pieces.texts.append("" if tag.name == "comment" else inside)
        return end.end() if end else len(text)
    pieces.texts.append(_shown(tag, found, text, names, pieces))
    return found.end()


def _hugo(found: re.Match[str], text: str, names: Names, pieces: _Pieces) -> int:
    if found["escape"]:
        pieces.texts.append(found[0].replace("/*", "", 1).replace("*/", "", 1))
        return found.end()
    pieces.texts.append(_shown(_parsed(found["tag"]), found, text, names, pieces))
    return found.end()


def _shown(tag: Tag, found: re.Match[str], text: str, names: Names, pieces: _Pieces) -> str:
    """Return what takes the place of a tag; nothing, with a note, if that is not known."""
    make = _KNOWN.get(tag.name)
    if tag.name in ("include", "include_cached", "include_relative", "partial", "render"):
        file = tag.get("0").rpartition("/")[2].rpartition(".")[0] or tag.get("0")
        make = next((_INCLUDES[one] for one in re.split(r"[-_]", file.lower()) if one in _INCLUDES), None)
    shown = make(tag, names) if make else None
    if shown is None and not tag.name.startswith(("/", "end")) and tag.name not in _SILENT:
        pieces.report(found[0], text, found.start())
    return shown or ""


def _parsed(written: str) -> Tag:
    name, *rest = written.strip("- \t\n").removesuffix("/").split(None, 1) or [""]
    arguments: dict[str, str] = {}
    for key, *values in _ARGUMENT.findall("".join(rest)):
        value = re.sub(r'\\(["\\])', r"\1", next(filter(None, values), ""))
        arguments[key or str(sum(one.isdigit() for one in arguments))] = value
    return Tag(name.lower(), arguments)


def _value(value: str, names: Names) -> str | None:
    """Return what a value in braces stands for; None if that is not known."""
    if found := _FILTERED.fullmatch(value):
        address = found[1]
        return names.base + address if address.startswith("/") else address
    if found := _PLAIN.fullmatch(value):
        return found[1]
    name, _, filters = value.partition("|")
    written = names.values.get(name.strip())
    is_plain = not filters.strip() or re.fullmatch(r"\s*(?:escape|strip|safe|url|relative_url|xml_escape)\s*", filters)
    return str(written) if isinstance(written, str) and is_plain else None


def _alone(address: str) -> str:
    """Return a paragraph that is only a link: that of a video is shown as one."""
    video = videos.video_at(address)
    return f"\n\n<{video.page if video else address}>\n\n"


def _literal(value: str) -> str:
    """Return the words in a value that programs of the old site would have changed; an address as a link."""
    words = _LITERAL.match(value.strip("- \t"))
    if words is None:
        return ""
    return _alone(words[1]) if web.is_web_address(words[1]) else words[1]


def _image(tag: Tag, names: Names) -> str | None:
    source = tag.get("src", "url", "file", "path", "image", "image_path", "img", "0")
    if not source or not re.search(r"\.\w{2,5}(?:\?\S*)?$", source):
        return None
    caption = tag.get("caption", "title", "description")
    alt = tag.get("alt") or _position(tag) or re.sub(r"<[^>]*>", "", caption)
    if not re.match(r"(?:\w+:|/|\.)", source) and "/" in source:
        source = f"{names.base}/{source}"
    image = f'<img src="{html.escape(source)}" alt="{html.escape(alt)}">'
    if link := tag.get("link", "href"):
        image = f'<a href="{html.escape(link)}">{image}</a>'
    return f"\n\n<figure>{image}<figcaption>{caption}</figcaption></figure>\n\n" if caption else image


def _position(tag: Tag) -> str:
    """Return the words of a tag such as ``image "a.jpg" "Warga"``: the last of its arguments without a name."""
    others = [value for key, value in tag.arguments.items() if key.isdigit() and key != "0"]
    return others[-1] if others and tag.name in ("image", "image_with_class", "img") else ""


def _video(address: str) -> Callable[[Tag, Names], str | None]:
    def make(tag: Tag, names: Names) -> str | None:
        written = tag.get("id", "video", "url", "src", "0")
        if not re.fullmatch(r"[\w:/.?=&%-]+", written):
            return None
        return _alone(written if "://" in written else address + written)

    return make


def _address(tag: Tag, names: Names) -> str | None:
    """Return the address of a text that is named by its file; that of a file that is none stays as it is."""
    written = tag.get("path", "0")
    if not written:
        return None
    path, sign, part = written.partition("#")
    found = names.resolve(path) if path else ""
    if tag.name == "post_url" and not found:
        return None
    is_page = tag.name in ("ref", "relref") and path and not found
    return None if is_page else f"{found or (names.base + '/' + path.lstrip('/') if path else '')}{sign}{part}"


def _gist(tag: Tag, names: Names) -> str | None:
    parts = [tag.arguments[key] for key in ("0", "1") if key in tag.arguments]
    return _alone(f"https://gist.github.com/{'/'.join(parts)}") if parts else None


def _tweet(tag: Tag, names: Names) -> str | None:
    user, id = tag.get("user", "0"), tag.get("id", "0")
    if "://" in id:
        return _alone(id)
    return _alone(f"https://x.com/{user if tag.get('user') else 'i'}/status/{id}") if id.isdigit() else None


def _fence(tag: Tag, names: Names) -> str:
    return "\n```\n"


def _nothing(tag: Tag, names: Names) -> str:
    return ""


def _recording(tag: Tag, names: Names) -> str | None:
    source = tag.get("src", "url", "mp4", "0")
    return f'\n\n<video src="{html.escape(source)}"></video>\n\n' if "." in source else None


_YOUTUBE, _VIMEO = _video("https://www.youtube.com/watch?v="), _video("https://vimeo.com/")
_KNOWN: dict[str, Callable[[Tag, Names], str | None]] = {
    "link": _address, "ref": _address, "relref": _address, "post_url": _address, "gist": _gist,
    "figure": _image, "image": _image, "image_with_class": _image, "img": _image, "imgproc": _image, "picture": _image,
    "responsive_image": _image, "youtube": _YOUTUBE, "youtubeplayer": _YOUTUBE, "vimeo": _VIMEO, "video": _recording,
    "audio": _recording, "tweet": _tweet, "twitter": _tweet, "x": _tweet, "highlight": _fence, "/highlight": _fence,
    "endhighlight": _fence, "rawhtml": _nothing, "raw": _nothing, "toc": _nothing, "clear": _nothing,
    "/figure": _nothing,
}  # fmt: skip
"""For the name of a tag or shortcode: what takes its place; None if its arguments say too little."""
_INCLUDES = {
    "image": _image, "img": _image, "figure": _image, "picture": _image, "youtube": _YOUTUBE, "youtubeplayer": _YOUTUBE,
    "vimeo": _VIMEO, "toc": _nothing, "gambar": _image, "foto": _image, "video": _YOUTUBE,
}  # fmt: skip
"""The same for files that are included, by the first word of their name."""


def site_values(settings: Mapping[str, Any], fields: Mapping[str, Any], base: str, url: str) -> dict[str, Any]:
    """Return the values that tags of Liquid may name."""
    found = {f"site.{name}": value for name, value in settings.items()}
    found |= {f"page.{name}": value for name, value in _texts(fields)} | dict(_texts(fields))
    return found | {"site.baseurl": base, "site.url": url, "site.github.url": url + base, "pathPrefix": base}


def _texts(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in fields.items() if isinstance(value, str))


_UNKNOWN = N_("“{tag}” ({name}, line {line}) is an instruction to another program: at most its words are left")
_UNKNOWN_HINT = N_("look at the old page, and write in the text what it showed")
