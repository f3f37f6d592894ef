"""A portal whose files break every rule once: each problem is in the file with the name of its rule."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from press import rules
from press.build import engine
from press.diagnostics import Diagnostic
from tests.photos import encoded, pdf, sample_image
from tests.portal import Portal
from tools.docs import REPOSITORY

SAMPLE = REPOSITORY / "tests/sample_of_errors"
ELSEWHERE = {
    "changed-id": "something must have been published before: tests/unit/test_vanished.py",
    "empty-list": "the same",
    "moved": "the same",
    "vanished": "the same",
    "dictionary": "the dictionary must be missing: tests/unit/test_language.py",
    "leak": "a template must leak: tests/laws/test_leaks.py",
    "seal-log": "the log must be damaged: tests/unit/test_seal.py",
    "seal-text": "the portal must have a seal: tests/unit/test_seal.py",
    "sealed": "a release must have been sealed: tests/unit/test_seal.py",
    "silent-change": "only `check --since` breaks it: tests/unit/test_since.py",
    "config": "config.toml with an error is all that is read of a portal: tests/unit/test_cli.py",
    "external-link": "only `check --external` breaks it: tests/unit/test_external_links.py",
    "markdown": "no text is known that cannot be converted: tests/unit/test_markdown.py",
    "network": "another portal must have published something: tests/unit/test_network.py",
    "silent-member": "the same",
    "time": "the text would take two seconds: tests/unit/test_timeout.py",
    "unreadable": "the superuser can read every file: tests/unit/test_changes.py",
}
"""Rules that no file of the sample breaks, with the reason, and the tests that break them."""
CONFIG_LINK = "config.toml"
"""Where the rule of the same name is broken."""


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Diagnostic, ...]:
    root = tmp_path_factory.mktemp("sample") / "portal"
    shutil.copytree(SAMPLE, root)
    portal = Portal(root, (root / "config.toml").read_text(encoding="utf-8"))
    _add_odd_files(portal)
    return engine.check(portal.request()).problems


def _add_odd_files(portal: Portal) -> None:
    """Add the files that a repository cannot or should not contain."""
    portal.write("posts/file-name\x07.md", "---\ntitle: Nama\n---\n")
    portal.write(
        "posts/size.md", "---\nid: s\ntitle: Besar\ndate: 2026-03-14\noffice: humas\n---\n\n" + "kata " * 300_000
    )
    portal.write("posts/besar.jpg", encoded(sample_image(90, 60), "JPEG") + b"\0" * 3_000_000)
    portal.write("posts/besar.pdf", pdf(1) + b"\0" * 1_000_000)
    (portal.root / "posts/symlink.md").symlink_to(portal.root.parent / "luar.md")
    os.mkfifo(portal.root / "posts/special.md")


def test_every_rule_is_broken_exactly_once(problems: tuple[Diagnostic, ...]) -> None:
    """And each in the file with its name. A new rule needs a file in the sample, or a reason in `ELSEWHERE`."""
    found = sorted((problem.rule, _name(problem.place.path)) for problem in problems)
    expected = sorted((name, CONFIG_LINK if name == "config-link" else name) for name in rules.RULES.keys() - ELSEWHERE)
    assert found == expected


def test_no_message_repeats_a_private_number_or_a_name(problems: tuple[Diagnostic, ...]) -> None:
    """The logs of a CI service are often public."""
    shown = "\n".join(str(problem.values) for problem in problems)
    assert not [private for private in _PRIVATE if private in shown]


_PRIVATE = ("6379056503940001", "B1234567", "0012345678", "0812-3456-7890", "Ahmad Rifai", "Rina Lestari")


def _name(path: str) -> str:
    name = Path(path).name
    return name if name == CONFIG_LINK else name.removeprefix(".").partition(".")[0].removesuffix("\\x07")
