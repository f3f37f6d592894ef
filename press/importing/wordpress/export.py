"""Read an export twice: first what posts refer to (authors, categories, attachments), then the posts, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from press import web
from press.importing import xml
from press.importing.addresses import full_size
from press.importing.items import Picture

LEFT_OUT = {
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request",
    "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family",
    "wp_font_face", "elementor_library", "elementor_snippet", "acf-field", "acf-field-group", "wpcf7_contact_form",
    "mc4wp-form", "shop_order", "shop_coupon", "product_variation", "scheduled-action", "popup", "rm_content_editor",
    "jp_mem_plan", "jetpack_migration", "amp_validated_url", "feedback", "vc_grid_item", "vc4_templates", "td_nm",
    "wpforms", "postman_sent_mail", "custom-css", "safecss", "wp_router_page", "et_pb_layout", "fl-builder-template",
    "ngg_pictures",
}  # fmt: skip
"""The types of what WordPress and its plug-ins store among the posts, and nobody reads."""


class Fields:
    """One post of an export: its fields by name, without the prefix of their namespaces."""

    def __init__(self, element: Any) -> None:
        self.line = int(element.get(xml.LINE) or 0)
        self.texts: dict[str, str] = {}
        self.terms: list[tuple[str, str, str]] = []
        """Domain, slug and name of each category, tag and other term."""
        self.meta: dict[str, str] = {}
        self.comments = 0
        self.is_cut = False
        """Whether the file ends in it."""
        for child in element:
            if isinstance(child.tag, str):
                self._read(child)

    def get(self, *names: str) -> str:
        """Return the first of some fields that is not empty, without blanks at its ends."""
        return next((found for name in names if (found := self.texts.get(name, "").strip())), "")

    def _read(self, child: Any) -> None:
        for inner in [one for one in child.iter() if one is not child and _is_field(one)]:
            if child.tag != inner.tag and _name(child) != "postmeta":  # an element before it was not closed
                self._read(inner)
                _take_out(inner)
        name, text = _name(child), _text(child)
        if name == "category":
            self.terms.append((child.get("domain") or "category", child.get("nicename") or "", text.strip()))
        elif name == "postmeta":
            parts = {_name(one): _text(one) for one in child if isinstance(one.tag, str)}
            self.meta.setdefault(parts.get("meta_key", "").strip(), parts.get("meta_value", ""))
        elif name == xml.CUT:
            self.is_cut = True
        elif name == "comment":
            self.comments += 1
        elif name != "item":
            self.texts.setdefault(name, text)


def _is_field(element: Any) -> bool:
    """Tell whether an element inside a text is a field of the post, not HTML."""
    tag = element.tag
    return isinstance(tag, str) and ("}" in tag or ":" in tag or tag in ("category", "guid", "pubDate", xml.CUT))


def _take_out(element: Any) -> None:
    """Remove an element, but not the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _name(element: Any) -> str:
    """Return the name of an element; those of texts and excerpts have the same one, in different namespaces."""
    tag: str = element.tag
    namespace, _, name = tag.rpartition("}")
    prefix, _, local = name.rpartition(":")
    if local == "encoded":
        return "excerpt" if "excerpt" in f"{namespace}{prefix}{element.prefix or ''}" else "content"
    return local


def _text(element: Any) -> str:
    """Return the text of an element and of those in it."""
    return "".join(element.itertext())


class Site:
    """What posts of an export refer to."""

    def __init__(self) -> None:
        self.address = ""
        self.hosts: set[str] = set()
        self.language = ""
        self.version = ""
        self.authors: dict[str, str] = {}
        """The names that readers see, by login."""
        self.parents: dict[str, str] = {}
        """The slug above each category."""
        self.names: dict[str, str] = {}
        """The names of categories by slug."""
        self.slugs: dict[str, set[str]] = {"category": set(), "tag": set()}
        self.attachments: dict[str, tuple[str, Picture]] = {}
        """The post and the file of each attachment, by its number."""
        self.links: dict[str, str] = {}
        """The addresses of the pages of attachments, and their numbers."""
        self.pages: dict[str, tuple[str, str]] = {}
        """The number of the page above, and the slug, of each page by its number."""
        self.reusable: dict[str, str] = {}
        self.left_out: Counter[str] = Counter()
        self.count = 0


def survey(paths: list[Path]) -> Site:
    """Read everything but the texts of posts."""
    site = Site()
    for element in chain.from_iterable(map(xml.events, paths)):
        name = _name(element) if isinstance(element.tag, str) else ""
        if name == "item":
            _note_item(Fields(element), site)
        elif name in _CHANNEL and (element.getparent() is None or _name(element.getparent()) == "channel"):
            _CHANNEL[name](element, site)
        _forget(element, name)
    return site


def posts(paths: list[Path]) -> Iterator[Fields]:
    """Yield the posts of an export that are texts, and their fields."""
    for element in chain.from_iterable(map(xml.events, paths)):
        name = _name(element) if isinstance(element.tag, str) else ""
        if name == "item":
            fields = Fields(element)
            if _type(fields) not in LEFT_OUT:
                yield fields
        _forget(element, name)


def _forget(element: Any, name: str) -> None:
    """Free the memory of an item that was read, and of those before it."""
    if name != "item":
        return
    element.clear()
    while (before := element.getprevious()) is not None and element.getparent() is not None:
        element.getparent().remove(before)


def _type(fields: Fields) -> str:
    return fields.get("post_type") or "post"


def _note_item(fields: Fields, site: Site) -> None:
    id, kind = fields.get("post_id"), _type(fields)
    site.count += 1
    if kind == "attachment":
        _note_attachment(id, fields, site)
    elif kind == "wp_block":
        site.reusable[id] = fields.texts.get("content", "")
    elif kind == "page":
        site.pages[id] = (fields.get("post_parent"), unquote(fields.get("post_name")))
    if kind in LEFT_OUT:
        site.left_out[kind] += 1
    if fields.comments:
        site.left_out["comment"] += fields.comments
    if not site.hosts and (host := web.split(fields.get("link")).hostname):
        site.hosts.add(host.removeprefix("www."))
        site.address = (
            site.address or f"{web.split(fields.get('link')).scheme}://{web.split(fields.get('link')).netloc}/"
        )


def _note_attachment(id: str, fields: Fields, site: Site) -> None:
    address = fields.get("attachment_url") or fields.get("guid")
    alt, caption = fields.meta.get("_wp_attachment_image_alt", "").strip(), fields.texts.get("excerpt", "").strip()
    credit = (
        fields.meta.get("_credit", "") or fields.meta.get("media_credit", "") or fields.meta.get("_media_credit", "")
    )
    if address:
        site.attachments[id] = (fields.get("post_parent"), Picture(address, alt, caption, credit.strip()))
        if link := fields.get("link"):
            site.links[link] = id


def _note_author(element: Any, site: Site) -> None:
    parts = {_name(one): _text(one).strip() for one in element if isinstance(one.tag, str)}
    full = f"{parts.get('author_first_name', '')} {parts.get('author_last_name', '')}".strip()
    if login := parts.get("author_login"):
        site.authors[login] = parts.get("author_display_name") or full or login


def _note_category(element: Any, site: Site) -> None:
    parts = {_name(one): _text(one).strip() for one in element if isinstance(one.tag, str)}
    slug = unquote(parts.get("category_nicename") or parts.get("term_slug", ""))
    if slug and parts.get("term_taxonomy", "category") == "category":
        site.names[slug] = parts.get("cat_name") or parts.get("term_name") or slug
        site.parents[slug] = unquote(parts.get("category_parent") or parts.get("term_parent", ""))
        site.slugs["category"].add(slug)


def _note_tag(element: Any, site: Site) -> None:
    parts = {_name(one): _text(one).strip() for one in element if isinstance(one.tag, str)}
    if slug := unquote(parts.get("tag_slug", "")):
        site.slugs["tag"].add(slug)


def _note_address(element: Any, site: Site) -> None:
    parts = web.split(_text(element).strip())
    if parts.hostname and parts.scheme in ("http", "https"):
        site.hosts.add(parts.hostname.removeprefix("www."))
        site.address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _note_language(element: Any, site: Site) -> None:
    site.language = _text(element).strip()


_CHANNEL = {
    "author": _note_author, "category": _note_category, "term": _note_category, "tag": _note_tag,
    "base_site_url": _note_address, "base_blog_url": _note_address, "link": _note_address, "language": _note_language,
}  # fmt: skip


def picture_of(id: str, site: Site) -> Picture | None:
    """Return the file of an attachment."""
    found = site.attachments.get(id)
    return found[1] if found else None


def files(site: Site) -> dict[str, str]:
    """Return the file of each page that only shows an attachment, by its path or number."""
    found = {f"?p={id}": picture.url for id, (_, picture) in site.attachments.items()}
    for link, id in site.links.items():
        if "?" not in link:
            found[unquote(web.split(link).path).strip("/").casefold()] = site.attachments[id][1].url
    return found


def pictures(site: Site) -> dict[str, Picture]:
    """Return what is known of photos, by the path of their files in full size."""
    found = {}
    for _, picture in site.attachments.values():
        path = unquote(web.split(picture.url).path).strip("/").casefold()
        found[full_size(path)] = picture
    return found
