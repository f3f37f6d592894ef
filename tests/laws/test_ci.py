"""The CI that a fork has, step by step as its files say: from the first commit to a site that readers have."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from tests.fork import Fork
from tests.github import GitHub, Ran
from tests.gitlab import GitLab
from tests.portal import CONFIG, files, parse_time
from tests.repository import git
from tools.docs import REPOSITORY

SITE = "site.yml"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder that a server shows, and its address."""
    folder = tmp_path_factory.mktemp("pages")
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: _Quiet(*args, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder / "portal", f"http://127.0.0.1:{server.server_port}/portal"
        server.shutdown()


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
    others = {"check": "skipped", "due": "skipped", "deploy": "skipped", "held": "skipped"}
    return {**others, "build": "success", "publish": "success", **more}


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
    first.fork.desk.post("nanti.md", title="Pasar dibuka", id="nanti", date="2026-06-01 18:00")
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


def test_gitlab_publishes_the_first_commit_and_then_what_is_due(first: GitHub) -> None:
    gitlab = GitLab(first.fork, first.pages, first.url)
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
    gitlab = GitLab(first.fork, first.pages, first.url)
    folder = first.fork.folder / "tujuan"
    first.fork.desk.write("config.toml", f'{CONFIG}\n[deploy.tujuan]\nurl = "file:{folder}"\n')
    first.fork.publish()
    gitlab.variables["PRESS_DEPLOY"] = "tujuan"
    folder.write_text("not a folder")
    assert results(gitlab.run("push")) == {"build": "success", "deploy": "failure", "held": "skipped"}
    folder.unlink()
    assert results(gitlab.run("schedule")) == {"build": "success", "deploy": "success"}
    assert (folder / "index.html").is_file()


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
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job
        assert "secrets." not in str(job) or job["environment"]["name"] == "server"


def test_scheduled_runs_stay_within_the_free_minutes() -> None:
    """The figures in docs/ci.md and in the files are those of their schedules."""
    document = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
    github = (REPOSITORY / ".github/workflows" / SITE).read_text(encoding="utf-8")
    gitlab = (REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8")
    (schedule,) = re.findall(r'cron: "(.*)"', github)
    assert schedule in gitlab
    a_day = len(schedule.split()[0].split(",")) * 24
    minutes, left = a_day * 31, 2000 - a_day * 31
    assert f"{a_day} × 31 × 1 minute = {minutes:,} |" in document
    assert f"{minutes:,}. Public" in github.replace("\n# ", " ")
    assert f"| {left} | {400 - 12 * 31 * 40 // 60} |" in document
    assert f"= 3: {left // 3} pushes" in document
    assert "248" in gitlab


def test_the_scripts_of_gitlab_pass_shellcheck() -> None:
    """`make workflows` checks those of GitHub, through actionlint."""
    file = yaml.safe_load((REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    scripts = [job["script"] for job in file.values() if isinstance(job, dict) and "script" in job]
    assert scripts
    program = Path(sys.executable).with_name("shellcheck")
    for script in scripts:
        subprocess.run([program, "--shell=bash", "-"], input="\n".join(script), text=True, check=True)
