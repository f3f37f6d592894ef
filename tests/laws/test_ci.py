"""The CI that a fork has, step by step as its files say: from the first commit to a site that readers have."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from tests.fork import Fork, run_script
from tests.github import GitHub, Ran, serving_pages
from tests.gitlab import GitLab
from tests.portal import CONFIG, files, parse_time
from tests.repository import git
from tests.services import Service, serving
from tools.docs import REPOSITORY

SITE = "site.yml"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder that a server shows, and its address."""
    with serving_pages(tmp_path_factory.mktemp("pages")) as found:
        yield found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, pages: tuple[Path, str]) -> GitHub:
    """A fork whose Pages were switched on, after the run for its first commit."""
    github = GitHub(Fork(tmp_path_factory.mktemp("fork")), *pages)
    assert results(github.run(SITE, "push"))["build"] == "failure"  # Pages are not switched on
    github.pages.mkdir()
    assert results(github.run(SITE, "push")) == published()
    return github


def published(**more: str) -> dict[str, str]:
    """The results of the jobs of a run that published to Pages."""
    others = dict.fromkeys(("check", "pull", "due", "seal", "deploy", "held", "announce"), "skipped")
    return {**others, "build": "success", "publish": "success", **more}


def gitlab_of(first: GitHub) -> GitLab:
    """The same portal at GitLab, at the same time: builds never go back in time."""
    gitlab = GitLab(first.fork, first.pages, first.url)
    gitlab.now = first.now
    return gitlab


def results(jobs: dict[str, Ran]) -> dict[str, str]:
    return {id: job.result for id, job in jobs.items()}


def test_the_first_commit_of_a_fork_is_published_at_the_address_of_pages(first: GitHub) -> None:
    home = (first.pages / "index.html").read_text()
    assert "Jembatan dibuka" in home
    assert f'<link rel="canonical" href="{first.url}/">' in home


def test_a_scheduled_run_with_nothing_due_ends_in_seconds(first: GitHub) -> None:
    first.run(SITE, "schedule")  # publishes what another test has left
    jobs = first.run(SITE, "workflow_dispatch", only_if_due=True)
    assert results(jobs) == published(due="success", build="skipped", publish="skipped")
    assert jobs["due"].seconds < 5


def test_a_scheduled_run_publishes_what_is_due_and_what_was_not_published(first: GitHub) -> None:
    first.fork.desk.post(
        "nanti.md", title="Pasar dibuka", id="nanti", date=f"{parse_time(first.now) + timedelta(hours=6)}"
    )
    first.fork.publish()
    away = first.pages.rename(first.pages.with_name("away"))
    failed = first.run(SITE, "push")
    away.rename(first.pages)
    assert results(failed)["build"] == "failure"
    assert results(first.run(SITE, "schedule")) == published(due="success")
    assert "Pasar dibuka" not in (first.pages / "index.html").read_text()
    first.now = (parse_time(first.now) + timedelta(hours=7)).isoformat()
    assert results(first.run(SITE, "schedule")) == published(due="success")
    assert "Pasar dibuka" in (first.pages / "index.html").read_text()


def test_a_broken_release_is_held_and_marked_and_the_others_are_published(first: GitHub) -> None:
    first.fork.desk.post("rusak.md", title="Rusak", date="besok")
    first.fork.desk.post("baik.md", title="Sekolah baru", id="baik")
    first.fork.publish()
    jobs = first.run(SITE, "push")
    (first.fork.desk.root / "posts/rusak.md").unlink()
    first.fork.publish()
    assert results(jobs) == published(held="failure")
    assert "::error file=posts/rusak.md,line=3" in jobs["build"].log
    assert "::error title=Held::" in jobs["held"].log
    assert "Sekolah baru" in (first.pages / "index.html").read_text()


def test_a_pull_request_from_a_fork_gets_a_marked_preview_and_no_secrets(first: GitHub) -> None:
    """Its merge commit, which GitHub makes, has a draft and a release with errors."""
    before = files(first.pages)
    first.secrets["PRESS_DEPLOY_PASSWORD"] = "rahasia"
    git(first.fork.desk.root, "switch", "--quiet", "--create", "usul")
    first.fork.desk.post("konsep.md", title="Konsep", id="konsep", draft="true")
    first.fork.desk.post("rusak.md", title="Rusak", date="besok")
    git(first.fork.desk.root, "add", "--all")
    git(first.fork.desk.root, "commit", "--quiet", "--message", "Usul")
    git(first.fork.desk.root, "switch", "--quiet", "--detach", "main")
    git(first.fork.desk.root, "merge", "--quiet", "--no-ff", "--no-edit", "usul")
    git(first.fork.desk.root, "push", "--quiet", "origin", "HEAD:refs/pull/1/merge")
    git(first.fork.desk.root, "switch", "--quiet", "main")
    jobs = first.run(SITE, "pull_request", ref="refs/pull/1/merge")
    assert results(jobs) == published(check="failure", build="skipped", publish="skipped")
    assert "::error file=posts/rusak.md,line=3" in jobs["check"].log
    preview = first.artifacts / "preview"
    assert "Konsep" in (preview / "index.html").read_text()
    assert '"preview":true' in (preview / "manifest.json").read_text().replace(" ", "")
    assert all("noindex" in page.read_text() for page in preview.rglob("*.html"))
    assert files(first.pages) == before


def test_a_portal_is_published_to_a_server_by_a_job_with_its_password(first: GitHub) -> None:
    """Also where all caches are lost: then it is not known whether something is due, and the build is a full one."""
    folder = first.fork.folder / "situs"
    target = f'\n[deploy.situs-utama]\nurl = "file:{folder}"\n'
    first.fork.desk.write("config.toml", CONFIG + target)
    first.fork.publish()
    first.variables["PRESS_DEPLOY"] = "situs-utama"
    first.secrets["PRESS_DEPLOY_PASSWORD"] = "rahasia"
    shutil.rmtree(first.caches)
    first.caches.mkdir()
    jobs = first.run(SITE, "schedule")
    del first.variables["PRESS_DEPLOY"]
    assert results(jobs) == published(due="success", publish="skipped", deploy="success")
    assert '<link rel="canonical" href="https://uji.example/portal/">' in (folder / "index.html").read_text()
    assert not any("rahasia" in job.log for job in jobs.values())


def test_the_audit_fails_if_the_live_site_was_changed(first: GitHub) -> None:
    first.run(SITE, "push")
    away = first.pages.rename(first.pages.with_name("away"))
    without_site = first.run("audit.yml", "schedule")
    away.rename(first.pages)
    assert results(without_site) == {"audit": "success"}
    assert "no site to audit" in without_site["audit"].log
    assert results(first.run("audit.yml", "schedule")) == {"audit": "success"}
    home = first.pages / "index.html"
    home.write_text(home.read_text().replace("Jembatan", "Slot gacor"))
    changed = first.run("audit.yml", "schedule")
    assert results(changed) == {"audit": "failure"}
    gitlab = gitlab_of(first)
    assert gitlab.chosen("schedule", PRESS_AUDIT="yes").keys() == {"audit"}
    assert '"state":"error"' in (first.artifacts / "status/status.json").read_text().replace(" ", "")


@contextmanager
def release_without_id(fork: Fork) -> Iterator[Path]:
    """A branch with a release that has no id and a pasted list; yields its file."""
    git(fork.desk.root, "switch", "--quiet", "--create", "peramban")
    fork.desk.write("config.toml", CONFIG.replace('missing-id = "off"\n', ""))
    file = fork.desk.post("peramban.md", "Daftar:\n\n• satu\n• dua", title="Dari peramban", id="")
    git(fork.desk.root, "add", "--all")
    git(fork.desk.root, "commit", "--quiet", "--message", "Rilis")
    git(fork.desk.root, "push", "--quiet", "--force", "origin", "peramban")
    yield file
    git(fork.desk.root, "switch", "--quiet", "main")
    git(fork.desk.root, "branch", "--quiet", "--delete", "--force", "peramban")


def test_ids_are_written_into_branches_that_are_not_protected(first: GitHub) -> None:
    gitlab = gitlab_of(first)
    request = {"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "peramban", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1"}
    with release_without_id(first.fork) as file:
        before = git(first.fork.remote, "rev-parse", "peramban")
        first.protected.add("peramban")
        assert results(first.run("ids.yml", "push", "peramban")) == {"ids": "skipped"}
        first.protected.remove("peramban")
        assert results(first.run("ids.yml", "push", "peramban")) == {"ids": "success"}
        after = git(first.fork.remote, "show", "peramban:posts/peramban.md")
        assert after.replace(' "peramban"', "").strip() == file.read_text().strip()
        assert git(first.fork.remote, "rev-parse", "peramban^") == before
        assert results(first.run("ids.yml", "push", "peramban")) == {"ids": "success"}  # nothing to do
        assert git(first.fork.remote, "rev-parse", "peramban^") == before
        git(first.fork.remote, "update-ref", "refs/heads/peramban", before)
        gitlab.variables["PRESS_FIX_TOKEN"] = "rahasia"
        of_another = request | {"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2"}
        of_protected = request | {"CI_MERGE_REQUEST_SOURCE_BRANCH_PROTECTED": "true"}
        assert not any("ids" in gitlab.chosen("merge_request_event", **one) for one in (of_another, of_protected))
        assert gitlab.run("merge_request_event", **request)["ids"].result == "success"
        assert git(first.fork.remote, "show", "peramban:posts/peramban.md") == after


def test_gitlab_publishes_the_first_commit_and_then_what_is_due(first: GitHub) -> None:
    gitlab = gitlab_of(first)
    shutil.rmtree(first.pages)
    assert results(gitlab.run("push")) == {"pages": "success", "held": "success"}
    assert (first.pages / "index.html").is_file()
    assert results(gitlab.run("schedule")) == {"pages": "warning"}  # exit code 10: nothing is due
    first.fork.desk.post("rusak.md", title="Rusak", date="besok")
    first.fork.publish()
    held = gitlab.run("push")
    assert results(held) == {"pages": "success", "held": "failure"}
    assert "posts/rusak.md:3" in held["pages"].log
    requested = gitlab.run("merge_request_event", CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD^1")
    (first.fork.desk.root / "posts/rusak.md").unlink()
    first.fork.publish()
    assert results(requested) == {"check": "failure"}
    assert "rusak.md" in (gitlab.artifacts / "check/findings.json").read_text()
    assert '"preview":true' in (gitlab.artifacts / "check/preview/manifest.json").read_text().replace(" ", "")


def test_gitlab_publishes_to_a_server_and_tries_again_if_that_failed(first: GitHub) -> None:
    gitlab = gitlab_of(first)
    folder = first.fork.folder / "tujuan"
    first.fork.desk.write("config.toml", f'{CONFIG}\n[deploy.tujuan]\nurl = "file:{folder}"\n')
    first.fork.publish()
    gitlab.variables["PRESS_DEPLOY"] = "tujuan"
    folder.write_text("not a folder")
    assert results(gitlab.run("push")) == {"build": "success", "deploy": "failure", "held": "skipped"}
    folder.unlink()
    assert results(gitlab.run("schedule")) == {"build": "success", "deploy": "success"}
    assert (folder / "index.html").is_file()


@contextmanager
def announcing(fork: Fork) -> Iterator[tuple[Service, str]]:
    """A fork with a Telegram channel, and a release of an hour ago; yields the service and the time of the computer."""
    now = datetime.now(UTC)
    with serving(Service()) as service:
        channel = f'\n[announce.kanal]\ntype = "telegram"\nurl = "{service.url}"\nto = "@humas"\n'
        fork.desk.write("config.toml", CONFIG + channel)
        fork.publish()
        yield service, now.isoformat()
    fork.desk.write("config.toml", CONFIG)
    (fork.desk.root / "posts/umum.md").unlink()
    fork.publish()


def publish_new(fork: Fork) -> None:
    """Publish a release of an hour ago by the clock of the computer: `announce` uses no other."""
    fork.desk.post("umum.md", title="Air naik", id="umum", date=f"{datetime.now(UTC) - timedelta(hours=1)}")
    fork.publish()


def test_what_is_new_is_announced_once_and_what_waits_by_a_later_run(first: GitHub) -> None:
    with announcing(first.fork) as (service, first.now):
        first.variables["PRESS_ANNOUNCE"] = "true"
        first.secrets["PRESS_ANNOUNCE_SECRETS"] = (
            "PATH=x\nPRESS_ANNOUNCE_KANAL_TOKEN=rahasia==\nPRESS_ANNOUNCE_A-B=rahasia"
        )
        assert results(first.run(SITE, "push")) == published(announce="success")  # the first run posts nothing
        publish_new(first.fork)
        service.faults = [401]
        jobs = first.run(SITE, "push")
        assert results(jobs) == published(announce="failure")
        assert not service.shown
        again = first.run(SITE, "schedule")
        others = {"due": "success", "build": "skipped", "publish": "skipped"}
        assert results(again) == published(**others, announce="success")
        assert [text.partition("\n")[0] for text in service.shown.values()] == ["<b>Air naik</b>"]
        assert service.accepted[0].path == "/botrahasia==/sendMessage"
        assert results(first.run(SITE, "schedule")) == published(**others)
        assert not any("rahasia" in job.log for job in (jobs | again).values())
    assert git(first.fork.remote, "ls-tree", "--name-only", "announced") == "announced.json"
    del first.variables["PRESS_ANNOUNCE"]


def test_the_record_is_neither_taken_for_lost_nor_overwritten(tmp_path: Path) -> None:
    """If the remote cannot be read, the script fails; if somebody else pushed a record meanwhile, it stays."""
    remote, work, file = tmp_path / "remote.git", tmp_path / "work", tmp_path / "record.json"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(tmp_path, "init", "--quiet", str(work))

    def run(action: str, place: Path) -> int:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "REMOTE": str(place), "TOKEN": "token"}
        return run_script(f"{REPOSITORY}/tools/ci/record {action} {file}", work, environment).returncode

    assert run("fetch", tmp_path / "away.git") != 0
    assert run("fetch", remote) == 0
    assert not file.exists()
    for record in ("satu", "dua"):
        file.write_text(record)
        assert (run("push", remote) == 0) == (record == "satu")
    assert run("fetch", remote) == 0
    assert file.read_text() == "satu"


def test_gitlab_announces_and_tries_again_what_waits(first: GitHub) -> None:
    gitlab = gitlab_of(first)
    git(first.fork.remote, "update-ref", "-d", "refs/heads/announced")
    with announcing(first.fork) as (service, first.now):
        gitlab.now = first.now
        gitlab.variables["PRESS_ANNOUNCE"] = "true"
        gitlab.secrets["announce"] = {"PRESS_ANNOUNCE_KANAL_TOKEN": "rahasia"}
        good = {"pages": "success", "held": "success", "announce": "success"}
        assert results(gitlab.run("push")) == good
        publish_new(first.fork)
        service.faults = [401]
        assert results(gitlab.run("push")) == good | {"announce": "failure"}
        assert results(gitlab.run("schedule")) == {"pages": "warning", "announce": "success"}
        assert [text.partition("\n")[0] for text in service.shown.values()] == ["<b>Air naik</b>"]
        assert results(gitlab.run("schedule")) == {"pages": "warning", "announce": "warning"}  # nothing waits
    assert git(first.fork.remote, "ls-tree", "--name-only", "announced") == "announced.json"


# What the files say -----------------------------------------------------------------------------------------------

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_only_protected_jobs_have_secrets(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used)
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow[True]  # YAML's `on`
    for name, job in workflow["jobs"].items():
        assert job["permissions"].get("contents") != "write" or name in ("announce", "ids", "pull", "seal")
        assert "timeout-minutes" in job
        assert "secrets." not in str(job) or job["environment"]["name"] in ("server", "announce", "seal")


def test_scheduled_runs_stay_within_the_free_minutes() -> None:
    """The figures in docs/ci.md and in the files are those of their schedules."""
    document = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
    github = (REPOSITORY / ".github/workflows" / SITE).read_text(encoding="utf-8")
    gitlab = (REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8")
    audit = (REPOSITORY / ".github/workflows/audit.yml").read_text(encoding="utf-8")
    (schedule,) = re.findall(r'cron: "(.*)"', github)
    assert schedule in gitlab
    assert re.search(r'cron: "\d+ \d+ \* \* \*"', audit)  # once a day
    a_day = len(schedule.split()[0].split(",")) * 24
    minutes, audits = a_day * 31, 31 * 2
    left, left_at_gitlab = 2000 - minutes - audits, 400 - 12 * 31 * 40 // 60 - audits
    assert f"{a_day} × 31 × 1 minute = {minutes:,} |" in document
    assert f"{minutes:,}. Public" in github.replace("\n# ", " ")
    assert f"31 × 2 = {audits}" in audit
    assert f"| {left} | {left_at_gitlab} |" in document
    assert f"= 3: {left // 3} pushes" in document
    assert f"= 4: {left // 4} pushes" in document
    assert f"{left} are left: {left // 3} pushes of 3 (build 2, publish 1), or {left // 4} of 4" in github.replace(
        "\n# ", " "
    )
    assert f"{left_at_gitlab} are left: {left_at_gitlab // 2} pushes" in gitlab
    with_announce = 8 * 31 * (40 + 10) // 60 + audits
    assert f"= {with_announce}" in document


def test_the_scripts_of_gitlab_pass_shellcheck() -> None:
    """`make workflows` checks those of GitHub, through actionlint."""
    file = yaml.safe_load((REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    scripts = [job["script"] for job in file.values() if isinstance(job, dict) and "script" in job]
    assert scripts
    program = Path(sys.executable).with_name("shellcheck")
    for script in scripts:
        subprocess.run([program, "--shell=bash", "-"], input="\n".join(script), text=True, check=True)
