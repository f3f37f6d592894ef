"""Pages of releases: main points, what is related, photos that must not be cropped, the facts, the QR code."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
import segno

from press import qr_codes
from press.media.share_card_model import HEIGHT, WIDTH
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, Portal

REPOSITORY = Path(__file__).parent.parent.parent
CLAIM = "text: Jembatan runtuh, verdict: hoaks"


def related(portal: Portal, slug: str) -> list[str]:
    """The slugs of the releases that a page names as related, in their order."""
    section = re.search(r'<section class="related".*?</section>', portal.text(f"2026/05/{slug}/index.html"), re.DOTALL)
    return re.findall(r'<h3><a href="/portal/2026/\d\d/([^/]*)/"', section[0]) if section else []


# Related ------------------------------------------------------------------------------------------------------------


def test_related_are_older_releases_with_the_same_tags_then_regions_then_kind_then_topics(portal: Portal) -> None:
    for number in range(1, 5):
        portal.post(f"topik-{number}.md", date=f"2026-04-0{number}", topics="[air]", kind="news")
    portal.post("jenis.md", date="2026-03-03", topics="[air]")
    portal.post("wilayah.md", date="2026-03-02", regions="[Utara]", kind="news")
    portal.post("tag.md", date="2026-03-01", tags="[pipa]", kind="news")
    portal.post("lain.md", date="2026-05-01", topics="[jalan]")
    portal.post("baru.md", date="2026-05-03", topics="[air]", tags="[pipa]", regions="[Utara]")
    portal.post("ini.md", date="2026-05-02", topics="[air]", tags="[pipa]", regions="[Utara]")
    portal.build()
    assert related(portal, "ini") == ["tag", "jenis", "wilayah"]
    assert related(portal, "baru") == ["ini", "tag", "wilayah"]
    assert related(portal, "lain") == []


def test_regions_of_a_release_about_the_whole_province_say_nothing_of_its_subject(portal: Portal) -> None:
    portal.post("wilayah.md", date="2026-03-02", regions="[Utara]")
    portal.post("topik.md", date="2026-03-01", topics="[air]", kind="news")
    portal.post("ini.md", date="2026-05-02", topics="[air]", regions="[Utara, Selatan, Timur]")
    portal.build()
    assert related(portal, "ini") == ["topik"]


def test_page_names_a_related_release_only_while_it_is_about_the_same(portal: Portal) -> None:
    portal.post("satu.md", date="2026-03-01", tags="[pipa]", id="satu")
    portal.post("ini.md", date="2026-05-02", tags="[pipa]", id="ini")
    portal.build()
    assert related(portal, "ini") == ["satu"]
    portal.post("satu.md", date="2026-03-01", tags="[sumur]", id="satu")
    portal.build()
    assert related(portal, "ini") == []


def test_new_release_changes_no_page_of_older_ones(portal: Portal) -> None:
    for number in range(1, 9):
        portal.post(f"{number}.md", date=f"2026-04-0{number}", topics="[air]", tags="[pipa]", regions="[Utara]")
    portal.build()
    before = portal.site()
    portal.post("baru.md", date="2026-05-02", topics="[air]", tags="[pipa]", regions="[Utara]")
    portal.build()
    after = portal.site()
    assert [name for name in before if re.match(r"2026/04/\d/", name) and before[name] != after[name]] == []


# Main points --------------------------------------------------------------------------------------------------------


def test_main_points_are_above_the_text_of_the_page_and_of_feeds(portal: Portal) -> None:
    portal.post("a.md", "Isi panjang.", points='["Jembatan dibuka & aman.", "Truk \\"besar\\" menunggu."]', lang="en")
    portal.build()
    page, feed = portal.text("en/2026/03/a/index.html"), portal.text("feed.json")
    points = re.findall(
        "<li>(.*?)</li>", page[page.index('<section class="points"') : page.index('<div class="prose"')]
    )
    assert points == ["Jembatan dibuka &amp; aman.", "Truk &#34;besar&#34; menunggu."]
    assert '<ul lang="en">' in page
    assert "<h2>Main points</h2>\\n<ul><li>Jembatan dibuka &amp; aman.</li>" in feed
    assert feed.index("Jembatan dibuka") < feed.index("Isi panjang.")


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        ("[Satu., Dua.]", []),
        ("", []),
        ("[]", []),
        ("[Satu.]", ["point-count"]),
        ("Satu.", ["point-count"]),
        ("[a, b, c, d, e, f]", ["point-count"]),
        ("[Satu., {Dua: tiga}]", ["points"]),
        ("{Dua: tiga}", ["points"]),
        ("[[a, b], Satu.]", ["points"]),
    ],
)
def test_wrong_main_points_give_one_diagnostic(portal: Portal, written: str, rules: list[str]) -> None:
    portal.post("a.md", "Isi.", points=written, id="a")
    problems = portal.problems() if "points" in rules else portal.build().problems
    assert [problem.rule for problem in problems] == rules


# Photos -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["none", "contain", "utuh", "no", "None"])
def test_uncropped_photo_is_whole_in_thumbnails_and_on_no_share_card(portal: Portal, written: str) -> None:
    portal.write("posts/a.png", encoded(sample_image(900, 300), "PNG"))
    portal.write("posts/b.png", encoded(sample_image(900, 310), "PNG"))
    portal.post("a.md", image=f"{{src: a.png, alt: Grafik kasus, crop: {written}}}", id="a", topics="[air]")
    portal.post("b.md", image="{src: b.png, alt: Foto warga}", id="b", topics="[jalan]")
    portal.build()
    assert '<div class="thumb whole">' in portal.text("topik/air/index.html")
    assert '<div class="thumb">' in portal.text("topik/jalan/index.html")
    kinds = [Path(name).suffix for name in sorted(portal.site()) if "/kartu-" in name]
    assert kinds == [".png", ".jpg"]
    assert (WIDTH, HEIGHT) == (1200, 630)


@pytest.mark.parametrize("written", ["maybe", "[none]", "{none: x}"])
def test_wrong_crop_gives_one_diagnostic(portal: Portal, written: str) -> None:
    portal.write("posts/a.png", encoded(sample_image(90, 30), "PNG"))
    portal.post("a.md", image=f"{{src: a.png, alt: Grafik kasus, crop: {written}}}", id="a")
    assert [problem.rule for problem in portal.problems()] == ["image"]


def test_photos_of_a_gallery_link_to_their_large_files(portal: Portal) -> None:
    portal.write("posts/a.jpg", encoded(sample_image(900, 600), "JPEG"))
    portal.post("a.md", images="[{src: a.jpg, alt: Warga, caption: Warga di pasar}, {src: a.jpg, crop: none}]")
    portal.build()
    page = portal.text("2026/03/a/index.html")
    gallery = page[page.index('<section class="gallery"') :]
    assert gallery.count('<a href="/portal/2026/03/a/a.jpg"><picture>') == 2
    assert gallery.count('<span class="hush">Lihat lebih besar</span></a>') == 2
    assert gallery.count('<figure class="whole">') == 1
    assert "2026/03/a/a.jpg" in portal.site()


# The facts ----------------------------------------------------------------------------------------------------------


def test_claim_is_answered_by_its_fact_else_by_the_headline(portal: Portal) -> None:
    portal.post("a.md", title="Jembatan aman", kind="klarifikasi", claim=f"{{{CLAIM}}}")
    portal.post("b.md", kind="klarifikasi", claim=f'{{{CLAIM}, fact: "Jembatan kokoh."}}', date="2026-03-15", slug="b")
    portal.build()
    first, second = (portal.text(f"2026/03/{slug}/index.html") for slug in "ab")
    assert '<p class="facts"><strong>Faktanya:</strong> <span>Jembatan aman</span></p>' in first
    assert "<span>Jembatan kokoh.</span>" in second
    feed = portal.text("feed.json")
    assert "<p>Faktanya: Jembatan kokoh.</p>" in feed
    assert feed.count("Faktanya:") == 1
    assert "data-stamp" not in first


# The QR code --------------------------------------------------------------------------------------------------------

_RUN = re.compile(r"([Mmh])(-?\d+)(?: (-?[\d.]+))?")
WITH_CODES = CONFIG.replace("[checks.severity]", "[theme]\nqr_codes = true\n\n[checks.severity]")


def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules of a code, by column and row."""
    found, x, y = set(), 0, 0.5
    for command, number, rest in _RUN.findall(svg.partition(' d="')[2]):
        if command == "h":
            found |= {(x + one, int(y)) for one in range(int(number))}
        x, y = (int(number), float(rest)) if command == "M" else (x + int(number), y + float(rest or 0))
    return found


def test_qr_code_is_that_of_the_address() -> None:
    address = "https://berita.wirantara.example/2026/03/jembatan-arunai-ii-dibuka/"
    matrix = segno.make_qr(address, error="m", mask=2).matrix
    expected = {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert modules(qr_codes.svg(address)) == expected


def test_pages_of_releases_have_a_code_if_the_portal_wants_it(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "portal", WITH_CODES)
    portal.post("a.md")
    portal.build()
    with_code = portal.text("2026/03/a/index.html")
    assert qr_codes.svg("https://uji.example/portal/2026/03/a/") in with_code
    portal.write("config.toml", CONFIG)
    portal.build()
    without = portal.text("2026/03/a/index.html")
    assert 'class="qr"' not in without
    assert len(gzip.compress(with_code.encode())) - len(gzip.compress(without.encode())) < 800


def test_build_without_changed_pages_does_not_load_the_encoder(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "portal", WITH_CODES)
    portal.post("a.md")
    arguments = ["build", "--root", str(portal.root), "--now", "2026-06-01", "--jobs", "1"]
    program = f"import sys; from press.cli.commands import main; sys.argv = ['press', *{arguments}]\ntry:\n main()\n"
    program += "except SystemExit: pass\nprint('segno' in sys.modules)"
    run = [sys.executable, "-c", program]
    loaded = [
        subprocess.run(run, capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout.split()[-1]
        for _ in range(2)
    ]
    assert loaded == ["True", "False"]
