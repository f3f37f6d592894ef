"""The cache ``.press/made/`` has what the site uses, and one release more costs the same in any archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from press.media import images, share_card
from press.outputs.search import pagefind
from tests import photos
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal

PHOTO = photos.photo(600, 400)
PHOTO_FILES = 2 * 2
"""Two widths in two formats."""


@pytest.fixture
def own(tmp_path: Path) -> Portal:
    """A portal with a cache of its own, a photo and a release without one."""
    portal = Portal(tmp_path / "portal")
    (portal.root / ".press").mkdir()
    portal.write("posts/foto.jpg", PHOTO)
    portal.post("a.md", title="Satu", image="{src: foto.jpg, alt: Sungai}")
    portal.post("b.md", title="Dua")
    portal.build()
    return portal


def made(portal: Portal) -> set[str]:
    return {path.name for path in (portal.root / ".press/made").iterdir()}


def test_cache_has_one_file_for_each_size_and_card(own: Portal) -> None:
    """And one for what is behind the words of a card with a photo."""
    assert len(made(own)) == PHOTO_FILES + 1 + 2


def test_full_build_deletes_what_the_site_does_not_use(own: Portal) -> None:
    """Cards in another colour, and what another version of Press or a stopped build left."""
    before = made(own)
    for name in ("0" * 64, ".new.tmp"):
        own.write(f".press/made/{name}", b"old")
    own.write("config.toml", CONFIG + '[theme]\ncolour = "#123456"\n')
    own.build()
    after = made(own)
    assert (len(after), len(after & before)) == (PHOTO_FILES + 1 + 2, PHOTO_FILES + 1)
    assert own.site() == rebuilt(own)


def rebuilt(portal: Portal) -> dict[str, bytes]:
    """The site of a build without cache."""
    portal.delete_cache()
    (portal.root / ".press").mkdir()
    portal.build()
    return portal.site()


def test_small_builds_and_previews_delete_nothing(own: Portal) -> None:
    own.write(".press/made/other", b"old")
    own.post("b.md", title="Tiga")
    own.build()
    own.build(output="lain", drafts=True)
    assert "other" in made(own)


def test_cache_that_is_shared_with_others_is_left_alone(own: Portal, tmp_path: Path) -> None:
    folder = own.root / ".press/made"
    folder.rename(tmp_path / "shared")
    folder.symlink_to(tmp_path / "shared")
    own.write(".press/made/other", b"old")
    own.write("config.toml", CONFIG + '[theme]\ncolour = "#123456"\n')
    own.build()
    assert "other" in made(own)


def test_lost_cache_file_is_made_again(own: Portal) -> None:
    before = own.site()
    for name in made(own):
        own.write(f".press/made/{name}", b"damaged")
    (own.root / ".press/build.db").unlink()
    own.build()
    assert own.site() == before


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often this process decoded a photo, encoded a file, drew a card and indexed texts."""
    counts: Counter[str] = Counter()

    def count(owner: Any, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            counts[f"{owner.__name__.rpartition('.')[2]}.{name}"] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, counted)

    count(images.Photo, "__init__")
    count(images, "encoded")
    count(share_card, "share_card")
    count(pagefind, "index")
    images.decoded.cache_clear()
    return counts


def test_another_colour_or_headline_draws_cards_and_decodes_no_photo(own: Portal, work: Counter[str]) -> None:
    own.write("config.toml", CONFIG + '[theme]\ncolour = "#123456"\n')
    own.build()
    own.post("a.md", title="Tiga", image="{src: foto.jpg, alt: Sungai}")
    own.build()
    assert (work["Photo.__init__"], work["share_card.share_card"]) == (0, 4)  # with that of the portal


def with_photo(portal: Portal, name: str, seed: int = 0) -> None:
    """A release with two photos, the lead one also on its card."""
    portal.write(f"posts/2026/{name}.jpg", PHOTO + b"\0" * seed)
    portal.write(f"posts/2026/{name}-b.jpg", PHOTO + b"\0" * (seed + 1))
    portal.post(
        f"2026/{name}.md", date="2026-05-30 10:00", image=f"{{src: {name}.jpg, alt: A}}",
        images=f"[{{src: {name}-b.jpg, alt: B}}]",
    )  # fmt: skip


def test_one_more_release_with_photos_costs_the_same_in_any_archive(tmp_path: Path, work: Counter[str]) -> None:
    """Each photo is decoded once, for its four files and the card; one folder of the search index is made."""
    costs = []
    for count in (100, 400):
        portal = Portal(tmp_path / str(count), CONFIG_WITH_SEARCH)
        (portal.root / ".press").mkdir()
        for number in range(count):
            portal.post(f"{number}.md", "Isi.", date=f"2026-04-{number % 28 + 1:02} 09:00", id=str(number))
        with_photo(portal, "lama", seed=2)
        portal.build()
        work.clear()
        with_photo(portal, "baru", seed=9)
        portal.build()
        costs.append(dict(work))
    assert costs[0] == costs[1]
    assert costs[0] == {
        "Photo.__init__": 2, "images.encoded": 2 * PHOTO_FILES + 2, "share_card.share_card": 1, "pagefind.index": 1,
    }  # fmt: skip


def test_photos_of_a_release_are_decoded_once_however_they_are_named(own: Portal, work: Counter[str]) -> None:
    """`b.jpg` and `b-1.jpg` are apart in the order of addresses; the lead photo comes after its card."""
    own.write("posts/b.jpg", PHOTO + b"1")
    own.write("posts/b-1.jpg", PHOTO + b"2")
    own.write("posts/z.jpg", PHOTO + b"3")
    own.post("c.md", "![A](b.jpg)\n\n![B](b-1.jpg)", image="{src: z.jpg, alt: C}")
    own.build()
    assert (work["Photo.__init__"], work["images.encoded"]) == (3, 3 * PHOTO_FILES + 2)


def test_full_build_writes_texts_before_it_makes_known_photos_again(own: Portal) -> None:
    """The photo is on the site already; its new copyright can wait, the pages cannot."""
    own.write("posts/baru.jpg", PHOTO + b"new")
    own.post("c.md", title="Tiga", image="{src: baru.jpg, alt: Air}")
    own.write("config.toml", 'publisher = "Pemprov"\n' + CONFIG)
    written = list(own.build().written)
    pages = [written.index(f"2026/03/{name}/index.html") for name in "abc"]
    assert written.index("2026/03/a/foto.jpg") > max(pages)
    assert written.index("2026/03/c/baru.jpg") < min(pages)
    assert own.site() == rebuilt(own)
