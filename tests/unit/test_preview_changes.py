"""The preview sees every change of the portal's files, however it is made, and shows what a build would."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from press import serve
from press.build import engine
from press.serve.watch import Changes, watching
from tests.portal import Portal, parse_time
from tests.preview import Preview, previewing, problems, read_message

OTHERS_TEXT = "---\ntitle: Rahasia\ndate: 2026-03-14\n---\n\nDi luar.\n"
WITHOUT_DATE = "---\ntitle: Tanpa tanggal\n---\n"


def page(preview: Preview, address: str) -> str:
    """A page of the preview; empty if there is none."""
    status, _, data = preview.request(f"/portal/{address}")
    return data.decode() if status == 200 else ""


def wait_for(preview: Preview, address: str, text: str) -> None:
    """Wait until a page contains a text, or, if it is empty, until there is no such page."""
    until = time.monotonic() + 120
    while (text not in page(preview, address)) if text else page(preview, address):
        assert time.monotonic() < until, f"{address}: {text}"
        time.sleep(0.05)


def paths_until(changes: Changes, last: str) -> set[str]:
    """The paths of all batches up to the one with a path."""
    found: set[str] = set()
    while last not in found:
        batch = changes.wait(0.02, time.time() + 60)
        assert batch, f"{last} was missed"
        found.update(batch)
    return found


@pytest.mark.parametrize(
    ("path", "text", "address", "shown"),
    [
        ("static/baru.html", "Berkas baru", "baru.html", "Berkas baru"),
        ("pages/tentang.md", "---\ntitle: Tentang kami\n---\n\nIsi.\n", "tentang/", "Tentang kami"),
        ("templates/404.html", "Templat baru", "404.html", "Templat baru"),
    ],
)
def test_folder_made_while_serving_is_watched(
    preview: Preview, portal: Portal, path: str, text: str, address: str, shown: str
) -> None:
    portal.write(path, text)
    wait_for(preview, address, shown)
    portal.write(path, text.replace(shown, "Sekali lagi"))
    wait_for(preview, address, "Sekali lagi")
    shutil.rmtree(portal.root / Path(path).parts[0])
    if not path.startswith("templates/"):
        wait_for(preview, address, "")
    portal.write(path, text)
    wait_for(preview, address, shown)
    portal.write(path, text.replace(shown, "Terakhir"))
    wait_for(preview, address, "Terakhir")


def test_posts_are_watched_after_they_were_removed_and_made_again(preview: Preview, portal: Portal) -> None:
    shutil.rmtree(portal.root / "posts")
    wait_for(preview, "2026/03/a/", "")
    portal.post("2026/03/b.md", title="Kembali")
    wait_for(preview, "2026/03/b/", "Kembali")
    portal.post("2026/03/b.md", title="Kembali lagi")
    wait_for(preview, "2026/03/b/", "Kembali lagi")
    portal.post("2026/04/c.md", title="Folder baru")
    wait_for(preview, "2026/03/c/", "Folder baru")


def test_posts_replaced_by_another_folder_are_watched(preview: Preview, portal: Portal) -> None:
    shutil.copytree(portal.root / "posts", portal.root / "salinan")
    (portal.root / "salinan/a.md").write_text(OTHERS_TEXT.replace("Rahasia", "Salinan"))
    (portal.root / "posts").rename(portal.root / "lama")
    (portal.root / "salinan").rename(portal.root / "posts")
    wait_for(preview, "2026/03/a/", "Salinan")
    portal.post("a.md", title="Disimpan di folder baru")
    wait_for(preview, "2026/03/a/", "Disimpan di folder baru")


def test_folder_moved_within_posts_and_in_from_elsewhere_is_seen(preview: Preview, portal: Portal) -> None:
    portal.post("x/y/b.md", title="Yang kedua")
    wait_for(preview, "2026/03/b/", "Yang kedua")
    (portal.root / "posts/x").rename(portal.root / "posts/z")
    portal.post("z/y/b.md", title="Di folder baru")
    wait_for(preview, "2026/03/b/", "Di folder baru")
    (portal.root / "posts/z").rename(portal.root / "luar")
    wait_for(preview, "2026/03/b/", "")
    (portal.root / "luar").rename(portal.root / "posts/masuk")
    wait_for(preview, "2026/03/b/", "Di folder baru")
    portal.post("masuk/y/b.md", title="Disimpan lagi")
    wait_for(preview, "2026/03/b/", "Disimpan lagi")


def test_posts_that_are_a_link_are_watched(portal: Portal) -> None:
    (portal.root / "isi").mkdir()
    (portal.root / "posts").symlink_to("isi")
    portal.post("a.md", title="Lewat tautan")
    with previewing(portal) as preview:
        portal.post("a.md", title="Disimpan lewat tautan")
        wait_for(preview, "2026/03/a/", "Disimpan lewat tautan")


@pytest.mark.parametrize("path", ["posts/b.md", "posts/b", "static/b.html", "posts/x/b.md", "pages/b.md"])
def test_link_out_of_the_portal_is_refused_as_in_a_build(
    preview: Preview, portal: Portal, tmp_path: Path, path: str
) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    (outside / "b.md").write_text(OTHERS_TEXT)
    with preview.opened() as connection:
        link = portal.root / path
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(outside if path == "posts/b" else outside / "b.md")
        message = read_message(connection)
        while message["good"]:  # the folder was made before
            message = read_message(connection)
        assert problems(message) == [f"{path}:0: error[symlink]"]
        assert message["problems"][0]["excerpt"] == []
        (outside / "b.md").write_text(OTHERS_TEXT + "Lagi.\n")
        portal.post("a.md", title="Tetap salah")
        assert f"{path}:0: error[symlink]" in problems(read_message(connection))
        link.unlink()
        assert read_message(connection)["good"] is True
        assert "Tetap salah" in page(preview, "2026/03/a/")
        assert page(preview, "2026/03/b/") == ""


def test_folder_replaced_by_a_link_out_of_the_portal_is_refused(
    preview: Preview, portal: Portal, tmp_path: Path
) -> None:
    """Watchdog still watches the folder that was moved out."""
    portal.post("x/b.md", title="Di dalam")
    wait_for(preview, "2026/03/b/", "Di dalam")
    with preview.opened() as connection:
        (portal.root / "posts/x").rename(tmp_path / "luar")
        (portal.root / "posts/x").symlink_to(tmp_path / "luar")
        message = read_message(connection)
        while message["good"]:
            message = read_message(connection)
        (tmp_path / "luar/b.md").write_text(OTHERS_TEXT)
        portal.post("a.md", title="Disimpan")
        assert read_message(connection)["good"] is False
    assert "Rahasia" not in page(preview, "2026/03/b/")


def test_change_behind_a_link_within_the_portal_is_seen(preview: Preview, portal: Portal) -> None:
    portal.write("posts/teks.txt", OTHERS_TEXT.replace("Rahasia", "Tertaut"))
    (portal.root / "posts/b.md").symlink_to("teks.txt")
    wait_for(preview, "2026/03/b/", "Tertaut")
    portal.write("posts/teks.txt", OTHERS_TEXT.replace("Rahasia", "Berubah"))
    wait_for(preview, "2026/03/b/", "Berubah")


def test_files_in_hidden_and_backup_folders_are_ignored_as_in_a_build(preview: Preview, portal: Portal) -> None:
    portal.post(".obsidian/b.md", title="Tersembunyi")
    portal.post("lama~/c.md", title="Cadangan")
    portal.post("a.md", title="Disimpan")
    wait_for(preview, "2026/03/a/", "Disimpan")
    assert page(preview, "2026/03/b/") == page(preview, "2026/03/c/") == ""


# Builds that fail ---------------------------------------------------------------------------------------------


def test_changes_before_a_first_build_that_fails_are_not_lost(portal: Portal) -> None:
    portal.post("a.md", title="Satu")
    portal.post("b.md", title="Dua")
    with previewing(portal):
        pass
    portal.write("posts/a.md", WITHOUT_DATE)
    portal.post("b.md", title="Dua, diubah saat pratinjau tidak berjalan")
    with previewing(portal) as preview:
        assert "Dua" in page(preview, "2026/03/b/")
        portal.post("a.md", title="Sudah baik")
        wait_for(preview, "2026/03/a/", "Sudah baik")
        wait_for(preview, "2026/03/b/", "diubah saat pratinjau tidak berjalan")


def test_page_opened_while_the_build_fails_shows_the_problems(preview: Preview, portal: Portal) -> None:
    with preview.opened() as first:
        portal.write("posts/a.md", WITHOUT_DATE)
        assert read_message(first)["good"] is False
        with preview.opened() as second:
            assert problems(read_message(second)) == ["posts/a.md:1: error[date]"]
            portal.post("a.md", title="Sudah baik")
            for message in (read_message(first), read_message(second)):
                assert (message["good"], message["stale"], message["problems"]) == (True, True, [])


def test_first_of_very_many_problems_are_shown_with_the_number_of_the_others(preview: Preview, portal: Portal) -> None:
    with preview.opened() as connection:
        portal.write("posts/a.md", "---\ntitle: A\ndate: 2026-03-14\n---\n\n" + "[x](/tidak-ada/)\n\n" * 5000)
        message = read_message(connection)
    assert len(message["problems"]) == 300
    assert "further problems, listed in the terminal: 4700" in message["note"]


# Editors ------------------------------------------------------------------------------------------------------


def rewrite(path: Path, text: str) -> None:
    path.write_text(text)


def truncate_and_write(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.flush()
        os.fsync(file.fileno())
        file.write(text)


def rename_over(path: Path, text: str) -> None:
    """As vim, sed -i, Kate and GNOME do, each with names of its own."""
    other = path.with_name(f"sed{len(text)}aBc")
    other.write_text(text)
    other.rename(path)


def atomic_with_hidden_name(path: Path, text: str) -> None:
    other = path.with_name(f".goutputstream-{len(text)}")
    other.write_text(text)
    other.replace(path)


def with_backup(path: Path, text: str) -> None:
    """As vim and Emacs do: the file is renamed to its backup, and another one takes its place."""
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text)


def with_lock_and_probe(path: Path, text: str) -> None:
    """As Emacs, LibreOffice and vim do."""
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("petugas@kantor.1234")
    path.with_name("4913").write_text("")
    path.with_name("4913").unlink()
    path.with_name(f"#{path.name}#").write_text(text)
    path.write_text(text)
    path.with_name(f"#{path.name}#").unlink()
    lock.unlink()


def as_jetbrains(path: Path, text: str) -> None:
    new, old = path.with_name(f"{path.name}___jb_tmp___"), path.with_name(f"{path.name}___jb_old___")
    new.write_text(text)
    path.rename(old)
    new.rename(path)
    old.unlink()


def remove_and_write(path: Path, text: str) -> None:
    """As programs that synchronise folders do."""
    path.unlink()
    time.sleep(0.1)
    path.write_text(text)


SAVES = (
    rewrite, truncate_and_write, rename_over, atomic_with_hidden_name, with_backup, with_lock_and_probe, as_jetbrains,
    remove_and_write,
)  # fmt: skip


def test_each_way_to_save_gives_one_build(preview: Preview, portal: Portal) -> None:
    """A save is repeated if a busy machine made it last longer than the preview waits."""
    path = portal.root / "posts/a.md"
    before = path.read_text()
    with contextlib.ExitStack() as connections:
        connection = connections.enter_context(preview.opened())
        for save in SAVES:
            longest = 0.4 if save is remove_and_write else serve.QUIET
            for number in range(50):
                text, started = f"Isi {number} ({save.__name__}).", time.monotonic()
                save(path, before.replace("Isi.", text))
                if time.monotonic() - started < longest:
                    break
                wait_for(preview, "2026/03/a/", text)
                connection = connections.enter_context(preview.opened())
            assert read_message(connection)["stale"] is True, save
            assert text in page(preview, "2026/03/a/"), save
        path.write_text(WITHOUT_DATE)
        assert read_message(connection)["good"] is False  # no message of a further build came before


def test_none_of_200_saves_is_missed_or_seen_as_two(portal: Portal) -> None:
    """A batch of events after which the file is as before is none: a build that finds nothing new tells no page."""
    path = portal.post("a.md")
    seen: list[str] = []
    with watching(portal.root) as changes:
        for number in range(200):
            SAVES[number % (len(SAVES) - 1)](path, f"Isi {number}")
            while len(seen) == number:
                # On a slow machine a save may take longer than the quiet time: its temporary files come first then.
                batch = changes.wait(0.002, time.time() + 30) or ()
                assert batch, f"save {number} was missed"
                if "posts/a.md" in batch and seen[-1:] != [text := path.read_text()]:
                    seen.append(text)
        assert seen == [f"Isi {number}" for number in range(200)]


def test_build_that_finds_nothing_new_tells_no_page(preview: Preview, portal: Portal) -> None:
    path = portal.root / "posts/a.md"
    with preview.opened() as connection:
        path.write_text(path.read_text())
        os.utime(path)
        time.sleep(0.5)  # so that the next save is in another batch
        portal.write("posts/a.md", WITHOUT_DATE)
        assert read_message(connection)["good"] is False


def test_build_that_another_one_delays_is_made_up_for(preview: Preview, portal: Portal) -> None:
    request = portal.request(".press/preview")
    with preview.opened() as connection, FileLock(engine.lock_of(request.database)):
        portal.post("a.md", title="Disimpan")
        message = read_message(connection)
        assert "another build" in message["note"]
        connection.settimeout(0.7)
        with pytest.raises(TimeoutError):
            read_message(connection)
    wait_for(preview, "2026/03/a/", "Disimpan")


def test_temporary_files_of_editors_give_no_build(portal: Portal) -> None:
    portal.post("a.md", title="Judul lama")
    with watching(portal.root) as changes:
        portal.post(".a.md.swp", title="Sementara")
        portal.write("templates~", "x")
        portal.post("a.md", title="Disimpan")
        assert paths_until(changes, "posts/a.md") == {"posts/a.md"}


def test_unfinished_file_of_an_editor_tells_no_page(preview: Preview, portal: Portal) -> None:
    with preview.opened() as connection:
        portal.write("posts/4913", "x")
        time.sleep(0.5)  # so that the next save is in another batch
        portal.write("posts/a.md", WITHOUT_DATE)
        assert read_message(connection)["good"] is False


def test_save_by_truncation_gives_one_build(preview: Preview, portal: Portal) -> None:
    """A save is repeated if a busy machine made it last longer than the preview waits."""
    path = portal.root / "posts/a.md"
    before = path.read_text()
    for number in range(50):
        with preview.opened() as connection:
            started = time.monotonic()
            with path.open("w") as file:
                time.sleep(0.25)
                file.write(before.replace("Judul lama", f"Disimpan {number}"))
            is_fast = time.monotonic() - started < 0.4
            assert read_message(connection)["good"] is True or not is_fast
        wait_for(preview, "2026/03/a/", f"Disimpan {number}")
        if is_fast:
            break


def test_file_that_stays_empty_is_reported(preview: Preview, portal: Portal) -> None:
    with preview.opened() as connection:
        portal.write("posts/a.md", "")
        assert read_message(connection)["good"] is False


def test_file_saved_with_its_old_time_and_size_is_read(preview: Preview, portal: Portal) -> None:
    path = portal.root / "posts/a.md"
    os.utime(path, (1_700_000_000, 1_700_000_000))
    time.sleep(0.5)
    portal.post("a.md", title="Judul Lain")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    wait_for(preview, "2026/03/a/", "Judul Lain")


def test_git_checkout_of_300_files_gives_one_or_two_builds(portal: Portal) -> None:
    git = ["git", "-c", "user.name=Uji", "-c", "user.email=uji@uji.example", "-C", str(portal.root)]

    def commit(branch: str) -> None:
        portal.post("a.md", title=f"Cabang {branch}")
        for number in range(300):
            portal.write(f"static/{number}.txt", f"Cabang {branch}")
        for arguments in (["checkout", "-qb", branch], ["add", "posts", "static"], ["commit", "-qm", branch]):
            subprocess.run([*git, *arguments], check=True)

    subprocess.run([*git, "init", "-q"], check=True)
    commit("satu")
    commit("dua")
    with previewing(portal) as preview, preview.opened() as connection:
        subprocess.run([*git, "checkout", "-q", "satu"], check=True)
        for address in ("299.txt", "0.txt", "2026/03/a/"):
            wait_for(preview, address, "Cabang satu")
        found = [read_message(connection)]
        connection.settimeout(0.7)
        with contextlib.suppress(TimeoutError):
            while True:
                found.append(read_message(connection))
        assert len(found) <= 2


@pytest.mark.parametrize("number", [300, 1200])
def test_events_of_many_files_are_one_batch_while_git_holds_its_lock(portal: Portal, number: int) -> None:
    """More than a batch lists are None: then all files are searched."""
    portal.post("a.md")
    subprocess.run(["git", "init", "-q", portal.root], check=True)
    with watching(portal.root) as changes:
        lock = portal.write(".git/index.lock", "")

        def check_out() -> None:
            for each in range(number):
                portal.write(f"posts/{each}.jpg", "x")
                if each == number // 2:
                    time.sleep(0.2)
            time.sleep(0.3)  # until watchdog has read all events
            lock.unlink()

        thread = threading.Thread(target=check_out)
        thread.start()
        found = changes.wait(0.02, None)
        assert not lock.exists()
        thread.join()
        assert (found is None) if number > 1000 else (found is not None and len(found) == number)
        portal.post("a.md", title="Disimpan")
        assert paths_until(changes, "posts/a.md") == {"posts/a.md"}


def test_lock_that_a_crash_of_git_left_delays_nothing(portal: Portal) -> None:
    portal.post("a.md")
    subprocess.run(["git", "init", "-q", portal.root], check=True)
    os.utime(portal.write(".git/index.lock", ""), (1_700_000_000, 1_700_000_000))
    with watching(portal.root) as changes:
        seconds: list[float] = []
        while not seconds or (min(seconds) > 2 and len(seconds) < 9):  # a busy machine may make some of them slow
            portal.post("a.md", title=f"Disimpan {len(seconds)}")
            started = time.monotonic()
            assert changes.wait(0.02, None) == ("posts/a.md",)
            seconds.append(time.monotonic() - started)
        assert min(seconds) < 2  # with a lock that counts, each lasts five seconds


# Time ---------------------------------------------------------------------------------------------------------


def test_release_appears_at_its_time_also_after_other_builds(portal: Portal) -> None:
    portal.post("a.md", title="Sekarang")
    with previewing(portal, "--no-drafts") as preview:
        portal.post("a.md", title="Disimpan")
        wait_for(preview, "2026/03/a/", "Disimpan")
        due = int(time.time()) + 4
        soon = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(due))
        portal.post("b.md", title="Terjadwal", date=f'"{soon}"')
        year, month = soon[:4], soon[5:7]
        before = page(preview, f"{year}/{month}/b/")
        assert before == "" or time.time() >= due
        wait_for(preview, f"{year}/{month}/b/", "Terjadwal")
        assert time.time() >= due


def test_build_reports_the_time_of_the_next_scheduled_release(portal: Portal) -> None:
    portal.post("a.md", title="Nanti", date='"2026-06-01T12:00:03+08:00"')
    assert portal.build(now="2026-06-01T12:00:00+08:00").next_change == parse_time("2026-06-01T12:00:03+08:00")
