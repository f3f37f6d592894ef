"""What CI and servers push to the repository themselves, before they publish: the seal, and what `pull` has read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from press.seal.keys import KeyList
from tests.fork import Fork, run_script
from tests.github import GitHub, Ran, serving_pages
from tests.gitlab import GitLab
from tests.network import Host, give, member, serving
from tests.repository import git
from tests.unit.test_seal import ORIGIN, SEED, SETTINGS, write_keys

SITE = "site.yml"
SEALED = "disegel, entri"
KEY = SEED.text()


@pytest.fixture(scope="module")
def other() -> Iterator[Host]:
    """Another portal, which has published one release."""
    host = Host()
    give(host, {"id": "satu", "title": "Pasar Hulu dibuka"})
    with serving(host):
        yield host


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, other: Host) -> tuple[Fork, str]:
    """A fork with a seal and a member of the network, and its commit."""
    fork = Fork(tmp_path_factory.mktemp("fork"))
    write_keys(fork.desk, KeyList(ORIGIN).with_seeds((SEED,), 1))
    fork.desk.write("config.toml", SETTINGS + member("Hulu", other))
    return fork, fork.publish()


@pytest.fixture
def fork(first: tuple[Fork, str]) -> Fork:
    """The fork as it was at first: all tests use the same folders, and so the same bytecode."""
    fork, commit = first
    git(fork.remote, "update-ref", "refs/heads/main", commit)
    git(fork.desk.root, "reset", "--quiet", "--hard", commit)
    for name in ("caches", "gitlab-caches"):
        shutil.rmtree(fork.folder / name, ignore_errors=True)
    return fork


def refuse_pushes(fork: Fork, is_refused: bool) -> None:
    """Let the remote refuse pushes, as to a branch that somebody else has changed meanwhile."""
    hook = fork.remote / "hooks/update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexit {int(is_refused)}\n")
    hook.chmod(0o755)


def pushed(fork: Fork, commit: str) -> list[str]:
    """The subjects of the commits since another one, the newest first."""
    return git(fork.remote, "log", "--format=%s", f"{commit}..main").splitlines()


def results(jobs: dict[str, Ran]) -> dict[str, str]:
    """The results of the jobs that were not skipped."""
    return {name: job.result for name, job in jobs.items() if job.result != "skipped"}


def test_github_seals_pushes_and_then_publishes(fork: Fork, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving_pages(tmp_path_factory.mktemp("pages")) as pages:
        github = GitHub(fork, *pages)
        github.pages.mkdir()
        first = git(fork.remote, "rev-parse", "main")
        github.variables["PRESS_SEAL"] = "true"
        github.secrets["PRESS_SEAL_KEY"] = KEY
        refuse_pushes(fork, True)
        assert results(github.run(SITE, "push")) == {"build": "success", "seal": "failure"}
        assert not list(github.pages.iterdir())
        refuse_pushes(fork, False)
        good = {"build": "success", "seal": "success", "publish": "success"}
        jobs = github.run(SITE, "schedule")
        assert results(jobs) == {"due": "success", **good}
        assert pushed(fork, first) == ["Segel"]
        assert "[skip ci]" in git(fork.remote, "log", "-1", "--format=%B", "main")
        assert SEALED in (github.pages / "2026/03/jembatan/index.html").read_text()
        assert results(github.run(SITE, "schedule")) == {"due": "success"}
        assert results(github.run(SITE, "push")) == good
        assert pushed(fork, first) == ["Segel"]
        assert not any(KEY in job.log for job in jobs.values())


def test_github_reads_the_network_and_publishes_in_the_same_run(
    fork: Fork, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving_pages(tmp_path_factory.mktemp("pages")) as pages:
        github = GitHub(fork, *pages)
        github.pages.mkdir()
        first = git(fork.remote, "rev-parse", "main")
        github.variables["PRESS_PULL"] = "true"
        assert "pull" not in results(github.run(SITE, "push"))
        assert results(github.run(SITE, "schedule")) == dict.fromkeys(("pull", "build", "publish"), "success")
        assert pushed(fork, first) == ["Jaringan"]
        assert "Pasar Hulu dibuka" in (github.pages / "index.html").read_text()
        assert results(github.run(SITE, "schedule")) == {"pull": "success", "due": "success"}
        assert pushed(fork, first) == ["Jaringan"]


def test_gitlab_reads_the_network_and_seals(fork: Fork, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving_pages(tmp_path_factory.mktemp("pages")) as pages:
        gitlab = GitLab(fork, *pages)
        first = git(fork.remote, "rev-parse", "main")
        gitlab.secrets["pages"] = {"PRESS_SEAL_KEY": KEY}
        refuse_pushes(fork, True)
        assert results(gitlab.run("push")) == {"pages": "failure"}
        assert not gitlab.pages.exists()
        refuse_pushes(fork, False)
        good = {"pages": "success", "held": "success"}
        assert results(gitlab.run("push")) == good
        assert SEALED in (gitlab.pages / "2026/03/jembatan/index.html").read_text()
        assert results(gitlab.run("schedule")) == {"pages": "warning"}
        assert results(gitlab.run("schedule", PRESS_PULL="yes")) == {"pages": "success"}
        assert "Pasar Hulu dibuka" in (gitlab.pages / "index.html").read_text()
        assert results(gitlab.run("schedule", PRESS_PULL="yes")) == {"pages": "warning"}
        assert pushed(fork, first) == ["Jaringan", "Segel"]
        assert KEY not in gitlab.run("push")["pages"].log


def test_gitlab_notes_what_was_sealed_when_it_is_on_the_server(fork: Fork, tmp_path: Path) -> None:
    gitlab = GitLab(fork, tmp_path / "pages", "")
    folder = tmp_path / "situs"
    config = (fork.desk.root / "config.toml").read_text()
    fork.desk.write("config.toml", f'{config}\n[deploy.situs]\nurl = "file:{folder}"\n')
    fork.publish()
    gitlab.variables["PRESS_DEPLOY"] = "situs"
    gitlab.secrets["seal"] = {"PRESS_SEAL_KEY": KEY}
    assert results(gitlab.run("push")) == dict.fromkeys(("build", "deploy", "held"), "success")
    assert SEALED in (folder / "2026/03/jembatan/index.html").read_text()
    assert results(gitlab.run("schedule"))["build"] == "warning"


def test_of_two_jobs_that_seal_at_once_one_pushes(fork: Fork) -> None:
    """The other one must not publish, and its clone has no commit that the remote has not."""
    environment = fork.environment(PRESS_SEAL_KEY=KEY, TOKEN="token")
    clones = [fork.folder / "satu", fork.folder / "dua"]
    for clone in clones:
        git(fork.folder, "clone", "--quiet", str(fork.remote), str(clone))
    first, second = (run_script("tools/ci/seal main", clone, environment) for clone in clones)
    assert (first.returncode, second.returncode != 0) == (0, True), first.stdout + second.stdout
    head = git(fork.remote, "rev-parse", "main")
    assert git(clones[0], "rev-parse", "HEAD") == head
    assert git(clones[1], "rev-parse", "HEAD") == git(fork.remote, "rev-parse", "main^")
    assert run_script("tools/ci/push main Segel seal", clones[0], environment).returncode == 10
