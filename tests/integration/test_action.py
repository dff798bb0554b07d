"""The CI action: its own scripts, run as a runner does, on repositories that pass, that do not, and that attack."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.source_tree import ROOT
from tests.integration.gated_repository import GatedRepository, Step, gated_repository, inputs_of

pytestmark = [pytest.mark.engine, pytest.mark.unmeasured]
OTHER_PROJECT = "schema: clean-release/project/v1\nproject: other\nrepository: github.com/example-org/other\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, GatedRepository]:
    """Each example once; a test works on a copy."""
    place = tmp_path_factory.mktemp("gated")
    return {name: gated_repository(name, place / name) for name in ("complete", "blocked")}


@pytest.fixture
def passing(made: dict[str, GatedRepository], tmp_path: Path) -> GatedRepository:
    return copied(made["complete"], tmp_path / "runner")


@pytest.fixture
def blocked(made: dict[str, GatedRepository], tmp_path: Path) -> GatedRepository:
    return copied(made["blocked"], tmp_path / "runner")


def copied(repository: GatedRepository, place: Path) -> GatedRepository:
    shutil.copytree(repository.place, place, symlinks=True)
    inputs = repository.inputs | {"ANCHOR": str(place / "trust" / "anchor.yaml")}
    return GatedRepository(place=place, base=repository.base, inputs=inputs)


def is_refused(step: Step, *, because: str) -> None:
    """Nothing was judged, the log says why, and every output says so too."""
    assert step.outputs == {"outcome": "refused", "report": "", "digest": ""}
    assert step.code == 3
    assert because in step.log
    assert "refused" in step.summary


def test_a_repository_as_the_policy_wants_it_passes(passing: GatedRepository) -> None:
    step = passing.judged()

    assert (step.code, step.outputs["outcome"]) == (0, "passed"), step.log
    assert re.fullmatch("sha256:[0-9a-f]{64}", step.outputs["digest"])
    assert step.outputs["digest"] in Path(step.outputs["report"]).read_text(encoding="utf-8")
    assert step.log.startswith("::notice title=clean-release passed::")
    assert step.summary.startswith("# An earlier step\n# Clean Release: passed\n\n0 failed, ")


def test_a_wrong_setting_blocks(blocked: GatedRepository) -> None:
    step = blocked.judged()

    assert (step.code, step.outputs["outcome"]) == (1, "blocked"), step.log
    assert re.fullmatch("sha256:[0-9a-f]{64}", step.outputs["digest"])
    assert "::error title=actions.token_read_only::" in step.log
    assert step.summary.startswith("# An earlier step\n# Clean Release: blocked\n")


def test_an_audit_that_nobody_signed_is_judged_and_opens_nothing(passing: GatedRepository) -> None:
    shutil.copytree(passing.place / "unsigned", passing.workspace / "unsigned")
    unsigned = "\n".join(str(path.relative_to(passing.workspace)) for path in passing.workspace.glob("unsigned/*.json"))

    step = passing.judged(AUDITS=unsigned)

    assert (step.code, step.outputs["outcome"]) == (3, "undecided"), step.log
    assert "a file anyone could have written" in step.log


def test_nothing_is_written_to_the_workspace(passing: GatedRepository) -> None:
    before = {path for path in passing.workspace.rglob("*") if ".git" not in path.parts}

    passing.judged()

    assert {path for path in passing.workspace.rglob("*") if ".git" not in path.parts} == before


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target", "merge_group"])
@pytest.mark.parametrize("name", ["clean-release.yaml", "clean-release.lock"])
def test_a_change_cannot_bring_a_project_file_or_lock(passing: GatedRepository, event: str, name: str) -> None:
    (passing.workspace / name).write_text(OTHER_PROJECT, encoding="utf-8")
    passing.commit()

    step = passing.judged(GITHUB_EVENT_NAME=event, BASE_COMMIT=passing.base)

    assert (step.code, step.outputs["outcome"]) == (0, "passed"), step.log
    assert f"::warning title=clean-release::this change edits {name}; judged is what the base commit" in step.log
    assert f"# Clean Release: passed\n- **this change edits {name}; judged is what the base commit" in step.summary


def test_the_same_change_is_refused_where_it_is_not_a_proposal(passing: GatedRepository) -> None:
    (passing.workspace / "clean-release.yaml").write_text(OTHER_PROJECT, encoding="utf-8")
    passing.commit()

    is_refused(passing.judged(), because="error[")


def test_a_change_cannot_delete_the_project_file_unseen(passing: GatedRepository) -> None:
    (passing.workspace / "clean-release.yaml").unlink()
    passing.commit()

    step = passing.judged(GITHUB_EVENT_NAME="pull_request", BASE_COMMIT=passing.base)

    assert step.outputs["outcome"] == "passed"
    assert "this change edits clean-release.yaml" in step.log


def test_a_file_that_is_not_committed_does_not_count(passing: GatedRepository) -> None:
    (passing.workspace / "clean-release.yaml").write_text(OTHER_PROJECT, encoding="utf-8")

    assert passing.judged().outputs["outcome"] == "passed"


def test_a_replacement_of_the_base_commit_does_not_count(passing: GatedRepository) -> None:
    (passing.workspace / "clean-release.yaml").write_text(OTHER_PROJECT, encoding="utf-8")
    head = passing.commit()
    replacement = passing.workspace / ".git" / "refs" / "replace" / passing.base
    replacement.parent.mkdir()
    replacement.write_text(f"{head}\n", encoding="utf-8")

    step = passing.judged(GITHUB_EVENT_NAME="pull_request", BASE_COMMIT=passing.base)

    assert step.outputs["outcome"] == "passed", step.log


def test_a_link_is_no_project_file(passing: GatedRepository) -> None:
    (passing.workspace / "clean-release.yaml").unlink()
    (passing.workspace / "clean-release.yaml").symlink_to("/etc/hostname")
    passing.commit()

    is_refused(passing.judged(), because="clean-release.yaml is no plain file")


@pytest.mark.parametrize("base", ["", "main", "HEAD", "--help", "1" * 40, "$(touch owned)"])
def test_a_proposal_without_a_base_commit_is_refused(passing: GatedRepository, base: str) -> None:
    step = passing.judged(GITHUB_EVENT_NAME="pull_request", BASE_COMMIT=base)

    is_refused(step, because="commit")


def test_an_anchor_with_another_digest_is_refused(passing: GatedRepository) -> None:
    with passing.anchor.open("a", encoding="utf-8") as anchor:
        anchor.write("# one more line\n")

    is_refused(passing.judged(), because="the anchor has the digest")


@pytest.mark.parametrize("digest", ["", "sha256:", "0" * 63, "0" * 64, "*", "G" * 64, "$(sha256sum)"])
def test_an_anchor_without_its_digest_is_refused(passing: GatedRepository, digest: str) -> None:
    is_refused(passing.judged(ANCHOR_DIGEST=digest), because="anchor")


def test_an_anchor_in_the_workspace_is_refused(passing: GatedRepository) -> None:
    inside = passing.workspace / "anchor.yaml"
    shutil.copy(passing.anchor, inside)

    is_refused(passing.judged(ANCHOR=str(inside)), because="anchor lies in the workspace")


@pytest.mark.parametrize("points", ["into the workspace", "out of the workspace"])
def test_a_link_does_not_hide_that_an_anchor_is_in_the_workspace(passing: GatedRepository, points: str) -> None:
    link, target = passing.place / "trust" / "link.yaml", passing.workspace / "anchor.yaml"
    if points == "into the workspace":
        shutil.copy(passing.anchor, target)
    else:
        link, target = passing.workspace / "link.yaml", passing.anchor
    link.symlink_to(target)

    is_refused(passing.judged(ANCHOR=str(link)), because="anchor lies in the workspace")


@pytest.mark.parametrize("anchor", ["", "anchor.yaml", "../trust/anchor.yaml", "/no/such/anchor.yaml", "/"])
def test_an_anchor_that_is_no_file_outside_is_refused(passing: GatedRepository, anchor: str) -> None:
    is_refused(passing.judged(ANCHOR=anchor), because="anchor")


HOSTILE = (
    "$(touch owned)",
    "`touch owned`",
    "; touch owned #",
    "x\noutcome=passed",
    "x\n::error::owned",
    "::error::owned",
    "--anchor=/etc/hostname",
    "-h",
    "*",
    "../../../../etc/hostname",
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", ["ANCHOR", "ANCHOR_DIGEST", "PROJECT", "MANIFEST", "ARTIFACTS", "AUDITS", "ENVIRONMENT"]
)
def test_a_hostile_input_is_a_value_and_nothing_else(passing: GatedRepository, name: str, value: str) -> None:
    step = passing.judged(**{name: value})

    is_refused(step, because="refused::")
    assert [*passing.place.rglob("owned"), *Path().glob("owned")] == []
    assert commands_that_count(step.log) == ["::error title=clean-release refused"]


def commands_that_count(log: str) -> list[str]:
    """What begins each command a runner obeys, in order; what stands between a stop and its token is text."""
    counted, token = [], ""
    for line in map(str.strip, log.splitlines()):
        assert "##[" not in line, "a runner obeys this form in the middle of a line as well"
        if token:
            token = "" if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif line.startswith("::"):
            counted.append(f"::{line.split('::')[1]}")
    return counted


def test_a_document_that_speaks_to_the_runner_is_not_heard(passing: GatedRepository) -> None:
    (passing.workspace / "manifest.json").write_text('{"a":"\\n::error::owned","##[error]owned": 1}', encoding="utf-8")

    step = passing.judged()

    is_refused(step, because="nothing was judged")
    assert commands_that_count(step.log) == ["::error title=clean-release refused"]


def test_a_module_of_the_workspace_is_not_imported(passing: GatedRepository) -> None:
    for name in ("checker.py", "sitecustomize.py", "yaml.py", "json.py"):
        (passing.workspace / name).write_text("open('owned', 'w')\n", encoding="utf-8")
    head = passing.commit()

    step = passing.judged(PYTHONPATH=str(passing.workspace), PYTHONSTARTUP=str(passing.workspace / "json.py"))

    assert head != passing.base
    assert step.outputs["outcome"] == "passed", step.log
    assert list(passing.place.rglob("owned")) == []


def test_a_program_of_the_workspace_is_not_started(passing: GatedRepository) -> None:
    for name in ("git", "sha256sum", "sed", "cat", "dirname", "realpath"):
        program = passing.workspace / name
        program.write_text(f"#!/bin/sh\ntouch {passing.place}/owned\n", encoding="utf-8")
        program.chmod(0o755)

    step = passing.judged(PATH=f"{passing.workspace}{os.pathsep}{os.environ['PATH']}")

    assert step.outputs["outcome"] == "passed", step.log
    assert not (passing.place / "owned").exists()


@pytest.mark.parametrize("variable", ["RUNNER_TEMP", "ENVIRONMENT"])
def test_nothing_that_judges_lies_in_the_workspace(passing: GatedRepository, variable: str) -> None:
    inside = passing.workspace / "inside"
    inside.mkdir()

    step = passing.judged(**{variable: str(inside)})

    is_refused(step, because="lies in the workspace")


def test_an_environment_that_crashes_is_refused_not_blocked(passing: GatedRepository) -> None:
    program = passing.place / "broken" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)

    is_refused(passing.judged(ENVIRONMENT=str(passing.place / "broken")), because="nothing was judged")


def test_an_environment_that_says_nothing_and_ends_well_is_refused(passing: GatedRepository) -> None:
    program = passing.place / "silent" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)

    is_refused(passing.judged(ENVIRONMENT=str(passing.place / "silent")), because="nothing was judged")


def test_a_summary_that_cannot_be_written_leaves_no_pass(passing: GatedRepository) -> None:
    step = passing.judged(GITHUB_STEP_SUMMARY=str(passing.place))

    assert step.outputs == {"outcome": "refused", "report": "", "digest": ""}
    assert step.code == 3


@pytest.mark.parametrize("signal", ["HUP", "INT", "TERM", "KILL"])
def test_a_run_that_is_ended_early_leaves_no_pass(passing: GatedRepository, signal: str) -> None:
    program = passing.place / "ended" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nkill -{signal} $PPID\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)

    step = passing.judged(ENVIRONMENT=str(passing.place / "ended"))

    assert step.code != 0
    assert step.outputs.get("outcome", "refused") == "refused"


def test_a_step_that_never_ran_is_refused() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

    assert action["outputs"]["outcome"]["value"] == "${{ steps.judge.outputs.outcome || 'refused' }}"


def test_a_demo_gates_nothing(passing: GatedRepository) -> None:
    project = passing.workspace / "clean-release.yaml"
    project.write_text(f"{project.read_text(encoding='utf-8')}namespace: demo\n", encoding="utf-8")
    anchor = passing.anchor.read_text(encoding="utf-8").replace("namespace: real", "namespace: demo")
    passing.anchor.write_text(anchor, encoding="utf-8")
    passing.lock()
    passing.commit()

    is_refused(passing.judged(**inputs_of(passing.anchor)), because="does not say passed of a real release")


@pytest.mark.parametrize("said", [{"verdict": "blocked"}, {"gating": {"gating": False}}, {"namespace": "demo"}, {}])
def test_an_exit_code_that_the_report_does_not_bear_out_is_refused(
    passing: GatedRepository, said: dict[str, object]
) -> None:
    digest = f"sha256:{'1' * 64}"
    report = {"verdict": "passed", "gating": {"gating": True}, "namespace": "real", **said}
    written = json.dumps({"digest": digest if said else f"sha256:{'2' * 64}", "report": report})
    program = passing.place / "lying" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\ncase $* in *' -c '*) exec {sys.executable} \"$@\" ;; esac\n"
        f"printf '# ok\\n' >summary.md; printf '%s' '{written}' >report.json; echo report {digest}\n",
        encoding="utf-8",
    )
    program.chmod(0o755)

    is_refused(passing.judged(ENVIRONMENT=str(passing.place / "lying")), because="the report does not say passed")


@pytest.mark.parametrize(
    ("left", "wanted"),
    [
        (1024 * 1024, "\n\nReport `sha256:"),
        (2048, "\n**More did not fit; the report has all of it.**\n\nReport `sha256:"),
        (0, ""),
    ],
)
def test_the_summary_stays_within_what_a_runner_shows(passing: GatedRepository, left: int, wanted: str) -> None:
    summary = passing.place / "long-summary"
    earlier = "x" * (1024 * 1024 - left)
    summary.write_text(earlier, encoding="utf-8")

    step = passing.judged(GITHUB_STEP_SUMMARY=str(summary))

    said = summary.read_text(encoding="utf-8")
    assert step.outputs["outcome"] == "passed", step.log
    assert len(said.encode()) <= 1024 * 1024
    assert said.startswith(earlier)
    assert wanted in said
    assert ("left no room in the step summary" in step.log) == (left == 0)


def test_no_expression_stands_in_a_script_of_the_action() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]

    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    assert all(step["run"].startswith('exec sh "$GITHUB_ACTION_PATH/action/') for step in steps)


def test_every_input_reaches_a_script_and_every_output_is_written() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = " ".join(value for step in action["runs"]["steps"] for value in step["env"].values())
    script = (ROOT / "action" / "judge.sh").read_text(encoding="utf-8")

    assert [name for name in action["inputs"] if f"inputs.{name} " not in given] == []
    assert [name for name in action["outputs"] if f"{name}=%s" not in script] == []
    assert set(action["outputs"]) == {"outcome", "report", "digest"}
