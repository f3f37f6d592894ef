"""GitLab CI in small: runs the jobs of ``.gitlab-ci.yml`` in clones of a repository. Scripts are run as they are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.fork import Fork, run_script, share_bytecode
from tests.github import Ran
from tests.portal import NOW
from tests.repository import git

_STAGES = (".pre", "build", "test", "deploy", ".post")
_OTHERS = ("image", "workflow", "variables")
"""Keys of the file that are no jobs."""


class GitLab:
    """A project at GitLab: variables, Pages, caches and artifacts."""

    def __init__(self, fork: Fork, pages: Path, url: str) -> None:
        self.fork, self.pages, self.url = fork, pages, url
        self.variables: dict[str, str] = {}
        self.secrets: dict[str, dict[str, str]] = {}
        """Variables by the environment that they are for."""
        self.now = NOW
        self.caches = fork.folder / "gitlab-caches"
        self.artifacts = fork.folder / "gitlab-artifacts"

    def run(self, source: str, ref: str = "main", **variables: str) -> dict[str, Ran]:
        """Run the pipeline of an event; returns the jobs by name. Jobs that test Press itself are left out."""
        shutil.rmtree(self.artifacts, ignore_errors=True)
        known = self._known(source, ref, variables)
        chosen = self.chosen(source, ref, **variables)
        ran: dict[str, Ran] = {}
        for name, job in sorted(chosen.items(), key=lambda item: _STAGES.index(item[1]["stage"])):
            before = ran if "needs" not in job else [need for need in _names(job["needs"]) if need in ran]
            is_run = all(ran[need].result in ("success", "warning") for need in before)
            ran[name] = self._run(name, job, known, list(before)) if is_run else Ran("skipped")
        return ran

    def chosen(self, source: str, ref: str = "main", **variables: str) -> dict[str, dict[str, Any]]:
        """Return the jobs that the pipeline of an event has, by name."""
        file = yaml.safe_load(git(self.fork.remote, "show", f"{ref}:.gitlab-ci.yml"))
        known = self._known(source, ref, variables)
        jobs = {name: _whole(job, file) for name, job in file.items() if name not in _OTHERS and name[0] != "."}
        return {name: job for name, job in jobs.items() if _is_chosen(job.get("rules", []), known)}

    def _known(self, source: str, ref: str, variables: dict[str, str]) -> dict[str, str]:
        return {
            "CI_PIPELINE_SOURCE": source, "CI_COMMIT_SHA": git(self.fork.remote, "rev-parse", ref),
            "CI_PAGES_URL": self.url, "CI_PROJECT_URL": self.fork.remote.with_suffix("").as_uri(), "CI_PROJECT_ID": "1",
            "CI_DEFAULT_BRANCH": "main", "CI_JOB_TOKEN": "token", **self.variables, **variables,
        }  # fmt: skip

    def _run(self, name: str, job: dict[str, Any], known: dict[str, str], before: list[str]) -> Ran:
        work = self.fork.folder / "gitlab-work"
        shutil.rmtree(work, ignore_errors=True)
        git(self.fork.folder, "clone", "--quiet", str(self.fork.remote), str(work))
        git(work, "fetch", "--quiet", "origin", known["CI_COMMIT_SHA"])
        git(work, "checkout", "--quiet", known["CI_COMMIT_SHA"])
        share_bytecode(work)
        secrets = self.secrets.get(job.get("environment", {}).get("name", ""), {})
        environment = {"CI": "true", **known, **secrets}
        for need in before:
            environment |= self._take(need, work)
        self._restore(job, work)
        done = run_script("\n".join(job["script"]), work, self.fork.environment(self.now, **environment))
        self._save(job, work, done.returncode == 0)
        if done.returncode == 0 or job.get("artifacts", {}).get("when") == "always":
            self._keep(name, job, work)
        if done.returncode == 0 and "pages" in job:
            shutil.rmtree(self.pages, ignore_errors=True)
            shutil.copytree(self.artifacts / name / job["pages"]["publish"], self.pages)
        allowed = job.get("allow_failure", {}).get("exit_codes", [])
        result = "success" if done.returncode == 0 else "warning" if done.returncode in allowed else "failure"
        return Ran(result, {}, done.stdout)

    def _restore(self, job: dict[str, Any], work: Path) -> None:
        for cache in job.get("cache", []):
            if cache.get("policy") != "push" and (folder := self.caches / str(cache["key"])).is_dir():
                shutil.copytree(folder, work, dirs_exist_ok=True)

    def _save(self, job: dict[str, Any], work: Path, is_good: bool) -> None:
        for cache in job.get("cache", []):
            if cache.get("policy") != "pull" and (is_good or cache.get("when") == "always"):
                _copy(cache["paths"], work, self.caches / str(cache["key"]))

    def _keep(self, name: str, job: dict[str, Any], work: Path) -> None:
        reports = job.get("artifacts", {}).get("reports", {}).values()
        _copy([*job.get("artifacts", {}).get("paths", []), *reports], work, self.artifacts / name)

    def _take(self, need: str, work: Path) -> dict[str, str]:
        """Copy the artifacts of an earlier job, and return the variables that it passes on."""
        if not (folder := self.artifacts / need).is_dir():
            return {}
        shutil.copytree(folder, work, dirs_exist_ok=True)
        lines = [line for file in folder.glob("*.env") for line in file.read_text().splitlines()]
        return dict(line.split("=", 1) for line in lines)


def _whole(job: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    """Return a job with what it extends, and with the stage that it is in if it names none."""
    return {"stage": "test", **file.get(job.get("extends", ""), {}), **job}


def _names(needs: list[Any]) -> list[str]:
    return [need if isinstance(need, str) else need["job"] for need in needs]


def _is_chosen(rules: list[dict[str, Any]], known: dict[str, str]) -> bool:
    """Tell whether a job is in a pipeline, by the first of its rules that fits; no files of Press have changed."""
    for rule in rules:
        if "changes" not in rule and _fits(rule.get("if", ""), known):
            return bool(rule.get("when") != "never")
    return not rules


def _fits(condition: str, known: dict[str, str]) -> bool:
    """Tell whether a condition is true: comparisons for equality and names of variables, with “and” and “or”."""
    return any(all(_holds(one, known) for one in part.split(" && ")) for part in condition.split(" || "))


def _holds(part: str, known: dict[str, str]) -> bool:
    found = re.fullmatch(r'\$(\w+)(?: == (?:"([^"]*)"|\$(\w+)))?', part)
    assert found or not part, part
    if not found:
        return True
    value, other = known.get(found[1], ""), found[2] if found[3] is None else known.get(found[3], "")
    return bool(value) if other is None else value == other


def _copy(names: list[str], source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).is_file():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)
