"""Property: any history of edits gives what a clean build of its last state gives: the same bytes and problems.

A site also depends on what was published: the clean build knows it from the manifest of the site before.

It must hold for every output kind and every check, in a folder and in a git repository. Histories are random: each step
makes one or two edits, which may be an error (two files with the same address), and builds. If a clean build is
refused, the incremental one must be refused for the same reasons, and the step is undone.
"""

from __future__ import annotations

import difflib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from press import urls
from press.diagnostics import Diagnostic
from press.errors import BadConfig, Misuse, Refused
from press.seal import fingerprints
from press.site.last_publication import open_publication
from tests.fuzzing import fuzz
from tests.git_history import GitHistory
from tests.history import SEALED, Edit, History, edits_of
from tests.portal import Portal, files

Step = tuple[Edit, int, int]
"""An edit with its two numbers."""


def steps_of(kind: type[History]) -> st.SearchStrategy[list[list[Step]]]:
    """Steps of one or two edits each."""
    edits = st.tuples(st.sampled_from(edits_of(kind)), st.integers(0, 8), st.integers(0, 8))
    return st.lists(st.lists(edits, min_size=1, max_size=2), min_size=1, max_size=8)


@fuzz(examples=16)
@given(steps_of(History), st.integers(0, 3).map(lambda number: number == 0), st.booleans())
@example([[(History.clarify, 0, 0)], [(History.change_config, 0, 0)], [(History.edit_body, 0, 0)]], True, False)
@example([[(History.change_config, 3, 0)], [(History.translate, 0, 0)], [(History.delete, 0, 0)]], False, False)
@example(
    [[(History.change_config, 1, 0)], [(History.translate, 0, 1)], [(History.withdraw, 0, 0)],
     [(History.translate, 1, 0)], [(History.correct, 1, 1)], [(History.delete, 1, 0)]], False, False
)  # fmt: skip
@example(
    [[(History.change_config, SEALED, 1)], [(History.seal, 0, 0)], [(History.correct, 1, 1), (History.seal, 0, 0)],
     [(History.edit_body, 1, 3), (History.seal, 0, 0)], [(History.change_slug, 1, 0)], [(History.withdraw, 1, 0)],
     [(History.seal, 0, 0)], [(History.change_config, 0, 1)], [(History.change_config, SEALED, 1)]], False, False
)  # fmt: skip
def test_any_history_of_edits_gives_the_same_as_a_clean_build(
    steps: list[list[Step]], searched: bool, strict: bool
) -> None:
    check_history(History, steps, strict, searched)


@fuzz(examples=6)
@given(steps_of(GitHistory), st.booleans())
@example([[(GitHistory.touch, 0, 0), (GitHistory.refresh_index, 0, 0), (History.edit_unseen, 0, 0)]], True)
def test_any_history_of_a_git_repository_gives_the_same_as_a_clean_build(steps: list[list[Step]], strict: bool) -> None:
    check_history(GitHistory, steps, strict)


def check_history(kind: type[History], steps: list[list[Step]], strict: bool, searched: bool = False) -> None:
    """Make the edits, build after each step, and compare every build with a clean one.

    With `strict`, no address that was ever published may vanish; otherwise all may.
    """
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "SEARCH_SIZE", 2)
        patch.setattr(fingerprints, "SHARDS", 4)
        history = kind(Path(folder) / "portal", searched, strict)
        history.portal.build(now=history.now.isoformat())
        known: set[str] = set()
        for step in steps:
            known |= known_addresses(history.portal.site())
            check_step(history, step)
            if strict:
                assert not {path for path in known if not is_answered(path, history.portal.root / "site")}


def known_addresses(site: dict[str, bytes]) -> set[str]:
    """The addresses in the manifests of a site that readers may know."""
    manifests = (data for address, data in site.items() if address.endswith("manifest.json"))
    rows = (row for data in manifests for row in json.loads(data)["files"].items())
    return {address for address, row in rows if len(row) > 2}


def listed(site: dict[str, bytes]) -> Iterator[str]:
    """What the manifests of a site list, from which `deploy` knows what to send: every file, once."""
    for address, data in site.items():
        if address.endswith("manifest.json"):
            found = json.loads(data)
            yield from (*found["files"], *found.get("manifests", ()))


def is_answered(address: str, site: Path) -> bool:
    """Whether a host has something for an address: the file, or a page that redirects."""
    path = site / address
    return path.is_file() or (path / "index.html").is_file() or (path.name == "index.html" and path.parent.is_file())


def check_step(history: History, step: list[Step]) -> None:
    """Make edits, and compare an incremental with a clean build. Undo the edits if the builds are refused."""
    portal = history.portal
    published = portal.root.parent / "published"
    shutil.rmtree(published, ignore_errors=True)
    shutil.copytree(portal.root / "site", published)
    before, time_before = files_without_output(portal.root), history.now
    for edit, a, b in step:
        edit(history, a, b)
    now = history.now.isoformat()
    incremental = built(portal, now, "site", urgent=len(step) > 1)  # texts first: at the end, the same
    clean = built(portal, now, "clean", published=open_publication(str(published / "manifest.json")))
    for cache in (portal.root / ".press").glob("build-*"):
        cache.unlink()
    shutil.rmtree(portal.root / "clean", ignore_errors=True)
    assert incremental.problems == clean.problems
    if clean.site is None or incremental.site is None:
        assert incremental.site is clean.site
        restore(portal.root, before)
        history.now = time_before
        return
    assert difference(incremental.site, clean.site) == {}
    assert sorted(("manifest.json", *listed(clean.site))) == sorted(clean.site)


class Built(NamedTuple):
    """The result of a build."""

    site: dict[str, bytes] | None
    """None: the build was refused."""
    problems: tuple[Diagnostic | str, ...]


def built(portal: Portal, now: str, output: str, **more: object) -> Built:
    try:
        report = portal.build(output, now, **more)
    except (Refused, BadConfig) as refused:
        return Built(None, tuple(refused.problems))
    except Misuse as misuse:
        return Built(None, (str(misuse),))
    return Built(portal.site(output), report.problems)


def difference(incremental: dict[str, bytes], clean: dict[str, bytes]) -> dict[str, str]:
    """The differences of each address, as a diff. Manifests are included only if nothing else differs."""
    addresses = incremental.keys() | clean.keys()
    unequal = sorted(address for address in addresses if incremental.get(address) != clean.get(address))
    relevant = [address for address in unequal if not address.endswith("manifest.json")] or unequal
    return {address: _diff(incremental.get(address), clean.get(address)) for address in relevant}


def _diff(incremental: bytes | None, clean: bytes | None) -> str:
    if incremental is None or clean is None:
        return "is missing" if incremental is None else "should not be there"
    one, other = (data.decode(errors="replace").replace("><", ">\n<").splitlines() for data in (clean, incremental))
    return "\n".join(list(difflib.unified_diff(one, other, "clean", "incremental", lineterm="", n=0))[:20])


def files_without_output(root: Path) -> dict[str, bytes]:
    outputs = ("site/", ".press/", "clean/")
    return {
        path: data
        for path, data in files(root).items()
        if not path.startswith(outputs) and ".git" not in path.split("/")
    }


def restore(root: Path, before: dict[str, bytes]) -> None:
    for path in files_without_output(root).keys() - before.keys():
        (root / path).unlink()
    for folder in sorted((path for path in (root / "static").rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    for path, data in before.items():
        if not (root / path).exists() or (root / path).read_bytes() != data:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
