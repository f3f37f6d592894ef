"""Changes that git does not report, or that a program hides by restoring size and mtime: every build finds them.

Nothing in the settings of a repository makes a build run a program.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from press.content import git as press_git
from press.content.git_index import RACY
from tests.portal import Portal
from tests.repository import commit_and_build, git, wait_for_next_second

Step = Callable[[Portal], None]


def edit(portal: Portal, path: str = "posts/b.md", old: str = "Judul b", new: str = "Judul x") -> None:
    """Edit a text; its size and mtime stay as they were."""
    file = portal.root / path
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def assert_built_like_a_clean_build(portal: Portal) -> None:
    portal.build()
    shutil.rmtree(portal.root / "bersih", ignore_errors=True)
    for cache in (portal.root / ".press").glob("build-*"):
        cache.unlink()
    portal.build("bersih")
    assert portal.site() == portal.site("bersih")


def configured(*settings: str) -> Step:
    """A step that sets settings of the repository, each as ``name=value``."""

    def configure(portal: Portal) -> None:
        for setting in settings:
            git(portal.root, "config", *setting.split("=", 1))

    return configure


def marked(mark: str) -> Step:
    def mark_it(portal: Portal) -> None:
        git(portal.root, "update-index", f"--{mark}", "posts/b.md")

    return mark_it


def ignore_stat(portal: Portal) -> None:
    """Every file that git writes is marked as unchanged."""
    configured("core.ignoreStat=true")(portal)
    (portal.root / "posts/b.md").unlink()
    git(portal.root, "checkout", "--quiet", "--", "posts/b.md")
    portal.build()


def program(portal: Portal, name: str, lines: str = "") -> Path:
    """A program that leaves a mark when it runs."""
    path = portal.root.parent / name
    path.write_text(f"#!/bin/sh\ntouch '{portal.root.parent}/ran-{name}'\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def ran(portal: Portal) -> list[str]:
    return [path.name for path in portal.root.parent.glob("ran-*")]


def forget_runs(portal: Portal) -> None:
    for path in portal.root.parent.glob("ran-*"):
        path.unlink()


def monitored(portal: Portal) -> None:
    """A monitor of files that reports no changes."""
    hook = program(portal, "monitor", "printf 'token\\0'")
    configured(f"core.fsmonitor={hook}", "core.fsmonitorHookVersion=2")(portal)
    git(portal.root, "update-index", "--fsmonitor")
    git(portal.root, "status")


def cached_untracked(portal: Portal) -> None:
    configured("core.untrackedCache=true")(portal)
    git(portal.root, "update-index", "--force-untracked-cache")
    git(portal.root, "status")


def with_other_work_tree(portal: Portal) -> None:
    other = portal.root.parent / "lain"
    shutil.copytree(portal.root, other)
    configured(f"core.worktree={other}")(portal)


def split_index(portal: Portal) -> None:
    git(portal.root, "update-index", "--split-index")
    git(portal.root, "update-index", "--assume-unchanged", "posts/b.md")


def sparse_by_flags(portal: Portal) -> None:
    git(portal.root, "sparse-checkout", "set", "--no-cone", "/*", "!/posts/b.md")
    git(portal.root, "sparse-checkout", "disable")
    git(portal.root, "update-index", "--skip-worktree", "posts/b.md")


HIDING: dict[str, Step] = {
    "nothing": lambda portal: None,
    "assume-unchanged": marked("assume-unchanged"),
    "skip-worktree": marked("skip-worktree"),
    "ignore-stat": ignore_stat,
    "fsmonitor": monitored,
    "fsmonitor daemon": configured("core.fsmonitor=true"),
    "trustctime": configured("core.trustctime=false"),
    "check-stat": configured("core.trustctime=false", "core.checkStat=minimal"),
    "work tree": with_other_work_tree,
    "bare": configured("core.bare=true"),
    "split index": split_index,
    "sparse": sparse_by_flags,
    "no repository": lambda portal: shutil.rmtree(portal.root / ".git"),
    "broken repository": lambda portal: (portal.root / ".git/HEAD").unlink(),
}


@pytest.mark.parametrize("name", HIDING)
def test_edit_with_the_same_size_and_mtime_is_found(portal: Portal, name: str) -> None:
    commit_and_build(portal)
    HIDING[name](portal)
    edit(portal)
    assert_built_like_a_clean_build(portal)
    assert "Judul x" in portal.text("2026/03/b/index.html")
    edit(portal, old="Judul x", new="Judul b")
    assert_built_like_a_clean_build(portal)


@pytest.mark.parametrize("name", HIDING)
def test_edit_is_found_when_it_is_hidden_before_the_first_build_with_git(portal: Portal, name: str) -> None:
    commit_and_build(portal)
    HIDING[name](portal)
    shutil.rmtree(portal.root / ".press")
    portal.build()
    edit(portal)
    assert_built_like_a_clean_build(portal)


@pytest.mark.parametrize(
    "settings",
    [
        ("status.showUntrackedFiles=no",),
        ("status.relativePaths=true", "status.branch=true", "status.showStash=true", "status.short=true"),
        ("status.renames=copies", "diff.renames=copies", "diff.renameLimit=1"),
        ("diff.external=/bin/true", "diff.orderFile=/dev/null", "diff.relative=true", "diff.noprefix=true"),
        ("diff.mnemonicPrefix=true", "diff.ignoreSubmodules=all", "diff.suppressBlankEmpty=true"),
        ("color.ui=always", "column.ui=always", "core.quotePath=true", "core.pager=/bin/true", "pager.status=true"),
        ("alias.status=version", "alias.diff-tree=version", "alias.rev-parse=version"),
        ("core.untrackedCache=keep", "feature.manyFiles=true", "index.version=4"),
        ("core.ignoreCase=true", "core.precomposeUnicode=true"),
        ("core.fileMode=false", "core.symlinks=false"),
    ],
)
def test_new_edited_and_committed_files_are_found_whatever_the_settings(
    portal: Portal, settings: tuple[str, ...]
) -> None:
    commit_and_build(portal)
    cached_untracked(portal)
    configured(*settings)(portal)
    portal.build()
    portal.post("c.md", title="Judul y")
    git(portal.root, "commit", "--quiet", "--all", "--message", "Dua")
    folder = portal.root / "posts"
    before = folder.stat()
    portal.post("baru.md", title="Baru")
    portal.post("B.md", title="Huruf besar", slug="besar")
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
    portal.post("d.md", title="Judul z")
    (portal.root / "posts/e.md").rename(portal.root / "posts/rahasia/e.md")
    assert_built_like_a_clean_build(portal)
    assert {"2026/03/baru/index.html", "2026/03/e/index.html", "2026/03/besar/index.html"} <= portal.site().keys()


def test_files_that_settings_ignore_are_found(portal: Portal) -> None:
    commit_and_build(portal)
    portal.write(".git/info/exclude", "posts/baru.md\n")
    portal.write("../abaikan", "posts/lagi.md\n")
    configured(f"core.excludesFile={portal.root.parent / 'abaikan'}")(portal)
    portal.build()
    portal.post("baru.md")
    portal.post("lagi.md")
    assert_built_like_a_clean_build(portal)
    assert {"2026/03/baru/index.html", "2026/03/lagi/index.html"} <= portal.site().keys()


def test_edit_in_the_second_in_which_git_checked_the_file_is_found(portal: Portal) -> None:
    """Git compares times to the second, so it reports no difference, also later."""
    commit_and_build(portal)
    is_one_second = False
    while not is_one_second:  # on a busy machine, git may take until the next one
        path = portal.post("b.md", title="Judul b")
        os.utime(path, (1_650_000_000, 1_650_000_000))
        wait_for_next_second()
        portal.build()
        second = int(time.time())
        os.utime(path, (1_650_000_000, 1_650_000_000))
        git(portal.root, "status")
        time.sleep(RACY / 1e9)
        edit(portal)
        is_one_second = path.stat().st_ctime < second + 1
    wait_for_next_second()
    git(portal.root, "status")
    assert not git(portal.root, "status", "--porcelain", "posts")
    assert_built_like_a_clean_build(portal)
    assert "Judul x" in portal.text("2026/03/b/index.html")
    edit(portal, old="Judul x", new="Judul b")
    assert_built_like_a_clean_build(portal)


def test_portal_in_a_folder_that_an_outer_repository_ignores_is_scanned(portal: Portal) -> None:
    portal.post("a.md", title="Judul a")
    git(portal.root.parent, "init", "--quiet")
    (portal.root.parent / ".gitignore").write_text(f"/{portal.root.name}/\n")
    git(portal.root.parent, "add", ".gitignore")
    git(portal.root.parent, "commit", "--quiet", "--message", "Satu")
    portal.build()
    edit(portal, "posts/a.md", "Judul a", "Judul x")
    portal.post("b.md", title="Judul b")
    assert_built_like_a_clean_build(portal)


# Content that differs from that in git


def written(path: str, text: str, *settings: str) -> Step:
    """A step that writes a file and sets settings of the repository."""

    def write(portal: Portal) -> None:
        portal.write(path, text)
        configured(*settings)(portal)

    return write


CONVERTING: dict[str, Step] = {
    "text=auto": written(".gitattributes", "* text=auto\n"),
    "crlf": written(".gitattributes", "*.csv crlf\n"),
    "info": written(".git/info/attributes", "*.csv eol=lf\n"),
    "folder": written("posts/.gitattributes", "*.csv text\n"),
    "autocrlf": configured("core.autocrlf=input"),
    "included": written(".git/lain", "[core]\n  autocrlf\n", "include.path=lain"),
    "attributesFile": written("atribut", "*.csv text\n", "core.attributesFile=atribut"),
}


@pytest.mark.parametrize("name", CONVERTING)
def test_line_ends_that_git_converts_are_found(portal: Portal, name: str) -> None:
    portal.post("lampiran.md", attachments="[{src: data.csv, title: Data}]")
    portal.write("posts/data.csv", "a,b\n1,2\n")
    commit_and_build(portal)
    CONVERTING[name](portal)
    portal.build()
    portal.write("posts/data.csv", "a,b\r\n1,2\r\n")
    git(portal.root, "status")
    git(portal.root, "add", "--renormalize", "posts/data.csv")
    assert_built_like_a_clean_build(portal)
    assert b"\r\n" in portal.site()["2026/03/lampiran/data.csv"]


def test_attributes_and_settings_of_the_machine_are_found(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_and_build(portal)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert press_git.revision(portal.root).commit
    (tmp_path / "xdg/git").mkdir(parents=True)
    (tmp_path / "xdg/git/attributes").write_text("*.csv text\n")
    assert not press_git.revision(portal.root).commit
    (tmp_path / "xdg/git/attributes").unlink()
    (tmp_path / "xdg/git/config").write_text("[core]\nautocrlf = true\n")
    assert not press_git.revision(portal.root).commit


def test_replaced_objects_are_found(portal: Portal) -> None:
    """`git replace` makes git check out other content for a file, and report no difference."""
    commit_and_build(portal)
    other = portal.root.parent / "lain.md"
    other.write_text((portal.root / "posts/b.md").read_text().replace("Judul b", "Judul x"))
    (portal.root / "posts/b.md").rename(portal.root.parent / "b.md")
    git(
        portal.root,
        "replace",
        git(portal.root, "rev-parse", "HEAD:posts/b.md"),
        git(portal.root, "hash-object", "-w", str(other)),
    )
    git(portal.root, "checkout", "--quiet", "--", "posts/b.md")
    assert_built_like_a_clean_build(portal)
    assert "Judul x" in portal.text("2026/03/b/index.html")


def test_repository_inside_the_portal_and_above_it(portal: Portal, tmp_path: Path) -> None:
    """Git finds the one above; the posts are committed in the one inside."""
    commit_and_build(portal)
    git(portal.root.parent, "init", "--quiet")
    shutil.move(portal.root / ".git", portal.root / "posts/.git")
    git(portal.root.parent, "add", "--all", "--force")
    git(portal.root.parent, "commit", "--quiet", "--message", "Atas")
    portal.build()
    edit(portal)
    git(portal.root / "posts", "commit", "--quiet", "--all", "--message", "Dalam")
    assert_built_like_a_clean_build(portal)
    shutil.rmtree(portal.root / "posts/.git")
    (portal.root / ".git").mkdir()
    portal.build()
    edit(portal, "posts/c.md", "Judul c", "Judul y")
    assert_built_like_a_clean_build(portal)


def test_files_of_an_embedded_repository_are_found(portal: Portal) -> None:
    """It is committed as a submodule without .gitmodules."""
    commit_and_build(portal)
    portal.post("dalam/x.md", title="Judul x")
    git(portal.root / "posts/dalam", "init", "--quiet")
    git(portal.root / "posts/dalam", "add", "--all")
    git(portal.root / "posts/dalam", "commit", "--quiet", "--message", "Dalam")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Dua")
    configured("diff.ignoreSubmodules=all")(portal)
    portal.build()
    edit(portal, "posts/dalam/x.md", "Judul x", "Judul y")
    assert_built_like_a_clean_build(portal)
    assert "Judul y" in portal.text("2026/03/x/index.html")


# Variables of the environment


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "{other}/.git"},
        {"GIT_DIR": "{other}/.git", "GIT_WORK_TREE": "{other}"},
        {"GIT_WORK_TREE": "{other}"},
        {"GIT_INDEX_FILE": "{other}/.git/index"},
        {"GIT_OBJECT_DIRECTORY": "{other}/kosong"},
        {"GIT_CEILING_DIRECTORIES": "{root}/.."},
        {"GIT_COMMON_DIR": "{other}/.git"},
        {"GIT_NAMESPACE": "lain", "GIT_PREFIX": "posts/", "GIT_ICASE_PATHSPECS": "1", "GIT_LITERAL_PATHSPECS": "0"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": "{other}"},
        {"GIT_CONFIG_PARAMETERS": "'status.showuntrackedfiles'='no' 'core.worktree'='{other}'"},
        {"GIT_CONFIG_GLOBAL": "{other}/.gitconfig", "GIT_CONFIG_SYSTEM": "{other}/.gitconfig"},
        {"GIT_TRACE": "{other}/jejak", "GIT_TRACE2": "{other}/jejak", "GIT_EXTERNAL_DIFF": "/bin/true"},
        {"GIT_EXEC_PATH": "{other}", "GIT_OPTIONAL_LOCKS": "0"},
        {"HOME": "/dev/null", "XDG_CONFIG_HOME": "/dev/null", "LC_ALL": "xx"},
        {"PATH": "/tidak/ada"},
    ],
)
def test_variables_of_git_hide_nothing(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    commit_and_build(portal)
    other = portal.root.parent / "lain"
    shutil.copytree(portal.root, other)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(root=portal.root, other=other))
    portal.build()
    edit(portal)
    portal.post("baru.md")
    assert_built_like_a_clean_build(portal)
    assert "Judul x" in portal.text("2026/03/b/index.html")
    assert not (other / "jejak").exists()


# Programs


def test_a_build_runs_no_program_that_the_repository_names(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_and_build(portal)
    hook = program(portal, "hook")
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout", "pre-auto-gc"):
        target = portal.root / ".git/hooks" / name
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)
        target.symlink_to(hook)
    run = str(program(portal, "run", "cat"))
    configured(
        f"core.fsmonitor={run}", f"core.pager={run}", f"core.sshCommand={run}", f"core.editor={run}",
        f"core.askPass={run}", f"core.alternateRefsCommand={run}", f"core.gitProxy={run}", f"gpg.program={run}",
        f"filter.x.clean={run}", f"filter.x.smudge={run}", f"filter.y.process={run}", "filter.x.required=true",
        f"diff.external={run}", f"diff.x.textconv={run}", f"diff.x.command={run}", f"merge.x.driver={run}",
        f"credential.helper={run}", f"alias.status=!{run}", f"alias.config=!{run}", f"pager.status={run}",
        f"pager.diff-tree={run}", "status.submoduleSummary=true", "log.showSignature=true",
        f"remote.origin.uploadpack={run}", "remote.origin.url=/tidak/ada",
    )(portal)  # fmt: skip
    portal.write("posts/.gitattributes", "*.md filter=x diff=x merge=x\n*.csv filter=y\n")
    monkeypatch.setenv("GIT_ASKPASS", run)
    forget_runs(portal)
    portal.build()
    edit(portal)
    git_free = portal.build()
    assert (git_free.changed, ran(portal)) == (1, [])


def test_a_build_fetches_no_missing_objects(portal: Portal) -> None:
    """In a partial clone, git would run the program that the settings name for the connection."""
    commit_and_build(portal)
    first = git(portal.root, "rev-parse", "HEAD^{tree}")
    portal.post("c.md", title="Judul y")
    git(portal.root, "commit", "--quiet", "--all", "--message", "Dua")
    run = str(program(portal, "run"))
    configured(
        "core.repositoryFormatVersion=1", "extensions.partialClone=origin", "remote.origin.promisor=true",
        f"remote.origin.url={portal.root.parent / 'asal'}", f"remote.origin.uploadpack={run}",
    )(portal)  # fmt: skip
    (portal.root / ".git/objects" / first[:2] / first[2:]).unlink()
    assert_built_like_a_clean_build(portal)
    assert ran(portal) == []


def test_a_build_runs_no_program_of_an_embedded_repository(portal: Portal) -> None:
    commit_and_build(portal)
    inside = portal.root / "posts/dalam"
    portal.post("dalam/x.md", title="Judul x")
    git(inside, "init", "--quiet")
    git(inside, "add", "--all")
    git(inside, "commit", "--quiet", "--message", "Dalam")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Dua")
    git(inside, "config", "core.fsmonitor", str(program(portal, "run")))
    portal.build()
    assert ran(portal) == []


def test_a_build_in_the_repository_of_another_user_scans_the_files(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_and_build(portal)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    edit(portal)
    assert_built_like_a_clean_build(portal)


# Unusual files


@pytest.mark.parametrize("moment", [-1, 0, 2**62, 10**19, -(10**19)])
def test_unusual_mtimes_are_stored(portal: Portal, moment: int) -> None:
    path = portal.post("a.md", title="Judul b")
    os.utime(path, ns=(moment, moment))
    time.sleep(0.03)
    portal.build()
    edit(portal, "posts/a.md")
    assert_built_like_a_clean_build(portal)


def test_file_replaced_by_another_of_the_same_size_and_mtime_is_found(portal: Portal) -> None:
    portal.post("a.md", title="Judul b")
    portal.build()
    other = portal.root / "posts/lain~"
    shutil.copy2(portal.root / "posts/a.md", other)
    edit(portal, "posts/lain~")
    other.replace(portal.root / "posts/a.md")
    assert_built_like_a_clean_build(portal)
    assert "Judul x" in portal.text("2026/03/a/index.html")
