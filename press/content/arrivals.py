"""When the texts of a portal came into the branch that is checked out, according to git."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from press.content import git
from press.content.files import is_release

MANY = 20
"""A commit that adds more texts than this is an import, and says nothing about when they were written."""


def arrivals(root: Path, since: datetime) -> dict[str, datetime] | None:
    """Return when each text was first added to the branch, after `since`, by path; None if git does not know.

    A branch that was merged arrives with its merge. A renamed text does not arrive again. A clone without its history
    does not know.
    """
    if (git.output(root, "rev-parse", "--is-shallow-repository") or b"").strip() != b"false":
        return None
    wanted = ("--first-parent", "-m", "--diff-filter=A", "--find-renames", "--relative", "--name-only", "-z")
    log = git.output(root, "log", *wanted, "--format=%x01%ct", f"--since={int(since.timestamp())}", "--", "posts")
    if log is None:
        return None
    found: dict[str, datetime] = {}
    for commit in log.decode(errors="surrogateescape").split("\1")[1:]:
        time, *names = (part.strip("\n") for part in commit.split("\0"))
        texts = [name for name in names if name and is_release(name)]
        if len(texts) <= MANY:
            found |= dict.fromkeys(texts, datetime.fromtimestamp(int(time), UTC))  # older commits come later
    return found
