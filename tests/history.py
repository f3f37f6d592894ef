"""A portal that is edited step by step, as in a folder; `tests.git_history` does the same in a git repository."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from press.build import engine
from press.build.sealing import Sealer
from press.errors import BadConfig, Misuse, Refused
from press.seal import keys, ledger
from press.seal.keys import KeyList
from press.seal.notes import NOTE, Key
from press.seal.signing import Seed
from tests.portal import CONFIG, STRICT_CONFIG, Portal

START = datetime.fromisoformat("2026-06-01T12:00:00+08:00")
NAMES = ("a", "b", "c", "d", "e", "f")
SLUGS = ("satu", "dua", "tiga")
TOPICS = ("air", "jalan", "Sekolah Dasar")
DATES = (
    "2025-12-31 23:30",
    "2026-01-01 00:10",
    "2026-03-14 09:30",
    "2026-05-31 20:00",
    "2026-06-01 13:00",
    "2026-06-05",
)
KINDS = ("release", "news", "clarification", "announcement", "link", "document", "event", "alert")
TARGETS = (
    "a.md", "e.md", "#bagian", "/", "/arsip/", "/arsip/2026/", "/arsip/2026/03/", "/arsip/2026/06/atom.xml",
    "/arsip/2025/12/feed.xml", "/topik/air/", "/topik/jalan/feed.xml", "/topik/air/halaman/1/", "/tag/z/",
    "/berita/halaman/2/", "/feed.json", "/ralat/", "/ralat/2025/", "/ralat/2026/", "/bahasa/en/", "/lama/1/",
    "/lama/2/index.html", "/2026/03/a/", "/2026/06/satu/", "/berkas-0.txt", "/berkas-1.txt/", "/unduh/", "/tentang/",
    "/assets/press.css", "/sitemap.xml", "/instansi/dinas-air/", "/klarifikasi/", "/klarifikasi/salah/",
    "/klarifikasi/2026/", "/2026/03/", "/ppid/", "/agenda/", "/agenda/2026/06/", "/agenda/agenda.ics",
    "/instansi/dinas-air/agenda.ics", "/agenda/halaman/1/", "/2026/03/a/agenda.ics",
    "/2026/06/satu/agenda.ics", "/tidak-ada/", "/en/", "/en/topics/air/", "/en/feed.xml", "/en/tags/x/",
)  # fmt: skip
ALIASES = (
    "/lama/0/", "/lama/1/", "/lama/1/dalam/", "/lama/2.html", "/2026/03/a/", "/2026/03/a/dalam/", "/feed.xml",
    "/arsip/2026/03/", "/tentang/", "/tentang/lama/", "/berkas-0.txt/", "/manifest.json", "/cari/indeks/", "/Lama/0",
)  # fmt: skip
STATIC = (
    "berkas-0.txt", "berkas-1.txt", "berkas-1.txt/dalam.txt", "unduh/index.html", "unduh", "2026", "2026/03/a/x.txt",
    "2026/03/a/index.html", "lama/1/index.html", "lama", "robots.txt", "feed.xml", "feed.xml/x.txt",
    "tentang/index.html", "tentang/x.txt", "topik/air/index.html", "topik",
)  # fmt: skip
CHECKS = (
    "".join(
        f'{rule} = "warning"\n'
        for rule in ("link", "relation", "missing-file", "alert-update", "alert-end", "alert-kind")
    )
    + 'sealed = "off"\n'
)
ORIGIN = "uji.example/portal/seal"
SEED = Seed(b"\1" * 32, "ed25519")
_TOPICS = '[topics.air]\nname = "Air"\n[topics.jalan]\nname = "Jalan"\n[topics.sekolah-dasar]\nname = "SD"\n'
_ENGLISH = '[editions.en]\ntitle = "Test"\n[editions.en.topics]\nair = {name = "Water"}\n'
PULLED = ("id-a", "https://hulu.example/1", "tag:hulu.example,2026:2", "tag:uji.example,2026:release/3")
"""Ids of releases of other portals; two of them are those of own releases."""
_NETWORK = (
    '[network.hulu]\ntitle = "Hulu"\nurl = "https://hulu.example/feed.json"\n'
    '[network.hilir]\ntitle = "Hilir"\nurl = "https://hilir.example/feed.json"\n',
    '[network.hulu]\ntitle = "Hulu"\nurl = "https://hulu.example/feed.json"\ntopics = {lain = "jalan"}\n'
    '[network.hilir]\ntitle = "Hilir"\nurl = "https://hilir.example/feed.json"\nkinds = ["news"]\n',
)
"""The other portals of the network, by the size of lists."""
VOCABULARIES = (
    "", f"{_TOPICS}[ppid]\n[offline]\n{_ENGLISH}", _TOPICS.replace("[topics.air]", '[topics.laut]\naliases = ["air"]'),
    '[lists.aliases]\n"/tag/y/" = "/tag/x/"\n"/lain/" = "/bahasa/en/"\n[feeds.aliases]\n"/umpan/" = "/feed.xml"\n'
    '[hosts]\ncompress = ["gzip", "brotli"]\n[editions.en]\n',
    f'[seal]\norigin = "{ORIGIN}"\nroot = "{Key(keys.root_name(ORIGIN), NOTE, SEED.public())}"\n',
)  # fmt: skip
"""What the configuration ends with."""
SEALED = len(VOCABULARIES) - 1
"""The number of the configuration with a seal."""
Fields = dict[str, str]
Edit = Callable[[Any, int, int], None]
"""An edit of a `History`; it takes two small numbers."""


class History:
    """A portal that is edited step by step."""

    def __init__(self, root: Path, searched: bool, strict: bool) -> None:
        """`strict`: no published address may vanish."""
        self._settings = STRICT_CONFIG if strict else CONFIG
        self.portal = Portal(root, self._configuration(searched, 2))
        ledger.write(root / "seal", ledger.KEYS, str(keys.signed(KeyList(ORIGIN).with_seeds((SEED,), 1), SEED)))
        self.now = START
        for name in NAMES[:4]:
            self.add(NAMES.index(name), NAMES.index(name))

    # Edits: each takes two small numbers ------------------------------------------------------------------

    def add(self, a: int, b: int) -> None:
        name = NAMES[a % len(NAMES)]
        fields = {"title": f"Judul {name}", "id": f"id-{name}", "date": DATES[b % len(DATES)], "slug": name}
        fields |= {"topics": f"[{TOPICS[b % 3]}]", "tags": "[X, y]", "office": "dinas-air", "points": "[Satu., Dua.]"}
        self.portal.post(f"{name}.md", f"Isi {name} {b}.", **fields)

    def edit_body(self, a: int, b: int) -> None:
        self._edit(a, body=f"Isi baru {b}.\n\n## Bagian\n\nParagraf[^1].\n\n[^1]: Catatan {b}.")

    def edit_unseen(self, a: int, b: int) -> None:
        """Edit a file in place; its size and mtime stay the same."""
        if name := self._name(a):
            time.sleep(0.01)  # some systems count the time in ticks of 10 ms
            before = self._file(name).stat()
            self._edit(a, title=f"{self._fields(name)['title'][:-1]}{b}")
            os.utime(self._file(name), ns=(before.st_atime_ns, before.st_mtime_ns))

    def edit_title(self, a: int, b: int) -> None:
        self._edit(a, title=f"Judul {b}")

    def change_slug(self, a: int, b: int) -> None:
        self._edit(a, slug=SLUGS[b % len(SLUGS)])

    def swap_addresses(self, a: int, b: int) -> None:
        one, other = self._name(a), self._name(b)
        if one and other:
            first, second = self._fields(one)["slug"], self._fields(other)["slug"]
            self._edit(a, slug=second)
            self._edit(b, slug=first)

    def move(self, a: int, b: int) -> None:
        """Move a file to another name; its id and slug stay."""
        name, target = self._name(a), self._file(NAMES[b % len(NAMES)])
        if name and not target.exists():
            self._file(name).rename(target)

    def delete(self, a: int, b: int) -> None:
        if name := self._name(a):
            self._file(name).unlink()

    def retag(self, a: int, b: int) -> None:
        regions = ("[]", "[Utara]", "[Utara, Selatan, Timur]")[(a + b) % 3]
        topics, tags = f"[{TOPICS[b % 3]}, {TOPICS[(b + 1) % 3]}]", ("[x]", "[Y, z]", "[]")[b % 3]
        self._edit(a, topics=topics, tags=tags, regions=regions)

    def change_kind(self, a: int, b: int) -> None:
        self._edit(a, kind=KINDS[b % len(KINDS)], disclosure=("berkala", "setiap saat", "~")[b % 3])

    def clarify(self, a: int, b: int) -> None:
        verdict = ("false", "sedang diperiksa", "scam")[b % 3]
        claim = f"{{text: Kabar {b}, verdict: {verdict}, due: 2026-06-0{a % 5 + 1}, evidence: [Surat]}}"
        self._edit(a, kind="clarification", claim=claim)

    def schedule(self, a: int, b: int) -> None:
        """Make an event of a release, near the times of the builds."""
        day = ("2026-05-31 23:00", "2026-06-01 13:00", "2026-06-02", "2026-06-30 22:00 WIB", "2026-07-03")[b % 5]
        ends = (", ends: 2026-07-04", "", ", all_day: true", f", result: id-{NAMES[a % len(NAMES)]}")[(a + b) % 4]
        status = ("", ", status: dibatalkan, reason: Hujan", f", status: ditunda, postponed_from: {day}")[a % 3]
        self._edit(a, kind="event", event=f"{{starts: {day}, place: Aula{ends}{status}}}")

    def warn(self, a: int, b: int) -> None:
        """Write an alert: the first one, an update of another, or its all-clear."""
        status, what = ("actual", "latihan")[a % 2], ("", f", updates: id-{NAMES[b % len(NAMES)]}")[b % 3 > 0]
        clear = ", all_clear: true" if b % 3 == 2 else ""
        alert = f"{{event: Banjir, area: Wilayah {a}, severity: severe, status: {status}{what}{clear}}}"
        self._edit(a, kind="alert", alert=alert, expires=f"2026-06-0{a % 4 + 1} 18:00")

    def change_date(self, a: int, b: int) -> None:
        self._edit(a, date=DATES[b % len(DATES)])

    def expire(self, a: int, b: int) -> None:
        self._edit(a, expires=f"2026-06-0{b % 5 + 1} 18:00")

    def draft(self, a: int, b: int) -> None:
        self._edit(a, draft=("true", "false")[b % 2])

    def correct(self, a: int, b: int) -> None:
        day = ("2026-05-21", "2026-05-30 09:00", "2026-06-01 13:00", "2026-06-06")[b % 4]
        self._edit(a, corrections=f"[{{date: {day}, note: Angka salah, was: '1', now: '{b}'}}]")

    def update(self, a: int, b: int) -> None:
        self._edit(a, updated=("2026-05-29", "2026-06-01 18:00", "2026-06-07")[b % 3])

    def pin(self, a: int, b: int) -> None:
        self._edit(a, pinned=f"{{until: 2026-06-0{b % 5 + 1} 19:00}}")

    def withdraw(self, a: int, b: int) -> None:
        replacement = NAMES[b % len(NAMES)]
        removed = ("remove_text: true", "remove_text: false", "remove_title: true")[b % 3]
        day = ("2026-05-30", "2026-06-01 20:00", "2026-06-06")[a % 3]
        more = f", replacement: id-{replacement}" if self._file(replacement).exists() else ""
        self._edit(a, withdrawn=f"{{date: {day}, reason: Keliru, {removed}{more}}}")

    def translate(self, a: int, b: int) -> None:
        self._edit(a, lang="en", translation_of=f"id-{NAMES[b % len(NAMES)]}")

    def link(self, a: int, b: int) -> None:
        other = NAMES[b % len(NAMES)]
        self._edit(a, body=f"Lihat [itu]({other}.md#bagian) dan [arsip](/arsip/).")

    def link_to_anything(self, a: int, b: int) -> None:
        links = (f"[{target}]({target})" for target in TARGETS[b::9])
        self._edit(a, body="\n\n".join(links))

    def alias(self, a: int, b: int) -> None:
        self._edit(a, aliases=f"[/lama/{b % 3}/]")

    def alias_anywhere(self, a: int, b: int) -> None:
        self._edit(a, aliases=f"[{ALIASES[(a + 9 * b) % len(ALIASES)]}]")

    def seal(self, a: int, b: int) -> None:
        """Seal what is public, if the portal has a seal; its site is built into another folder."""
        with suppress(Refused, BadConfig, Misuse):
            request = self.portal.request("../sealing", self.now.isoformat(), restate=True)
            engine.build(request, sealer=Sealer((SEED,), restate=True))

    def same_id(self, a: int, b: int) -> None:
        self._edit(a, id=f"id-{NAMES[b % len(NAMES)]}")

    def photo(self, a: int, b: int) -> None:
        self._image("foto.png", b)
        self._edit(a, image="{src: foto.png, alt: Foto, credit: Humas}")

    def edit_photo(self, a: int, b: int) -> None:
        if (self.portal.root / "posts/foto.png").exists():
            self._image("foto.png", a + b)

    def delete_photo(self, a: int, b: int) -> None:
        (self.portal.root / "posts/foto.png").unlink(missing_ok=True)

    def attach(self, a: int, b: int) -> None:
        self.portal.write("posts/data.csv", f"a,b\n{a},{b}\n")
        self._edit(a, attachments="[{src: data.csv, title: Data}]")

    def page(self, a: int, b: int) -> None:
        self.portal.write("pages/tentang.md", f"---\ntitle: Tentang {b}\n---\n\nIsi {a}.\n")

    def static(self, a: int, b: int) -> None:
        """Write or delete a file; files and folders in its way are deleted."""
        file = self.portal.root / "static" / STATIC[(a + 9 * b) % len(STATIC)]
        if file.is_file():
            file.unlink()
            return
        for path in (file, *file.parents):
            if path.is_file():
                path.unlink()
        shutil.rmtree(file, ignore_errors=True)
        self.portal.write(file.relative_to(self.portal.root).as_posix(), f"{b}")

    def pull(self, a: int, b: int) -> None:
        """Write what `pull` stores of another portal."""
        day, kind, page = f"2026-0{b % 5 + 2}-14T09:30:00+08:00", KINDS[a % len(KINDS)], f"https://hulu.example/{b}/"
        more: dict[str, Any] = (
            {"topics": ["air", "lain"], "regions": ["Utara"]},
            {"corrections": [{"date": f"2026-0{b % 3 + 5}-21T00:00:00+08:00", "note": "Angka salah", "now": "2"}]},
            {"withdrawn": {"date": "2026-05-22T00:00:00+08:00", "reason": "Keliru"}},
            {"claim": {"text": "Kabar", "verdict": "false"}, "lang": "en", "expires": "2026-06-01T18:00:00Z"},
        )[a % 4]
        item = {"id": PULLED[b % 4], "url": page, "title": f"Kabar {a}", "published": day, "kind": kind, **more}
        member = ("hulu", "hilir", "asing")[a % 3]
        self.portal.write(f"network/{member}/2026/x-{b % 4}.json", json.dumps(item | {"summary": f"Ringkasan {b}."}))

    def unpull(self, a: int, b: int) -> None:
        files = sorted((self.portal.root / "network").rglob("*.json"))
        if files:
            files[(a + b) % len(files)].unlink()

    def change_template(self, a: int, b: int) -> None:
        name = ("list.html", "release.html", "macros.html")[a % 3]
        source = (Path(__file__).parent.parent / "templates" / name).read_text()
        self.portal.write(f"templates/{name}", source + f"{{# {b} #}}" + (f"<!-- {b} -->" if a % 3 < 2 else ""))

    def change_config(self, a: int, b: int) -> None:
        self.portal.write("config.toml", self._configuration(b > 5, b % 3 + 1) + VOCABULARIES[a % len(VOCABULARIES)])

    def lose_cache(self, a: int, b: int) -> None:
        (self.portal.root / ".press/build.db").unlink(missing_ok=True)

    def pass_time(self, a: int, b: int) -> None:
        self.now += timedelta(hours=(1, 7, 50, -30)[a % 4] + b)

    # Helpers ----------------------------------------------------------------------------------------------------

    def _configuration(self, searched: bool, size: int) -> str:
        settings = self._settings.replace("enabled = false", f"enabled = {str(searched).lower()}")
        sharing = f"[sharing]\npack = {str(size != 1).lower()}\n"
        return f"{settings}{CHECKS}\n[lists]\nsize = {size}\n{sharing}{_NETWORK[size % 2]}"

    def _name(self, number: int) -> str:
        names = [name for name in NAMES if self._file(name).exists()]
        return names[number % len(names)] if names else ""

    def _file(self, name: str) -> Path:
        return self.portal.root / f"posts/{name}.md"

    def _fields(self, name: str) -> Fields:
        """Read a file as `Portal.post` writes it. Git may have written something else between the lines."""
        front_matter = self._file(name).read_text().split("---\n")[1]
        fields = (line.split(": ", 1) for line in front_matter.splitlines() if ": " in line)
        return {"title": name, "slug": name} | dict(fields)

    def _edit(self, number: int, body: str = "", **fields: str) -> None:
        if name := self._name(number):
            old = self._file(name).read_text().split("---\n\n", 1)[1].removesuffix("\n")
            self.portal.post(f"{name}.md", body or old, **self._fields(name) | fields)

    def _image(self, name: str, seed: int) -> None:
        data = io.BytesIO()
        Image.new("RGB", (8, 6), (seed * 40 % 256, 80, 120)).save(data, "PNG")
        self.portal.write(f"posts/{name}", data.getvalue())


def edits_of(kind: type[History]) -> list[Edit]:
    """All edits of a class of histories, also those that it inherits."""
    names = (name for each in reversed(kind.__mro__) for name in vars(each) if not name.startswith("_"))
    return [getattr(kind, name) for name in names]
