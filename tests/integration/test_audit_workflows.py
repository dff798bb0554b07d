"""`clean-release audit workflows`: facts of every file, and an error for each that is none."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from checker.formats.audit_v1 import parse_audit
from tests.integration.conftest import CommandLine

GOOD = Path(__file__).parents[1] / "data" / "workflows" / "good" / "release.yml"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    shutil.copy(GOOD, folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_workflows_of_the_checkout_are_shown_with_their_lines(command: CommandLine, tree: Path) -> None:
    ended = command("audit", "workflows")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(
        ".github/workflows/release.yml  Release\n  starts on: push (tags: v*); workflow_dispatch"
    )
    assert "    permissions: id-token write, from the job" in ended.out
    assert "    environment: pypi\n" in ended.out
    assert "pypa/gh-action-pypi-publish@release/v1 (line 38, names a name that can move)" in ended.out
    assert tree.is_dir()


def test_a_file_that_is_no_workflow_is_an_error_beside_the_others(command: CommandLine, tree: Path) -> None:
    (tree / "a.yml").write_text("on: push\njobs: {\n", encoding="utf-8")
    (tree / "b.yml").write_text("on: push\njobs:\n  x: {steps: []}\n", encoding="utf-8")

    ended = command("audit", "workflows")

    assert ended.code == 3
    assert ".github/workflows/b.yml:3  not read: jobs.x is" in ended.out
    assert ".github/workflows/a.yml:" in ended.out
    assert "job publish" in ended.out


def test_json_holds_the_same_facts_and_nothing_that_could_be_a_secret(command: CommandLine, tree: Path) -> None:
    (tree / "a.yml").write_text("jobs: 1\n", encoding="utf-8")
    (tree / "s.yml").write_text(
        "on: push\njobs:\n  x:\n    runs-on: [self-hosted]\n    permissions: write-all\n    secrets: inherit\n"
        "    steps: [{run: curl hunter2, env: {KEY: hunter2}, with: {key: hunter2}}]\n",
        encoding="utf-8",
    )

    ended = command("audit", "workflows", "--json")

    assert ended.code == 3
    assert "hunter2" not in ended.out
    broken, release, other = json.loads(ended.out)["workflows"]
    assert (broken["status"], broken["line"]) == ("error", 1)
    assert release["jobs"][2]["environment"] == {"name": "pypi", "known": True, "line": 33}
    assert release["jobs"][2]["steps"][1]["uses"]["pin"] == "moving"
    assert release["triggers"][0] == {"event": "push", "line": 3, "filters": {"tags": ["v*"]}}
    assert other["jobs"][0]["secrets"] == {"names": [], "all": False, "inherited": True}
    assert other["jobs"][0]["permissions"]["otherwise"] == "write"


def test_named_files_and_folders_are_read_instead(command: CommandLine, tree: Path) -> None:
    assert command("audit", "workflows", tree).out.startswith(f"{tree}/release.yml  Release")
    ended = command("audit", "workflows", GOOD, tree)
    assert [line for line in ended.out.splitlines() if line.endswith("  Release")] == [
        f"{GOOD}  Release",
        f"{tree}/release.yml  Release",
    ]


def test_nothing_to_read_is_no_answer(command: CommandLine, tree: Path) -> None:
    (tree / "release.yml").unlink()
    assert "there are no workflow files" in command.refused("audit", "workflows").err
    tree.rmdir()
    assert command.refused("audit", "workflows").code == 3
    assert command.refused("audit", "workflows", "nowhere.yml").code == 3
    assert command.refused("audit", "workflows", "--format", "xml").code == 2


def committed(tree: Path) -> None:
    """Make the checkout one of octo/widget, with everything committed."""
    root = str(tree.parents[1])
    shutil.rmtree(Path(root) / ".git")
    who = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
    for line in (
        ("init", "-q", "-b", "main"),
        ("remote", "add", "origin", "https://github.com/octo/widget.git"),
        ("add", "."),
        ("commit", "-q", "-m", "all"),
    ):
        subprocess.run(["git", "-C", root, *who, *line], check=True)


def test_an_audit_of_the_checkout_is_written_that_rules_can_read(command: CommandLine, tree: Path) -> None:
    committed(tree)

    ended = command("audit", "workflows", "-o", "audits")

    assert (ended.code, ended.err, ended.out) == (0, "", "wrote audits/octo-widget.workspace.json\n")
    audit = parse_audit(Path("audits/octo-widget.workspace.json").read_bytes(), source="audit")
    assert len(audit.subject.commit) == 40
    section: Any = audit.sections["workflows"]
    (file,) = section["value"]["files"]
    assert file["facts"]["status"] == "collected"
    assert section["value"]["scanner"]["status"] == "collected"
    found = {one["detector"]: one["found"] for one in file["findings"]}
    assert {one["line"] for one in found["unpinned-uses"]["value"]} == {21, 37, 38}
    assert found["impostor-commit"]["status"] == "not_requested"


def test_what_is_not_the_commits_or_no_workflow_is_told_and_written(command: CommandLine, tree: Path) -> None:
    committed(tree)
    (tree / "release.yml").write_text("on: push\n", encoding="utf-8")

    ended = command("audit", "workflows", "-o", "audits", "--json")

    assert ended.code == 3
    assert "warning: .github/workflows/release.yml could not be read: the file is not that of commit" in ended.err
    told = json.loads(ended.out)
    assert (told["written"], told["unread"]) == ("audits/octo-widget.workspace.json", [".github/workflows/release.yml"])
    assert Path(told["written"]).is_file()


def test_without_zizmor_the_facts_are_written_and_its_findings_are_not_known(
    command: CommandLine, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(tree)
    monkeypatch.setattr("checker.adapters.workspace.zizmor.zizmor_program", lambda: None)

    ended = command("audit", "workflows", "-o", "audits")

    assert ended.code == 3
    assert "warning: the workflow files were not scanned: there is no zizmor" in ended.err
    assert Path("audits/octo-widget.workspace.json").is_file()


def test_an_audit_of_some_files_or_of_no_repository_is_refused(command: CommandLine, tree: Path) -> None:
    ended = command("audit", "workflows", "-o", "audits", tree)
    assert (ended.code, "files are named" in ended.err) == (2, True)

    ended = command("audit", "workflows", "-o", "audits")
    assert (ended.code, "no git remote called origin" in ended.err) == (3, True)
    assert not Path("audits").exists()
