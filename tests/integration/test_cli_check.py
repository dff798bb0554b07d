"""`clean-release check`: each verdict has its exit code, each wrong input one sentence; no format changes them."""

import json
import os
from pathlib import Path

import pytest

from tests.integration.conftest import CommandLine, Ended

MOMENT = "2026-03-02T12:00:00Z"


def check(command: CommandLine, project: Path, *more: object) -> Ended:
    return command("check", project, "--anchor", project / "anchor.yaml", "--evaluated-at", MOMENT, *more)


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_a_pass_that_gates_ends_with_0_and_names_its_report_last(command: CommandLine, complete: Path) -> None:
    ended = check(command, complete)

    assert (ended.code, ended.err) == (0, "")
    assert lines(ended.out)[-1].startswith("report sha256:")


def test_a_blocked_gate_ends_with_1(command: CommandLine, blocked: Path) -> None:
    assert check(command, blocked).code == 1


def test_what_cannot_be_evaluated_ends_with_3(command: CommandLine, complete: Path) -> None:
    ended = check(command, complete, "--audit", complete / "audits" / "example-org-widget.history.json")

    assert ended.code == 3
    assert any(line.startswith("undecided: ") for line in lines(ended.out))


def test_a_pass_that_opens_no_gate_ends_with_3_and_says_why(command: CommandLine, complete: Path) -> None:
    (complete / "clean-release.lock").unlink()

    ended = check(command, complete)

    assert ended.code == 3
    assert any(line.startswith("passed: ") for line in lines(ended.out))
    assert "  no lock names this snapshot" in lines(ended.out)


@pytest.mark.parametrize("more", [("--json",), ("--format", "json"), ("-f", "text")], ids=["json", "format", "text"])
@pytest.mark.parametrize("name", ["complete", "blocked"])
def test_the_format_never_changes_the_exit_code(
    command: CommandLine, request: pytest.FixtureRequest, name: str, more: tuple[str, ...]
) -> None:
    project: Path = request.getfixturevalue(name)
    assert check(command, project, *more).code == check(command, project).code


def test_json_is_one_document_with_the_same_report(command: CommandLine, complete: Path) -> None:
    document = json.loads(check(command, complete, "--json").out)

    assert document["report"]["verdict"] == "passed"
    assert document["digest"] == lines(check(command, complete).out)[-1].removeprefix("report ")


def ad_hoc(command: CommandLine, complete: Path, empty: Path, *, ref: str) -> Ended:
    """What the example's documents come to without its project file, for a manifest built from this ref."""
    manifest = json.loads((complete / "manifest.json").read_bytes())
    manifest["source"]["ref"] = ref
    (empty / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    audits = complete / "audits"
    return command(
        *("check", empty, "--namespace", "demo", "--evaluated-at", MOMENT),
        *("--audit", audits / "example-org-widget.repository.json"),
        *("--audit", audits / "example-org-widget.history.json"),
        *("--manifest", empty / "manifest.json", "--artifacts", complete / "artifacts.json"),
    )


def test_without_a_project_file_only_the_default_branch_is_a_release_ref(
    command: CommandLine, complete: Path, empty: Path
) -> None:
    ended = ad_hoc(command, complete, empty, ref="refs/tags/v2.0.0")

    assert ended.code == 1
    assert "    The manifest is built from refs/tags/v2.0.0, which is no release ref of the project" in lines(ended.out)


def test_without_a_project_file_audits_are_judged_ad_hoc_and_never_gate(
    command: CommandLine, complete: Path, empty: Path
) -> None:
    ended = ad_hoc(command, complete, empty, ref="refs/heads/main")

    assert ended.code == 3
    assert "gating: no, this report opens no gate" in lines(ended.out)
    assert "  no lock names this snapshot" in lines(ended.out)
    assert command("report", "verify", "--project", empty, "--namespace", "demo").code == 0
    assert command("report", "replay", "--project", empty, "--namespace", "demo").code == 0


def test_with_a_bundle_of_the_command_line_a_pass_does_not_gate(command: CommandLine, complete: Path) -> None:
    ended = check(command, complete, "--bundle", "builtin:release-policy")

    assert ended.code == 3
    assert any(line.startswith("passed: ") for line in lines(ended.out))


def test_an_empty_folder_has_nothing_to_judge(command: CommandLine, empty: Path) -> None:
    ended = command.refused("check", empty)

    assert ended.code == 2
    assert "neither a project file nor a document to judge" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", "{tmp}/nowhere"), 2, "there is no folder {tmp}/nowhere"),
        (("check", "{project}/manifest.json"), 2, "manifest.json is not a folder"),
        (("check", "octo/widget"), 3, "there is no credential for github.com"),
        (
            ("check", "{project}", "--namespace", "staging"),
            2,
            "unknown namespace 'staging', expected one of real, demo",
        ),
        (("check", "octo/widget", "--namespace", "staging"), 2, "unknown namespace 'staging'"),
        (("check", "octo/widget", "--namespace", "demo"), 2, "octo/widget is read from github.com now"),
        (
            ("check", "{project}", "--namespace", "real"),
            2,
            "the project file counts in the namespace demo, --namespace says real",
        ),
        (("check", "{project}", "--format", "xml"), 2, "unknown format 'xml', expected one of text, json"),
        (("check", "{project}", "--evaluated-at", "noon"), 3, '"noon" is not a moment'),
        (("check", "{project}", "--anchor", "{tmp}/nowhere"), 3, "there is no anchor"),
        (("check", "{project}", "--anchor", "{tmp}"), 3, "the anchor is no plain file"),
        (("check", "{project}", "--anchor", "{tmp}/void"), 3, "the document is empty"),
        (("check", "{project}", "--audit", "{tmp}/nowhere"), 3, "nowhere: there is no such file"),
        (("check", "{project}", "--audit", "{tmp}"), 3, "this is not a plain file"),
        (("check", "{project}", "--audit", "{tmp}/void"), 3, "the document is empty"),
        (("check", "{project}", "--audit", "{project}/manifest.json"), 3, "clean-release/manifest/v1"),
        (("check", "{project}", "--manifest", "{tmp}/nowhere"), 3, "there is no such file"),
        (("check", "{project}", "--artifacts", "{tmp}"), 3, "this is not a plain file"),
        (("check", "{project}", "--bundle", "nowhere"), 3, "there is no bundle at 'nowhere'"),
        (("check", "{project}", "--bundle", "builtin:other"), 3, "there is no builtin bundle 'other'"),
        (("check", "{project}", "--bundle", "https://example.org/x.tar.gz"), 3, "the lock does not name this bundle"),
        (("check", "{project}", "--bundle", "files"), 3, "holds no rules"),
        (("check", "one", "two"), 2, "unexpected extra argument"),
        (("check", "--unknown"), 2, "No such option: --unknown"),
        (("chekc",), 2, "No such command 'chekc'"),
    ],
)
def test_wrong_input_is_one_sentence(
    command: CommandLine, complete: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "void").touch()

    ended = command.refused(*(word.format(tmp=tmp_path, project=complete) for word in arguments))

    assert (ended.code, said.format(tmp=tmp_path) in ended.err) == (code, True), ended.err


def test_the_namespace_of_the_project_file_may_be_said_again(command: CommandLine, complete: Path) -> None:
    assert check(command, complete, "--namespace", "demo").code == 0


@pytest.mark.parametrize(
    ("option", "hint"),
    [("--anchor", "name the file itself: {tmp}/anchor.yaml"), ("--audit", "name a file, not a folder")],
)
def test_a_folder_where_a_file_belongs_gets_a_hint_that_helps(
    command: CommandLine, complete: Path, tmp_path: Path, option: str, hint: str
) -> None:
    assert f"hint: {hint.format(tmp=tmp_path)}" in command.refused("check", complete, option, tmp_path).err


@pytest.mark.parametrize(
    ("name", "hint"),
    [("manifest.json", "name the folder that the project file lies in"), ("nowhere", "check the name")],
)
def test_a_project_that_is_no_folder_gets_a_hint_that_helps(
    command: CommandLine, complete: Path, name: str, hint: str
) -> None:
    assert f"hint: {hint}" in command.refused("check", complete / name).err


def test_a_chosen_moment_is_refused_where_verdicts_count(command: CommandLine, complete: Path) -> None:
    project = complete / "clean-release.yaml"
    project.write_text(project.read_text(encoding="utf-8").replace("namespace: demo\n", ""), encoding="utf-8")

    ended = command.refused("check", complete, "--evaluated-at", MOMENT)

    assert ended.code == 2
    assert "can only be fixed in the namespace demo" in ended.err


def test_an_anchor_inside_of_the_judged_tree_is_refused_where_verdicts_count(
    command: CommandLine, complete: Path
) -> None:
    project = complete / "clean-release.yaml"
    project.write_text(project.read_text(encoding="utf-8").replace("namespace: demo\n", ""), encoding="utf-8")

    ended = command.refused("check", complete, "--anchor", complete / "anchor.yaml")

    assert ended.code == 3
    assert "the anchor lies inside the tree that is judged" in ended.err


def test_two_audits_of_one_kind_are_refused_and_nothing_is_kept(command: CommandLine, complete: Path) -> None:
    audit = complete / "audits" / "example-org-widget.repository.json"

    ended = check(command, complete, "--audit", audit, "--audit", audit)

    assert (ended.code, "there are 2 audits of kind repository" in ended.err) == (3, True)
    assert command("report", "list", "--project", complete).out == ""


@pytest.mark.parametrize("name", ["clean-release.yaml", "clean-release.lock", "manifest.json"])
@pytest.mark.parametrize("kind", ["folder", "dangling link", "empty", "too large"])
def test_a_project_whose_file_is_not_what_it_should_be_is_refused(
    command: CommandLine, complete: Path, name: str, kind: str
) -> None:
    path = complete / name
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "dangling link":
        path.symlink_to("nowhere")
    else:
        path.touch()
        os.truncate(path, 0 if kind == "empty" else 64 * 1024 * 1024)

    ended = command("check", complete, "--anchor", complete / "anchor.yaml", "--evaluated-at", MOMENT)

    assert ended.code == 3
    if (name, kind) != ("clean-release.lock", "dangling link"):
        assert ended.out == ""
        assert ended.err.startswith("error[")


def test_a_store_that_cannot_be_made_is_refused(command: CommandLine, complete: Path) -> None:
    (complete / ".clean-release").write_text("in the way", encoding="utf-8")

    ended = command.refused("check", complete, "--anchor", complete / "anchor.yaml", "--evaluated-at", MOMENT)

    assert (ended.code, ended.err.startswith("error[store-refused]")) == (3, True)


def test_the_project_is_the_folder_the_command_runs_in(
    command: CommandLine, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(complete)

    assert command("check", "--anchor", "anchor.yaml", "--evaluated-at", MOMENT).code == 0


def test_a_second_run_says_the_same_and_keeps_one_report(command: CommandLine, complete: Path) -> None:
    assert check(command, complete).out == check(command, complete).out
    assert len(lines(command("report", "list", "--project", complete).out)) == 1


@pytest.mark.engine
def test_a_check_that_the_baseline_requires_and_that_is_gone_blocks(command: CommandLine, complete: Path) -> None:
    """Only with a baseline is it known: without one, the rule is not evaluated."""
    project, audit = complete / "clean-release.yaml", complete / "audits" / "example-org-widget.repository.json"
    project.write_text(project.read_text(encoding="utf-8").replace("[release-gate]", "[publish-path]"), "utf-8")
    (complete / "clean-release.lock").unlink()
    command("audit", "baseline", "set", audit, "--project", complete)
    baseline = complete / "release-baseline.json"
    held = baseline.read_text(encoding="utf-8")
    fewer = complete / "fewer.json"
    fewer.write_text(held.replace('"name":"test"', '"name":"tested-once"'), encoding="utf-8")

    def outcome(*more: object) -> str:
        ended = check(command, complete, "--json", *more)
        rules = json.loads(ended.out)["report"]["rules"]
        return next(str(rule["outcome"]) for rule in rules if rule["code"] == "history.checks_kept")

    assert outcome() == "not_evaluated"
    assert outcome("--baseline", baseline) == "passed"
    assert outcome("--baseline", fewer) == "failed"
    assert command("report", "replay", "latest", "--project", complete).code == 0
    ended = check(command, complete, "--baseline", complete / "audits" / "example-org-widget.history.json")
    assert (ended.code, "the baseline is an audit of kind history" in ended.err) == (2, True)
