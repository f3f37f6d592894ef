"""Items of feeds are written as text: a parser must read from them what was written, whatever the texts contain."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from press.outputs.feeds import xml, xml_items
from press.outputs.feeds.content import ItemText
from press.outputs.feeds.item import Category, Enclosure, Item, Notice, Person, xml_safe

TEXT = st.one_of(st.text(max_size=9), st.text("a<>&\"' ;#x26]\n\t", max_size=12)).map(xml_safe)
ITEM = st.builds(
    lambda text: ItemText(
        Item(
            id=f"id {text}",
            url=f"https://uji.example/?{text}",
            title="",
            lang="id",
            published="2026-03-14T09:30:00+08:00",
            state="withdrawn",
            authors=(Person(name=f"a{text}"),),
            categories=(Category(kind="tag", term=f"t{text}", scheme=f"s{text}", label=f"l{text}"),),
            notices=(Notice(state="withdrawn", date="2026-03-15T00:00:00+08:00", note=f"n{text}"),),
            enclosures=(Enclosure(url=f"u{text}", title=f"f{text}", mime="video/mp4", size=7),),
        ),
        title=f"j{text}", summary=f"r{text}", text=f"<p>{text}]]></p>", date=f"d{text}",
    ),
    TEXT,
)  # fmt: skip


def parsed(data: bytes, namespaces: dict[str, str]) -> etree._Element:
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return etree.fromstring(f"<feed{declared}>".encode() + data + b"</feed>")


@settings(max_examples=60)
@given(ITEM)
def test_a_parser_reads_what_was_written(text: ItemText) -> None:
    item = text.item
    entry, tombstone = parsed(xml_items.atom(text), xml.ATOM_NAMESPACES)
    assert [entry.findtext(name) for name in ("id", "title", "summary", "content", "author/name")] == [
        item.id, text.title, text.summary, text.text, item.authors[0].name,
    ]  # fmt: skip
    category, tag = entry.findall("category")[0], item.categories[0]
    assert [category.get(name) for name in ("term", "scheme", "label")] == [tag.term, tag.scheme, tag.label]
    assert [link.get("href") for link in entry.findall("link")] == [item.url, item.enclosures[0].url]
    assert (tombstone.get("ref"), tombstone[0].text) == (item.id, item.notices[0].note)


@settings(max_examples=60)
@given(ITEM)
def test_texts_of_rss_are_escaped_so_that_no_reader_takes_them_for_html(text: ItemText) -> None:
    data = xml_items.rss(text)
    (item,) = parsed(data, xml.RSS_NAMESPACES)
    names = ("title", "link", "guid", "category", "{http://purl.org/rss/1.0/modules/content/}encoded")
    expected = [text.title, text.item.url, text.item.id, text.item.categories[0].label, text.text]
    assert [item.findtext(name) for name in names] == expected
    title = data.partition(b"<title>")[2].partition(b"</title>")[0]
    assert b"&lt;" not in title.replace(b"&#x26;lt;", b"")
    assert [one.get("length") for one in item.findall("enclosure")] == ["7"]
