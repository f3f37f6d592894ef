"""The commands of the seal: keys, secrets, verification, witnesses and audits."""

from __future__ import annotations

import base64
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from press.cli import commands
from press.errors import Exit
from press.seal import appending, checkpoints, ledger, notes, policy, secret, signing, tiles
from press.seal.checkpoints import Head
from press.seal.entries import Action, Entry
from press.seal.keys import KeyList
from press.seal.notes import COSIGNATURE, Key, Note
from press.seal.signing import Seed
from tests.live import serving
from tests.portal import CONFIG, NOW, Portal
from tests.repository import git
from tests.unit.test_cli import REPOSITORY
from tests.unit.test_cli import run as run_alone
from tests.unit.test_seal import LATER, ORIGIN, ROOT_KEY, SEED, log_of, prepared, seal, write_keys

CANARY = bytes(range(100, 132))
SECRET = base64.b64encode(CANARY).decode()
WITNESS = Seed(b"\7" * 32, "ed25519")
NAME = "saksi.example/w1"


class Done(NamedTuple):
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, which takes a tenth of the time of a new one."""
    monkeypatch.setenv("LANGUAGE", "id")

    def run(portal: Portal, *arguments: str, **environment: str) -> Done:
        monkeypatch.chdir(portal.root)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["press", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            commands.main()
        return Done(int(str(ended.value.code)), *capsys.readouterr())

    return run


def text_of(done: Done | subprocess.CompletedProcess[str]) -> str:
    return f"{done.stdout}{done.stderr}"


# Keys and secrets -----------------------------------------------------------------------------------------------


def test_life_of_the_keys_from_the_first_one_to_the_leak(tmp_path: Path, run: Run) -> None:
    """init, append, rotate, revoke, each with what the command before printed."""
    portal = Portal(tmp_path / "portal", f'{CONFIG}\n[seal]\norigin = "{ORIGIN}"\n')
    portal.post("a.md", id="id-a")
    folder = tmp_path / "kunci"
    made = run(portal, "seal", "init", str(folder), "--post-quantum")
    assert made.returncode == Exit.GOOD, text_of(made)
    assert stat.S_IMODE((folder / "root.key").stat().st_mode) == 0o600
    root = made.stdout.strip().splitlines()[-1]
    assert "root =" in run(portal, "seal", "append", "--now", NOW).stderr
    portal.write("config.toml", f'{CONFIG}\n[seal]\norigin = "{ORIGIN}"\n{root}\n')
    assert run(portal, "seal", "init", str(folder)).returncode == Exit.MISUSE
    assert run(portal, "seal", "init", str(portal.root / "kunci")).returncode == Exit.MISUSE
    assert run(portal, "build", "--now", NOW).returncode == Exit.GOOD
    first = (folder / "log-1.key").read_text()
    done = run(portal, "seal", "append", "--now", NOW, PRESS_SEAL_KEY=first)
    assert (done.returncode, "root =" in done.stderr) == (Exit.GOOD, False), text_of(done)
    checked = run(portal, "seal", "verify", "site/2026/03/a/canonical.txt", PRESS_SEAL_KEY=first)
    assert (checked.returncode, "publish id-a (1)" in checked.stdout) == (Exit.GOOD, True), text_of(checked)
    portal.post("a.md", "Lain.", id="id-a", corrections="[{date: 2026-05-20, note: Salah}]")
    assert run(portal, "seal", "rotate", str(folder)).returncode == Exit.GOOD
    run(portal, "build", "--now", LATER)
    assert run(portal, "seal", "append", "--now", LATER, PRESS_SEAL_KEY=first).returncode == Exit.MISUSE
    second = (folder / "log-2.key").read_text()
    assert run(portal, "seal", "append", "--now", LATER, PRESS_SEAL_KEY=second).returncode == Exit.GOOD
    revoked = run(portal, "seal", "revoke", str(folder), "--size", "0")
    assert revoked.returncode == Exit.GOOD, text_of(revoked)
    run(portal, "build", "--now", LATER)
    assert run(portal, "seal", "verify", "site/2026/03/a/canonical.txt").returncode != Exit.GOOD
    third = (folder / "log-3.key").read_text()
    assert run(portal, "seal", "append", "--now", LATER, PRESS_SEAL_KEY=third).returncode == Exit.GOOD
    checked = run(portal, "seal", "verify", "site/2026/03/a/canonical.txt", "--messages", "en")
    assert checked.stdout.startswith("proven: Judul\ncorrect id-a (2) "), text_of(checked)
    logs = "".join(map(text_of, (made, done, revoked)))
    assert not [path for path in folder.iterdir() for part in path.read_text().strip().split(",") if part in logs]


def test_without_a_key_nothing_fails_unless_a_seal_is_required(tmp_path: Path, run: Run) -> None:
    portal = prepared(tmp_path / "portal")
    portal.build()
    done = run(portal, "seal")
    assert (done.returncode, "belum disegel" in done.stderr) == (Exit.GOOD, True), text_of(done)
    assert run(portal, "seal", "append", "--require").returncode == Exit.CONTENT
    for wrong in (SECRET[:-5], "zq bukan kunci", SECRET + "," + SECRET + "," + SECRET):
        done = run(portal, "seal", PRESS_SEAL_KEY=wrong)
        assert done.returncode == Exit.MISUSE
        assert wrong not in text_of(done)


def test_releases_with_errors_are_held_and_the_others_sealed(tmp_path: Path, run: Run) -> None:
    portal = prepared(tmp_path / "portal")
    portal.build()
    portal.post("rusak.md", id="id-rusak", date="besok")
    done = run(portal, "seal", "append", "--hold-broken", "--now", NOW, PRESS_SEAL_KEY=SEED.text())
    assert (done.returncode, "posts/rusak.md" in done.stderr) == (Exit.HELD, True), text_of(done)
    assert log_of(portal).sizes == (2,)


def test_commands_need_the_section_and_name_what_is_missing(portal: Portal, run: Run) -> None:
    portal.build()
    done = run(portal, "seal", "append", "--messages", "en")
    assert (done.returncode, "[seal]" in done.stderr) == (Exit.MISUSE, True)


FORMS = (SECRET.encode(), CANARY, CANARY.hex().encode(), base64.b64encode(CANARY[1:]), base64.b64encode(CANARY[2:]))
"""The secret as it is stored, and in other forms."""


def found_in(data: bytes) -> list[bytes]:
    return [form for form in FORMS if form in data]


def test_secret_is_in_no_output_log_cache_and_environment_of_children(tmp_path: Path) -> None:
    """A program that is called ``git`` writes down its environment, and then is git."""
    portal = prepared(tmp_path / "portal")
    write_keys(portal, KeyList(ORIGIN).with_seeds(signing.seeds(SECRET), 1))
    git(portal.root, "init", "--quiet")
    portal.write(".gitignore", "/site/\n/.press/\n")
    spy = tmp_path / "bin/git"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\nenv >> "{tmp_path}/environment"\nexec "{shutil.which("git")}" "$@"\n')
    spy.chmod(0o755)
    path = f"{spy.parent}:{os.environ['PATH']}"
    outputs = [
        text_of(run_alone(portal, *arguments, "--now", NOW, PRESS_SEAL_KEY=SECRET, PATH=path))
        for arguments in (("build",), ("seal", "append"))
    ]
    assert log_of(portal).sizes == (2,)
    seen = (tmp_path / "environment").read_bytes()
    assert b"PATH=" in seen
    assert found_in(seen) == []
    assert b"PRESS_SEAL_KEY" not in seen
    assert found_in("".join(outputs).encode()) == []
    files = [file for file in portal.root.rglob("*") if file.is_file()]
    assert [file for file in files if found_in(file.read_bytes())] == []


def test_secret_is_in_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a bug in the middle of signing; nor is it left in the environment or shown by the objects that hold it."""
    portal = prepared(tmp_path / "portal")
    write_keys(portal, KeyList(ORIGIN).with_seeds(signing.seeds(SECRET), 1))
    portal.build()

    def broken(log: object, seeds: tuple[Seed, ...], now: object) -> None:
        raise RuntimeError(f"a bug with {seeds!r} {seeds[0]} {vars(type(seeds[0])).get('x')}")

    monkeypatch.setattr(appending, "sign", broken)
    monkeypatch.setenv("PRESS_SEAL_KEY", SECRET)
    monkeypatch.setattr(sys, "argv", ["press", "seal", "append", "--root", str(portal.root), "--now", NOW])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == Exit.BUG
    assert "PRESS_SEAL_KEY" not in os.environ
    shown = capsys.readouterr().err
    log = Path(re.findall(r"(\S+\.log)", shown)[0])
    traceback = log.read_bytes()
    log.unlink()
    assert b"a bug with (Seed(" in traceback
    assert found_in(traceback + shown.encode()) == []


def test_secret_is_taken_once_and_not_pickled() -> None:
    environment = {"PRESS_SEAL_KEY": SECRET, "PATH": "/bin"}
    secret.hide(environment)
    assert environment == {"PATH": "/bin"}
    assert (secret.take("PRESS_SEAL_KEY"), secret.take("PRESS_SEAL_KEY")) == (SECRET, "")
    with pytest.raises(TypeError, match="not sent"):
        SEED.__reduce__()


def test_portal_without_a_seal_imports_nothing_of_it(portal: Portal) -> None:
    portal.post("a.md")
    code = (
        "import sys; from press.cli import commands; sys.argv = ['press', 'build', '--now', '2026-06-01']\n"
        "try: commands.main()\nexcept SystemExit: pass\n"
        "print(sorted(n for n in sys.modules if n.startswith(('press.seal', 'cryptography.hazmat'))))"
    )
    path = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=portal.root, env=path)
    assert done.stdout.strip().splitlines()[-1] == "['press.seal', 'press.seal.secret']"


# Verification, witnesses, audits --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A portal in git with three releases, sealed in two steps."""
    portal = prepared(tmp_path_factory.mktemp("segel") / "portal")
    seal(portal)
    portal.post("c.md", "Isi c.", id="id-c", title="Judul C")
    seal(portal, LATER)
    git(portal.root, "init", "--quiet")
    portal.write(".gitignore", "/site/\n/.press/\n")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Segel")
    return portal


def forged(entries: tuple[str, ...]) -> dict[str, bytes]:
    """A whole other log with the key of the first one, as someone who stole it would publish it."""
    log = ledger.Log(Path("nowhere"), entries)
    size = len(entries)
    head = Head(ORIGIN, size, log.tree.head(size))
    note = Note(str(head), (checkpoints.sign(head, ORIGIN, SEED, 0),))
    wanted = tiles.of_sizes((), size)
    files = {
        f"seal/{tile.path}": tile.bundle(log.entries) if tile.level < 0 else tile.hashes(log.tree) for tile in wanted
    }
    return files | {"seal/checkpoint": str(note).encode()}


def forgery(number: int) -> str:
    return str(Entry("2026-06-02T04:00:00Z", Action.PUBLISH, 1, f"{number:064x}", f"palsu-{number}"))


def test_text_on_the_web_is_verified_and_a_changed_one_is_not(published: Portal, tmp_path: Path, run: Run) -> None:
    site = dict(published.site())
    trust = ("--root-key", str(ROOT_KEY), "--messages", "en")
    with serving(site) as server:
        keys = ("--keys", f"{server.url}seal/keys.txt")
        done = run(published, "seal", "verify", f"{server.url}2026/03/c/", *trust, *keys)
        assert done.stdout.startswith(
            "proven: Judul C\npublish id-c (1) 2026-06-02T04:00:00Z uji.example/portal/seal 3"
        )
        by_policy = run(published, "seal", "verify", f"{server.url}2026/03/c/", "--policy", "seal/policy")
        assert by_policy.returncode == Exit.GOOD, text_of(by_policy)
        server.files["2026/03/c/canonical.txt"] = site["2026/03/c/canonical.txt"].replace(b"Isi", b"Bukan isi")
        done = run(published, "seal", "verify", f"{server.url}2026/03/c/", *trust, *keys)
        assert (done.returncode, "the text was changed" in done.stderr) == (Exit.NOT_AS_BUILT, True), text_of(done)
    shutil.copytree(published.root / "site/2026/03/a", tmp_path / "simpanan")
    offline = Portal(tmp_path / "lain")
    copied = str(tmp_path / "simpanan/canonical.txt")
    done = run(offline, "seal", "verify", copied, *trust, "--keys", str(published.root / "seal/keys.txt"))
    assert done.returncode == Exit.GOOD, text_of(done)
    assert (
        run(offline, "seal", "verify", copied, "--keys", str(published.root / "seal/keys.txt")).returncode
        == Exit.MISUSE
    )


def test_witness_cosigns_what_only_grew(published: Portal, tmp_path: Path, run: Run) -> None:
    """The first head, the same again, a larger one; then never a shorter, a rewritten or an incomplete log."""
    lines = log_of(published).lines
    keys = {"seal/keys.txt": (published.root / "seal/keys.txt").read_bytes()}
    state = tmp_path / "saksi/terakhir"
    key = Key(NAME, COSIGNATURE, WITNESS.public())
    arguments = ("--name", NAME, "--state", str(state), "--root-key", str(ROOT_KEY), "--messages", "en")
    everything = (*lines, *map(forgery, range(2)))
    with serving({}) as server:

        def witness(files: dict[str, bytes]) -> tuple[int, str]:
            server.files = files | keys
            done = run(published, "seal", "witness", server.url, *arguments, PRESS_WITNESS_KEY=WITNESS.text())
            return done.returncode, done.stdout or done.stderr

        code, line = witness(forged(lines[:2]))
        note = notes.note(forged(lines[:2])["seal/checkpoint"].decode())
        cosigned = Note(note.text, (notes.signature(line.rstrip("\n")),))
        assert (code, len(checkpoints.signed_by(cosigned, [key]))) == (Exit.GOOD, 1)
        assert witness(forged(lines[:2]))[0] == Exit.GOOD
        assert witness(forged(everything))[0] == Exit.GOOD
        remembered = state.read_text()
        incomplete = forged((*everything, forgery(7)))
        del incomplete["seal/tile/0/000.p/6"]
        strange = forged((*everything, forgery(7))) | {"seal/checkpoint": b"x\n"}
        for files, reason in (
            (forged(lines), "went back"),
            (forged((forgery(9), *everything[1:])), "another head of the same size"),
            (forged((forgery(9), *everything)), "no longer begins"),
            (incomplete, "a tile is missing"),
            (strange, "not a signed note"),
            ({}, "no log"),
        ):
            code, said = witness(files)
            assert (code, reason in said) == (Exit.NOT_AS_BUILT, True), said
        assert state.read_text() == remembered


def test_witness_cosigns_a_quiet_log_and_says_so(published: Portal, tmp_path: Path, run: Run) -> None:
    """It only grew: the cosignature is true, and the time in it shows that the state is old."""
    old = Entry("2020-01-01T00:00:00Z", Action.PUBLISH, 1, f"{1:064x}", "lama")
    new = Entry(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", Action.PUBLISH, 1, f"{2:064x}", "baru")
    quiet, fresh = forged((str(old),)), forged((str(old), str(new)))
    lying = fresh | {"seal/tile/entries/000.p/2": tiles.Tile(-1, 0, 2).bundle((b"x", str(old).encode()))}
    arguments = ("--name", NAME, "--root-key", str(ROOT_KEY), "--messages", "en")
    with serving({}) as server:

        def witness(files: dict[str, bytes], *more: str) -> Done:
            server.files = files | {"seal/keys.txt": (published.root / "seal/keys.txt").read_bytes()}
            state = ("--state", str(tmp_path / "terakhir"))
            return run(
                published, "seal", "witness", server.url, *arguments, *state, *more, PRESS_WITNESS_KEY=WITNESS.text()
            )

        done = witness(quiet)
        assert done.returncode == Exit.GOOD
        assert done.stderr.endswith(f"the policy of the log: {Key(NAME, COSIGNATURE, WITNESS.public())}\n")
        done = witness(quiet, "--quiet-for", "7")
        assert (done.returncode, done.stdout.startswith(f"— {NAME}")) == (Exit.NOT_AS_BUILT, True), text_of(done)
        assert "the log is quiet: its last entry is that of 2020-01-01T00:00:00Z" in done.stderr
        done = witness(lying, "--quiet-for", "7")
        assert (done.returncode, done.stdout) == (Exit.NOT_AS_BUILT, "")
        assert "not that of its head" in done.stderr
        assert witness(fresh, "--quiet-for", "7").returncode == Exit.GOOD


def test_cosignature_of_a_witness_is_published_with_the_proof(published: Portal, tmp_path: Path, run: Run) -> None:
    portal = Portal(tmp_path / "portal", (published.root / "config.toml").read_text())
    shutil.copytree(published.root, portal.root, dirs_exist_ok=True, symlinks=True)
    portal.build(now=LATER)
    before = portal.site()
    key = Key(NAME, COSIGNATURE, WITNESS.public())
    head = checkpoints.head(log_of(portal).checkpoint(3))
    right, stranger = (checkpoints.cosign(head, name, WITNESS, 1_780_000_000) for name in (NAME, "asing.example/w"))
    portal.write("saksi.txt", f"{right}{stranger}")
    assert run(portal, "seal", "cosign", "saksi.txt").returncode == Exit.CONTENT, "it is not in the policy"
    rules = log_of(portal).text_of(ledger.POLICY).replace("quorum none", f"witness satu {key}\nquorum satu")
    ledger.write(portal.root / "seal", ledger.POLICY, rules)
    done = run(portal, "seal", "cosign", "saksi.txt")
    assert done.returncode == Exit.GOOD, text_of(done)
    report = portal.build(now=LATER)
    assert {one for one in report.written if "manifest" not in one} == {
        "seal/checkpoint", "seal/policy", "2026/03/c/canonical.txt.tlog-proof", "cek/index.html",
    }  # fmt: skip
    trusted = policy.policy(rules)
    assert trusted.witnessed(notes.note(portal.text("seal/checkpoint"))) == {"satu": 1_780_000_000}
    with pytest.raises(ValueError, match="too few"):
        trusted.trusted(notes.note(before["seal/checkpoint"].decode()))
    portal.build("clean", now=LATER)
    assert portal.site() == portal.site("clean")


def test_audit_finds_what_is_not_in_the_repository(published: Portal, run: Run) -> None:
    site = dict(published.site())
    log = log_of(published)
    changed = {"seal/tile/0/000.p/3": site["seal/tile/0/000.p/3"][::-1]}
    with serving(site) as server:

        def audit(files: dict[str, bytes], now: str = "2026-06-12T12:00:00+08:00") -> tuple[int, str]:
            server.files = site | files
            limit = ("--quiet-for", "10", "--now", now)
            done = run(published, "seal", "audit", server.url, *limit, "--messages", "en")
            return done.returncode, text_of(done)

        quiet = "press: the log is quiet: its last entry is that of 2026-06-02T04:00:00Z, 10 days ago\n"
        assert audit({}) == (Exit.NOT_AS_BUILT, quiet)
        assert audit({}, "2026-06-12T11:59:59+08:00") == (Exit.GOOD, "the live log is as it must be: 3 entries\n")
        for files, reason in (
            (forged((*log.lines, forgery(1))), "entry 4 of the live log is not in seal/entries"),
            (forged((forgery(1), *log.lines[1:])), "entry 1 of the live log is not in seal/entries"),
            (forged(log.lines[:2]), "1 entries less"),
            (changed, "not those of its head"),
            ({"seal/keys.txt": b"x"}, "list of keys"),
            ({"seal/checkpoint": site["seal/checkpoint"].replace(b"\n3\n", b"\n4\n")}, "a signature is not"),
        ):
            code, said = audit(files)
            assert (code, reason in said) == (Exit.NOT_AS_BUILT, True), said
        uncommitted = Portal(published.root.parent / "lain", (published.root / "config.toml").read_text())
        shutil.copytree(published.root / "seal", uncommitted.root / "seal")
        git(uncommitted.root, "init", "--quiet")
        git(uncommitted.root, "add", "seal")
        uncommitted.write("seal/entries", f"{log.lines[0]}\n{log.lines[1]}\n")
        git(uncommitted.root, "add", "seal")
        git(uncommitted.root, "commit", "--quiet", "--message", "Segel")
        uncommitted.write("seal/entries", log.data)
        server.files = site
        done = run(uncommitted, "seal", "audit", server.url, "--messages", "en")
        assert "entry 3 of the live log is not committed in git" in done.stderr
