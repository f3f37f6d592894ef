"""Advice is right: a source that is mended as a hint says has no other problem than before."""

from __future__ import annotations

import pytest

from press.build import engine
from press.diagnostics import Diagnostic
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, Portal

SETTINGS = (
    CONFIG.partition("[checks.severity]")[0]
    + """
[checks]
require = ["summary"]
[contacts.humas]
name = "Humas"
[offices.dinas-air]
name = "Dinas Air"
[topics.kesehatan]
name = "Kesehatan"
[regions.kota-satu]
name = "Kota Satu"
"""
)
HEAD = "title: Judul\ndate: 2026-03-14 09:30\nid: a\nsummary: Ringkas\n"
LONG = "a" * 120
UNTOLD = "kind: event\nevent: {starts: 2026-12-20 09:00, place: Aula"
EVENT = f"updated: 2026-03-15\n{UNTOLD}"
CLAIM = "kind: clarification\nclaim: {text: x, verdict: "
Mended = tuple[str, str, str]
"""The rule that is broken, the fields or the text that break it, and these mended as the hint says."""
FIELDS: list[Mended] = [
    ("title", "title: |\n  Satu\n  dua\nsummary: Ringkas", "title: Satu\nsummary: dua"),
    ("date", "date: 14/03/2026", "date: 2026-03-14 09:30"),
    ("slug", "slug: Jembatan Baru", "slug: jembatan-baru"),
    ("slug", "slug: con", "slug: con-x"),
    ("slug", f"slug: {LONG}", "slug: EXAMPLE"),
    ("slug", "slug: a/b", "slug: EXAMPLE"),
    ("kind", "kind: rilis", "kind: siaran pers"),
    ("lang", "lang: Inggris", "lang: en"),
    ("original", "original: javascript:alert(1)", "original: https://x.example"),
    ("aliases", "aliases: [https://x.example/a/]", "aliases: [/2020/01/banjir/]"),
    ("office", "office: dinas-iar", "office: dinas-air"),
    ("topics", "topics: [kesehaatan]", "topics: [kesehatan]"),
    ("regions", "regions: [kota-stau]", "regions: [kota-satu]"),
    ("contact", "contact: humaas", "contact: humas"),
    ("contact", "contact:\n  phone: '1'", "contact:\n  phone: '1'\n  name: Humas"),
    ("draft", "draft: nanti", "draft: true"),
    ("draft", "published: off", "draft: true"),
    ("draft", "published: off", ""),
    ("draft", "status: private", "draft: true"),
    ("draft", "build: {render: never}", "draft: true"),
    ("draft", "tags: [draft]", "tags: [lain]"),
    ("draft", "publishDate: 2026-04-01", "date: 2026-04-01"),
    ("draft", "embargo: 2026-04-01 10:00", "date: 2026-04-01 10:00"),
    ("draft", "expiryDate: 2026-09-01", "expires: 2026-09-01"),
    ("draft", "retracted: true", "withdrawn:\n  date: 2026-03-15\n  reason: Keliru"),
    ("draft", "drfat: true", "draft: true"),
    ("withdrawn", "widthdrawn: {date: 2026-03-15, reason: x}", "withdrawn: {date: 2026-03-15, reason: x}"),
    ("withdrawn", "withdrawn: {date: 2026-03-15, reason: x, hapus: ya}", "withdrawn: {date: 2026-03-15, reason: x}"),
    ("withdrawn", "withdrawn: {date: 2026-03-15}", "withdrawn: {date: 2026-03-15, reason: x}"),
    ("withdrawn", "withdrawn: ya", "withdrawn:\n  date: 2026-03-15\n  reason: x"),
    ("withdrawn", "withdrawn: {date: 2025-03-15, reason: x}", "withdrawn: {date: 2026-03-15, reason: x}"),
    ("expires", "expires: 2025-01-01", "expires: 2027-01-01"),
    ("corrections", "corrections: [{date: 2026-03-15}]", "corrections: [{date: 2026-03-15, note: x}]"),
    ("corrections", "corrections: [{date: 2025-03-15, note: x}]", "corrections: [{date: 2026-03-15, note: x}]"),
    ("claim", f"{CLAIM}palsu}}", f"{CLAIM}rekayasa}}"),
    ("claim", f"{CLAIM}scam, evidence: [{{title: x, url: surat}}]}}", f"{CLAIM}scam, evidence: [{{title: x, url: 'https://x.example'}}]}}"),
    ("claim-due", f"{CLAIM}sedang diperiksa}}", f"{CLAIM}sedang diperiksa, due: 2026-12-31}}"),
    ("claim-due", f"{CLAIM}checking, due: 2026-03-20}}", f"{CLAIM}hoaks, due: 2026-03-20}}"),
    ("event", f"{EVENT}, status: mungkin}}", f"{EVENT}, status: belum pasti}}"),
    ("event", f"{EVENT}, online: aula}}", f"{EVENT}, online: 'https://x.example'}}"),
    ("event", f"{EVENT}, accreditation: humas}}", f"{EVENT}, accreditation: humas@x.example}}"),
    ("event", "kind: event\nevent: {place: Aula}", f"{UNTOLD}}}"),
    ("event-kind", "kind: event", "kind: event\nevent:\n  starts: 2026-12-20 09:00\n  place: Aula"),
    ("event-kind", f"{UNTOLD}}}".removeprefix("kind: event\n"), f"{UNTOLD}}}"),
    ("event-times", f"{EVENT}, ends: 2026-12-20 08:00}}", f"{EVENT}, ends: 2026-12-20 10:00}}"),
    ("event-times", f"{EVENT}, accreditation_until: 2026-12-21}}", f"{EVENT}, accreditation_until: 2026-12-19}}"),
    ("event-status", f"{EVENT}, status: cancelled}}", f"{EVENT}, status: cancelled, reason: x}}"),
    ("event-status", f"{EVENT}, status: ditunda}}", f"{EVENT}, status: ditunda, postponed_from: 2026-12-01 09:00}}"),
    ("event-updated", f"{UNTOLD}, status: dibatalkan, reason: x}}", f"{EVENT}, status: dibatalkan, reason: x}}"),
    ("event-midnight", f"{UNTOLD}}}".replace(" 09:00", ""), f"{UNTOLD}, all_day: true}}"),
    ("event-place", f"{UNTOLD}}}".replace(", place: Aula", ""), f"{UNTOLD}}}"),
    ("event-media", f"{EVENT}, for_media: ya}}", f"{EVENT}, for_media: ya, accreditation: 'https://x.example'}}"),
    ("event-result", f"{UNTOLD}}}".replace("-12-", "-03-"), f"{UNTOLD}, result: lain}}".replace("-12-", "-03-")),
    ("relation", f"{EVENT}, result: b}}", f"{EVENT}, result: lain}}"),
    ("disclosure", "disclosure: rahasia", "disclosure: berkala\nupdated: 2026-03-15 09:30"),
    ("periodic-age", "date: 2025-06-01\ndisclosure: berkala", "date: 2026-03-14\ndisclosure: berkala"),
    ("claim-kind", "claim: {text: x, verdict: false}", "claim: {text: x, verdict: false}\nkind: clarification"),
    ("claim-kind", "kind: clarification", "kind: clarification\nclaim: {text: x, verdict: false}"),
    ("id", f"id: {LONG}{LONG}", "id: 2026-0042"),
    ("summary", "summary: [a, b]", 'summary: "a, b"'),
    ("short-title-length", f"short_title: {LONG}", "short_title: Judul"),
    ("image", "image: {alt: x}", "image: {alt: x, src: foto.png}"),
    ("missing-file", "image: {src: tidak-ada.png, alt: x}", "image: {src: foto.png, alt: x}"),
    ("relation", "translation_of: b", "translation_of: lain"),
    ("front-matter", "place: Gedung: aula", 'place: "Gedung: aula"'),
    ("front-matter", "place: @aula", 'place: "@aula"'),
    ("front-matter", "title: Judul\nTitle: Dua", "title: Judul"),
    ("front-matter", "place:\tAula", "place: Aula"),
    ("unknown-field", "sumary: Ringkas", ""),
    ("unknown-field", "excerpt: Ringkas", ""),
    ("unknown-field", "authros: Sari", ""),
    ("unknown-field", "auther: Sari", "author: Sari"),
    ("unknown-field", "categories: [kesehatan]", "topics: [kesehatan]"),
    ("unknown-field", "keywords: [air]", "tags: [air]"),
    ("unknown-field", "lastmod: 2026-03-15", "updated: 2026-03-15"),
    ("unknown-field", "permalink: /2020/01/x/", "aliases: [/2020/01/x/]"),
    ("unknown-field", "url: /berita/x.html", "aliases: [/berita/x.html]"),
    ("unknown-field", "permalink: lama", "slug: lama"),
    ("unknown-field", "redirect_from: [/2020/01/x/]", "aliases: [/2020/01/x/]"),
    ("unknown-field", "canonical_url: https://x.example/a", "original: https://x.example/a"),
    ("unknown-field", "penulis: Sari", "author: Sari"),
    ("unknown-field", "thumbnail: {src: foto.png, alt: x}", "image: {src: foto.png, alt: x}"),
    ("unknown-field", "image: {src: foto.png}\nimage_alt: x", "image: {src: foto.png, alt: x}"),
    ("unknown-field", "language: en", "lang: en"),
    ("unknown-field", "published: true", ""),
    ("unknown-field", "status: publish", ""),
    ("unknown-field", "publishDate: 2026-03-14", ""),
    ("require", "summary:", "summary: Ringkas"),
]  # fmt: skip
TEXTS: list[Mended] = [
    ("link", "[x](tidak-ada.md)", "[x](lain.md)"),
    ("missing-file", "![x](tidak-ada.png)", "![x](foto.png)"),
    ("alt", "![](foto.png)", "![Foto](foto.png)"),
    ("unsafe", "<script>x</script>", ""),
    ("control-characters", "a\x08b", "ab"),
]
ELSEWHERE = [
    "path", "comments", "redirect_to", "layout", "type", "weight", "toc", "menu", "author_email",
    "series", "section", "sidebar", "nav_order", "parent", "has_children", "math", "mermaid", "mathjax", "disqus",
    "share", "related", "featured", "sticky", "sitemap", "robots", "noindex", "changefreq", "priority",
    "outputs", "resources", "markup", "linkTitle", "isCJKLanguage", "hero", "video", "videos", "audio", "podcast",
    "duration", "width", "height", "color", "theme", "style", "css", "js", "head", "footer", "header", "banner",
    "icon", "logo", "email", "phone", "website", "source", "sources", "version", "number", "count", "order",
    "position", "index", "name", "names", "user", "users", "group", "groups", "data", "file", "files", "note",
    "notes", "page", "pages", "post", "posts", "link", "links", "page_id", "post_id", "post_name", "comment_status",
    "ping_status", "wordpress_id", "tumblr_url", "eleventyNavigation", "eleventyComputed", "templateEngineOverride",
    "dateCreated", "created", "hits", "views", "likes", "rating", "license", "copyright", "credits", "intro", "body",
    "content", "text", "html",
]  # fmt: skip
"""Fields of other programs that mean nothing to Press, and resemble none of its fields."""


def problems(portal: Portal) -> list[Diagnostic]:
    """The problems of ``posts/x.md``."""
    found = engine.inspect(portal.request(), lambda _, found: found)
    return [problem for problem in found if problem.place.path == "posts/x.md"]


def source(fields: str, text: str = "Isi.") -> str:
    """A file with the fields of `HEAD`, replaced by `fields` where the names are equal."""
    own = {line.partition(":")[0] for line in fields.splitlines()}
    head = [line for line in HEAD.splitlines() if line.partition(":")[0] not in own]
    return "\n".join(["---", *head, *fields.splitlines(), "---", "", text, ""])


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    portal = Portal(tmp_path_factory.mktemp("advice"), SETTINGS)
    portal.post("lain.md", id="lain", summary="Ringkas")
    portal.write("posts/foto.png", encoded(sample_image(64, 40), "PNG"))
    return portal


@pytest.mark.parametrize(("rule", "bad", "mended"), FIELDS)
def test_field_that_is_mended_as_the_hint_says_has_no_problem(
    newsroom: Portal, rule: str, bad: str, mended: str
) -> None:
    newsroom.write("posts/x.md", source(bad))
    found = problems(newsroom)
    assert rule in {problem.rule for problem in found}
    (first,) = [problem for problem in found if problem.rule == rule]
    assert first.hint
    newsroom.write("posts/x.md", source(mended.replace("EXAMPLE", first.values.get("example", ""))))
    assert problems(newsroom) == []


@pytest.mark.parametrize(("rule", "bad", "mended"), TEXTS)
def test_text_that_is_mended_as_the_hint_says_has_no_problem(
    newsroom: Portal, rule: str, bad: str, mended: str
) -> None:
    newsroom.write("posts/x.md", source("", bad))
    assert rule in {problem.rule for problem in problems(newsroom)}
    newsroom.write("posts/x.md", source("", mended))
    assert problems(newsroom) == []


def test_fields_of_other_programs_get_no_absurd_suggestion(newsroom: Portal) -> None:
    newsroom.write("posts/x.md", source("\n".join(f"{name}: x" for name in ELSEWHERE)))
    found = problems(newsroom)
    assert {problem.rule for problem in found} == {"unknown-field"}
    assert {problem.values["field"]: problem.values["nearest"] for problem in found} == dict.fromkeys(ELSEWHERE, "")


def test_what_is_held_back_elsewhere_is_said_once(newsroom: Portal) -> None:
    newsroom.write("posts/x.md", source("published: false\nstatus: publish"))
    assert [(problem.place.line, problem.rule) for problem in problems(newsroom)] == [
        (6, "draft"), (7, "unknown-field"),
    ]  # fmt: skip


def test_same_field_is_suggested_once(newsroom: Portal) -> None:
    fields = source("excerpt: x\ndescription: y").replace("summary: Ringkas\n", "")
    newsroom.write("posts/x.md", fields)
    hints = [problem.hint for problem in problems(newsroom) if problem.rule == "unknown-field"]
    assert hints == ["in Press it is called “{nearest}”", "delete this: the field “{nearest}” is there already"]
