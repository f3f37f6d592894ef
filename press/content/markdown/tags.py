"""What in a text is a tag of HTML, and which attributes hold words that people read."""

from __future__ import annotations

import html
from collections.abc import Mapping

from press.content.markdown.sanitise import EMBEDDED, REMOVED_WITH_CONTENTS, TAGS
from press.expressions import expression

WITHOUT_WORDS = {"script", "style"}
"""Tags whose contents are for programs. They are removed, while the words in all other tags stay on the page."""
DRAWINGS = {"svg", "math"}
"""Tags whose contents have their own tags; of these, only the words stay."""
SEPARATE = {
    "address", "article", "dialog", "fieldset", "footer", "header", "hgroup", "legend", "main", "menu", "nav",
    "optgroup", "option",
}  # fmt: skip
"""Tags that are not allowed, and that end a word where they begin and end."""
_OTHERS = {
    "acronym", "applet", "area", "base", "basefont", "bgsound", "big", "blink", "body", "button", "canvas", "center",
    "data", "datalist", "dir", "font", "form", "frameset", "head", "html", "image", "input", "keygen", "label", "link",
    "listing", "map", "marquee", "menuitem", "meta", "meter", "nobr", "output", "param", "picture", "portal",
    "progress", "rb", "rp", "rt", "rtc", "ruby", "search", "slot", "strike", "track", "tt",
}  # fmt: skip
_NAMES = TAGS | EMBEDDED.keys() | REMOVED_WITH_CONTENTS | SEPARATE | DRAWINGS | _OTHERS
_NAMESPACED = expression(r"[a-z][a-z0-9]*:[a-z][a-z0-9]*")
"""As word processors write it: ``<o:p>``."""
_WORDS = ("title", "aria-label", "aria-description", "summary", "label", "placeholder", "alt", "abbr", "data-caption")
"""Attributes with words that readers see or hear."""
_BUTTONS = {"submit", "button", "reset"}
_LETTERS = expression(r"[^\W_]")
_WITHOUT_VALUE = expression(
    r"[a-z]*-.*|on.*|hidden|inert|autofocus|contenteditable|itemscope|download|href|name|id|class"
)
"""Attributes that may have no value."""


def is_tag(name: str, attributes: Mapping[str, str | None], closed: frozenset[str]) -> bool:
    """Tell whether what is written as a tag is one: ``<Nama Lengkap>`` and ``a<b dan c>d`` are words of a text.

    `closed` are the names of all end tags of the text, in lower case.
    """
    if any("<" in (attributes.get(key) or "") for key in ("href", "src")):
        return False  # the quotation mark at the end of the address is missing, and the words after it are in it
    if len(name) == 1 and name in _NAMES and not any(attributes.values()):
        return all(_WITHOUT_VALUE.fullmatch(key) for key in attributes)
    if name in _NAMES or _NAMESPACED.fullmatch(name):
        return True
    return "-" in name and (bool(attributes) or name in closed)


def words_of(name: str, attributes: Mapping[str, str | None]) -> str:
    """Return the words in the attributes of a tag, as HTML without tags; those of the usual tooltip come first."""
    found = [attributes.get(key) or "" for key in _WORDS]
    if name in ("input", "button") and (attributes.get("type") or "").lower() in _BUTTONS:
        found.append(attributes.get("value") or "")
    return " – ".join(dict.fromkeys(" ".join(each.split()) for each in found if _LETTERS.search(html.unescape(each))))


def tooltip(name: str, attributes: Mapping[str, str | None]) -> str:
    """Return the words that an allowed tag needs as its title, since the attributes that hold them are removed."""
    shown = {"alt"} if name == "img" else set[str]()
    words = words_of(name, {key: value for key, value in attributes.items() if key not in shown})
    return words if words and any(attributes.get(key) for key in _WORDS[1:] if key not in shown) else ""


def has_words(text: str) -> bool:
    """Tell whether a text has a letter or a digit."""
    return bool(_LETTERS.search(text))
