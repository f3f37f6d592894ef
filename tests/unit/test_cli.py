"""The command line: arguments, printed lines and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from press import disk
from press.cli.due import answer
from press.errors import Exit
from tests.portal import CONFIG, NOW, Portal, parse_time

REPOSITORY = Path(__file__).parent.parent.parent


def run(portal: Portal, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    portal.share_caches()
    command = [sys.executable, str(REPOSITORY / "build.py"), *arguments]
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=portal.root, env={**inherited, **environment}
    )


def test_press_builds_when_no_command_is_given(portal: Portal) -> None:
    portal.post("a.md")
    done = run(portal)
    assert done.returncode == Exit.GOOD, done.stderr
    assert (portal.root / "site/2026/03/a/index.html").exists()


def test_build_uses_the_options_root_output_now_and_base_url(portal: Portal) -> None:
    portal.post("a.md", date="2026-07-01 10:00")
    folder = portal.root.parent / "keluaran"
    common = ("--root", str(portal.root), "--output", str(folder), "--base-url", "https://lain.example/x")
    assert run(portal, "build", *common, "--now", NOW).returncode == Exit.GOOD
    assert not (folder / "2026/07/a/index.html").exists()
    assert run(portal, "build", *common, "--now", "2026-07-01T11:00").returncode == Exit.GOOD
    assert "https://lain.example/x/2026/07/a/" in (folder / "2026/07/a/index.html").read_text()
    assert not (portal.root / "site").exists()


def test_workers_import_nothing_from_the_current_folder(portal: Portal) -> None:
    for number in range(20):
        portal.post(f"{number}.md")
    for name in ("press", "markdown", "signal"):
        portal.write(f"{name}/__init__.py", "raise SystemExit('not ours')")
    done = run(portal, "build", "--jobs", "2", "--now", NOW)
    assert (done.returncode, done.stderr.count("not ours")) == (Exit.GOOD, 0), done.stderr


def test_source_date_epoch_sets_the_time_of_the_build(portal: Portal) -> None:
    portal.post("a.md", date="2026-03-14 09:30")
    run(portal, "build", SOURCE_DATE_EPOCH="1700000000")
    assert "2026/03/a/index.html" not in portal.site()


def test_build_exits_1_and_prints_all_problems_when_content_has_errors(portal: Portal) -> None:
    portal.write("posts/a.md", "---\ntitle: A\n---\n\nIsi.\n")
    portal.write("posts/b.md", "---\ndate: 2026-03-14\n---\n\nIsi.\n")
    done = run(portal, "build", "--now", NOW, "--messages", "en")
    assert done.returncode == Exit.CONTENT
    assert "posts/a.md:1: error[date]: " in done.stderr
    assert "posts/b.md:1: error[title]: " in done.stderr
    assert not (portal.root / "site").exists()


def test_messages_are_in_the_language_of_the_portal_unless_lang_is_given(portal: Portal) -> None:
    portal.write("posts/a.md", "---\ntitle: A\n---\n\nIsi.\n")
    indonesian = run(portal, "check").stderr
    english = run(portal, "check", "--messages", "en").stderr
    assert "tanggal" in indonesian
    assert "the date is missing" in english


def test_help_is_in_the_language_of_the_portal(portal: Portal) -> None:
    indonesian = run(portal, "build", "--help").stdout
    assert indonesian.startswith("Pemakaian: ")
    assert "Folder portal." in indonesian
    assert run(portal, "build", "--messages", "en", "--help").stdout.startswith("Usage: ")
    portal.write("lain/config.toml", CONFIG.replace('language = "id"', 'language = "en"'))
    assert run(portal, "build", "--root", "lain", "--help").stdout.startswith("Usage: ")


def test_errors_of_the_command_line_are_in_the_language_of_the_portal(portal: Portal) -> None:
    assert "Tidak ada opsi '--gibts-nicht'." in run(portal, "build", "--gibts-nicht").stderr
    assert "No such option '--gibts-nicht'." in run(portal, "build", "--messages", "en", "--gibts-nicht").stderr
    assert "is not one of 'en', 'id'" in run(portal, "build", "--messages", "xx").stderr


@pytest.mark.parametrize(
    ("line", "indonesian", "english"),
    [
        ("umur = 3", "kunci “umur” tidak dikenal", "unknown key “umur”"),
        ("[", "baris ini tidak diawali nama", "this line does not begin with a name"),
    ],
)
def test_errors_of_the_config_are_in_the_language_of_the_portal(
    portal: Portal, line: str, indonesian: str, english: str
) -> None:
    portal.write("config.toml", f"{line}\n{CONFIG}")
    assert indonesian in run(portal, "check").stderr
    assert english in run(portal, "check", "--messages", "en").stderr


def test_strict_makes_warnings_exit_1(portal: Portal) -> None:
    portal.post("a.md", sumary="x")
    assert run(portal, "build", "--now", NOW).returncode == Exit.GOOD
    assert run(portal, "build", "--now", NOW, "--strict").returncode == Exit.CONTENT
    assert run(portal, "check", "--now", NOW).returncode == Exit.GOOD
    assert run(portal, "check", "--now", NOW, "--strict").returncode == Exit.CONTENT


def test_commands_exit_2_when_arguments_or_config_are_wrong(portal: Portal) -> None:
    assert run(portal, "build", "--gibts-nicht").returncode == Exit.MISUSE
    assert run(portal, "build", "--now", "kemarin").returncode == Exit.MISUSE
    assert run(portal, "build", "--root", "/tidak/ada").returncode == Exit.MISUSE
    assert run(portal, "show", "posts/tidak-ada.md").returncode == Exit.MISUSE
    portal.write("config.toml", CONFIG + "\n[feeds]\nitmes = 3\n")
    done = run(portal, "build")
    assert done.returncode == Exit.MISUSE
    assert f"config.toml:{CONFIG.count(chr(10)) + 3}:1: error[config]" in done.stderr


def test_build_exits_2_and_names_the_file_when_a_template_is_broken(portal: Portal) -> None:
    portal.post("a.md")
    portal.write("templates/list.html", "{% extends 'base.html' %}\n{% block content %}\n{{ page.tidak_ada }}\n")
    done = run(portal, "build", "--now", NOW)
    assert done.returncode == Exit.MISUSE
    assert "list.html" in done.stderr
    assert "Traceback" not in done.stderr


def test_unexpected_exception_exits_3_and_writes_the_traceback_to_a_file(portal: Portal) -> None:
    script = "import press.build.engine\npress.build.engine.build = None\nfrom press.cli.commands import main\nmain()\n"
    done = subprocess.run(
        [sys.executable, "-c", script, "build"],
        capture_output=True, text=True, check=False, cwd=portal.root, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert done.returncode == Exit.BUG
    log = Path(done.stderr.split()[-1])
    assert "Traceback" in log.read_text()
    log.unlink()


def test_check_prints_problems_in_json_github_and_gitlab_formats(portal: Portal) -> None:
    portal.post("a.md", sumary="'x: 1, 2%'")
    (row,) = json.loads(run(portal, "check", "--format", "json", "--messages", "en").stdout)
    assert (row["path"], row["line"], row["severity"], row["rule"]) == ("posts/a.md", 4, "warning", "unknown-field")
    assert "sumary" in row["message"]
    assert run(portal, "check", "--format", "github").stdout.startswith("::warning file=posts/a.md,line=4")
    (finding,) = json.loads(run(portal, "check", "--format", "gitlab").stdout)
    assert finding["location"] == {"path": "posts/a.md", "lines": {"begin": 4}}
    assert len(finding["fingerprint"]) == 64


def test_check_fix_writes_the_ids_that_feeds_already_use(portal: Portal) -> None:
    portal.write("config.toml", CONFIG.replace('missing-id = "off"\n', ""))
    portal.write("posts/a.md", "---\ntitle: A\ndate: 2026-03-14\n---\n\nIsi.\n")
    portal.write("posts/b.md", b'+++\r\ntitle = "B"\r\ndate = 2026-03-14\r\n+++\r\nIsi.\r\n')
    portal.write("posts/c.md", '{"title": "C", "date": "2026-03-14"}\n\nIsi.\n')
    before = {path.name: path.read_bytes() for path in (portal.root / "posts").iterdir()}
    portal.build()
    feed = portal.text("feed.xml")
    done = run(portal, "check", "--fix", "--now", NOW)
    assert (done.returncode, done.stderr.split("\n")[:3]) == (
        Exit.GOOD, ["posts/a.md: missing-id", "posts/b.md: missing-id", "posts/c.md: missing-id"],
    )  # fmt: skip
    assert portal.build().problems == ()
    assert portal.text("feed.xml") == feed
    for name, data in before.items():
        assert len((portal.root / "posts" / name).read_bytes()) > len(data)
    assert run(portal, "check", "--fix", "--now", NOW, "--messages", "en").stderr == (
        "3 releases and 0 standing pages checked: all is well\n"
    )


def test_check_fix_writes_an_id_in_the_place_of_an_empty_one(portal: Portal) -> None:
    """The templates of docs/contoh/ have the field, without a value. With --only, nothing else is fixed."""
    portal.write("config.toml", CONFIG.replace('missing-id = "off"\n', ""))
    body = "Syarat:\n– KTP\n– KK\n"
    forms = {
        "a.md": ("---\ntitle: A\ndate: 2026-03-14\n# Id\nid:\n---\n", "id:\n", 'id: "a"\n'),
        "b.md": ("---\ntitle: B\nid: ''  # nanti\ndate: 2026-03-14\n---\n", "id: ''", 'id: "b"'),
        "c.md": ('+++\ntitle = "C"\ndate = 2026-03-14\nid = ""\n+++\n', 'id = ""', 'id = "c"'),
        "d.md": ('{"title": "D", "date": "2026-03-14", "id": null}\n', "null", '"d"'),
    }
    for name, (matter, *_) in forms.items():
        portal.write(f"posts/{name}", f"{matter}{body}")
    run(portal, "check", "--fix", "--only", "missing-id", "--now", NOW)
    for name, (matter, old, new) in forms.items():
        assert (portal.root / "posts" / name).read_text() == matter.replace(old, new) + body
    assert run(portal, "check", "--only", "missing-id").returncode == Exit.MISUSE
    assert run(portal, "check", "--fix", "--only", "alt").returncode == Exit.MISUSE


def test_check_says_how_much_it_checked_and_what_it_found(portal: Portal) -> None:
    portal.post("a.md")
    portal.write("pages/b.md", "---\ntitle: B\n---\n\nIsi.\n")
    assert run(portal, "check", "--now", NOW, "--messages", "en").stderr == (
        "1 releases and 1 standing pages checked: all is well\n"
    )
    assert run(portal, "check", "--now", NOW, "--format", "json").stderr == ""
    portal.post("c.md", sumary="X", date="kemarin")
    done = run(portal, "check", "--now", NOW, "--messages", "en")
    assert done.stderr.endswith("2 releases and 1 standing pages checked: 1 errors, 1 warnings\n")
    portal.post("c.md", draft="true", date="kemarin")
    done = run(portal, "check", "--now", NOW, "--messages", "en")
    assert done.stderr.endswith(" checked: 0 errors, 0 warnings, 1 notes on drafts\n")


def test_check_diff_shows_what_fix_would_change_and_fix_changes_it(portal: Portal) -> None:
    path = portal.post("a.md", "Syarat:\n– KTP\n– KK")
    before = path.read_text()
    diff = run(portal, "check", "--diff", "--now", NOW).stdout
    assert "--- a/posts/a.md\n+++ b/posts/a.md\n" in diff
    assert "\n-– KTP\n-– KK\n+- KTP\n+- KK\n" in diff
    assert path.read_text() == before
    assert "posts/a.md: pasted-list\n" in run(portal, "check", "--fix", "--now", NOW).stderr
    assert path.read_text() == before.replace("–", "-")
    assert run(portal, "check", "--diff", "--now", NOW).stdout == ""


def test_drafts_are_built_only_with_the_drafts_option_and_not_indexed(portal: Portal) -> None:
    portal.post("a.md", title="Rahasia besar", draft="true")
    run(portal, "build", "--now", NOW)
    assert not [address for address, data in portal.site().items() if b"Rahasia" in data]
    run(portal, "build", "--now", NOW, "--drafts", "--output", "pratinjau")
    page = portal.site("pratinjau")["2026/03/a/index.html"].decode()
    assert "Rahasia besar" in page
    assert "noindex" in page
    assert portal.site("pratinjau")["robots.txt"].decode().startswith("User-agent: *\nDisallow: /\n")


def test_verify_exits_3_only_when_a_clean_build_differs(portal: Portal) -> None:
    portal.post("a.md")
    assert run(portal, "build", "--now", NOW, "--verify").returncode == Exit.GOOD
    script = (
        "import press.build.verify as v\ndigests = v.digests\n"
        "v.digests = lambda folder: ((a, d + str(folder) * (a == 'index.html')) for a, d in digests(folder))\n"
        "from press.cli.commands import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--now", NOW, "--verify"],
        capture_output=True, text=True, check=False, cwd=portal.root, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert done.returncode == Exit.BUG
    assert "index.html" in done.stderr


def test_new_writes_a_draft_that_builds_without_problems(portal: Portal) -> None:
    done = run(portal, "new", 'Gubernur: "harga" turun', "--kind", "news", "--now", NOW)
    path = done.stdout.strip()
    assert path == "posts/2026/06/gubernur-harga-turun.md"
    assert portal.build().problems == ()
    assert run(portal, "new", "Gubernur harga turun", "--now", NOW).stdout == path.replace(".md", "-2.md") + "\n"
    shown = run(portal, "show", path, "--now", NOW, "--messages", "en").stdout
    assert 'Gubernur: "harga" turun' in shown
    assert "draft" in shown


def test_show_prints_the_state_outputs_and_view_of_a_release(portal: Portal) -> None:
    portal.post("a.md", title="Terbit")
    portal.post("b.md", title="Besok", date="2026-06-02 06:00")
    shown = run(portal, "show", "/2026/03/a/", "--now", NOW, "--messages", "en").stdout
    assert "it is published" in shown
    assert "/2026/03/a/index.html" in shown
    assert '"title": "Terbit"' in shown
    assert (
        "it will be published on 2026-06-02T06:00:00+08:00"
        in run(portal, "show", "posts/b.md", "--now", NOW, "--messages", "en").stdout
    )
    assert run(portal, "show", "posts/b.md", "--now", NOW, "--messages", "en").stdout.split("\n")[1:] == [
        "Besok", "scheduled: it will be published on 2026-06-02T06:00:00+08:00, at the first build after that", "",
    ]  # fmt: skip


def test_schedule_lists_coming_changes_in_order_of_time(portal: Portal) -> None:
    portal.post("a.md", expires="2026-06-03 18:00")
    portal.post("b.md", title="Besok", date="2026-06-02 06:00")
    rows = json.loads(run(portal, "schedule", "--now", NOW, "--format", "json").stdout)
    assert [(row["at"], row["what"], row["source"]) for row in rows] == [
        ("2026-06-02T06:00:00+08:00", "published", "posts/b.md"),
        ("2026-06-03T18:00:00+08:00", "expired", "posts/a.md"),
    ]


def test_schedule_says_what_happens_in_the_language_of_the_portal(portal: Portal) -> None:
    portal.post("a.md", title="Hari ini", expires="2026-06-03 18:00")
    shown = run(portal, "schedule", "--now", NOW).stdout
    assert shown == "2026-06-03T18:00:00+08:00  tidak berlaku lagi  posts/a.md  Hari ini\n"


def due(portal: Portal, now: str, *options: str) -> tuple[int, str]:
    """The exit code and the output of `schedule --due`."""
    done = run(portal, "schedule", "--due", "--messages", "en", "--now", now, *options)
    return done.returncode, done.stdout.strip() or done.stderr


def test_schedule_due_tells_whether_a_date_came_since_the_last_build(portal: Portal) -> None:
    """According to the note of the build alone: it reads no release, and works without the cache and the posts."""
    portal.post("a.md", date="2026-01-01", expires="2026-06-03 18:00")
    assert due(portal, NOW) == (Exit.GOOD, "it is not known when the last build was: build again")
    run(portal, "build", "--now", NOW)
    for name in ("build.db", "templates", "made"):
        disk.remove(portal.root / ".press" / name)
    disk.remove(portal.root / "posts")
    assert due(portal, NOW) == (Exit.NOTHING_DUE, "nothing is due before 2026-06-03 18:00:00+08:00")
    assert due(portal, "2026-06-03T17:59:59")[0] == Exit.NOTHING_DUE
    assert due(portal, "2026-06-03T18:00")[0] == Exit.GOOD
    assert due(portal, "2026-06-01T11:59")[0] == Exit.GOOD  # an earlier time: the site shows too much
    assert json.loads(due(portal, NOW, "--format", "json")[1]) == {
        "due": False, "since": NOW, "next": "2026-06-03T18:00:00+08:00",
    }  # fmt: skip
    portal.write(".press/build.json", "rusak")
    assert due(portal, NOW)[0] == Exit.GOOD
    assert due(portal, NOW, "--base-url", "x")[0] == Exit.MISUSE


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"date": "2026-06-01 12:00"}, "a.md"),
        ({"date": "1 Juni 2026 pukul 12.00"}, "a.md"),
        ({"date": "2026-06-1 13.00 WIT"}, "2026/a.md"),
        ({"date": "2026-05-30 12:00"}, "a.md"),  # no longer news
        ({"date": "2026-01-01", "expires": "2026-06-01 12:00"}, "a.md"),
        ({"date": "2026-01-01", "updated": "2026-06-01 12:00"}, "a.md"),
        ({"date": "2026-01-01", "corrections": "[{date: 2026-06-01 12:00, note: x}]"}, "a.md"),
        ({"date": "2026-01-01", "withdrawn": "{date: 2026-06-01 12:00, reason: x}"}, "a.MD"),
        ({"date": ""}, "2026-06-01-a.md"),
    ],
)
def test_schedule_due_finds_dates_in_texts_if_there_is_no_cache(
    portal: Portal, fields: dict[str, str], path: str
) -> None:
    """The same moments at which a build with a cache reads a release again."""
    portal.post(path, "Pada 2026-06-01 ada rapat.", **fields)
    midnight = not fields["date"]
    before, at = ("2026-05-31T23:59:59", "2026-06-01") if midnight else ("2026-06-01T11:59:59", "2026-06-01T12:00")
    request = portal.request(now=at)
    assert answer(request, parse_time(f"{before}+08:00")).due
    assert not answer(request, request.now).due
    assert not answer(portal.request(now=before), parse_time("2026-05-31T20:00:00+08:00")).due


@pytest.mark.parametrize("name", ["build", "check", "new", "serve", "show", "schedule"])
def test_help_of_every_command_lists_the_common_options(portal: Portal, name: str) -> None:
    done = run(portal, name, "--help")
    assert done.returncode == Exit.GOOD
    for option in ("--root", "--output", "--now", "--base-url", "--jobs", "--messages"):
        assert option in done.stdout


def test_held_releases_are_named_and_have_an_exit_code_of_their_own(portal: Portal) -> None:
    portal.post("a.md", title="Judul A")
    portal.post("b.md", date="besok")
    done = run(portal, "build", "--hold-broken", "--verify", "--messages", "en")
    assert done.returncode == Exit.HELD
    assert "posts/b.md:3:7: error[date]" in done.stderr
    assert "the site has their releases as they were before:\n    posts/b.md\n" in done.stderr
    assert (portal.root / "site/2026/03/a/index.html").exists()


def test_problems_of_drafts_are_notes(portal: Portal) -> None:
    portal.post("a.md", date="besok", draft="true")
    done = run(portal, "check", "--format", "github", "--strict", "--messages", "en")
    assert done.returncode == Exit.GOOD
    assert done.stdout.startswith("::notice file=posts/a.md,line=3,")


def test_clock_that_was_set_back_is_refused_and_a_given_time_is_not(portal: Portal) -> None:
    portal.post("a.md", date="2026-06-01 09:00")
    at_nine, before = "1780275600", "1780275599"
    assert run(portal, "build", SOURCE_DATE_EPOCH=at_nine).returncode == Exit.GOOD
    refused = run(portal, "build", "--messages", "en", SOURCE_DATE_EPOCH=before)
    assert refused.returncode == Exit.MISUSE
    assert (
        "the time of this build is 2026-06-01 08:59:59 +08:00, but the site was last built at 2026-06-01 09:00 +08:00"
        in refused.stderr
    )
    assert run(portal, "build", "--now", "2026-06-01 08:59").returncode == Exit.GOOD
    assert not (portal.root / "site/2026/06/a/index.html").exists()
