"""`clean-release release step|evidence|blockers`: from the first word about a release to its report, by a person."""

import json
from pathlib import Path

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.integration.conftest import CommandLine

PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {}
policy: {bundles: ["builtin:release-policy"]}
"""
STATED = ("--target", "v2.0.0", "--base-tag", "v1.1.0", "--mode", "live")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n")
    write(tree / ".github" / "workflows" / "release.yml", "on: push\njobs: {}\n")
    commit(tree, "Release")
    monkeypatch.chdir(tree)
    return tree


@pytest.fixture
def started(command: CommandLine, tree: Path) -> Path:
    assert command("release", "evidence", "start", *STATED).code == 0
    return tree


def step(command: CommandLine, name: str, run: int = 7) -> None:
    ended = command("release", "step", name, "--outcome", "succeeded", "--run-id", run)
    assert (ended.code, ended.err) == (0, "")


def test_every_step_is_refused_until_the_one_before_it_succeeded(command: CommandLine, started: Path) -> None:
    for name, former in (("tap", "build"), ("rehearsal", "tap"), ("publish", "rehearsal")):
        refused = command.refused("release", "step", name)
        assert refused.code == 3
        assert "error[out-of-order]" in refused.err
        assert command.refused("release", "step", name, "--outcome", "succeeded", "--run-id", 1).code == 3
        step(command, former)
        assert command("release", "step", name).out == f"{name} may begin\n"

    write(started / "notes.txt", "in no commit\n")
    refused = command.refused("release", "step", "publish", "--outcome", "succeeded", "--run-id", 1)
    assert (refused.code, "notes.txt (untracked)" in refused.err) == (3, True)
    (started / "notes.txt").unlink()
    step(command, "publish")
    again = command.refused("release", "step", "publish", "--outcome", "succeeded", "--run-id", 8)
    assert (again.code, "nothing is published twice" in again.err) == (3, True)
    assert "next: nothing: every step succeeded at this commit" in command("release", "dry-run").out
    assert git(started, "status", "--porcelain") == ""


def test_changed_workflow_bytes_ask_for_another_rehearsal_and_a_new_commit_for_everything(
    command: CommandLine, started: Path
) -> None:
    for name in ("build", "tap", "rehearsal"):
        step(command, name)
    write(started / ".github" / "workflows" / "release.yml", "on: push\njobs: {a: {}}\n")
    assert "has to be repeated" in command.refused("release", "step", "publish").err
    step(command, "rehearsal")
    assert "release.yml (changed)" in command.refused("release", "step", "publish").err

    commit(started, "Changed")
    assert "build was done at commit" in command.refused("release", "step", "publish").err
    assert command("release", "step", "build").code == 0


def test_a_release_is_started_once(command: CommandLine, started: Path) -> None:
    assert command.refused("release", "evidence", "start", *STATED).code == 2
    again = command("release", "evidence", "start", *STATED, "--restart", "wrong\x1b[31m base")
    assert (again.code, "\x1b" in again.out) == (0, False)
    assert (started / ".clean-release" / "store.db").is_file()


def test_what_is_missing_or_none_is_named(command: CommandLine, tree: Path) -> None:
    assert "no release was started" in command.refused("release", "step", "build").err
    assert "no release was started" in command.refused("release", "evidence", "report").err
    assert command.refused("release", "evidence", "start", "--target", "v2.0.0").code == 2
    assert command.refused("release", "evidence", "start", *STATED[:5], "real").code == 2
    command("release", "evidence", "start", *STATED)
    assert command.refused("release", "step", "deploy").code == 2
    assert command.refused("release", "step", "build", "--outcome", "fine").code == 2
    assert command.refused("release", "step", "build", "--run-id", "x").code == 2
    assert command.refused("release", "step", "build", "--target", "v9").code == 3
    assert command.refused("release", "dry-run", "--format", "yaml").code == 2
    assert command.refused("release", "evidence", "report", "--format", "text").code == 2
    assert command.refused("release", "blockers", "list", "--format", "yaml").code == 2
    assert not (tree / "clean-release.lock").exists()


def test_blockers_come_from_a_log_or_by_hand_and_publish_waits_for_them(
    command: CommandLine, started: Path, tmp_path: Path
) -> None:
    log = tmp_path / "job.log"
    log.write_text("fatal: tag 'v1' already exists\nHTTPError: 403 Forbidden from the index\n", encoding="utf-8")
    filed = command("release", "blockers", "file", "--log", log, "--run-id", 9, "--check", "publish")
    assert filed.code == 0
    assert "tag-exists: " in filed.out
    assert "forbidden: " in filed.out
    assert "  log: sha256:" in filed.out

    by_hand = ("release", "blockers", "file", "--class", "flaky", "--title", "Flaky | <b>tests</b>")
    assert command(*by_hand).code == 0
    assert command.refused(*by_hand).code == 2
    assert command.refused("release", "blockers", "file").code == 2
    assert command.refused("release", "blockers", "file", "--class", "--x", "--title", "t").code == 2
    assert command.refused("release", "blockers", "file", "--class", "slow").code == 2

    for name in ("build", "tap", "rehearsal"):
        step(command, name)
    assert "a blocker is open" in command.refused("release", "step", "publish").err
    listed = command("release", "blockers", "list", "--json", "--exit-status")
    assert listed.code == 1
    names = [one["name"] for one in json.loads(listed.out)["blockers"]]
    assert names == ["tag-exists", "forbidden", "flaky"]
    report = command("release", "evidence", "report").out
    assert "- `flaky`: `Flaky | <b>tests</b>`\n" in report
    assert "| `blocker flaky filed: Flaky \\| <b>tests</b>` |\n" in report
    assert git(started, "status", "--porcelain") == ""

    assert command.refused("release", "blockers", "close", "flaky").code == 2
    for name in names:
        assert command("release", "blockers", "close", name, "--reason", "run 10", "--run-id", 10).code == 0
    assert command.refused("release", "blockers", "close", "flaky", "--reason", "again").code == 3
    assert command("release", "blockers", "list", "--exit-status").out == "v2.0.0: no blocker is open\n"
    assert command("release", "step", "publish").code == 0


def test_evidence_about_another_commit_is_refused_and_about_this_one_is_met(
    command: CommandLine, started: Path, tmp_path: Path
) -> None:
    canary = {
        "schema": "clean-release/canary/v1",
        "commit": "0" * 40,
        "ended_at": "2026-01-01T00:00:00Z",
        "accepted": True,
        "samples": 5,
        "summary": "fine",
    }
    path = tmp_path / "canary.json"
    path.write_text(json.dumps(canary), encoding="utf-8")
    assert "is about commit 0000" in command.refused("release", "evidence", "add", path).err
    assert command.refused("release", "evidence", "add", tmp_path / "gone.json").code == 3

    path.write_text(json.dumps({**canary, "commit": git(started, "rev-parse", "HEAD")}), encoding="utf-8")
    assert command("release", "evidence", "add", path).code == 0
    report = json.loads(command("release", "evidence", "report", "--json").out)
    answers = {one["name"]: one["answer"] for one in report["requirements"]}
    assert (answers["canary"], answers["gate-latency"], report["accepted"]) == ("met", "unknown", "unknown")


def test_a_report_does_not_wait_for_audits_that_nobody_collected_yet(command: CommandLine, started: Path) -> None:
    write(started / "clean-release.yaml", PROJECT + "inputs: {manifest: m.json, audits: [audits/a.json]}\n")

    asked = command("release", "evidence", "report", "--exit-status")
    named = command.refused("release", "evidence", "report", "--audit", "audits/a.json")
    smoked = command.refused("release", "smoke")

    assert (asked.code, "| publish-success |" in asked.out, "unknown" in asked.out) == (3, True, True)
    assert (named.code, "a.json" in named.err) == (3, True)
    assert (smoked.code, "m.json" in smoked.err, "a.json" in smoked.err) == (3, True, False)


def test_the_report_has_context_matrix_blockers_and_checkpoints(command: CommandLine, started: Path) -> None:
    step(command, "build", run=4711)
    report = command("release", "evidence", "report")
    assert report.code == 0
    for line in (
        "- release_target: `v2.0.0`",
        "- base_tag: `v1.1.0`",
        "- mode: `live`",
        "- next step: tap",
        "| rehearsal | a rehearsal with these workflow files succeeded |  | unknown | rehearsal was not done |",
        "None is open.",
    ):
        assert f"{line}\n" in report.out
    document = json.loads(command("release", "evidence", "report", "--format", "json").out)
    assert document["context"]["release_target"] == "v2.0.0"
    assert [one["number"] for one in document["checkpoints"]] == [1, 2]
    assert command("release", "evidence", "report", "--exit-status").code == 3
    assert command("release", "step", "build", "--outcome", "failed").code == 0
    assert command("release", "evidence", "report", "--exit-status").code == 1
    assert started.is_dir()


def test_the_plan_is_a_document_too(command: CommandLine, started: Path) -> None:
    write(started / "dist" / "widget-2.0.0-py3-none-any.whl", "wheel")
    write(started / "pyproject.toml", '[project]\nname = "widget"\nversion = "2.0.0"\n')
    document = json.loads(command("release", "dry-run", "--json").out)

    assert [one["waits_for"] for one in document["steps"]] == ["", *["build was not done"] * 3]
    assert [one["name"] for one in document["artifacts"]] == ["widget-2.0.0-py3-none-any.whl"]
    assert "built: widget-2.0.0-py3-none-any.whl" in command("release", "dry-run").out


def judged(command: CommandLine, tree: Path) -> dict[str, str]:
    """What the rules about the record make of the audit of the checkout."""
    rules = ("no_blocker", "record_kept", "rehearsed")
    include = "".join(f"\n    - workspace.{name}" for name in rules) + "\n    - history.canary_accepted"
    policy = f'policy:\n  bundles: ["builtin:release-policy"]\n  include:{include}\n'
    policy += f"inputs: {{audits: [{tree.name}.json]}}\n"
    write(tree / "clean-release.yaml", PROJECT.replace('policy: {bundles: ["builtin:release-policy"]}\n', policy))
    command("audit", "workspace", *STATED, "--output", tree / "audits")
    (tree / "audits" / "octo-widget.workspace.json").replace(tree / f"{tree.name}.json")
    report = json.loads(command("check", "--json").out)["report"]
    return {rule["code"]: rule["outcome"] for rule in report["rules"]}


def test_rules_see_the_record_through_the_audit_of_the_checkout(command: CommandLine, tree: Path) -> None:
    assert judged(command, tree) == {
        "history.canary_accepted": "not_evaluated",
        "workspace.no_blocker": "not_evaluated",
        "workspace.record_kept": "failed",
        "workspace.rehearsed": "not_evaluated",
    }
    command("release", "evidence", "start", *STATED)
    command("release", "blockers", "file", "--class", "flaky", "--title", "Flaky")
    outcomes = judged(command, tree)
    assert (outcomes["workspace.no_blocker"], outcomes["workspace.record_kept"]) == ("failed", "passed")
    assert outcomes["workspace.rehearsed"] == "failed"

    command("release", "blockers", "close", "flaky", "--reason", "mended")
    for name in ("build", "tap", "rehearsal"):
        step(command, name)
    outcomes = judged(command, tree)
    assert (outcomes["workspace.no_blocker"], outcomes["workspace.rehearsed"]) == ("passed", "passed")
    assert outcomes["history.canary_accepted"] == "not_evaluated"


@pytest.mark.parametrize(
    "typed", [("smoke",), ("drill", "start"), ("drill", "status"), ("step", "build"), ("evidence", "resume")]
)
def test_outside_of_a_project_every_command_says_how_to_begin(
    command: CommandLine, typed: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    refused = command.refused("release", *typed)

    assert (refused.code, "there is no clean-release.yaml" in refused.err) == (3, True)
    assert "clean-release init" in refused.err


def test_a_project_outside_of_a_clone_is_told_where_to_go(command: CommandLine, tmp_path: Path) -> None:
    write(tmp_path / "clean-release.yaml", PROJECT)

    refused = command.refused("release", "smoke", "--project", tmp_path)

    assert (refused.code, "there is no git repository" in refused.err) == (3, True)
    assert "git clone" in refused.err
