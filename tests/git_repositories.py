"""Repositories of git, made by git for a test: a clone with an upstream, and ones that mean harm."""

import os
import subprocess
from pathlib import Path

_WHO = ("Somebody", "somebody@example.org")
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": _WHO[0],
    "GIT_AUTHOR_EMAIL": _WHO[1],
    "GIT_COMMITTER_NAME": _WHO[0],
    "GIT_COMMITTER_EMAIL": _WHO[1],
    "GIT_AUTHOR_DATE": "2026-02-01T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-02-01T12:00:00Z",
}


def git(tree: Path, *arguments: str, may_fail: bool = False) -> str:
    """What ordinary git prints, with the repository's own configuration in force."""
    done = subprocess.run(
        ["git", "-C", str(tree), *arguments], env=_ENVIRONMENT, capture_output=True, text=True, check=not may_fail
    )
    return done.stdout.strip()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def commit(tree: Path, message: str = "Change", **files: str) -> str:
    """A commit of these files and everything else that is there; returns its name."""
    for name, text in files.items():
        write(tree / name.replace("__", "."), text)
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(tree, "rev-parse", "HEAD")


def clone_with_upstream(folder: Path) -> Path:
    """A clone of a bare repository, with the tags v1.0.0, and v1.1.0 annotated at HEAD; all is pushed."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "there.git")
    tree = folder / "here"
    git(folder, "clone", "--quiet", str(folder / "there.git"), "here", may_fail=True)
    git(tree, "checkout", "--quiet", "-B", "main")
    commit(tree, "First", a__txt="one\n")
    git(tree, "tag", "v1.0.0")
    commit(tree, "Second", a__txt="two\n", b__txt="b\n")
    git(tree, "tag", "--annotate", "v1.1.0", "-m", "Release v1.1.0")
    git(tree, "push", "--quiet", "--set-upstream", "origin", "main", "--tags")
    return tree
