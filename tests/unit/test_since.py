"""`check --since`: facts of published releases that were changed without a correction."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from press import config
from press.build import since
from press.cli.commands import command
from press.content import front_matter, prose
from press.content.corrections import events, silent
from press.content.prose import Prose
from press.errors import Exit, Misuse
from press.model import SourceFile
from tests.portal import CONFIG, NOW, Portal
from tests.repository import git

SETTINGS = config.parse(CONFIG)
DATE = "date: 2026-03-14 09:30\n"


def read(text: str, fields: str = "") -> Prose:
    """The prose of a release, whose title is "Judul" if `fields` has none."""
    title = "" if "title:" in fields else "title: Judul\n"
    data = f"---\n{title}{DATE}{fields}---\n\n{text}\n".encode()
    found = prose.read(front_matter.parse(SourceFile("posts/a.md", data, ""), SETTINGS))
    assert found
    return found


def changes(old: Prose, new: Prose) -> list[tuple[str, str]]:
    """What is reported: the old fact and the new one, or "" where there is none."""
    return [(found.values.get("was", ""), found.values.get("now", "")) for found in silent.problems(old, new, "id")]


TABLE = "| Kota | Jumlah |\n|---|---|\n| Pelaya | 118 |\n| Suraya | 187 |"
CHANGED = [
    ("Ada 1.200 orang.", "Ada 1.140 orang.", [("1.200", "1.140")]),
    ("Naik 12,5 persen.", "Naik 12,6 persen.", [("12,5 persen", "12,6 persen")]),
    ("Naik 12 persen.", "Naik 12.", [("12 persen", "12")]),
    ("Berat sepuluh ton.", "Berat delapan ton.", [("sepuluh ton", "delapan ton")]),
    ("Lima orang meninggal.", "Empat orang meninggal.", [("Lima", "Empat")]),
    ("Dihadiri sepertiga warga.", "Dihadiri dua pertiga warga.", [("sepertiga", "dua pertiga")]),
    ("Kata dia: 'kami siap pergi'.", "Kata dia: 'kami tidak siap pergi'.",
     [("'kami siap pergi'", "'kami tidak siap pergi'")]),
    ("Telepon (0599) 555-0180.", "Telepon (0599) 555-0181.", [("0180", "0181")]),
    ("Senilai Rp1,5 miliar.", "Senilai Rp1,6 miliar.", [("Rp1,5 miliar", "Rp1,6 miliar")]),
    ("Rapat pada 14 Maret 2026.", "Rapat pada 15 Maret 2026.", [("14 Maret 2026", "15 Maret 2026")]),
    ("Rapat pada Sabtu di aula.", "Rapat pada Minggu di aula.", [("Sabtu", "Minggu")]),
    ("Mulai pukul 09.30 WITA.", "Mulai pukul 09.30 WIB.", [("pukul 09.30 WITA", "pukul 09.30 WIB")]),
    ("Kata Budi Santoso di aula.", "Kata Andi Santoso di aula.", [("Budi Santoso", "Andi Santoso")]),
    ("Budi mengatakan itu.", "Andi mengatakan itu.", [("Budi", "Andi")]),
    ("Yang hadir Budi, lalu Andi.", "Yang hadir Andi, lalu Budi.", [("Budi", "Andi"), ("Andi", "Budi")]),
    ("“Kami tidak akan menutup jalan,” kata Budi.", "“Kami akan menutup jalan,” kata Budi.",
     [("“Kami tidak akan menutup jalan,”", "“Kami akan menutup jalan,”")]),
    ("> Kami tidak akan pergi.", "> Kami akan pergi.", [("Kami tidak akan pergi.", "Kami akan pergi.")]),
    (TABLE, TABLE.replace("118", "#").replace("187", "118").replace("#", "187"), [("118", "187"), ("187", "118")]),
    ("Jalan ditutup. Ada 3 truk di sana.", "Jalan ditutup.", [("3", "")]),
    ("Jalan ditutup.", "Jalan ditutup. Ada 3 truk di sana.", [("", "3")]),
    ("Ada 12 rumah rusak di Pelaya.", "Di Pelaya, banyak rumah rusak: 13.", [("12", "13")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANGED)
def test_a_changed_fact_is_reported(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert changes(read(old), read(new)) == expected


SAME = [
    ("Wraga mengungsi ke sekoalh.", "Warga mengungsi ke sekolah."),
    ("Ada 1.200 orang pada 14 Maret 2026.", "Ada seribu dua ratus orang pada (14/3/2026)."),
    ("Senilai Rp1,5 miliar pukul 09.30 WITA.", "Senilai Rp 1.500.000.000 pukul 9:30 WITA."),
    ("Naik 12 persen.", "Naik **12%**."),
    ("Ada 12 orang.\n\nKata Budi Santoso.\n\nSelesai.", "Kata Budi Santoso.\n\nSelesai.\n\nAda 12 orang."),
    ("Ada 12 orang. Kata Budi Santoso. Jalan ditutup.", "Jalan\nditutup. Ada 12 orang. Kata Budi Santoso."),
    (TABLE, "| Kota | Jumlah |\n|---|---|\n| Suraya | 187 |\n| Pelaya | 118 |"),
    ("“Kami akan menutpu jalan”, kata Budi.", "“Kami akan menutup jalan,” kata Budi."),
    ("Sebanyak 12 orang hadir dalam rapat di aula.", "Rapat di aula dihadiri 12 orang."),
    ("Menurut Budi, ada 12 orang. Budi pergi.", "Kata Budi, ada 12 orang. Dia pergi."),
    ("Salah satu warga pergi.", "Seorang warga pergi."),
    ("Lihat [situs](https://a.example/1).", "Lihat [situs](https://a.example/2)."),
    ("gubernur Budi hadir.", "Gubernur Budi hadir."),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_typing_errors_other_forms_and_moved_sentences_are_no_changes(old: str, new: str) -> None:
    assert changes(read(old), read(new)) == []
    assert changes(read(new), read(old)) == []


def test_numbers_of_a_release_in_english_are_read_as_english() -> None:
    english = "lang: en\n"
    assert changes(read("There are 1,200 people.", english), read("There are 1200 people.", english)) == []
    assert changes(read("There are 1,200 people.", english), read("There are 1.2 people.", english)) == [
        ("1,200", "1.2")
    ]
    assert changes(read("All five died.", english), read("All four died.", english)) == [("five", "four")]


def test_titles_summaries_and_captions_count() -> None:
    fields = (
        "title: Ada 1.200 orang\nsummary: Kata Budi\nimage: {src: a.jpg, caption: Ada 3 truk}\n"
        "attachments: [{src: a.pdf, title: Daftar 7 desa}]\n"
    )
    new = fields.replace("1.200", "1.140").replace("Budi", "Andi").replace("3", "4").replace("7", "8")
    expected = [("1.200", "1.140"), ("Budi", "Andi"), ("3", "4"), ("7", "8")]
    assert changes(read("Isi.", fields), read("Isi.", new)) == expected


def correction(was: str, now: str, note: str = "Salah") -> str:
    """The field of a correction."""
    return f"corrections: [{{date: 2026-03-15, note: {note!r}, was: {was!r}, now: {now!r}}}]\n"


def test_a_new_correction_covers_the_facts_that_it_names() -> None:
    old, text = read("Ada 1.200 orang di 15 rumah."), "Ada 1.140 orang di 16 rumah."
    assert changes(old, read(text, correction("1.200 orang", "1.140 orang"))) == [("15", "16")]
    assert changes(old, read(text, correction("1.200 orang", "1.140 orang", "Juga 16 rumah"))) == []
    assert changes(old, read(text, correction("", "", "Semua angka salah"))) == []


def test_an_old_correction_covers_nothing_and_may_not_be_removed() -> None:
    entry = correction("1.200 orang", "1.140 orang")
    assert changes(read("Ada 1.200.", entry), read("Ada 1.140.", entry)) == [("1.200", "1.140")]
    (problem,) = silent.problems(read("Isi.", entry), read("Isi."), "id")
    assert problem.message.startswith("the correction of {date} was removed")


def test_an_update_covers_what_was_added_only() -> None:
    update = "updated: 2026-03-15\n"
    assert changes(read("Ada 12 orang."), read("Ada 12 orang. Kini ada 3 truk.", update)) == []
    assert changes(read("Ada 12 orang."), read("Ada 13 orang.", update)) == [("12", "13")]


EVENT = "kind: event\nevent: {starts: 2026-12-05 08:00, ends: 2026-12-05 12:00}\n"


@pytest.mark.parametrize(
    ("old", "new", "told", "is_told"),
    [
        ("08:00", "09:00", "", False),
        ("ends: 2026-12-05 12:00", "all_day: true", "", False),
        ("12:00}", "12:00, status: tentative}", "updated: 2026-03-14 09:30\n", False),
        ("08:00", "09:00", "updated: 2026-03-15\n", True),
        ("08:00", "09:00", "corrections: [{date: 2026-03-15, note: Jamnya salah}]\n", True),
        ("12:00}", "12:00, place: Aula}", "", True),
    ],
)
def test_calendars_are_told_when_the_time_or_status_of_an_event_changes(
    old: str, new: str, told: str, is_told: bool
) -> None:
    before, after = read("Isi.", EVENT), read("Isi.", EVENT.replace(old, new) + told)
    found = [one.rule for one in events.problems(before.release, after.release)]
    assert found == ([] if is_told else ["event-updated"])


@pytest.fixture
def repository(portal: Portal) -> Portal:
    """A portal in a subfolder of a git repository, with a published release, a draft and a scheduled one."""
    inner = Portal(portal.root / "portal")
    inner.post("a.md", "Ada 1.200 orang.", id="a")
    inner.post("b.md", "Ada 1.200 orang.", id="b", draft="true")
    inner.post("c.md", "Ada 1.200 orang.", id="c", date="2027-01-01")
    inner.post("d.md", "Ada 1.200 orang.", id="d")
    inner.post("e.md", "Ada 1.200 orang.")
    git(portal.root, "init", "--quiet")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Satu")
    return inner


def reported(portal: Portal, revision: str = "HEAD") -> list[str]:
    """The place and rule of each problem."""
    return [f"{found.place} {found.rule}" for found in since.problems(portal.request(), revision)]


def test_published_releases_are_compared_and_renamed_ones_followed_by_id(repository: Portal) -> None:
    posts = repository.root / "posts"
    assert reported(repository) == []
    for name in "abcde":
        path = posts / f"{name}.md"
        path.write_text(path.read_text().replace("1.200", "1.140"))
    (posts / "a.md").rename(posts / "lain.md")
    repository.post("e.md", "Ada 1.140 orang.", id="baru")
    repository.post("d.md", "Ada 1.140 orang.", id="d", withdrawn="{date: 2026-05-01, reason: Keliru}")
    repository.post("baru.md", "Ada 7 orang.")
    assert reported(repository) == ["posts/e.md:7:1 silent-change", "posts/lain.md:7:1 silent-change"]
    git(repository.root, "add", "--all")
    git(repository.root, "commit", "--quiet", "--message", "Dua")
    assert len(reported(repository, "HEAD~1")) == 2
    repository.write("config.toml", f'{CONFIG}silent-change = "off"\n')
    assert reported(repository, "HEAD~1") == []


def test_a_changed_event_is_reported_by_check_since(repository: Portal) -> None:
    repository.post("a.md", "Ada 1.200 orang.", id="a", kind="event", event="{starts: 2026-12-05 08:00}")
    git(repository.root, "commit", "--quiet", "--all", "--message", "Acara")
    repository.post("a.md", "Ada 1.200 orang.", id="a", kind="event", event="{starts: 2026-12-06 08:00}")
    assert reported(repository) == ["posts/a.md:6 event-updated"]


def test_check_prints_silent_changes_in_every_format(repository: Portal) -> None:
    repository.post("a.md", "Ada 1.140 orang.", id="a")
    options = ("check", "--root", str(repository.root), "--now", NOW, "--since", "HEAD")
    for format, expected in (("github", "::error file=posts/a.md,line=7,col=1,title=silent-change::“1.200” menjadi"),
                             ("json", '"rule": "silent-change"')):  # fmt: skip
        done = CliRunner().invoke(command, [*options, "--format", format], standalone_mode=False)
        assert (done.return_value, expected in done.output) == (Exit.CONTENT, True), done.output


@pytest.mark.parametrize("revision", ["tidak-ada", "--help", "0" * 40])
def test_an_unknown_revision_is_misuse(repository: Portal, revision: str) -> None:
    with pytest.raises(Misuse, match=r"git does not know the revision .* git fetch --unshallow"):
        since.problems(repository.request(), revision)


def test_a_portal_without_git_is_misuse(portal: Portal) -> None:
    with pytest.raises(Misuse, match="--since needs git"):
        since.problems(portal.request(), "HEAD")
