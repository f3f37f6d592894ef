"""The life of a release: what each state changes in everything that leaves the portal (docs/states.md)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from press.build import engine
from press.views.share import share_file
from tests import photos
from tests.portal import CONFIG_WITH_SEARCH, Portal

TABLE = Path(__file__).parents[2] / "docs" / "states.md"
SETTINGS = CONFIG_WITH_SEARCH.replace('language = "id"', 'language = "en"')
MAY = "{date: 2026-05-01 09:00, "
STATES = {
    "published": {}, "corrected": {"corrections": f"[{MAY}note: Salah}}]"}, "expired": {"expires": "2026-05-01"},
    "withdrawn": {"withdrawn": f"{MAY}reason: Reason}}"}, "draft, in a preview": {"draft": "true"},
}  # fmt: skip
DAYS = {state: 2 * number + 1 for number, state in enumerate(STATES)}
"""The day of April on which the release in each state is published; on the next day, what shows it as the older one."""


class Shown(NamedTuple):
    """A release in one state, and the site that shows it."""

    portal: Portal
    site: str
    slug: str
    band: dict[str, str]
    """The words of each share card, by slug."""

    def file(self, address: str) -> str:
        """A file of the site, as text."""
        path = self.portal.root / self.site / address
        return path.read_text() if path.exists() else ""

    @property
    def page(self) -> str:
        """The page of the release."""
        return self.file(f"2026/04/{self.slug}/index.html")

    @property
    def title(self) -> str:
        """Its headline."""
        return f"T{self.slug}"


def write(portal: Portal) -> None:
    """Write a release in each state, with all that shows it: a newer one, a translation, one that it replaces."""
    for state, fields in STATES.items():
        slug, day = state[:3], DAYS[state]
        portal.write(f"posts/2026/04/{slug}.jpg", photos.encoded(photos.sample_image(), "JPEG"))
        portal.post(
            f"2026/04/{slug}.md", "Text.", title=f"T{slug}", id=slug, date=f"2026-04-{day:02} 09:00",
            topics=f"[{slug}]", summary="Summary", aliases=f"[/lama/{slug}/]",
            image=f"{{src: {slug}.jpg, alt: Foto}}", **fields,
        )  # fmt: skip
        portal.post(f"after-{slug}.md", title="Sesudah", id=f"a-{slug}", date=f"2026-04-{day:02} 10:00")
        portal.post(
            f"xx-{slug}.md", title="Ganti", id=f"r-{slug}", date="2025-01-01",
            withdrawn=f"{{date: 2025-01-02, reason: x, replacement: {slug}}}",
        )  # fmt: skip
        portal.post(f"id-{slug}.md", title="Judul", id=f"i-{slug}", date="2025-01-03", lang="id", translation_of=slug)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, dict[str, str]]:
    """The portal, its site and its preview, and the words of its share cards."""
    portal = Portal(tmp_path_factory.mktemp("states") / "portal", SETTINGS)
    write(portal)
    portal.build()
    portal.build("preview", drafts=True)

    def words(snapshot: object, problems: object) -> dict[str, str]:
        cards = {state[:3]: snapshot.catalogue.card(f"posts/2026/04/{state[:3]}.md") for state in STATES}  # type: ignore[attr-defined]
        return {slug: band(slug, card) for slug, card in cards.items()}

    def band(slug: str, card: object) -> str:
        file = share_file(card, portal.request().config)  # type: ignore[arg-type]
        withdrawn = file.card.withdrawn
        return (
            file.card.kind_label if not withdrawn else f"red band: {withdrawn}; struck headline; no photo{file.photo}"
        )

    return portal, engine.inspect(portal.request("preview", drafts=True), words)


@pytest.fixture(scope="module")
def portal_of_one(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shown]:
    """A portal with only a release and an announcement in one state, on the day on which they were published."""

    @cache
    def build(state: str) -> Shown:
        portal, slug = Portal(tmp_path_factory.mktemp("one") / "portal", SETTINGS), state[:3]
        fields = {name: value.replace("2026-05-01", "2026-06-01") for name, value in STATES[state].items()}
        if "expires" in fields:
            fields["expires"] = "2026-06-01 09:00"
        for kind in ("release", "announcement"):
            title = f"T{slug}" if kind == "release" else f"A{slug}"
            portal.post(f"{kind}.md", title=title, id=kind, kind=kind, date="2026-06-01 08:00", **fields)
        portal.build(drafts="preview" in state)
        return Shown(portal, "site", slug, {})

    return build


def tag(text: str, pattern: str) -> str:
    """The first group of a pattern, without tags; – if it is not there."""
    found = re.search(pattern, text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else "–"


def meta(name: str) -> Callable[[Shown], str]:
    return lambda shown: tag(shown.page, rf'<meta (?:property|name)="{name}" content="([^"]*)"')


def graph(shown: Shown, kind: str) -> dict[str, object]:
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", shown.page, re.DOTALL)[1])  # type: ignore[index]
    return next(node for node in data["@graph"] if node["@type"] == kind)


def shared(shown: Shown) -> str:
    """The text in the links of all services, which must be the same."""
    links = [urlsplit(html.unescape(link)) for link in re.findall(r'<li><a href="([^"]*)" rel="nofollow">', shown.page)]
    texts = [text for link in links for name in ("text", "subject") for text in parse_qs(link.query).get(name, ())]
    plain = {re.split(r"\s+https://", text)[0] for text in texts}
    assert (len(texts), len(plain)) == (4, 1)
    return plain.pop()


def teaser(shown: Shown, address: str = "press-releases/index.html", level: int = 2) -> str:
    """The entry of the release in a list, also in those of its topic and its month."""
    return next((one for one in re.findall(r"<article class=\"teaser.*?</article>", shown.file(address), re.DOTALL)
                 if f">{shown.title}<" in one), "")  # fmt: skip


def in_lists(find: Callable[[str, str], str]) -> Callable[[Shown], str]:
    """What a list says, the same in every list."""

    def found(shown: Shown) -> str:
        lists = ("press-releases/index.html", f"topics/{shown.slug}/index.html", "archive/2026/04/index.html")
        said = {find(teaser(shown, address), shown.title) for address in lists}
        assert len(said) == 1
        return said.pop()

    return found


def feed_items(shown: Shown) -> list[tuple[str, str, str]]:
    """Title, text and photo of the item in each format of the feed of its topic."""
    rss: Any = etree.fromstring(shown.file(f"topics/{shown.slug}/feed.xml").encode()).find(".//item")
    atom: Any = etree.fromstring(shown.file(f"topics/{shown.slug}/atom.xml").encode()).find("{*}entry")
    item: Any = json.loads(shown.file(f"topics/{shown.slug}/feed.json"))["items"][0]
    medium = "{http://search.yahoo.com/mrss/}content"
    return [
        (rss.findtext("title"), rss.findtext("{*}encoded"), "yes" if rss.find(medium) is not None else "–"),
        (atom.findtext("{*}title"), atom.findtext("{*}content"), "yes" if atom.find(medium) is not None else "–"),
        (item["title"], item["content_html"], "yes" if "image" in item else "–"),
    ]


def in_feeds(place: int) -> Callable[[Shown], str]:
    def found(shown: Shown) -> str:
        said = {item[place] for item in feed_items(shown)}
        assert len(said) == 1
        text = said.pop()
        strong = tag(text, r"^<p><strong>(.*?)</strong>")
        return text if place != 1 else "Text" if strong == "–" else strong

    return found


def yes(is_there: bool) -> str:
    return "yes" if is_there else "–"


def older(shown: Shown) -> str:
    part = re.search(r'<nav class="older".*?</nav>', shown.file(f"2026/04/after-{shown.slug}/index.html"), re.DOTALL)[0]  # type: ignore[index]
    label = tag(part, r'<span class="state[^>]*>(.*?)</span>').replace("–", "")
    if 'class="struck"' in part:
        return f"{label}, struck"
    return f"{label} {tag(part, r'(<a .*?</a>)')}".strip()


def facts(shown: Shown) -> str:
    data = json.loads(shown.file("search/index/2026/1/facts.json"))["releases"].values()
    day = DAYS[next(state for state in STATES if state.startswith(shown.slug))]
    return next(str(row[2]) for row in data if row[0].startswith(f"2026-04-{day:02}T09")) or "–"


def ranking(shown: Shown) -> str:
    """Where the search page puts results of this state; `tests/browser/test_search.py` tries it."""
    script = next((shown.portal.root / shown.site / "assets").glob("search.*.js")).read_text()
    order = json.loads(tag(script, r"SUNK ?= ?(\[.*?\])"))
    places = dict(zip(order, ("after all others", "last, struck"), strict=True))
    return str(places.get(facts(shown), "by relevance"))


def section(shown: Shown, id: str) -> str:
    """The part of the home page whose heading has an id; empty if it is not there."""
    return tag(shown.file("index.html"), rf'<h2 id="{id}"(.*?)</section>')


def register(shown: Shown) -> str:
    found = re.search(
        rf'<li>\s*<p class="label"><span[^>]*>(\w+)</span>(?:(?!</li>).)*>{shown.title}</a>',
        shown.file("corrections/index.html"), re.DOTALL,
    )  # fmt: skip
    items = json.loads(shown.file("corrections/feed.json"))["items"]
    words = {"Correction": "Corrected", "Withdrawn": "Withdrawn"}
    in_feed = {words[one["title"].partition(":")[0]] for one in items if shown.title in one["title"]}
    assert in_feed == ({found[1]} if found else set())
    return found[1] if found else "–"


def news(shown: Shown) -> str:
    """Whether the release is news on its first day: built at that time, with the change at once."""
    return yes(f"<news:title>{shown.title}</news:title>" in shown.file("sitemap-news.xml"))


PLACES: dict[str, Callable[[Shown], str]] = {
    "title of the page": lambda shown: tag(shown.page, r"<title[^>]*>(.*?) – Portal Uji</title>"),
    "title for previews of the link (Open Graph, Twitter)": meta("og:title"),
    "description of the image for previews": meta("og:image:alt"),
    "description for previews": lambda shown: ({meta(name)(shown) for name in ("og:description", "description")}).pop(),
    "headline in JSON-LD": lambda shown: str(graph(shown, "NewsArticle")["headline"]),
    "breadcrumb in JSON-LD": lambda shown: graph(shown, "BreadcrumbList")["itemListElement"][-1]["name"],  # type: ignore[index]
    "status in JSON-LD": lambda shown: str(graph(shown, "NewsArticle").get("creativeWorkStatus", "–")),
    "share text of WhatsApp, Telegram, X, mail": shared,
    "share text of the phone": lambda shown: tag(shown.page, r'data-title="([^"]*)"'),
    "share card": lambda shown: shown.band[shown.slug],
    "label on the page": lambda shown: tag(shown.page, r'<span class="state[^>]*>([^<]*)</span></p>\s*<h1'),
    "first notice on the page": lambda shown: tag(shown.page, r'class="notice[^>]*>\s*(?:<p><strong>|<h2>)(.*?)</'),
    "headline on the page": lambda shown: "struck" if '<article class="sheet gone"' in shown.page
    else tag(shown.page, r"<h1>(.*?)</h1>"),
    "across each printed page": lambda shown: tag(shown.page, r'<article class="sheet[^>]* data-mark="([^"]*)"'),
    "for search engines": lambda shown: meta("robots")(shown).replace("max-image-preview:large", "–"),
    "label in lists and the archive": in_lists(lambda entry, _: tag(entry, r'<span class="state[^>]*>(.*?)</span>')),
    "headline in lists and the archive": in_lists(
        lambda entry, title: "struck" if " gone" in entry else "Title" if title in entry else "–"
    ),
    "text in lists and the archive": in_lists(lambda entry, _: tag(entry, r'<p class="summary"[^>]*>(.*?)</p>')),
    "among the newest on the home page": lambda shown: yes(shown.title in section(shown, "latest")),
    "corrections on the home page, if in no other part": lambda shown: yes(shown.title in section(shown, "changes")),
    "“Before this” on the next page": older,
    "link from its translation": lambda shown: tag(
        shown.file(f"id/2025/01/id-{shown.slug}/index.html"), r"<li>(<a [^>]*hreflang=\"en\".*?</a>)"
    ),
    "`hreflang` of its translation": lambda shown: yes(
        '<link rel="alternate" hreflang="en"' in shown.file(f"id/2025/01/id-{shown.slug}/index.html")
    ),
    "link from what it replaces": lambda shown: tag(
        shown.file(f"2025/01/xx-{shown.slug}/index.html"), r"In its place: (<a .*?</a>)"
    ),
    "page at a former address": lambda shown: tag(shown.file(f"lama/{shown.slug}/index.html"), r"<title>(.*?)</title>"),
    "title in RSS, Atom, JSON Feed": in_feeds(0),
    "beginning of the text in feeds": in_feeds(1),
    "photo beside the item in feeds": in_feeds(2),
    "`at:deleted-entry` in Atom": lambda shown: yes("<at:deleted-entry" in shown.file(f"topics/{shown.slug}/atom.xml")),
    "feed and register of corrections": register,
    "state in the search index": facts,
    "place among search results": ranking,
    "sitemap of the month": lambda shown: yes(f"/2026/04/{shown.slug}/<" in shown.file("sitemaps/2026-04.xml")),
}  # fmt: skip
ON_THE_DAY = {
    "lead of the home page": lambda shown: yes("teaser lead" in teaser(shown, "index.html")),
    "announcements on the home page": lambda shown: yes(f"A{shown.slug}" in section(shown, "announcements")),
    "sitemap of the news, first 48 hours": news,
}
"""Places that show a release in its first days: they need a portal of one release each."""


def cells() -> list[tuple[str, str, str]]:
    """Every cell of the table in docs/states.md: place, state, what is shown."""
    lines = TABLE.read_text().partition("<!-- read by")[2].partition("\n| ")[2].partition("\n\n")[0].splitlines()
    (_, *states), _, *rows = ([cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines)
    return [(row[0], state, cell) for row in rows for state, cell in zip(states, row[1:], strict=True)]


CELLS = cells()


def test_table_has_every_place_and_state() -> None:
    assert {place for place, _, _ in CELLS} == {*PLACES, *ON_THE_DAY}
    assert {state for _, state, _ in CELLS} == {*STATES}


@pytest.mark.parametrize(("place", "state", "cell"), [cell for cell in CELLS if cell[0] in PLACES])
def test_state_is_shown(portal: tuple[Portal, dict[str, str]], place: str, state: str, cell: str) -> None:
    folder = "preview" if "preview" in state else "site"
    shown = Shown(portal[0], folder, state[:3], portal[1])
    found = PLACES[place](shown).replace(shown.title, "Title")
    assert found == cell


@pytest.mark.parametrize("place", ON_THE_DAY)
@pytest.mark.parametrize("state", STATES)
def test_state_is_shown_on_the_first_day(portal_of_one: Callable[[str], Shown], place: str, state: str) -> None:
    assert ON_THE_DAY[place](portal_of_one(state)) == next(cell for cell in CELLS if cell[:2] == (place, state))[2]


def test_withdrawal_takes_effect_everywhere_at_its_minute(tmp_path: Path) -> None:
    """Also in what shows the release without being edited: its translation, what it replaces, what follows it."""
    portal = Portal(tmp_path / "portal", SETTINGS.replace("enabled = true", "enabled = false"))
    write(portal)
    portal.build(now="2026-05-01T08:59:00+08:00")
    assert "Withdrawn: Twit" not in "".join(map(str, portal.site().values()))
    for minute in ("08:59:59", "09:00:00"):
        portal.build(now=f"2026-05-01T{minute}+08:00")
        portal.build("clean", now=f"2026-05-01T{minute}+08:00")
        assert portal.site() == portal.site("clean")
    shown = Shown(portal, "site", "wit", {})
    assert meta("og:title")(shown) == "Withdrawn: Twit"
    assert PLACES["link from its translation"](shown) == "Withdrawn: Twit"
    assert PLACES["link from what it replaces"](shown) == "Withdrawn: Twit"


def test_corrections_of_a_withdrawn_release_are_marked_as_withdrawn(tmp_path: Path) -> None:
    """In the register and its feed: also the correction no longer holds."""
    portal = Portal(tmp_path / "portal", SETTINGS.replace("enabled = true", "enabled = false"))
    portal.post("a.md", title="Tab", **STATES["corrected"], withdrawn="{date: 2026-05-02, reason: Reason}")
    portal.build()
    items = json.loads(portal.text("corrections/feed.json"))["items"]
    assert [item["title"] for item in items] == ["Withdrawn: Tab"] * 2
    assert all(item["content_html"].startswith("<p><strong>Withdrawn, 2 May 2026.") for item in items)
    assert len({item["id"] for item in items}) == 2
    assert portal.text("corrections/index.html").count('class="struck" href="/portal/2026/03/a/"') == 2


@pytest.mark.parametrize(
    ("expires", "printed"),
    [
        ("2026-05-01", "30 April 2026"),
        ("2026-05-01 00:00", "30 April 2026"),
        ("2026-05-01 00:00 +09:00", "30 April 2026"),
        ("2026-01-01 00:00", "31 December 2025"),
        ("2026-05-01 00:01", "1 May 2026 at 00:01 WITA"),
        ("2026-05-01 23:59", "1 May 2026 at 23:59 WITA"),
        ("2026-12-01 00:00", "Valid until Monday, 30 November 2026"),
    ],
)
def test_last_day_of_a_release_is_the_day_before_midnight(tmp_path: Path, expires: str, printed: str) -> None:
    one = Portal(tmp_path / "portal", SETTINGS.replace("enabled = true", "enabled = false"))
    one.post("a.md", date="2025-01-01", expires=expires)
    one.write("pages/p.md", f"---\ntitle: Page\nexpires: {expires}\n---\n\nText.\n")
    one.build()
    page = re.sub(r"<[^>]+>", "", one.text("2025/01/a/index.html"))
    assert printed in page
    assert page.count(printed) == 1
    if "Valid" not in printed:
        assert printed in re.sub(r"<[^>]+>", "", one.text("p/index.html"))
        assert printed in html.unescape(one.text("feed.xml"))
