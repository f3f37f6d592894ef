"""Exports of WordPress for tests: a channel with items, each a text with the usual fields."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.7" created="2026-01-02 03:04" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/{version}/">
<channel>
<title>Dinas</title><link>https://dinas.example</link><language>id</language>
<wp:wxr_version>{version}</wp:wxr_version>
<wp:base_site_url>https://dinas.example</wp:base_site_url><wp:base_blog_url>https://dinas.example</wp:base_blog_url>
"""
TAIL = "</channel></rss>\n"


def export(*parts: str, version: str = "1.2") -> str:
    """An export with some parts of its channel: authors, categories and items."""
    return HEAD.format(version=version) + "".join(parts) + TAIL


def item(id: int, body: str = "Isi.", title: str = "", extra: str = "", **fields: str) -> str:
    """A post; `fields` are elements of WordPress's namespace, ``status="draft"``, and `link`, `guid`, `excerpt`."""
    slug = fields.pop("post_name", f"tulisan-{id}")
    link = fields.pop("link", f"https://dinas.example/2020/03/04/{slug}/")
    guid = fields.pop("guid", f"https://dinas.example/?p={id}")
    excerpt = fields.pop("excerpt", "")
    usual = {
        "post_id": str(id), "post_date": "2020-03-04 09:30:00", "post_date_gmt": "2020-03-04 01:30:00",
        "post_name": slug, "status": "publish", "post_parent": "0", "post_type": "post", "post_password": "",
    }  # fmt: skip
    elements = "".join(f"<wp:{name}>{_cdata(value)}</wp:{name}>\n" for name, value in {**usual, **fields}.items())
    return (
        f"<item>\n<title>{_cdata(title or f'Judul {id}')}</title><link>{link}</link>\n"
        f'<guid isPermaLink="false">{guid}</guid>\n<content:encoded>{_cdata(body)}</content:encoded>\n'
        f"<excerpt:encoded>{_cdata(excerpt)}</excerpt:encoded>\n{elements}{extra}</item>\n"
    )


def attachment(id: int, path: str, parent: int = 0, alt: str = "", caption: str = "") -> str:
    """A file of the uploads: ``2020/03/foto.jpg``."""
    address = f"https://dinas.example/wp-content/uploads/{path}"
    extra = f"<wp:attachment_url>{address}</wp:attachment_url>" + meta("_wp_attachment_image_alt", alt)
    return item(
        id, "", path, extra, excerpt=caption, post_type="attachment", status="inherit", post_parent=str(parent),
        link=f"https://dinas.example/lampiran-{id}/",
    )  # fmt: skip


def meta(key: str, value: str) -> str:
    """A field of a plug-in."""
    parts = f"<wp:meta_key>{_cdata(key)}</wp:meta_key><wp:meta_value>{_cdata(value)}</wp:meta_value>"
    return f"<wp:postmeta>{parts}</wp:postmeta>"


def category(slug: str, name: str, parent: str = "") -> str:
    """A category of the channel."""
    return (
        f"<wp:category><wp:category_nicename>{_cdata(slug)}</wp:category_nicename>"
        f"<wp:category_parent>{_cdata(parent)}</wp:category_parent><wp:cat_name>{_cdata(name)}</wp:cat_name></wp:category>"
    )


def term(domain: str, slug: str, name: str) -> str:
    """A category or tag of an item."""
    return f'<category domain="{domain}" nicename="{slug}">{_cdata(name)}</category>'


def author(login: str, name: str) -> str:
    """An author of the channel."""
    return (
        f"<wp:author><wp:author_login>{_cdata(login)}</wp:author_login>"
        f"<wp:author_display_name>{_cdata(name)}</wp:author_display_name></wp:author>"
    )


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
