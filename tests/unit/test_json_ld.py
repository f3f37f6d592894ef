"""JSON-LD and share tags: they have the same data as the page of the release."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from PIL import Image

from tests.portal import CONFIG, Portal

BASE = "https://uji.example/portal/"
PAGE = "2026/03/a/index.html"
Node = dict[str, Any]


def graph(portal: Portal, address: str = PAGE) -> dict[str, Node]:
    """The JSON-LD nodes of a page, by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', portal.text(address), re.DOTALL)
    assert len(found) == 1
    data = json.loads(found[0])
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def article(portal: Portal) -> Node:
    """Build, and return the article node of `PAGE`."""
    portal.build()
    return graph(portal)["NewsArticle"]


def share_tags(portal: Portal, address: str = PAGE) -> dict[str, str]:
    """The content of the meta tags of a page, by property."""
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', portal.text(address)))


def test_article_has_all_fields_of_a_full_release(tmp_path: Path) -> None:
    more = (
        'license_url = "https://lisensi.example/"\npublisher = "Pemprov Uji"\npublisher_url = "https://prov.example/"\n'
    )
    portal = Portal(tmp_path / "p", more + CONFIG + '\n[topics.air]\nname = "Air & sanitasi"\n')
    portal.post(
        "a.md", title="Jembatan dibuka", short_title="Dibuka", summary="Sudah bisa.", place="Banjarbaru", author="Sari",
        topics="[air]", tags="[Pasar]", offices="[Dinas PUPR]", regions="[Kota Laut]", updated="2026-03-15 08:00",
    )  # fmt: skip
    found = article(portal)
    assert found["headline"] == "Jembatan dibuka"
    assert found["alternativeHeadline"] == "Dibuka"
    assert found["description"] == "Sudah bisa."
    assert found["genre"] == "Siaran pers"
    assert found["dateline"] == "Banjarbaru"
    assert found["datePublished"] == "2026-03-14T09:30:00+08:00"
    assert found["dateModified"] == "2026-03-15T08:00:00+08:00"
    assert found["articleSection"] == ["Air & sanitasi"]
    assert found["keywords"] == ["Air & sanitasi", "Pasar"]
    assert found["inLanguage"] == "id"
    assert found["isAccessibleForFree"] is True
    assert found["license"] == "https://lisensi.example/"
    assert found["mainEntityOfPage"]["@id"] == found["url"] == f"{BASE}2026/03/a/"
    assert found["contentLocation"] == [{"@type": "Place", "name": "Kota Laut"}]
    office = {"@type": "GovernmentOrganization", "name": "Dinas PUPR", "url": f"{BASE}instansi/dinas-pupr/"}
    assert found["author"] == [{"@type": "Person", "name": "Sari"}, office]
    publisher = found["publisher"]
    assert publisher["@type"] == "GovernmentOrganization"
    assert (publisher["name"], publisher["url"]) == ("Pemprov Uji", "https://prov.example/")
    assert publisher["correctionsPolicy"] == f"{BASE}ralat/"


def test_article_omits_fields_that_the_release_does_not_have(portal: Portal) -> None:
    portal.post("a.md")
    found = article(portal)
    assert not {"correction", "dateline", "contentLocation", "expires", "alternativeHeadline"} & found.keys()
    assert found["author"] == [found["publisher"]]
    assert found["dateModified"] == found["datePublished"]
    assert "ClaimReview" not in graph(portal)


def test_image_has_size_caption_and_credit(portal: Portal) -> None:
    data = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(data, "PNG")
    portal.write("posts/foto.png", data.getvalue())
    portal.post("a.md", image="{src: foto.png, alt: Jembatan, caption: Jembatan baru, credit: Humas}")
    image = article(portal)["image"]
    assert (image["width"], image["height"], image["caption"], image["creditText"]) == (
        80,
        60,
        "Jembatan baru",
        "Humas",
    )
    assert image["url"].removeprefix(BASE) in portal.site()


def test_image_is_the_share_card_when_there_is_no_photo(portal: Portal) -> None:
    portal.post("a.md")
    image = article(portal)["image"]
    assert image["url"] == share_tags(portal)["og:image"]
    assert image["url"].removeprefix(BASE) in portal.site()


def test_article_lists_corrections_and_withdrawal_newest_first(portal: Portal) -> None:
    corrections = "[{date: 2026-04-01, note: Satu}, {date: 2026-04-02, note: Dua}]"
    portal.post("a.md", corrections=corrections, withdrawn="{date: 2026-05-01, reason: Keliru}")
    found = article(portal)
    assert [one["text"] for one in found["correction"]] == ["Keliru", "Dua", "Satu"]
    assert {one["@type"] for one in found["correction"]} == {"CorrectionComment"}
    assert found["dateModified"] == found["correction"][0]["datePublished"] == "2026-05-01T00:00:00+08:00"
    assert found["creativeWorkStatus"] == "Dicabut"


def test_article_contains_nothing_of_a_removed_text(portal: Portal) -> None:
    withdrawn = "{date: 2026-05-01, reason: Data pribadi, remove_text: true}"
    portal.post("a.md", summary="Rahasia", corrections="[{date: 2026-04-01, note: Rahasia}]", withdrawn=withdrawn)
    found = article(portal)
    assert "Rahasia" not in json.dumps(found)
    assert [one["text"] for one in found["correction"]] == ["Data pribadi"]


def test_clarification_has_a_review_of_its_claim(portal: Portal) -> None:
    claim = "{text: Air beracun, verdict: old-content, where: WhatsApp, first_seen: 2026-03-10, evidence: [Uji lab]}"
    portal.post("a.md", kind="clarification", claim=claim)
    portal.build()
    review = graph(portal)["ClaimReview"]
    assert review["claimReviewed"] == "Air beracun"
    rating = review["reviewRating"]
    assert rating["alternateName"] == "Konten lama yang disebarkan lagi"
    assert (rating["worstRating"], rating["ratingValue"], rating["bestRating"]) == (1, 2, 5)
    appearance = {"@type": "CreativeWork", "name": "WhatsApp"}
    assert review["itemReviewed"] == {"@type": "Claim", "appearance": appearance, "datePublished": "2026-03-10"}
    assert review["author"] == graph(portal)["NewsArticle"]["publisher"]
    portal.post("a.md", kind="clarification", claim="{text: Air beracun, verdict: unproven}")
    portal.build()
    assert graph(portal)["ClaimReview"]["reviewRating"] == {"@type": "Rating", "alternateName": "Belum terbukti"}
    portal.post("a.md", kind="clarification", claim="{text: Air beracun, verdict: sedang diperiksa, due: 2026-07-01}")
    portal.build()
    assert "ClaimReview" not in graph(portal)  # there is no finding yet, so there must be no rating


def test_article_uses_the_release_language_and_breadcrumbs_the_portal_language(portal: Portal) -> None:
    portal.post("a.md", lang="en")
    portal.build()
    nodes = graph(portal, f"en/{PAGE}")
    found = nodes["NewsArticle"]
    assert (found["inLanguage"], found["genre"]) == ("en", "Press release")
    crumbs = nodes["BreadcrumbList"]["itemListElement"]
    assert [(one["position"], one["name"], one["item"]) for one in crumbs] == [
        (1, "Beranda", BASE),
        (2, "Siaran pers", f"{BASE}siaran-pers/"),
        (3, "Judul", f"{BASE}en/2026/03/a/"),
    ]


def test_long_headline_is_cut_at_a_word_and_kept_whole_as_alternative(portal: Portal) -> None:
    title = "Pemerintah provinsi " * 8 + "selesai"
    portal.post("a.md", title=title)
    found = article(portal)
    assert len(found["headline"]) <= 110
    assert found["headline"].endswith(" provinsi…")
    assert found["alternativeHeadline"] == title
    portal.post("a.md", title="x" * 200)
    assert article(portal)["headline"] == "x" * 109 + "…"


def test_texts_cannot_close_the_script_element(portal: Portal) -> None:
    portal.post("a.md", title='"</script><script>alert(1)</script><!--"', tags='["]]>", "\\u2028"]')
    found = article(portal)
    assert found["headline"] == "</script><script>alert(1)</script><!--"
    assert "<script>alert" not in portal.text(PAGE)


def test_home_page_names_the_site_and_its_publisher(portal: Portal) -> None:
    portal.build()
    found = graph(portal, "index.html")
    assert (found["WebSite"]["name"], found["WebSite"]["url"]) == ("Portal Uji", BASE)
    assert found["WebSite"]["publisher"]["@id"] == found["GovernmentOrganization"]["@id"]
    assert found["GovernmentOrganization"]["logo"]["url"].removeprefix(BASE) in portal.site()


def test_share_tags_agree_with_the_article(portal: Portal) -> None:
    portal.post("a.md", title="Judul panjang", short_title="Pendek", corrections="[{date: 2026-04-01, note: Salah}]")
    portal.build()
    found = share_tags(portal)
    assert found["og:type"] == "article"
    assert found["og:title"] == "Pendek"
    assert found["og:url"] == f"{BASE}2026/03/a/"
    assert found["article:published_time"] == "2026-03-14T09:30:00+08:00"
    assert found["article:modified_time"] == graph(portal)["NewsArticle"]["dateModified"]
    assert found["og:image"].removeprefix(BASE) in portal.site()


def test_several_authors_are_each_named_on_the_page_in_json_ld_and_in_feeds(portal: Portal) -> None:
    portal.post("a.md", authors="[Sari, Budi, Tini]")
    portal.build()
    assert [person["name"] for person in graph(portal)["NewsArticle"]["author"]] == ["Sari", "Budi", "Tini"]
    assert "Sari, Budi dan Tini" in portal.text("2026/03/a/index.html")
    for feed in ("feed.xml", "atom.xml", "feed.json"):
        assert all(name in portal.text(feed) for name in ("Sari", "Budi", "Tini"))


def test_list_names_the_releases_of_its_page_in_their_order(portal: Portal) -> None:
    portal.write("config.toml", f"{CONFIG}\n[lists]\nsize = 10\n")
    for number in range(25):
        portal.post(f"a{number}.md", date=f"2026-03-{number + 1:02} 09:00")
    portal.build()
    addresses = ("siaran-pers/", "siaran-pers/halaman/2/", "siaran-pers/halaman/1/")
    pages = [graph(portal, f"{address}index.html")["CollectionPage"] for address in addresses]
    assert [page["url"] for page in pages] == [f"{BASE}{address}" for address in addresses]
    assert pages[0]["isPartOf"] == {"@id": f"{BASE}#site"}
    listed = [one["url"] for page in pages for one in page["mainEntity"]["itemListElement"]]
    assert listed == [f"{BASE}2026/03/a{number}/" for number in reversed(range(25))]
    assert "CollectionPage" not in graph(portal, "berita/index.html")  # it is empty
