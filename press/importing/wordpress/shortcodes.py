"""Shortcodes: those of WordPress itself become HTML; the words in others stay, and they are reported."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from press import videos, web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.notes import note

_TAG = re.compile(
    r"(?P<code><(?:pre|code)\b(?:(?!<(?:pre|code)\b).)*?</(?:pre|code)>)"
    r"|\[(?P<escaped>\[[a-zA-Z][\w-]*[^\]]*\])\]"
    r"|\[(?P<end>/)?(?P<name>[a-zA-Z][\w-]{1,50})(?P<attributes>(?:\s+[^\[\]<>]*|=[^\[\]<>]*)?)\s*/?\]",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]*)"|'([^']*)'|(\S+)""")
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b(?P<attributes>[^\]]*)\](?P<inside>(?:(?!\[(?:wp_)?caption\b).)*?)\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_ADDRESS = re.compile(
    r"\[(?P<name>embed|youtube|vimeo|video|audio)\b(?P<attributes>[^\]]*)\](?P<address>[^\[\]]*)\[/(?P=name)\]"
)
_LAYOUT = re.compile(
    r"(?:vc|et_pb|fusion|av|su|x|cs|nectar|mk|thb|tdc?|td_block|elementor|fl|wpb)_[\w-]+", re.IGNORECASE
)
"""Names with which page builders place text: they are shortcodes also without attributes."""
_PLACES = re.compile(
    r"(?:.*_)?(?:row|column|col|section|inner|text|container|wrapper|block|half|third|fourth|fifth|full|tabs?|clear|spacer"
    r"|divider|separator|empty_space|center|left|right)(?:_(?:text|inner|one|two|three|first|last|full))*[\d_]*",
    re.IGNORECASE,
)
"""Names of shortcodes that only place the text between them: nothing is lost without them."""
_SHOWN = 120
"""Most characters of a shortcode that a note shows."""
_KNOWN_OTHERS = {
    "contact-form-7", "playlist", "wpforms", "ninja_form", "gravityform", "mailpoet", "rev_slider", "wp_ulike",
    "gview", "pdf-embedder", "embeddoc", "google-drive-embed", "pdfviewer", "flipbook", "dflip", "tablepress", "table",
    "gallery", "embed", "video", "audio", "caption", "wp_caption", "youtube", "vimeo", "googlemaps", "soundcloud",
    "slideshare", "ngg", "nggallery", "slideshow", "metaslider", "download", "wpdm_package", "polldaddy", "poll",
    "wp-review", "ads",
}  # fmt: skip


def as_html(text: str, gallery: Callable[[list[str], bool], str], notes: list[Diagnostic]) -> str:
    """Return a text without shortcodes. `gallery` shows attachments, by id; all of the post if none are named."""
    if "[" not in text:
        return text
    text = _CAPTION.sub(_figure, text)
    text = _ADDRESS.sub(_embedded, text)
    found: dict[str, list[str]] = {}
    text = _TAG.sub(lambda tag: _replaced(tag, text, gallery, found), text)
    for name, written in found.items():
        first = " ".join(written[0].split())[:_SHOWN]
        notes.append(note("shortcode", _SHORTCODE, _SHORTCODE_HINT, name=name, number=len(written), first=first))
    return text


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a shortcode; those without a name by their position, from "0"."""
    found: dict[str, str] = {}
    text = written.replace("\u201d", '"').replace("\u201c", '"').replace("&#8221;", '"')
    text = text if '"' in text else text.replace("&quot;", '"')
    for name, *values in _ATTRIBUTE.findall(text):
        key = name.lower() or str(sum(one.isdigit() for one in found))
        found[key] = html.unescape(next(filter(None, values), ""))
    return found


def _figure(tag: re.Match[str]) -> str:
    """Return an image with its caption, which is an attribute in old exports, and follows the image in newer ones."""
    inside = tag["inside"].strip()
    image = re.match(r"((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", inside, re.DOTALL)
    words = attributes(tag["attributes"]).get("caption", "") or (image[2].strip() if image else "")
    shown = image[1] if image else inside
    return (
        f"\n\n<figure>{shown}<figcaption>{words}</figcaption></figure>\n\n"
        if words
        else f"\n\n<figure>{shown}</figure>\n\n"
    )


def _embedded(tag: re.Match[str]) -> str:
    address = html.unescape(re.sub(r"<[^>]*>", "", tag["address"])).strip()
    named = attributes(tag["attributes"])
    address = address or next((named[key] for key in ("src", "url", "mp4", "mp3", "0") if key in named), "")
    return _address(address) if address else tag[0]


def _replaced(
    tag: re.Match[str], text: str, gallery: Callable[[list[str], bool], str], found: dict[str, list[str]]
) -> str:
    """Return what one shortcode becomes; what only looks like one stays."""
    if kept := tag["code"] or tag["escaped"]:
        return kept
    name, named = tag["name"].lower(), attributes(tag["attributes"] or "")
    if tag["end"]:
        was_begun = f"[{tag['name']}" in text[: tag.start()]
        return "" if was_begun and _is_shortcode(name, named, text) else tag[0]
    if name in ("gallery", "playlist"):
        ids = re.findall(r"\d+", named.get("ids", "") or named.get("include", ""))
        return gallery(ids, not ids)
    address = next(
        (named[key] for key in ("src", "url", "mp4", "mp3", "m4a", "webm", "file", "href", "0") if named.get(key)), ""
    )
    if name in ("embed", "video", "audio", "youtube", "vimeo") and address:
        return _address(_video(name, address))
    return _words(name, named, address, tag[0], found) if _is_shortcode(name, named, text) else tag[0]


def _words(name: str, named: dict[str, str], address: str, written: str, found: dict[str, list[str]]) -> str:
    """Return the words and the link in the attributes of a shortcode that is not known, and remember it."""
    words = [named[key] for key in ("title", "heading", "text", "caption") if named.get(key)]
    if words or not _PLACES.fullmatch(name):
        found.setdefault(name, []).append(written)
    link = _address(address) if web.is_web_address(address) else ""
    return "".join((*(f"\n\n<p>{html.escape(one, quote=False)}</p>\n\n" for one in words), link))


def _is_shortcode(name: str, named: dict[str, str], text: str) -> bool:
    """Tell whether a word in brackets is a shortcode, not a remark of the author such as ``[sic]``."""
    has_name = any(not key.isdigit() for key in named)
    return has_name or name in _KNOWN_OTHERS or f"[/{name}]" in text.lower() or bool(_LAYOUT.fullmatch(name))


def _video(name: str, address: str) -> str:
    if name == "youtube" and re.fullmatch(r"[\w-]{11}", address):
        return f"https://www.youtube.com/watch?v={address}"
    return f"https://vimeo.com/{address}" if name == "vimeo" and address.isdigit() else address


def _address(address: str) -> str:
    """Return a paragraph with an address: that of a video alone, or a link."""
    escaped = html.escape(address)
    label = escaped if videos.video_at(address) else escaped.rstrip("/").rpartition("/")[2] or escaped
    return f'\n\n<p><a href="{escaped}">{label}</a></p>\n\n'


_SHORTCODE = N_("a plug-in filled the shortcode “{name}” ({number} times): {first}; the words around it stay")
_SHORTCODE_HINT = N_("look at the old page, and write in the text what it showed")
