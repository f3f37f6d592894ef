"""GitHub Actions in small: runs the jobs of a workflow file, step by step, in clones of a repository.

Scripts are run as they are. Each action that a workflow `uses` has an imitation in `_ACTIONS`; another one is an error.
"""

from __future__ import annotations

import ast
import hashlib
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tests.fork import Fork, run_script, share_bytecode
from tests.portal import NOW
from tests.repository import git

_TOKEN = re.compile(r"'[^']*'|[A-Za-z_][\w.-]*|&&|\|\||[!=]=|[!(),]|\s+")
_WORDS = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
_STATUS = ("cancelled", "success", "failure", "always")


class Ran(msgspec.Struct):
    """A job that was run or skipped."""

    result: str
    """``success``, ``failure`` or ``skipped``."""
    outputs: dict[str, str] = {}
    log: str = ""
    seconds: float = 0.0


class GitHub:
    """A repository at GitHub: variables, secrets, Pages, caches and artifacts."""

    def __init__(self, fork: Fork, pages: Path, url: str) -> None:
        self.fork, self.pages, self.url = fork, pages, url
        self.variables: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.now = NOW
        self.protected = {"main"}
        """Branches with a protection."""
        self.runs = 0
        self.caches = _folder(fork.folder / "caches")
        self.artifacts = fork.folder / "artifacts"

    def run(self, workflow: str, event: str, ref: str = "main", **inputs: bool) -> dict[str, Ran]:
        """Run the workflow of a repository for an event; returns the jobs by id."""
        self.runs += 1
        shutil.rmtree(self.artifacts, ignore_errors=True)
        jobs = yaml.safe_load(git(self.fork.remote, "show", f"{ref}:.github/workflows/{workflow}"))["jobs"]
        github = {
            "event_name": event, "ref": ref, "ref_name": ref, "run_id": str(self.runs), "run_attempt": "1",
            "sha": git(self.fork.remote, "rev-parse", ref), "event.repository.default_branch": "main",
            "ref_protected": "true" if ref in self.protected else "", "token": "token",
        }  # fmt: skip
        context = {f"github.{name}": value for name, value in github.items()} | {"runner.os": "Linux"}
        context |= {f"inputs.{name}": str(value).lower() if value else "" for name, value in inputs.items()}
        if event != "pull_request":  # those of forks get neither
            context |= {f"vars.{name}": value for name, value in self.variables.items()}
        ran: dict[str, Ran] = {}
        for id, job in jobs.items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            known = context | _of_needs({need: ran[need] for need in needs})
            good = all(ran[need].result == "success" for need in needs)
            is_run = _is_true(job.get("if", ""), known, good)
            ran[id] = _Job(self, job, known).run() if is_run else Ran("skipped")
        return ran


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def serving_pages(folder: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder for a block; yields one in it for the Pages of a project, and its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: _Quiet(*args, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield folder / "portal", f"http://127.0.0.1:{server.server_port}/portal"
        server.shutdown()


def _of_needs(needs: Mapping[str, Ran]) -> dict[str, str]:
    found = {f"needs.{id}.result": ran.result for id, ran in needs.items()}
    return found | {
        f"needs.{id}.outputs.{key}": value for id, ran in needs.items() for key, value in ran.outputs.items()
    }


class _Job:
    """A job while it runs, in a machine of its own: an empty folder."""

    def __init__(self, github: GitHub, job: dict[str, Any], context: dict[str, str]) -> None:
        self.github, self.job, self.context = github, job, dict(context)
        self.permissions = job.get("permissions", {})
        if "environment" in job:
            self.context |= {f"secrets.{name}": value for name, value in github.secrets.items()}
        self.machine = _folder(github.fork.folder / "machine", new=True)
        self.work = _folder(self.machine / "work")
        self.at_end: list[Callable[[], object]] = []
        """What actions do after the job, if it is successful."""
        self.log = ""

    def run(self) -> Ran:
        """Run the steps."""
        started, is_good = time.perf_counter(), True
        for step in self.job["steps"]:
            if not _is_true(step.get("if", ""), self.context, is_good):
                self.context[f"steps.{step.get('id', '')}.outcome"] = "skipped"
                continue
            has_worked = self._run(step)
            self.context[f"steps.{step.get('id', '')}.outcome"] = "success" if has_worked else "failure"
            is_good = is_good and (has_worked or bool(step.get("continue-on-error")))
        for action in self.at_end if is_good else ():
            action()
        outputs = {key: self.value(value) for key, value in self.job.get("outputs", {}).items()}
        return Ran("success" if is_good else "failure", outputs, self.log, time.perf_counter() - started)

    def value(self, text: object) -> str:
        """Return a text of the file with its expressions evaluated."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(_value(found[1], self.context)), str(text), flags=re.DOTALL)

    def _run(self, step: dict[str, Any]) -> bool:
        if "uses" in step:
            name, _, commit = step["uses"].partition("@")
            assert re.fullmatch(r"[0-9a-f]{40}", commit), step["uses"]
            given = {key: self.value(value) for key, value in step.get("with", {}).items()}
            outputs = _ACTIONS[name](self, given)
        else:
            outputs = self._run_script(step)
        for key, value in (outputs or {}).items():
            self.context[f"steps.{step.get('id', '')}.outputs.{key}"] = value
        return outputs is not None

    def _run_script(self, step: dict[str, Any]) -> dict[str, str] | None:
        files = {f"GITHUB_{name}": self.machine / name for name in ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH")}
        for file in files.values():
            file.write_text("")
        own = {key: self.value(value) for key, value in step.get("env", {}).items()}
        common = {"CI": "true", "GITHUB_ACTIONS": "true", **{name: str(file) for name, file in files.items()}}
        done = run_script(
            self.value(step["run"]), self.work, self.github.fork.environment(self.github.now, **common, **own)
        )
        self.log += done.stdout
        lines = (line.partition("=") for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        return None if done.returncode else {key: value for key, _, value in lines}


# Expressions ------------------------------------------------------------------------------------------------------


def _is_true(condition: object, context: Mapping[str, str], is_good: bool) -> bool:
    """Tell whether a job or step with a condition runs; without a function for the status, only after success."""
    text = str(condition).strip().removeprefix("${{").removesuffix("}}")
    has_status = any(f"{name}()" in text for name in _STATUS)
    return (has_status or is_good) and (not text.strip() or bool(_value(text, context)))


def _value(expression: str, context: Mapping[str, str]) -> object:
    """Evaluate an expression; a name that is not known is empty, as at GitHub."""
    tokens = _TOKEN.findall(expression)
    assert "".join(tokens) == expression, expression
    python = "".join(_WORDS.get(token) or _as_python(token) for token in tokens).strip()
    functions = {
        "known": lambda name: context.get(name, ""),
        "cancelled": lambda: False,
        "always": lambda: True,
        "hashFiles": lambda *names: _digest(names),
    }
    return eval(compile(ast.parse(python, mode="eval"), "expression", "eval"), functions)


def _as_python(token: str) -> str:
    is_name = re.match(r"[A-Za-z_]", token) and token not in ("cancelled", "always", "hashFiles")
    return f"known({token!r})" if is_name else token


def _digest(names: tuple[str, ...]) -> str:
    return hashlib.sha256(repr(names).encode()).hexdigest()[:8]


# Actions: they return their outputs, or None if they fail ------------------------------------------------------------


def _checkout(job: _Job, given: dict[str, str]) -> dict[str, str] | None:
    assert given["persist-credentials"] == "False"
    remote = f"file://{job.github.fork.remote}"
    reference = given.get("ref") or job.context["github.ref"]
    git(job.work, "init", "--quiet")
    git(job.work, "remote", "add", "origin", remote)
    git(job.work, "fetch", "--quiet", "--depth", given.get("fetch-depth", "1"), "origin", reference)
    if folders := given.get("sparse-checkout"):
        git(job.work, "sparse-checkout", "set", *folders.split())
    git(job.work, "checkout", "--quiet", "FETCH_HEAD")
    share_bytecode(job.work)
    return {}


def _restore(job: _Job, given: dict[str, str]) -> dict[str, str] | None:
    wanted = [given["key"], *given.get("restore-keys", "").split()]
    caches = sorted(job.github.caches.iterdir(), key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    found = next((folder for key in wanted for folder in caches if folder.name.startswith(key)), None)
    assert found or "fail-on-cache-miss" not in given
    if not found:
        return {"cache-hit": ""}
    shutil.copytree(found, job.work, dirs_exist_ok=True)
    return {"cache-matched-key": found.name}


def _save(job: _Job, given: dict[str, str]) -> dict[str, str] | None:
    folder = _folder(job.github.caches / given["key"])
    for name in given["path"].split():
        _copy(job.work / name, folder / name)
    return {}


def _cache(job: _Job, given: dict[str, str]) -> dict[str, str] | None:
    job.at_end.append(lambda: _save(job, given))
    return _restore(job, given)


def _configure_pages(job: _Job, _: dict[str, str]) -> dict[str, str] | None:
    assert job.permissions["pages"] in ("read", "write")
    return {"base_url": job.github.url} if job.github.pages.is_dir() else None


def _upload(job: _Job, given: dict[str, str]) -> dict[str, str] | None:
    folder = job.github.artifacts / given.get("name", "github-pages")
    hidden = None if given.get("include-hidden-files") == "True" else shutil.ignore_patterns(".*")
    if given.get("if-no-files-found") != "ignore" or (job.work / given["path"]).is_dir():
        shutil.copytree(job.work / given["path"], folder, ignore=hidden)
    return {}


def _deploy_pages(job: _Job, _: dict[str, str]) -> dict[str, str] | None:
    assert job.permissions == {"pages": "write", "id-token": "write"}
    shutil.rmtree(job.github.pages)
    shutil.copytree(job.github.artifacts / "github-pages", job.github.pages)
    return {"page_url": job.github.url}


_ACTIONS: dict[str, Callable[[_Job, dict[str, str]], dict[str, str] | None]] = {
    "actions/checkout": _checkout,
    "actions/setup-python": lambda job, given: {},
    "actions/cache": _cache,
    "actions/cache/restore": _restore,
    "actions/cache/save": _save,
    "actions/configure-pages": _configure_pages,
    "actions/upload-artifact": _upload,
    "actions/upload-pages-artifact": _upload,
    "actions/deploy-pages": _deploy_pages,
}


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _folder(path: Path, new: bool = False) -> Path:
    if new:
        shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True, exist_ok=True)
    return path
