"""`clean-release release dry-run` cannot push or publish: no socket, no credential, no command of git that writes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write

PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {}
policy: {bundles: ["builtin:release-policy"]}
"""
STATED = ("release", "evidence", "start", "--target", "v2.0.0", "--base-tag", "v1.1.0", "--mode", "dry-run")
CREDENTIALS = ("GH_TOKEN", "GITHUB_TOKEN", "TWINE_PASSWORD", "UV_PUBLISH_TOKEN", "NPM_TOKEN", "CARGO_REGISTRY_TOKEN")
WATCHED = """\
import json, os, sys
seen = {"sockets": [], "children": [], "read": []}
def watch(event, arguments):
    if event.startswith("socket."):
        seen["sockets"].append(event)
    elif event == "subprocess.Popen":
        program, words, _, environment = arguments
        seen["children"].append({"words": [os.fsdecode(one) for one in words], "environment": sorted(environment)})
    elif event in ("os.exec", "os.fork", "os.posix_spawn", "os.system"):
        seen["children"].append({"words": [event], "environment": []})
sys.addaudithook(watch)
from checker.cli.app import run
sys.argv = ["clean-release", *sys.argv[1:]]
code = run()
seen["modules"] = sorted(sys.modules)
seen["code"] = code
print("SEEN " + json.dumps(seen), file=sys.stderr)
"""
READING = {
    *("version", "rev-parse", "symbolic-ref", "read-tree", "update-index", "diff-files", "diff-index", "ls-files"),
    *("check-attr", "for-each-ref", "rev-list", "cat-file", "merge-base", "config", "--version", "init", "ls-tree"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n")
    write(tree / ".github" / "workflows" / "release.yml", "on: push\njobs: {}\n")
    commit(tree, "Release")
    return tree


def environment(tree: Path) -> dict[str, str]:
    return {**os.environ, **dict.fromkeys(CREDENTIALS, "t0ken"), "HOME": str(tree.parent)}


def watched(tree: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        cwd=tree,
        env=environment(tree),
        capture_output=True,
        text=True,
        check=True,
    )
    seen: dict[str, object] = json.loads(done.stderr.partition("SEEN ")[2])
    return seen


def state(tree: Path) -> tuple[str, ...]:
    """Everything a dry run may not change: refs here and there, the work tree, and the record."""
    there = str(tree.parent / "there.git")
    record = (tree / ".clean-release" / "store.db").read_bytes().hex()
    return git(tree, "for-each-ref"), git(Path(there), "for-each-ref"), git(tree, "status", "--porcelain"), record


def test_no_socket_is_made_no_credential_is_handed_on_and_git_only_reads(tree: Path) -> None:
    watched(tree, *STATED)
    before = state(tree)
    seen = watched(tree, "release", "dry-run")

    assert seen["code"] == 0
    assert seen["sockets"] == []
    children = seen["children"]
    assert isinstance(children, list)
    assert children
    for child in children:
        words = child["words"]
        assert Path(words[0]).name == "git"
        assert READING & set(words), words
        assert not {"push", "fetch", "commit", "tag", "remote"} & set(words), words
        assert not set(CREDENTIALS) & set(child["environment"])
    assert state(tree) == before


def test_nothing_that_speaks_with_a_provider_or_a_registry_is_loaded(tree: Path) -> None:
    watched(tree, *STATED)
    modules = watched(tree, "release", "dry-run")["modules"]

    assert isinstance(modules, list)
    network = ("checker.adapters.github", "checker.adapters.registry", "httpx", "httpx2", "requests", "urllib3", "ssl")
    assert [name for name in modules if name.startswith(network)] == []


@pytest.mark.system
def test_the_system_sees_no_connection_either(tree: Path, tmp_path: Path) -> None:
    watched(tree, *STATED)
    traced = tmp_path / "trace"
    strace = shutil.which("strace") or ""
    program = [strace, "-f", "-qq", "-e", "trace=%network", "-o", str(traced)]
    subprocess.run(
        [*program, sys.executable, "-m", "checker", "release", "dry-run"], cwd=tree, env=environment(tree), check=True
    )

    assert [line for line in traced.read_text().splitlines() if "AF_INET" in line or "connect(" in line] == []


def test_the_guard_sees_a_command_that_does_connect(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEAN_RELEASE_GITHUB_API", "http://127.0.0.1:9")
    seen = watched(tree, "audit", "github", "octo/widget")

    assert seen["code"] != 0
    assert seen["sockets"]
    modules = seen["modules"]
    assert isinstance(modules, list)
    assert "checker.adapters.github.client" in modules
