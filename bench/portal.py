"""A synthetic newsroom, made from a seed: the same number and seed always give the same releases.

The numbers are those of real newsrooms: a median of 470 words and a 90th percentile of 1,100, lists in every second
release, links in two of three, one in twenty that is only a link, tags by Zipf's law, and one huge release of 150 kB.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import accumulate
from typing import NamedTuple

TOPICS = (
    "infrastruktur", "kesehatan", "pendidikan", "pertanian", "kelautan",
    "lingkungan", "kebencanaan", "perhubungan", "ekonomi", "layanan-publik",
)  # fmt: skip
OFFICES = tuple(f"dinas-{number:02}" for number in range(1, 41))
TAGS = 300
ZONE = timezone(timedelta(hours=8))
LAST_DAY = date(2025, 12, 28)
YEARS = 8
MEDIAN, SPREAD = 470, math.log(1100 / 470) / 1.2816
"""Parameters of the lognormal number of words; 1.2816 is the 90th percentile of the normal distribution."""
HUGE = 150_000
"""Bytes of the one huge release."""

_COMMON = (
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "dalam", "ini", "itu", "oleh", "akan", "telah",
    "sudah", "tidak", "juga", "agar", "serta", "sebagai", "warga", "pemerintah", "provinsi", "daerah",
    "masyarakat", "layanan", "program", "kegiatan", "tahun", "hari", "bulan", "wilayah", "desa", "kecamatan",
    "kabupaten", "kota", "pembangunan", "pelayanan", "kesehatan", "pendidikan", "bantuan", "jalan", "jembatan",
    "sekolah", "petugas", "kepala", "dinas", "gubernur",
)  # fmt: skip
_FIRST = ("ba", "be", "da", "ga", "ja", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wa", "su", "ti", "mu", "pe")
_LAST = (
    "bar", "dan", "gan", "hak", "jang", "kat", "lan", "mun", "nam",
    "pas", "rah", "sin", "tang", "wan", "yar", "lu", "ri", "ngga",
)  # fmt: skip
_ROOTS = [first + last for first in _FIRST for last in _LAST]
_PREFIXES, _ENDINGS = ("", "", "ber", "di", "ter", "pe", "me"), ("", "", "an", "kan", "nya", "i")


class Release(NamedTuple):
    """A release, which `bench.dialects` writes in the format of each generator."""

    number: int
    """Position by date; 0 is the oldest."""
    slug: str
    title: str
    date: datetime
    summary: str
    topic: str
    office: str
    tags: tuple[str, ...]
    original: str
    """The address to which a release that is only a link points; else empty."""
    body: str
    """Markdown that all generators convert in the same way."""

    @property
    def address(self) -> str:
        """``2026/03/slug``, the same for every generator."""
        return f"{self.date:%Y/%m}/{self.slug}"

    @property
    def id(self) -> str:
        """Its identity in feeds."""
        return f"{self.date:%Y}-{self.number:06}"


def releases(count: int, seed: int = 1) -> Iterator[Release]:
    """All releases of a portal, oldest first. They are made one at a time, so that any number fits in memory."""
    before: Release | None = None
    for number in range(count):
        before = release(number, count, seed, before)
        yield before


def release(number: int, count: int, seed: int = 1, before: Release | None = None) -> Release:
    """One release of a portal with `count` releases; it may link to the release `before` it."""
    rng = random.Random(f"{seed}/{number}")
    title = sentence(rng, rng.randint(5, 9)).rstrip(".")
    link = number % 20 == 7
    huge = number == count // 2
    return Release(
        number=number,
        slug=f"{'-'.join(title.lower().replace(',', '').split()[:5])}-{number}",
        title=title,
        date=_moment(number, count),
        summary=sentence(rng, rng.randint(12, 20)),
        topic=rng.choice(TOPICS),
        office=rng.choice(OFFICES),
        tags=tuple(sorted(set(rng.choices(_tags(), cum_weights=_zipf(TAGS), k=rng.randint(1, 4))))),
        original=f"https://dokumen.example/berkas/{number}" if link else "",
        body=_link_body(rng, number) if link else _huge_body(rng) if huge else _body(rng, before),
    )


def sentence(rng: random.Random, words: int) -> str:
    """A sentence of so many words, which may have a comma."""
    chosen = rng.choices(_words(), cum_weights=_zipf(len(_words())), k=words)
    comma = rng.randrange(3, max(4, words))
    text = " ".join(word + "," if place == comma and place < words - 1 else word for place, word in enumerate(chosen))
    return text[0].upper() + text[1:] + "."


def _moment(number: int, count: int) -> datetime:
    """The date of a release: they are spread evenly over the years up to the last day, in office hours."""
    days, rest = divmod(number * YEARS * 365, count)
    minutes = rest * 600 // count
    first = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 7, 30, tzinfo=ZONE) - timedelta(days=YEARS * 365 - 1)
    return first + timedelta(days=days, minutes=minutes)


def _body(rng: random.Random, before: Release | None) -> str:
    """Paragraphs, some with a link, a heading or a list."""
    wanted = max(40, min(5000, round(rng.lognormvariate(math.log(MEDIAN), SPREAD))))
    blocks = [_paragraph(rng) for _ in range(max(1, round(wanted / 44)))]
    if rng.random() < 2 / 3:
        blocks[rng.randrange(len(blocks))] += " " + _link(rng, before)
    if rng.random() < 1 / 2:
        blocks.insert(rng.randint(1, len(blocks)), _list(rng))
    if len(blocks) > 9:
        blocks.insert(len(blocks) // 2, "## " + sentence(rng, 4).rstrip("."))
    return "\n\n".join(blocks)


def _paragraph(rng: random.Random) -> str:
    text = " ".join(sentence(rng, rng.randint(8, 21)) for _ in range(3))
    if rng.random() < 1 / 5:
        words = text.split(" ")
        words[4] = f"**{words[4].strip(',.')}**"
        text = " ".join(words)
    return text


def _list(rng: random.Random) -> str:
    marker = rng.choice(("- ", "1. "))
    return "\n".join(marker + sentence(rng, rng.randint(4, 9)) for _ in range(rng.randint(3, 6)))


def _link(rng: random.Random, before: Release | None) -> str:
    target = f"/{before.address}/" if before and rng.random() < 1 / 2 else f"https://data.example/{rng.randrange(9999)}"
    return f"Selengkapnya dalam [{sentence(rng, 3).rstrip('.').lower()}]({target})."


def _link_body(rng: random.Random, number: int) -> str:
    return f"[{sentence(rng, 4).rstrip('.')}](https://dokumen.example/berkas/{number})"


def _huge_body(rng: random.Random) -> str:
    blocks: list[str] = []
    size = 0
    while size < HUGE:
        blocks.append(_list(rng) if len(blocks) % 7 == 6 else _paragraph(rng))
        size += len(blocks[-1]) + 2
    return "\n\n".join(blocks)


@cache
def _words() -> list[str]:
    """About 4,000 words, frequent ones first."""
    rng = random.Random("words")
    made = sorted({prefix + root + ending for prefix in _PREFIXES for root in _ROOTS for ending in _ENDINGS})
    return list(dict.fromkeys([*_COMMON, *rng.sample(made, 4000)]))


@cache
def _tags() -> list[str]:
    rng = random.Random("tags")
    return rng.sample(sorted({f"{one} {other}" for one in _ROOTS[::7] for other in _ROOTS[::11]}), TAGS)


@cache
def _zipf(size: int) -> list[float]:
    """Cumulative weights with which the n-th item is chosen 1/n as often as the first."""
    return list(accumulate(1 / rank for rank in range(1, size + 1)))
