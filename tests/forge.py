"""An imitation of GitHub's API on the loopback interface, as far as the editor in the browser calls it.

It keeps one repository in memory: branches as folders of files, and pull requests. Its answers have the form of
https://docs.github.com/en/rest and https://docs.github.com/en/graphql.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

NAME = "humas/berita"
TOKEN = "github_pat_uji"
_WHEN = "2026-11-26T08:00:00Z"
Answer = tuple[int, Any]


class Forge:
    """A repository and its pull requests."""

    def __init__(self) -> None:
        self.port = 0
        self.reset({})

    def reset(self, files: dict[str, bytes]) -> None:
        """Begin again, with some files."""
        self.branches = {"main": dict(files)}
        self.pulls: dict[int, dict[str, Any]] = {}
        self.delay = 0.0
        """Seconds before each answer."""
        self.has_ended = False
        """The token is no longer valid."""
        self._numbers = itertools.count(1)
        self._blobs: dict[str, bytes] = {}

    def head(self, branch: str) -> str:
        """Return the id of the last commit of a branch, which stands for its content."""
        files = self.branches[branch]
        return _digest("".join(f"{path}:{self._blob(data)}" for path, data in sorted(files.items())).encode())

    def _blob(self, data: bytes) -> str:
        found = _digest(data)
        self._blobs[found] = data
        return found

    def proposed(self) -> dict[str, bytes]:
        """Return the files that the branches of open pull requests add or change."""
        branches = [one["head"]["ref"] for one in self._open_pulls()]
        return {path: self.branches[branch][path] for branch in branches for path in self._changed(branch)}

    def statuses(self) -> list[tuple[str, bool]]:
        """Return the label of each open pull request, and whether it is a draft."""
        return [(one["labels"][0]["name"], one["draft"]) for one in self._open_pulls() if one["labels"]]

    # Requests -------------------------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, body: dict[str, Any], token: str) -> Answer:
        """Answer a request."""
        time.sleep(self.delay)
        if self.has_ended or TOKEN not in token:
            return 401, {"message": "Bad credentials"}
        if path.endswith("/graphql"):
            return self._graphql(body["query"], body["variables"])
        path = path.removeprefix("/api/v3")
        if path == "/user":
            return 200, {"id": 1, "login": "sekar", "name": "Sekar Wulandari", "email": "", "avatar_url": "",
                         "html_url": ""}  # fmt: skip
        return self._rest(method, path.removeprefix(f"/repos/{NAME}"), body)

    def _rest(self, method: str, path: str, body: dict[str, Any]) -> Answer:
        if path.startswith("/collaborators/"):
            return 204, None
        if path.startswith("/git/trees/"):
            branch = next((one for one in self.branches if self.head(one) == path.rpartition("/")[2]), "main")
            tree = [{"path": name, "type": "blob", "sha": self._blob(data), "size": len(data)}
                    for name, data in self.branches[branch].items()]  # fmt: skip
            return 200, {"tree": tree}
        if path.startswith("/git/blobs/"):
            return 200, self._blobs[path.rpartition("/")[2]]
        if path.startswith("/git/refs/heads/"):
            self.branches.pop(path.removeprefix("/git/refs/heads/"), None)
            return 204, None
        if path == "/pulls":
            return 201, self._open(body)
        number = int(re.findall(r"\d+", path)[0])
        return self._pull(self.pulls[number], method, path, body)

    def _open(self, body: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        self.pulls[number] = {
            "number": number, "node_id": f"PR_{number}", "title": body["title"], "html_url": "", "labels": [],
            "head": {"ref": body["head"], "sha": self.head(body["head"])}, "draft": body["draft"], "state": "open",
            "created_at": _WHEN, "updated_at": _WHEN,
        }  # fmt: skip
        return self.pulls[number]

    def _pull(self, pull: dict[str, Any], method: str, path: str, body: dict[str, Any]) -> Answer:
        if path.endswith("/merge"):
            self.branches["main"] = dict(self.branches[pull["head"]["ref"]])
            pull["state"] = "merged"
            return 200, {"merged": True}
        if path.endswith("/files"):
            return 200, [{"filename": name, "status": "modified"} for name in self._changed(pull["head"]["ref"])]
        if method != "GET" and "labels" in body:
            pull["labels"] = [{"name": name} for name in body["labels"]]
        if "state" in body:
            pull["state"] = body["state"]
        return 200, pull["labels"] if path.endswith("/labels") else pull

    def _changed(self, branch: str) -> list[str]:
        main, files = self.branches["main"], self.branches.get(branch, {})
        return [name for name, data in files.items() if main.get(name) != data]

    def _graphql(self, query: str, variables: dict[str, Any]) -> Answer:
        try:
            return 200, {"data": self._data(query, variables)}
        except LookupError as reason:
            return 200, {"errors": [{"message": str(reason)}], "data": None}

    def _data(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to the first of the known queries that this one is."""
        given, branch = variables.get("input", {}), variables.get("branch", "main")
        answers: dict[str, Callable[[], dict[str, Any]]] = {
            "createCommitOnBranch": lambda: {"createCommitOnBranch": {"commit": self._commit(given, query)}},
            "createRef": lambda: self._new_branch(given["name"].removeprefix("refs/heads/")),
            "PullRequestToDraft": lambda: self._set_draft(given, True),
            "PullRequestReadyForReview": lambda: self._set_draft(given, False),
            "fork: repository": lambda: {"fork": {"id": "R"}, "base": {"ref": {"target": {"oid": self.head(branch)}}}},
            "states: OPEN labels": lambda: {"repository": {"pullRequests": {"nodes": self._nodes()}}},
            "headRefName:": lambda: {"repository": {"pullRequests": {"totalCount": self._count(branch)}}},
            "_0:": lambda: {"repository": dict(self._parts(query))},
            "history(first: 1)": lambda: self._last_commit(branch),
            "Commit { oid }": lambda: self._last_commit(branch),
        }
        found = next((answer for sign, answer in answers.items() if sign in query), None)
        assert found, query
        return found()

    def _new_branch(self, name: str) -> dict[str, Any]:
        self.branches[name] = dict(self.branches["main"])
        return {"createRef": {"ref": {"name": name}}}

    def _set_draft(self, given: dict[str, Any], is_draft: bool) -> dict[str, Any]:
        self.pulls[int(given["pullRequestId"][3:])]["draft"] = is_draft
        return {}

    def _last_commit(self, branch: str) -> dict[str, Any]:
        nodes = [{"oid": self.head(branch), "message": "Naskah"}]
        return {"repository": {"ref": {"target": {"oid": self.head(branch), "history": {"nodes": nodes}}}}}

    def _count(self, branch: str) -> int:
        return sum(one["head"]["ref"] == branch for one in self._open_pulls())

    def _nodes(self) -> list[dict[str, Any]]:
        return [self._node(one) for one in self._open_pulls()]

    def _open_pulls(self) -> list[dict[str, Any]]:
        return [one for one in self.pulls.values() if one["state"] == "open"]

    def _parts(self, query: str) -> Iterator[tuple[str, Any]]:
        """Yield the answers to the parts of a query for many files."""
        for name, oid in re.findall(r'(content_\d+):\s+object\(oid: "(\w+)"\)', query):
            yield name, {"text": self._blobs[oid].decode(), "isTruncated": False}
        for name, expression in re.findall(r'(file_\d+):\s+object\(expression: "([^"]+)"\)', query):
            branch, _, path = expression.partition(":")
            yield name, self._object(self.branches[branch].get(path))
        author = {"name": "Sekar", "email": "", "user": {"id": 1, "login": "sekar"}}
        for name in re.findall(r"(commit_\d+):\s+ref", query):
            yield name, {"target": {"history": {"nodes": [{"author": author, "committedDate": _WHEN}]}}}

    def _object(self, data: bytes | None) -> dict[str, Any] | None:
        if data is None:
            return None
        text = None if b"\0" in data else data.decode()
        return {"oid": self._blob(data), "byteSize": len(data), "isBinary": text is None, "isTruncated": False,
                "text": text}  # fmt: skip

    def _node(self, pull: dict[str, Any]) -> dict[str, Any]:
        author = {"login": "sekar", "avatarUrl": "", "name": "Sekar", "email": "", "databaseId": 1}
        files = [{"path": path, "changeType": "MODIFIED"} for path in self._changed(pull["head"]["ref"])]
        return {
            "id": pull["node_id"], "number": pull["number"], "title": pull["title"], "url": "", "author": author,
            "isDraft": pull["draft"], "isCrossRepository": False, "createdAt": _WHEN, "updatedAt": _WHEN,
            "headRefName": pull["head"]["ref"], "headRefOid": self.head(pull["head"]["ref"]),
            "labels": {"nodes": pull["labels"]}, "files": {"nodes": files},
        }  # fmt: skip

    def _commit(self, given: dict[str, Any], query: str) -> dict[str, Any]:
        branch = given["branch"]["branchName"]
        if given["expectedHeadOid"] != self.head(branch):
            raise LookupError(f"Expected branch to point to {given['expectedHeadOid']}")
        files = self.branches[branch]
        for one in given["fileChanges"].get("deletions") or ():
            del files[one["path"]]
        for one in given["fileChanges"].get("additions") or ():
            files[one["path"]] = base64.b64decode(one["contents"])
        asked = re.findall(r'(file_\d+):\s+file\(path: "([^"]+)"', query)
        oids = {name: {"oid": self._blob(files[path])} for name, path in asked}
        return {"oid": self.head(branch), "committedDate": _WHEN, **oids}


def _digest(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


@contextlib.contextmanager
def running() -> Iterator[Forge]:
    """Run the imitation for a block, with an empty repository."""
    forge = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            path = unquote(urlsplit(self.path).path)
            code, answer = (204, None) if self.command == "OPTIONS" else forge.answer(
                self.command, path, body, self.headers.get("Authorization", ""))  # fmt: skip
            is_raw = isinstance(answer, bytes)
            data = answer if isinstance(answer, bytes) else b"" if answer is None else json.dumps(answer).encode()
            self.send_response(code)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*, Authorization, Content-Type, Accept")
            self.send_header("Access-Control-Allow-Methods", "*, GET, POST, PUT, PATCH, DELETE")
            self.send_header("Content-Type", "application/octet-stream" if is_raw else "application/json")
            if code != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if code != 204:
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    forge.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def of_folder(root: Path) -> dict[str, bytes]:
    """Return the files of a portal as its repository has them."""
    folders = (root / "posts", root / "pages")
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()} | {root / "config.toml"}
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(files)}
