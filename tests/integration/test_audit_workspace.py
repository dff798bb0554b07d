"""`clean-release audit workspace`: from a clone to a verdict, and what is missing on the way."""

import json
from pathlib import Path

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.integration.conftest import CommandLine

PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
namespace: demo
release: {}
policy:
  bundles: ["builtin:release-policy"]
  collections: [workspace]
  exclude: [workspace.locks_current, workspace.credentials_present, manifest.versions_agree]
inputs:
  audits: [../octo-widget.workspace.json]
"""
WORKFLOW = "on: {push: {tags: [v*]}}\njobs: {build: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n"
STATED = ("--target", "v2.0.0", "--base-tag", "v1.1.0", "--mode", "live")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "pyproject.toml", '[project]\nname = "widget"\nversion = "2.0.0"\n')
    write(tree / "src" / "widget" / "__init__.py", '__version__ = "2.0.0"\n')
    write(tree / "clean-release.yaml", PROJECT.replace("[../", "[").replace("octo-widget", "audits/octo-widget"))
    write(tree / ".gitignore", "/audits/\n/.clean-release/\n")
    write(tree / ".github" / "workflows" / "release.yml", WORKFLOW)
    commit(tree, "Release")
    git(tree, "tag", "--annotate", "v2.0.0", "-m", "Release v2.0.0")
    git(tree, "push", "--quiet")
    git(tree, "remote", "set-url", "origin", "https://github.com/octo/widget.git")
    monkeypatch.chdir(tree)
    return tree


def test_a_checkout_that_is_ready_passes_its_rules(command: CommandLine, tree: Path) -> None:
    ended = command("audit", "workspace", *STATED)
    assert (ended.code, ended.err) == (0, "wrote audits/octo-widget.workspace.json\n")
    assert "pyproject.toml" in ended.out

    judged = command("check")
    assert "passed: 0 failed, 6 passed of 6 rules" in judged.out
    assert judged.code in (0, 3)
    assert git(tree, "status", "--porcelain") == ""


def test_everything_that_is_wrong_with_a_checkout_fails_its_own_rule(command: CommandLine, tree: Path) -> None:
    write(tree / "src" / "widget" / "__init__.py", '"""Doc."""\n__version__ = "1.9.0"\n')
    commit(tree, "Not pushed")
    write(tree / "left.txt", "")
    ended = command("audit", "workspace", *STATED[:4])
    assert ended.code == 0

    judged = command("check", "--json")
    report = json.loads(judged.out)["report"]
    outcomes = {rule["code"]: rule["outcome"] for rule in report["rules"]}
    assert judged.code == 1
    assert outcomes == {
        "workspace.base_tag": "passed",
        "workspace.clean": "failed",
        "workspace.context_explicit": "failed",
        "workspace.pushed": "failed",
        "workspace.tag_at_head": "failed",
        "workspace.versions_agree": "failed",
    }
    assert "src/widget/__init__.py:2 states version 1.9.0, the release target v2.0.0" in judged.out


def test_what_could_not_be_read_ends_with_3_and_is_written_all_the_same(command: CommandLine, tree: Path) -> None:
    git(tree, "branch", "--unset-upstream")
    ended = command("audit", "workspace")

    assert ended.code == 3
    assert "the branch main has no upstream" in ended.out
    document = json.loads((tree / "audits" / "octo-widget.workspace.json").read_text(encoding="utf-8"))
    assert document["sections"]["upstream"]["status"] == "not_found"
    assert document["sections"]["release_tag"]["status"] == "not_requested"


def test_the_workflow_files_are_in_the_same_document(command: CommandLine, tree: Path) -> None:
    command("audit", "workspace", *STATED)
    document = json.loads((tree / "audits" / "octo-widget.workspace.json").read_text(encoding="utf-8"))
    files = document["sections"]["workflows"]["value"]["files"]
    assert [one["path"] for one in files] == [".github/workflows/release.yml"]
    assert document["evidence"]


def test_without_workflow_files_their_section_says_so(command: CommandLine, tree: Path) -> None:
    git(tree, "rm", "--quiet", "-r", ".github")
    commit(tree, "No workflows")
    assert command("audit", "workspace", *STATED).code == 3
    document = json.loads((tree / "audits" / "octo-widget.workspace.json").read_text(encoding="utf-8"))
    assert document["sections"]["workflows"]["status"] == "not_found"


def test_the_document_is_shown_as_any_other(command: CommandLine, tree: Path) -> None:
    collected = command("audit", "workspace", *STATED, "--json")
    shown = command("audit", "show", "audits/octo-widget.workspace.json", "--json")

    assert json.loads(collected.out) == json.loads(shown.out)
    assert tree.is_dir()


def test_the_manifest_must_be_of_the_commit_that_was_audited(command: CommandLine, tree: Path) -> None:
    command("audit", "workspace", *STATED)
    source = {"host": "github.com", "repository": "octo/widget", "commit": "0" * 40, "ref": "refs/tags/v2.0.0"}
    artifact = {"name": "w.whl", "kind": "wheel", "sha256": "1" * 64, "size": 1}
    manifest = {
        "schema": "clean-release/manifest/v1",
        "project": "widget",
        "version": "2.0.0",
        "source": source,
        "artifacts": [artifact],
        "targets": [],
        "evidence": [],
    }
    write(tree / "audits" / "manifest.json", json.dumps(manifest))

    ended = command.refused("check", "--manifest", "audits/manifest.json")
    assert ended.code == 3
    assert "the workspace audit was read at commit" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--target", "--all"), 2, "--target is '--all'"),
        (("--mode", "maybe"), 2, "--mode is 'maybe', expected one of dry-run, live"),
    ],
)
def test_what_makes_no_sense_is_refused(
    command: CommandLine, tree: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended = command("audit", "workspace", *arguments)

    assert tree.is_dir()
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_outside_of_a_repository_nothing_is_written(command: CommandLine, tree: Path) -> None:
    (tree / ".git").rename(tree / "git")
    ended = command.refused("audit", "workspace")

    assert (ended.code, "there is no git repository" in ended.err) == (3, True)
    assert not (tree / "audits").exists()
